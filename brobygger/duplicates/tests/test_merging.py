"""Two offers become one, and two again."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID, uuid4

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brobygger.audit.models import Entry
from brobygger.directory.models import DailyCount, Offer, Picture, ShortLink, Status
from brobygger.directory.rows import data_of
from brobygger.directory.services import hide_offer, reopen_offer, save_offer
from brobygger.directory.services.drafts import start_draft
from brobygger.directory.services.short_links import make_short_link
from brobygger.directory.values import ContactData, CriterionData, LinkData, OfferData, ScheduleData
from brobygger.duplicates.choosing import OFFER_GROUPS
from brobygger.duplicates.events import Merged, MergeUndone
from brobygger.duplicates.models import Merge, Pair, PairStatus, Undo
from brobygger.duplicates.selectors import kept_key, successor_of
from brobygger.duplicates.selectors.versions import offer_now, organisation_now
from brobygger.duplicates.services import (
    AlreadyAnswered,
    AlreadyParted,
    InTheWay,
    MergedFurther,
    UndoForgotten,
    merge_pair,
    refuse_pair,
    undo_merge,
)
from brobygger.duplicates.snapshots import offer_from, offer_json
from brobygger.duplicates.tests.factories import in_odense, pair_of
from brobygger.kernel import events
from brobygger.kernel.actors import SYSTEM, Actor
from brobygger.kernel.errors import BadData, NotFound
from brobygger.notifications.models import Message
from brobygger.organisations.tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(odense: str) -> Offer:
    return in_odense("sorg", "Sorggruppe for unge", description="Kort.")


@pytest.fixture
def dropped(odense: str) -> Offer:
    return in_odense(
        "sorg-2", "Sorggruppe i Odense", description="En meget længere beskrivelse af det hele.",
        contacts=(ContactData(function="Vagten", phone="70 11 22 33"),), age_min=15,
    )  # fmt: skip


@pytest.fixture
def pair(kept: Offer, dropped: Offer) -> Pair:
    return pair_of(kept, dropped)


def now(key: str) -> OfferData:
    return data_of(Offer.objects.for_page().get(key=key))


def merge(actor: Actor, pair: Pair, kept: Offer, at: datetime, **choices: str) -> Merge:
    return merge_pair(actor=actor, pair_id=pair.id, kept_id=kept.id, choices=choices, at=at)


def side(pair: Pair, offer: Offer) -> str:
    return "one" if pair.one_id == offer.id else "other"


class TestMergePair:
    def test_keeps_what_is_chosen_and_leads_from_the_one_to_the_other(
        self, local: Actor, pair: Pair, kept: Offer, dropped: Offer, noon: datetime
    ) -> None:
        merged = merge(local, pair, kept, noon, name=side(pair, dropped), description=side(pair, kept))

        data = now("sorg")
        assert data.name == "Sorggruppe i Odense"
        assert data.description == "Kort."
        assert {contact.function for contact in data.contacts} == {"Kontoret", "Vagten"}
        assert Offer.objects.get(id=dropped.id).status == Status.REMOVED
        assert successor_of(kind="offer", subject_id=dropped.id) == kept.id
        assert kept_key(kind="offer", key="sorg-2") == "sorg"
        assert Entry.objects.filter(act="duplicates.offer.merged", subject_id=str(kept.id)).count() == 1
        assert merged.kept_name == "Sorggruppe i Odense"

    def test_keeps_what_is_sensible_when_nobody_chose(
        self, local: Actor, pair: Pair, kept: Offer, dropped: Offer, noon: datetime
    ) -> None:
        merge(local, pair, kept, noon)

        data = now("sorg")
        assert data.description == "En meget længere beskrivelse af det hele."
        assert data.age_min == 15

    def test_takes_numbers_short_links_and_pictures_along(
        self, local: Actor, pair: Pair, kept: Offer, dropped: Offer, noon: datetime
    ) -> None:
        make_short_link(actor=local, offer_id=dropped.id, at=noon)
        picture = Picture.objects.create(offer=dropped, alt="Et bord", file="offers/x.webp")
        for offer, shown in ((kept, 3), (dropped, 4)):
            DailyCount.objects.create(offer=offer, on=date(2026, 11, 1), shown=shown, opened=1)

        done = merge(local, pair, kept, noon)
        assert ShortLink.objects.get().offer_id == kept.id
        assert Picture.objects.get().offer_id == kept.id
        assert DailyCount.objects.values_list("offer", "shown", "opened").get() == (kept.id, 7, 2)

        undo_merge(actor=local, merge_id=done.id, at=noon)
        assert ShortLink.objects.get().offer_id == dropped.id
        assert Picture.objects.get(id=picture.id).offer_id == dropped.id
        assert dict(DailyCount.objects.values_list("offer", "shown")) == {kept.id: 3, dropped.id: 4}

    def test_tells_the_rooms_above_and_the_association(
        self, local: Actor, pair: Pair, kept: Offer, dropped: Offer, noon: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        heard: list[events.Event] = []
        for kind in (Merged, MergeUndone):
            monkeypatch.setitem(events._handlers, kind, [heard.append])
        member = MembershipFactory.create(organisation=dropped.organisation).user

        done = merge(local, pair, kept, noon)
        undo_merge(actor=local, merge_id=done.id, at=noon)

        assert [type(event) for event in heard] == [Merged, MergeUndone]
        assert list(Message.objects.values_list("content__to", flat=True)) == [member.email] * 2

    def test_writes_to_the_shared_address_when_nobody_has_an_account(
        self, local: Actor, pair: Pair, kept: Offer, dropped: Offer, noon: datetime
    ) -> None:
        dropped.organisation.email = "post@haabet.example"
        dropped.organisation.save()

        merge(local, pair, kept, noon)

        assert Message.objects.values_list("content__to", flat=True).get() == "post@haabet.example"

    def test_is_for_those_who_look_after_both(self, elsewhere: Actor, pair: Pair, kept: Offer, noon: datetime) -> None:
        with pytest.raises(NotFound):
            merge(elsewhere, pair, kept, noon)

    def test_refuses_a_third_one_and_a_second_time(self, local: Actor, pair: Pair, kept: Offer, noon: datetime) -> None:
        with pytest.raises(BadData):
            merge_pair(actor=local, pair_id=pair.id, kept_id=uuid4(), choices={}, at=noon)
        merge(local, pair, kept, noon)
        with pytest.raises(AlreadyAnswered):
            merge(local, pair, kept, noon)
        with pytest.raises(AlreadyAnswered):
            refuse_pair(actor=local, pair_id=pair.id, at=noon)

    def test_waits_for_a_draft(self, local: Actor, pair: Pair, kept: Offer, dropped: Offer, noon: datetime) -> None:
        start_draft(actor=SYSTEM, organisation_id=dropped.organisation_id, offer_id=dropped.id, at=noon)

        with pytest.raises(InTheWay, match="kladde"):
            merge(local, pair, kept, noon)

    def test_does_not_merge_what_is_gone(
        self, local: Actor, pair: Pair, kept: Offer, dropped: Offer, noon: datetime
    ) -> None:
        Offer.objects.filter(id=dropped.id).update(status=Status.REMOVED)

        with pytest.raises(InTheWay, match="taget ned"):
            merge(local, pair, kept, noon)

    def test_forgets_the_other_questions_about_the_dropped_one(
        self, local: Actor, pair: Pair, kept: Offer, dropped: Offer, noon: datetime
    ) -> None:
        third = in_odense("sorg-3", "Sorggruppen")
        pair_of(dropped, third)

        merge(local, pair, kept, noon)

        assert Pair.objects.waiting().count() == 0

    def test_leaves_a_question_that_an_undone_merge_tells_of(
        self, local: Actor, pair: Pair, kept: Offer, dropped: Offer, noon: datetime
    ) -> None:
        undone = merge(local, pair, kept, noon)
        undo_merge(actor=local, merge_id=undone.id, at=noon)
        third = in_odense("sorg-3", "Sorggruppen")

        merge(local, pair_of(dropped, third), third, noon)

        assert Pair.objects.waiting().get() == pair
        assert Merge.objects.get(id=undone.id).pair_id == pair.id


class TestUndoMerge:
    def test_puts_everything_back(self, local: Actor, pair: Pair, kept: Offer, dropped: Offer, noon: datetime) -> None:
        before = now("sorg"), now("sorg-2")
        done = merge(local, pair, kept, noon, name=side(pair, dropped))

        parted = undo_merge(actor=local, merge_id=done.id, at=noon)

        assert (now("sorg"), now("sorg-2")) == before
        assert parted.left == ()
        assert Offer.objects.get(id=dropped.id).status == Status.PUBLISHED
        assert successor_of(kind="offer", subject_id=dropped.id) is None
        assert Pair.objects.get(id=pair.id).status == PairStatus.WAITING
        with pytest.raises(AlreadyParted):
            undo_merge(actor=local, merge_id=done.id, at=noon)

    def test_leaves_what_somebody_has_changed_since_and_says_so(
        self, local: Actor, pair: Pair, kept: Offer, dropped: Offer, noon: datetime
    ) -> None:
        done = merge(local, pair, kept, noon, name=side(pair, dropped))
        save_offer(actor=local, at=noon, data=replace(now("sorg"), name="Sorg og unge"))

        parted = undo_merge(actor=local, merge_id=done.id, at=noon)

        assert parted.left == ("name",)
        assert now("sorg").name == "Sorg og unge"
        assert now("sorg").description == "Kort."

    def test_a_hidden_one_is_hidden_again(
        self, local: Actor, pair: Pair, kept: Offer, dropped: Offer, noon: datetime
    ) -> None:
        hide_offer(actor=local, offer_id=dropped.id, at=noon)
        done = merge(local, pair, kept, noon)

        undo_merge(actor=local, merge_id=done.id, at=noon)

        assert Offer.objects.get(id=dropped.id).status == Status.HIDDEN

    def test_a_draft_that_somebody_took_up_again_is_left(
        self, local: Actor, pair: Pair, kept: Offer, dropped: Offer, noon: datetime
    ) -> None:
        done = merge(local, pair, kept, noon)
        reopen_offer(actor=SYSTEM, offer_id=dropped.id, at=noon)

        undo_merge(actor=local, merge_id=done.id, at=noon)

        assert Offer.objects.get(id=dropped.id).status == Status.DRAFT

    def test_of_a_draft_gives_a_draft(
        self, local: Actor, pair: Pair, kept: Offer, dropped: Offer, noon: datetime
    ) -> None:
        Offer.objects.filter(id=dropped.id).update(status=Status.DRAFT)
        done = merge(local, pair, kept, noon)

        undo_merge(actor=local, merge_id=done.id, at=noon)

        assert Offer.objects.get(id=dropped.id).status == Status.DRAFT

    def test_is_not_done_out_of_order(
        self, local: Actor, pair: Pair, kept: Offer, dropped: Offer, noon: datetime
    ) -> None:
        third = in_odense("sorg-3", "Sorggruppen")
        first = merge(local, pair, kept, noon)
        second = merge(local, pair_of(kept, third), third, noon)

        with pytest.raises(MergedFurther):
            undo_merge(actor=local, merge_id=first.id, at=noon)
        assert successor_of(kind="offer", subject_id=dropped.id) == third.id
        assert kept_key(kind="offer", key="sorg-2") == "sorg-3"
        undo_merge(actor=local, merge_id=second.id, at=noon)
        undo_merge(actor=local, merge_id=first.id, at=noon)
        assert successor_of(kind="offer", subject_id=dropped.id) is None

    def test_never_goes_round(self, local: Actor, pair: Pair, kept: Offer, dropped: Offer, noon: datetime) -> None:
        merge(local, pair, kept, noon)
        third = in_odense("sorg-3", "Sorggruppen")

        with pytest.raises(InTheWay, match="allerede"):
            merge(local, pair_of(dropped, third), dropped, noon)

    def test_is_for_those_who_look_after_both(
        self, local: Actor, elsewhere: Actor, pair: Pair, kept: Offer, noon: datetime
    ) -> None:
        done = merge(local, pair, kept, noon)

        with pytest.raises(NotFound):
            undo_merge(actor=elsewhere, merge_id=done.id, at=noon)

    def test_says_when_it_is_too_late(self, local: Actor, pair: Pair, kept: Offer, noon: datetime) -> None:
        done = merge(local, pair, kept, noon)
        Undo.objects.all().delete()

        with pytest.raises(UndoForgotten):
            undo_merge(actor=local, merge_id=done.id, at=noon)


CHOICES = st.fixed_dictionaries(
    {}, optional={group.name: st.sampled_from(["one", "other", "both"]) for group in OFFER_GROUPS}
)


class TestAnyMerge:
    @settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(choices=CHOICES, keeps_first=st.booleans())
    def test_undone_is_as_if_it_had_never_been(
        self, local: Actor, pair: Pair, kept: Offer, dropped: Offer, noon: datetime, choices: dict[str, str],
        keeps_first: bool,
    ) -> None:  # fmt: skip
        before = now("sorg"), now("sorg-2")
        statuses = dict(Offer.objects.values_list("key", "status"))

        done = merge(local, pair, kept if keeps_first else dropped, noon, **choices)
        undo_merge(actor=local, merge_id=done.id, at=noon)

        assert (now("sorg"), now("sorg-2")) == before
        assert dict(Offer.objects.values_list("key", "status")) == statuses
        assert not Undo.objects.exists()


class TestVersions:
    def test_of_what_is_not_there_are_not_found(self) -> None:
        with pytest.raises(NotFound):
            offer_now(uuid4())
        with pytest.raises(NotFound):
            organisation_now(uuid4())


class TestSnapshots:
    def test_hold_everything_an_offer_says(self) -> None:
        data = OfferData(
            key="x", organisation_id=uuid4(), name="X", summary="Y", concepts=frozenset({"a", "b"}),
            schedules=(ScheduleData(starts_on=date(2026, 1, 1), starts_at=datetime(2026, 1, 1, 9).time(),
                                    ends_on=date(2026, 2, 1), except_on=("2026-01-08",), place=0),),
            contacts=(ContactData(function="F", person_name="P", person_consented_at=datetime(2026, 1, 1)),),
            links=(LinkData(label="L", url="https://x.example"),), criteria=(CriterionData(text="T"),),
            tags=("t",), roles=("bruger",),
        )  # fmt: skip

        assert offer_from(offer_json(data)) == data
        assert UUID(offer_json(data)["organisation_id"]) == data.organisation_id


class TestDoors:
    def test_the_old_address_leads_to_the_kept_one(
        self, client: Client, local: Actor, pair: Pair, kept: Offer, noon: datetime
    ) -> None:
        merge(local, pair, kept, noon)

        for door in ("/tilbud/{}/", "/tilbud/{}/kalender.ics"):
            answer = client.get(door.format("sorg-2"))
            assert (answer.status_code, answer["Location"]) == (301, door.format("sorg"))
