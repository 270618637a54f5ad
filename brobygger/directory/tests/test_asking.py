"""Whom to ask, what is said about an offer, and what the rule about the next check sees."""

from datetime import date, time, timedelta
from typing import Any

import pytest

from brobygger.accounts.permissions import Permission
from brobygger.curation.services import report_error
from brobygger.directory.models import Check, Offer, Stage
from brobygger.directory.models.counts import DailyCount
from brobygger.directory.selectors.asking import (
    Asked,
    digest_of,
    facts_of,
    is_reported_lately,
    receivers_of,
    what_we_say,
)
from brobygger.directory.selectors.often import opened_often
from brobygger.directory.services import confirm_offer, set_capacity
from brobygger.directory.services.freshness import note_unreachable
from brobygger.directory.services.room_asking import ask_about_room
from brobygger.directory.tests.factories import NOON, published
from brobygger.directory.values import ContactData, LocationData, ScheduleData
from brobygger.kernel.actors import SYSTEM, VISITOR, Actor, ActorKind
from brobygger.kernel.errors import NotAllowed, NotFound
from brobygger.kernel.events import announce
from brobygger.notifications.events import AddressBounced
from brobygger.notifications.models import Content, Message
from brobygger.organisations.tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def weekly(**values: Any) -> ScheduleData:
    return ScheduleData(
        **{"starts_on": date(2026, 9, 1), "starts_at": time(19), "rrule": "FREQ=WEEKLY;BYDAY=TU", **values}
    )


class TestWhatWeSay:
    def test_says_what_somebody_needs_to_see_whether_it_is_right(self) -> None:
        offer = published(
            schedules=(weekly(note="tirsdag kl. 19"),),
            locations=(LocationData(kind="virtual", url="https://cafe.example"),),
            contacts=(ContactData(function="Værten", phone="00 00 00 00", email="vaert@forening.example"),),
            price_kind="free",
            signup_note="Mød bare op.",
        )

        said = what_we_say(offer, at=NOON)

        assert said.when == ("tirsdag kl. 19",)
        assert said.where == ("https://cafe.example",)
        assert said.contacts == ("Værten: 00 00 00 00, vaert@forening.example",)
        assert (said.price, said.signup) == ("gratis", "Mød bare op.")

    def test_tells_the_next_times_when_there_are_no_words(self) -> None:
        assert what_we_say(published(schedules=(weekly(),)), at=NOON).when[0] == "tirsdag 24. november kl. 19.00"

    def test_a_day_without_an_hour_is_only_a_day(self) -> None:
        said = what_we_say(published(schedules=(weekly(starts_at=None),), price_kind="unknown"), at=NOON)

        assert said.when[0] == "tirsdag 24. november"
        assert said.price == ""


class TestFactsOf:
    @pytest.mark.parametrize(
        ("schedules", "last"),
        [
            ((), None),
            ((weekly(),), None),
            ((weekly(ends_on=date(2026, 12, 15)),), date(2026, 12, 15)),
            ((weekly(ends_on=date(2026, 12, 15)), weekly()), None),
            ((weekly(rrule="FREQ=WEEKLY;BYDAY=TU;UNTIL=20261220T235959"),), date(2026, 12, 20)),
            ((weekly(rrule="", starts_on=date(2026, 12, 1), also_on=("2026-12-08",)),), date(2026, 12, 8)),
        ],
    )
    def test_knows_when_a_season_ends(self, schedules: tuple[ScheduleData, ...], last: date | None) -> None:
        assert facts_of(published(schedules=schedules), is_reported=False).last_time_on == last

    def test_knows_what_was_reported(self) -> None:
        offer = published()
        assert not is_reported_lately(offer_id=offer.id, at=NOON)

        report_error(
            actor=VISITOR, subject_kind="offer", subject_id=offer.id, subject_label="Café", reason="closed", text="",
            reply_to="", at=NOON,
        )  # fmt: skip

        assert is_reported_lately(offer_id=offer.id, at=NOON)


class TestReceiversOf:
    def test_gives_nothing_when_there_is_nobody(self) -> None:
        offer = published()
        asked = Asked(
            offer_id=offer.id, organisation_id=offer.organisation_id, organisation_email="", stage=Stage.ASKED
        )

        assert receivers_of([asked]) == {offer.id: ""}


class TestConfirmOffer:
    def test_waits_for_the_next_time_with_a_reason(self) -> None:
        offer = published(organisation_id=OrganisationFactory.create(kind="informal_group").id)

        confirm_offer(actor=SYSTEM, offer_id=offer.id, at=NOON, by_label="foreningen")

        row = Check.objects.get(offer=offer)
        assert row.reasons[0] in {"informal_group", "no_contact"}
        assert row.due_on == TODAY + timedelta(days=120 - 30)

    def test_leaves_an_offer_hidden_that_somebody_hid(self) -> None:
        offer = published()
        Offer.objects.filter(id=offer.id).update(status="hidden")

        confirm_offer(actor=SYSTEM, offer_id=offer.id, at=NOON, by_label="foreningen")

        offer.refresh_from_db()
        assert offer.status == "hidden"

    def test_what_was_taken_down_is_not_there(self) -> None:
        offer = published()
        Offer.objects.filter(id=offer.id).update(status="removed")

        with pytest.raises(NotFound):
            confirm_offer(actor=SYSTEM, offer_id=offer.id, at=NOON, by_label="foreningen")


class TestSetCapacity:
    def test_is_not_for_those_who_only_confirm(self) -> None:
        offer = published()
        actor = Actor(
            kind=ActorKind.LINK,
            own_permissions=frozenset({str(Permission.OFFER_CONFIRM)}),
            organisation_ids=frozenset({offer.organisation_id}),
            only_on=offer.id,
        )

        with pytest.raises(NotAllowed):
            set_capacity(actor=actor, offer_id=offer.id, status="free", at=NOON)


class TestNoteUnreachable:
    def test_an_address_that_mail_comes_back_from_puts_its_offers_on_the_call_list(self) -> None:
        offer = published()
        Check.objects.create(
            offer=offer, due_on=TODAY, stage=Stage.ASKED, stage_on=TODAY, asked_of=digest_of("post@forening.example")
        )

        announce(AddressBounced(address="Post@forening.example", about=None, topic="freshness", at=NOON))

        assert [row.offer_id for row in Check.objects.all().to_call()] == [offer.id]

    def test_is_the_operators(self) -> None:
        with pytest.raises(NotAllowed):
            note_unreachable(actor=VISITOR, address="post@forening.example", at=NOON)


def often_opened(key: str = "cafe", *, email: str = "post@forening.example", opened: int = 25) -> Offer:
    offer = published(key=key, organisation_id=OrganisationFactory.create(email=email).id)
    Check.objects.create(offer=offer, due_on=TODAY + timedelta(days=100))
    DailyCount.objects.create(offer=offer, on=TODAY, opened=opened)
    return offer


class TestAskAboutRoom:
    def test_asks_once_a_month_where_people_often_look(self) -> None:
        often_opened()
        often_opened("sjaelden", opened=3)

        assert ask_about_room(actor=SYSTEM, at=NOON) == 1
        assert ask_about_room(actor=SYSTEM, at=NOON + timedelta(days=1)) == 0

        assert "/plads/" in Content.objects.get().text

    def test_asks_again_after_a_month(self) -> None:
        often_opened()
        ask_about_room(actor=SYSTEM, at=NOON)
        DailyCount.objects.update(on=TODAY + timedelta(days=29))

        assert ask_about_room(actor=SYSTEM, at=NOON + timedelta(days=30)) == 1

    def test_does_not_ask_while_an_answer_counts(self) -> None:
        offer = often_opened()
        set_capacity(actor=SYSTEM, offer_id=offer.id, status="free", at=NOON)

        assert ask_about_room(actor=SYSTEM, at=NOON) == 0
        assert ask_about_room(actor=SYSTEM, at=NOON + timedelta(days=61)) == 0
        assert opened_often(since=TODAY, at_least=20) == {offer.id}

    def test_one_letter_to_a_mailbox_and_none_without(self) -> None:
        often_opened()
        second = often_opened("anden")
        Offer.objects.filter(id=second.id).update(organisation=Offer.objects.get(key="cafe").organisation)
        often_opened("stum", email="")

        assert ask_about_room(actor=SYSTEM, at=NOON) == 3
        assert Message.objects.count() == 1

    def test_is_the_operators(self) -> None:
        with pytest.raises(NotAllowed):
            ask_about_room(actor=VISITOR, at=NOON)
