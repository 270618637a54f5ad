"""The nightly round asks about each offer once, in good time, and hides what nobody answers for."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from brobygger.accounts.tests.factories import UserFactory
from brobygger.audit.models import Entry
from brobygger.directory.models import Check, Contact, Offer, Stage, Status
from brobygger.directory.services import confirm_offer, rounds
from brobygger.directory.services.rounds import FIRST_WAIT, SPREAD_DAYS, nightly_round, plan_for
from brobygger.directory.tests.factories import NOON, published
from brobygger.kernel.actors import SYSTEM, VISITOR
from brobygger.kernel.errors import NotAllowed
from brobygger.notifications.models import Content, Message
from brobygger.organisations.models import MemberRole, Membership
from brobygger.organisations.tests.factories import OrganisationFactory
from brobygger.search.keeping.codec import decode
from brobygger.search.models import IndexedDocument

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def in_days(days: int) -> datetime:
    return NOON + timedelta(days=days)


def due(*, email: str = "post@forening.example", **values: object) -> Offer:
    """Return a shown offer that is to be asked about today."""
    organisation: Any = values.pop("organisation", None) or OrganisationFactory(email=email)
    offer = published(organisation_id=organisation.id, **values)
    Check.objects.create(offer=offer, due_on=TODAY)
    return offer


def stage_of(offer: Offer) -> str:
    return Check.objects.get(offer=offer).stage


class TestNightlyRound:
    def test_is_the_operators(self) -> None:
        with pytest.raises(NotAllowed):
            nightly_round(actor=VISITOR, at=NOON)

    def test_asks_with_what_we_say_and_two_links(self) -> None:
        offer = due(name="Café", summary="Kaffe og snak.")

        came_to = nightly_round(actor=SYSTEM, at=NOON)

        assert (came_to.asked, came_to.letters) == (1, 1)
        letter = Content.objects.get()
        assert letter.to == "post@forening.example"
        assert letter.subject == "Passer det stadig, det vi skriver om “Café”?"
        for words in (letter.text, letter.html):
            assert "Kaffe og snak." in words
            assert "/stadig-rigtigt/" in words
            assert "/ret-tilbud/" in words
        assert stage_of(offer) == Stage.ASKED

    def test_asks_again_after_14_and_30_days_then_hides_after_60(self) -> None:
        offer = due()
        stages: dict[str, int] = {}
        unanswered: dict[int, bool] = {}
        for day in range(61):
            nightly_round(actor=SYSTEM, at=in_days(day))
            stages.setdefault(stage_of(offer), day)
            for row in IndexedDocument.objects.all():
                unanswered[day] = decode(row.content).is_unanswered

        assert unanswered == {day: day >= 30 for day in range(60)}
        assert stages == {"asked": 0, "reminded": 14, "greyed": 30, "hidden": 60}
        assert Message.objects.count() == 4
        offer.refresh_from_db()
        assert offer.status == Status.HIDDEN
        assert not IndexedDocument.objects.filter(id=offer.id).exists()
        line = Entry.objects.get(act="directory.offer.hidden")
        assert line.changes["because"] == "stale"

    def test_an_answer_brings_a_hidden_offer_back_at_once(self) -> None:
        offer = due()
        for day in (0, 14, 30, 60):
            nightly_round(actor=SYSTEM, at=in_days(day))

        confirm_offer(actor=SYSTEM, offer_id=offer.id, at=in_days(61), by_label="foreningen")

        offer.refresh_from_db()
        assert offer.status == Status.PUBLISHED
        assert stage_of(offer) == Stage.WAITING
        assert IndexedDocument.objects.filter(id=offer.id).exists()

    def test_the_same_night_again_does_nothing(self) -> None:
        due()
        nightly_round(actor=SYSTEM, at=NOON)

        again = nightly_round(actor=SYSTEM, at=NOON)

        assert (again.asked, again.letters, Message.objects.count()) == (0, 0, 1)

    def test_writes_one_letter_to_a_mailbox_about_all_its_offers(self) -> None:
        organisation = OrganisationFactory(email="post@forening.example")
        for number in range(10):
            due(organisation=organisation, key=f"tilbud-{number}", name=f"Tilbud {number}")

        came_to = nightly_round(actor=SYSTEM, at=NOON)

        letter = Content.objects.get()
        assert (came_to.asked, came_to.letters) == (10, 1)
        assert letter.subject == "Passer jeres 10 tilbud stadig?"
        assert letter.text.count("/stadig-rigtigt/") == 10

    def test_a_mailbox_that_has_had_a_letter_today_waits_until_tomorrow(self) -> None:
        organisation = OrganisationFactory(email="post@forening.example")
        due(organisation=organisation, key="foerste")
        nightly_round(actor=SYSTEM, at=NOON)
        second = due(organisation=organisation, key="anden")

        nightly_round(actor=SYSTEM, at=NOON)
        assert stage_of(second) == Stage.WAITING

        nightly_round(actor=SYSTEM, at=in_days(1))
        assert stage_of(second) == Stage.ASKED
        assert Message.objects.count() == 2

    def test_asks_the_person_first_and_then_the_shared_mailbox(self) -> None:
        organisation = OrganisationFactory(email="post@forening.example")
        administrator = UserFactory(email="karen@mail.example")
        Membership.objects.create(
            organisation=organisation, user=administrator, role=MemberRole.ADMINISTRATOR, since=NOON
        )
        due(organisation=organisation)
        for day in (0, 14):
            nightly_round(actor=SYSTEM, at=in_days(day))

        assert list(Content.objects.order_by("message__created_at").values_list("to", flat=True)) == [
            "karen@mail.example",
            "post@forening.example",
        ]

    def test_asks_where_people_reach_the_offer_when_the_organisation_has_no_address(self) -> None:
        offer = due(email="")
        Contact.objects.create(offer=offer, function="Kontoret", email="kontor@forening.example")
        Contact.objects.create(offer=offer, function="Formanden", email="formand@forening.example", position=1)

        nightly_round(actor=SYSTEM, at=NOON)

        assert Content.objects.get().to == "kontor@forening.example"

    def test_without_an_address_it_is_to_be_called_at_once(self) -> None:
        offer = due(email="")

        came_to = nightly_round(actor=SYSTEM, at=NOON)

        assert came_to.without_address == 1
        assert not Message.objects.exists()
        assert [row.offer_id for row in Check.objects.all().to_call()] == [offer.id]

    def test_leaves_what_is_not_shown_alone(self) -> None:
        offer = due()
        Offer.objects.filter(id=offer.id).update(status=Status.HIDDEN)

        nightly_round(actor=SYSTEM, at=NOON)

        assert stage_of(offer) == Stage.WAITING

    def test_begins_anew_with_an_offer_that_was_shown_again_by_hand(self) -> None:
        offer = due()
        Check.objects.update(stage=Stage.HIDDEN, stage_on=TODAY)

        nightly_round(actor=SYSTEM, at=NOON)

        row = Check.objects.get(offer=offer)
        assert (row.stage, row.due_on) == (Stage.WAITING, TODAY + timedelta(days=30))

    def test_plans_what_has_no_day_yet(self) -> None:
        offer = published()

        came_to = nightly_round(actor=SYSTEM, at=NOON)

        assert came_to.planned == 1
        assert Check.objects.get(offer=offer).due_on >= TODAY + FIRST_WAIT
        assert nightly_round(actor=SYSTEM, at=NOON).planned == 0


class TestPlanFor:
    def test_spreads_what_was_never_confirmed_over_five_months(self) -> None:
        days = [plan_for(next_check_on=None, organisation_id=uuid4(), today=TODAY)[0] for _ in range(400)]

        assert min(days) >= TODAY + FIRST_WAIT
        assert max(days) <= TODAY + FIRST_WAIT + timedelta(days=SPREAD_DAYS)
        assert len(set(days)) > 100

    def test_asks_a_month_before_the_day_or_today_when_that_is_past(self) -> None:
        organisation_id = uuid4()

        ahead, _why = plan_for(next_check_on=date(2027, 5, 1), organisation_id=organisation_id, today=TODAY)
        late, _why = plan_for(next_check_on=date(2026, 1, 1), organisation_id=organisation_id, today=TODAY)

        assert (ahead, late) == (date(2027, 4, 1), TODAY)


class TestBatches:
    def test_are_written_one_after_the_other(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(rounds, "_OFFERS_AT_A_TIME", 1)
        for number in range(3):
            due(key=f"tilbud-{number}", email=f"post{number}@forening.example")

        assert nightly_round(actor=SYSTEM, at=NOON).letters == 3
        assert Entry.objects.filter(act="directory.round.stepped").count() == 3

    def test_leave_out_what_was_answered_or_hidden_meanwhile(self, monkeypatch: pytest.MonkeyPatch) -> None:
        first = due(key="foerste", email="en@forening.example")
        second = due(key="anden", email="to@forening.example")
        planned = rounds._by_mailbox(TODAY)
        monkeypatch.setattr(rounds, "_by_mailbox", lambda _today: planned)
        confirm_offer(actor=SYSTEM, offer_id=first.id, at=NOON, by_label="foreningen")
        Offer.objects.filter(id=second.id).update(status=Status.HIDDEN)

        came_to = nightly_round(actor=SYSTEM, at=NOON)

        assert (came_to.asked, came_to.letters) == (0, 0)
        assert not Message.objects.exists()
        assert not Entry.objects.filter(act="directory.round.stepped").exists()
