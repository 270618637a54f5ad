"""Looking through the register, answering, and the queue."""

import json
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from brobygger.accounts.desk import desk_of
from brobygger.directory.models import Offer
from brobygger.directory.rows import data_of
from brobygger.directory.services import remove_offer, save_offer
from brobygger.directory.values import ContactData, LocationData, ScheduleData
from brobygger.duplicates.matching.scoring import Model, current_models
from brobygger.duplicates.matching.training import Measured
from brobygger.duplicates.models import Kind, Pair, PairStatus
from brobygger.duplicates.policies import may_decide, may_decide_about
from brobygger.duplicates.selectors.entries import entries
from brobygger.duplicates.selectors.queue import PAGE_SIZE, get_merge, get_pair, next_pair, queue, refused
from brobygger.duplicates.services import AlreadyAnswered, find_pairs, merge_pair, refuse_pair, reopen_pair, undo_merge
from brobygger.duplicates.tests.factories import in_odense, pair_of
from brobygger.kernel.actors import SYSTEM, VISITOR, Actor
from brobygger.kernel.errors import NotAllowed, NotFound
from brobygger.organisations.tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def twins(odense: str) -> tuple[Offer, Offer]:
    owner = OrganisationFactory.create(name="Håbet", municipality_id=odense)
    other = OrganisationFactory.create(name="Foreningen Haabet", municipality_id=None)
    return (
        in_odense("sorg", "Sorggruppe for unge", organisation_id=owner.id),
        in_odense("sorg-2", "Sorggruppe for unge i Odense", organisation_id=other.id),
    )


class TestFindPairs:
    def test_finds_what_stands_there_twice_and_says_why(self, twins: tuple[Offer, Offer], noon: datetime) -> None:
        in_odense("skak", "Skakklub", contacts=(), locations=())

        found = find_pairs(actor=SYSTEM, at=noon)

        pair = Pair.objects.get(kind=Kind.OFFER)
        assert {pair.one_id, pair.other_id} == {offer.id for offer in twins}
        assert "phone_same" in pair.reasons
        assert found.looked_at == 6

    def test_looks_only_at_what_has_changed(self, twins: tuple[Offer, Offer], noon: datetime) -> None:
        find_pairs(actor=SYSTEM, at=noon)

        assert find_pairs(actor=SYSTEM, at=noon).looked_at == 0
        assert find_pairs(actor=SYSTEM, at=noon, is_anew=True).looked_at == 4
        assert Pair.objects.filter(kind=Kind.OFFER).count() == 1

    def test_a_change_takes_the_question_away(self, twins: tuple[Offer, Offer], noon: datetime) -> None:
        find_pairs(actor=SYSTEM, at=noon)
        changed = data_of(Offer.objects.for_page().get(key="sorg-2"))
        contacts = (ContactData(function="Os", phone="99887766"),)
        later = noon + timedelta(days=1)
        save_offer(
            actor=SYSTEM, at=later, data=replace(changed, name="Skakklub", contacts=contacts, locations=())
        )  # fmt: skip

        find_pairs(actor=SYSTEM, at=later)

        assert not Pair.objects.filter(kind=Kind.OFFER).exists()

    def test_what_went_is_not_asked_about(self, twins: tuple[Offer, Offer], noon: datetime) -> None:
        find_pairs(actor=SYSTEM, at=noon)
        remove_offer(actor=SYSTEM, offer_id=twins[1].id, at=noon)

        find_pairs(actor=SYSTEM, at=noon)

        assert not Pair.objects.filter(kind=Kind.OFFER).exists()

    def test_an_answer_is_remembered(self, twins: tuple[Offer, Offer], national: Actor, noon: datetime) -> None:
        find_pairs(actor=SYSTEM, at=noon)
        pair = Pair.objects.get(kind=Kind.OFFER)
        refuse_pair(actor=national, pair_id=pair.id, at=noon)

        find_pairs(actor=SYSTEM, at=noon, is_anew=True)

        assert Pair.objects.get(kind=Kind.OFFER).status == PairStatus.REFUSED

    def test_two_that_were_parted_wait_for_an_answer(
        self, twins: tuple[Offer, Offer], national: Actor, noon: datetime
    ) -> None:
        find_pairs(actor=SYSTEM, at=noon)
        pair = Pair.objects.get(kind=Kind.OFFER)
        done = merge_pair(actor=national, pair_id=pair.id, kept_id=twins[0].id, choices={}, at=noon)
        undo_merge(actor=national, merge_id=done.id, at=noon)

        find_pairs(actor=SYSTEM, at=noon)
        find_pairs(actor=SYSTEM, at=noon, is_anew=True)

        assert Pair.objects.waiting().of_kind(Kind.OFFER).get() == pair

    def test_two_that_were_parted_stay_when_one_of_them_goes(
        self, twins: tuple[Offer, Offer], national: Actor, noon: datetime
    ) -> None:
        pair = pair_of(*twins)
        done = merge_pair(actor=national, pair_id=pair.id, kept_id=twins[0].id, choices={}, at=noon)
        undo_merge(actor=national, merge_id=done.id, at=noon)
        find_pairs(actor=SYSTEM, at=noon)
        remove_offer(actor=SYSTEM, offer_id=twins[1].id, at=noon)

        find_pairs(actor=SYSTEM, at=noon)

        assert Pair.objects.filter(id=pair.id).exists()

    def test_is_the_operators(self, national: Actor, noon: datetime) -> None:
        with pytest.raises(NotAllowed):
            find_pairs(actor=national, at=noon)


class TestEntries:
    def test_say_when_and_where(self, odense: str) -> None:
        place = LocationData(
            address="Vestergade 12", municipality_id=odense, lat=55.4, lon=10.4, point_precision="address"
        )
        weekly = ScheduleData(starts_on=date(2026, 11, 24), starts_at=time(14), rrule="FREQ=WEEKLY;BYDAY=TU,TH")
        once = ScheduleData(starts_on=date(2026, 11, 22))
        offer = in_odense("sorg", "Sorg", locations=(place,), schedules=(weekly, once))

        entry = next(entries(kind=Kind.OFFER, ids=[offer.id]))

        assert entry.times == {"TU 14", "TH 14", "SU"}
        assert entry.points == ((55.4, 10.4),)


class TestAnswers:
    def test_are_given_once_and_can_be_taken_back(
        self, twins: tuple[Offer, Offer], local: Actor, noon: datetime
    ) -> None:
        pair = pair_of(*twins)

        refuse_pair(actor=local, pair_id=pair.id, at=noon)
        with pytest.raises(AlreadyAnswered):
            refuse_pair(actor=local, pair_id=pair.id, at=noon)
        assert [line.id for line in refused(actor=local, limit=5)] == [pair.id]
        again = reopen_pair(actor=local, pair_id=pair.id, at=noon)
        with pytest.raises(AlreadyAnswered):
            reopen_pair(actor=local, pair_id=pair.id, at=noon)

        assert again.decided_by is None

    def test_are_only_for_those_who_look_after_both(
        self, twins: tuple[Offer, Offer], elsewhere: Actor, noon: datetime
    ) -> None:
        pair = pair_of(*twins)

        with pytest.raises(NotFound):
            refuse_pair(actor=elsewhere, pair_id=pair.id, at=noon)
        with pytest.raises(NotFound):
            get_pair(actor=elsewhere, pair_id=pair.id)
        with pytest.raises(NotFound):
            get_merge(actor=elsewhere, merge_id=pair.id)
        assert queue(actor=elsewhere).total == 0


class TestQueue:
    def test_shows_the_surest_first_by_kind(self, twins: tuple[Offer, Offer], local: Actor) -> None:
        maybe, sure = pair_of(*twins, score=0.4), _organisations(0.99)

        assert [line.id for line in queue(actor=local).lines] == [sure.id, maybe.id]
        assert [line.id for line in queue(actor=local, kind="offer").lines] == [maybe.id]
        assert queue(actor=local, kind="offer", page=9).page == 1
        assert next_pair(actor=local) == sure

    def test_leaves_out_what_is_not_there_any_more(self, twins: tuple[Offer, Offer], national: Actor) -> None:
        pair = pair_of(*twins)
        Pair.objects.filter(id=pair.id).update(one_id="00000000-0000-4000-8000-000000000000")

        assert queue(actor=national).lines == ()
        assert PAGE_SIZE > 1

    def test_stands_on_the_desk_of_those_who_decide(self, twins: tuple[Offer, Offer], local: Actor) -> None:
        pair_of(*twins)

        assert "Står der to gange?" in [pile.heading for pile in desk_of(actor=local)]
        assert "Står der to gange?" not in [pile.heading for pile in desk_of(actor=VISITOR)]


def _organisations(score: float) -> Pair:
    one, other = (OrganisationFactory.create(municipality_id="0461") for _ in range(2))
    return pair_of(one, other, score=score)


class TestPolicies:
    def test_a_municipality_decides_about_its_own(self, local: Actor, national: Actor) -> None:
        assert may_decide(local)
        assert may_decide_about(local, municipality_codes=["0461"])
        assert not may_decide_about(local, municipality_codes=["0851"])
        assert not may_decide_about(local, municipality_codes=[])
        assert may_decide_about(national, municipality_codes=[])
        assert not may_decide(VISITOR)


class TestCommand:
    def test_finds_and_lists(self, twins: tuple[Offer, Offer]) -> None:
        found, told, listed, lines = (StringIO() for _ in range(4))

        call_command("duplicates", "find", "--json", stdout=found)
        call_command("duplicates", "find", "--all", stdout=told)
        call_command("duplicates", "list", "--json", stdout=listed)
        call_command("duplicates", "list", stdout=lines)

        assert json.loads(found.getvalue())["looked_at"] == 4
        assert "venter" in told.getvalue()
        assert json.loads(listed.getvalue())[0]["kind"] == "offer"
        assert "Sorggruppe for unge" in lines.getvalue()

    def test_trains(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        room = "brobygger.duplicates.management.commands.duplicates"
        model, measured = _trained()
        monkeypatch.setattr(f"{room}.train", lambda said, seeds: (model, measured))
        monkeypatch.setattr(f"{room}.held_out", lambda said, model, seeds: measured)
        told = StringIO()

        call_command("duplicates", "train", "--write", str(tmp_path / "weights.json"), stdout=told)
        call_command("duplicates", "train", "--json", stdout=told)

        assert json.loads((tmp_path / "weights.json").read_text())["models"]["offer"]["proposed"] == model.proposed


def _trained() -> tuple[Model, Measured]:
    measured = Measured(precision=1, recall=1, ece=0, brier=0, pairs=1, proposed=1, true=1)
    return current_models()["offer"], measured
