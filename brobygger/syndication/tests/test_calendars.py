"""Calendars are read by two programs that are not ours, and say the same times all year round."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import time_machine
from django.test import Client
from ics.icalendar import Calendar

from brobygger.directory.models import Offer
from brobygger.directory.services.offers import hide_offer, remove_offer, reopen_offer, save_offer
from brobygger.directory.tests.factories import NOON, offer_data, published
from brobygger.directory.values import LocationData, ScheduleData
from brobygger.kernel.actors import SYSTEM
from brobygger.places.tests.factories import MunicipalityFactory
from brobygger.syndication import selectors
from brobygger.taxonomy.tests.factories import ConceptFactory

pytestmark = pytest.mark.django_db
TUESDAYS = ScheduleData(
    starts_on=date(2026, 1, 1), starts_at=time(16), minutes=90, rrule="FREQ=WEEKLY;BYDAY=TU", except_on=("2026-12-29",)
)
ONCE = ScheduleData(starts_on=date(2026, 12, 1), starts_at=time(10))


@pytest.fixture(autouse=True)
def stopped_clock() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def fetch(client: Client, path: str, **headers: str) -> Any:
    return client.get(path, headers=headers)


def events(client: Client, path: str) -> list[Any]:
    response = fetch(client, path)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return list(icalendar.Calendar.from_ical(response.content).events)


def named(client: Client, path: str) -> set[str]:
    return {str(event["summary"]) for event in events(client, path)}


class TestOffer:
    def test_is_read_by_another_program_too(self, client: Client) -> None:
        published(schedules=(TUESDAYS,))

        [event] = Calendar(fetch(client, "/kalender/tilbud/cafe.ics").content.decode()).events

        assert event.name == "Café"
        assert event.begin.datetime == datetime(2026, 11, 24, 15, tzinfo=UTC)
        assert event.duration == timedelta(minutes=90)

    def test_keeps_its_clock_across_summer_time(self, client: Client) -> None:
        published(schedules=(TUESDAYS,))

        [event] = events(client, "/kalender/tilbud/cafe.ics")

        rule = icalendar.vRecur.from_ical(event["rrule"].to_ical().decode())
        assert (rule["FREQ"], rule["BYDAY"]) == (["WEEKLY"], ["TU"])
        assert event["dtstart"].params["TZID"] == "Europe/Copenhagen"
        for week in (0, 20, 40):  # November, April, August: four o'clock on the wall each time.
            wall = event.start.replace(tzinfo=None) + timedelta(weeks=week)
            assert wall.replace(tzinfo=ZoneInfo("Europe/Copenhagen")).astimezone(UTC).hour == (15 if week == 0 else 14)
        assert [moment.dt.date() for moment in event["exdate"].dts] == [date(2026, 12, 29)]

    def test_says_where_and_how_often_to_ask(self, client: Client) -> None:
        odense = MunicipalityFactory(code="0461")
        place = LocationData(
            kind="physical", name="Huset", address="Gade 1", municipality_id=odense.code, lat=55.4, lon=10.39,
            point_precision="address",
        )  # fmt: skip
        published(schedules=(TUESDAYS,), locations=(place,))
        content = fetch(client, "/kalender/tilbud/cafe.ics").content.decode()

        [event] = events(client, "/kalender/tilbud/cafe.ics")

        assert "REFRESH-INTERVAL;VALUE=DURATION:PT12H" in content
        assert "BEGIN:VTIMEZONE" in content
        assert event["geo"].to_ical() == "55.4;10.39"
        assert "Huset" in event["location"]
        assert str(event["url"]).endswith("/tilbud/cafe/")
        assert event["last-modified"].dt == NOON

    def test_is_called_off_when_the_offer_is_gone(self, client: Client) -> None:
        offer = published(schedules=(ONCE,))
        [before] = events(client, "/kalender/tilbud/cafe.ics")
        remove_offer(actor=SYSTEM, offer_id=offer.id, at=NOON + timedelta(hours=1))

        [after] = events(client, "/kalender/tilbud/cafe.ics")

        assert after["uid"] == before["uid"]
        assert after["status"] == "CANCELLED"
        assert after["sequence"] > before["sequence"]

    def test_says_no_more_than_what_is_called_off(self, client: Client) -> None:
        odense = MunicipalityFactory(code="0461")
        place = LocationData(kind="physical", name="Huset", address="Gade 1", municipality_id=odense.code,
                             lat=55.4, lon=10.39, point_precision="address")  # fmt: skip
        offer = published(schedules=(TUESDAYS,), locations=(place,), first_visit="Spørg efter Karen.")
        remove_offer(actor=SYSTEM, offer_id=offer.id, at=NOON)

        [event] = events(client, "/kalender/tilbud/cafe.ics")

        assert event["summary"] == "Café"
        assert not {"description", "location", "geo", "contact"} & {name.lower() for name in event}

    def test_is_gone_some_time_after_the_offer_is(self, client: Client) -> None:
        offer = published(schedules=(TUESDAYS,))
        remove_offer(actor=SYSTEM, offer_id=offer.id, at=NOON)
        Offer.objects.with_id(offer.id).update(changed_at=NOON + timedelta(days=50))

        with time_machine.travel(NOON + timedelta(days=62), tick=False):
            assert fetch(client, "/kalender/tilbud/cafe.ics").status_code == 410

    def test_was_not_there_to_call_off_when_nobody_saw_the_offer(self, client: Client) -> None:
        ConceptFactory(key="sorg")
        sorrow = frozenset({"sorg"})
        hidden = published(key="skjult", name="Skjult", schedules=(ONCE,), concepts=sorrow)
        hide_offer(actor=SYSTEM, offer_id=hidden.id, at=NOON)
        draft = save_offer(actor=SYSTEM, at=NOON, data=offer_data(key="kladde", schedules=(ONCE,), concepts=sorrow))
        again = published(key="igen", schedules=(ONCE,), concepts=sorrow)
        remove_offer(actor=SYSTEM, offer_id=again.id, at=NOON)
        reopen_offer(actor=SYSTEM, offer_id=again.id, at=NOON)
        for offer in (hidden, draft.offer, again):
            remove_offer(actor=SYSTEM, offer_id=offer.id, at=NOON)

        assert events(client, "/kalender/behov/sorg.ics") == []
        for key in ("skjult", "kladde", "igen"):
            answer = fetch(client, f"/kalender/tilbud/{key}.ics")
            assert answer.status_code == 410
            assert b"SUMMARY" not in answer.content

    def test_of_a_hidden_offer_is_not_there(self, client: Client) -> None:
        offer = published(schedules=(ONCE,))
        hide_offer(actor=SYSTEM, offer_id=offer.id, at=NOON)

        assert fetch(client, "/kalender/tilbud/cafe.ics").status_code == 404

    def test_is_not_sent_again_until_something_changes(self, client: Client) -> None:
        offer = published(schedules=(TUESDAYS,))
        mark = fetch(client, "/kalender/tilbud/cafe.ics")["ETag"]

        again = fetch(client, "/kalender/tilbud/cafe.ics", **{"if-none-match": mark})
        Offer.objects.with_id(offer.id).update(changed_at=NOON + timedelta(minutes=5))
        later = fetch(client, "/kalender/tilbud/cafe.ics", **{"if-none-match": mark})

        assert (again.status_code, later.status_code) == (304, 200)
        assert again["Cache-Control"] == "public, max-age=3600"


class TestFeeds:
    def test_hold_what_they_are_about(self, client: Client) -> None:
        here, there = MunicipalityFactory(code="0461"), MunicipalityFactory(code="0101")
        broad, narrow, other = (ConceptFactory.create(key=key) for key in ("ensomhed", "savn", "sorg"))
        narrow.broader.add(broad)
        rows = (("a", here, broad), ("b", here, other), ("c", there, narrow))
        offers = {
            key: published(
                key=key, name=key, schedules=(ONCE,), is_national=False, concepts=frozenset({concept.key}),
                municipality_codes=frozenset({place.code}),
            )
            for key, place, concept in rows
        }  # fmt: skip
        published(key="d", name="d", is_national=False, municipality_codes=frozenset({here.code}))

        assert named(client, "/kalender/kommune/0461.ics") == {"a", "b"}
        assert named(client, "/kalender/kommune/0461.ics?behov=sorg&behov=findes-ikke") == {"b"}
        assert named(client, "/kalender/kommune/0461.ics?behov=findes-ikke") == {"a", "b"}
        assert named(client, "/kalender/behov/ensomhed.ics") == {"a", "c"}
        assert named(client, f"/kalender/forening/{offers['c'].organisation.key}.ics") == {"c"}

    def test_are_bounded(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(selectors, "MOST_IN_A_CALENDAR", 2)
        ConceptFactory(key="sorg")
        for key in "abc":
            published(key=key, name=key, schedules=(ONCE,), concepts=frozenset({"sorg"}))

        assert named(client, "/kalender/behov/sorg.ics") == {"a", "b"}

    def test_say_what_was_called_off_for_a_while(self, client: Client) -> None:
        ConceptFactory(key="sorg")
        offer = published(schedules=(ScheduleData(starts_on=date(2027, 6, 1), starts_at=time(10)),),
                          concepts=frozenset({"sorg"}))  # fmt: skip
        remove_offer(actor=SYSTEM, offer_id=offer.id, at=NOON)

        [event] = events(client, "/kalender/behov/sorg.ics")
        with time_machine.travel(NOON + timedelta(days=90), tick=False):
            later = events(client, "/kalender/behov/sorg.ics")

        assert event["status"] == "CANCELLED"
        assert later == []

    def test_that_somebody_may_not_be_seen_following_are_kept_by_nobody(self, client: Client) -> None:
        ConceptFactory(key="vold", needs_quick_exit=True)

        assert fetch(client, "/kalender/behov/vold.ics")["Cache-Control"] == "no-store"

    @pytest.mark.parametrize(
        "path", ["kommune/9999", "behov/findes-ikke", "forening/findes-ikke", "tilbud/findes-ikke"]
    )
    def test_of_nothing_are_missing(self, client: Client, path: str) -> None:
        assert fetch(client, f"/kalender/{path}.ics").status_code == 404

    def test_are_of_needs_and_nothing_else(self, client: Client) -> None:
        ConceptFactory(key="cafe", facet="activity")

        assert fetch(client, "/kalender/behov/cafe.ics").status_code == 404
