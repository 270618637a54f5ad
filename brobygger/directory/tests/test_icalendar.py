"""A calendar file is read back as it was meant."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from dateutil.rrule import rruleset, rrulestr

from brobygger.directory.icalendar import calendar_file
from brobygger.directory.occurrences import occurrences
from brobygger.directory.tests.factories import NOON, published
from brobygger.directory.values import LocationData, ScheduleData

pytestmark = pytest.mark.django_db
HERE = ZoneInfo("Europe/Copenhagen")
TUESDAYS = ScheduleData(
    starts_on=date(2026, 1, 1),
    starts_at=time(10),
    rrule="FREQ=WEEKLY;BYDAY=TU",
    except_on=("2026-12-29", "2026-01-06"),
    also_on=("2026-12-31",),
    ends_on=date(2027, 6, 30),
)


def events(*schedules: ScheduleData, **values: Any) -> list[Any]:
    offer = published(schedules=schedules, **values)
    content = calendar_file(offer, url="https://example.org/tilbud/cafe/", at=NOON)
    return list(icalendar.Calendar.from_ical(content).events)


def days_shown(event: Any, *, until: datetime) -> list[date]:
    """Return the days a calendar program shows: the first, the rule's counted from it, and those besides (RFC 5545)."""
    first = event.start if isinstance(event.start, datetime) else datetime.combine(event.start, time())
    first = first.replace(tzinfo=None)
    found = rruleset()
    found.rdate(first)
    if "rrule" in event:
        rule = event["rrule"]
        for moment in rule.pop("UNTIL", []):
            local = moment.astimezone(HERE) if isinstance(moment, datetime) else datetime.combine(moment, time.max)
            rule["UNTIL"] = [local.replace(tzinfo=None)]
        assert not {"COUNT", "UNTIL"} <= rule.keys()
        own = rrulestr(rule.to_ical().decode(), dtstart=first)
        assert next(iter(own)) == first, "the first day is one of the rule's own"
        found.rrule(own)
    for name, add in (("exdate", found.exdate), ("rdate", found.rdate)):
        for moment in event[name].dts if name in event else []:
            day = moment.dt if isinstance(moment.dt, datetime) else datetime.combine(moment.dt, time())
            add(day.replace(tzinfo=None))
    begins = NOON.astimezone(HERE).replace(tzinfo=None)
    if not isinstance(event.start, datetime):
        begins = datetime.combine(begins, time())
    return [moment.date() for moment in found.between(begins, until.replace(tzinfo=None), inc=True)]


RULES = [
    "", "FREQ=DAILY", "FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=TU",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH",
    "FREQ=MONTHLY;BYDAY=1TU", "FREQ=MONTHLY;BYMONTHDAY=24", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24",
    "FREQ=WEEKLY;COUNT=4", "FREQ=WEEKLY;BYDAY=TU;COUNT=60", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;COUNT=9",
    "FREQ=MONTHLY;BYDAY=-1FR;COUNT=12", "FREQ=DAILY;COUNT=1", "FREQ=WEEKLY;BYDAY=TU;UNTIL=20270105",
    "FREQ=WEEKLY;BYDAY=TU;UNTIL=20270105T090000Z", "FREQ=WEEKLY;BYDAY=TU;COUNT=20;UNTIL=20270105T090000Z",
    "rrule:freq=weekly;byday=tu;count=5",
]  # fmt: skip
STARTS = [date(2026, 1, 1), date(2026, 10, 20), date(2026, 11, 24), date(2026, 12, 3)]
AROUND: list[dict[str, Any]] = [
    {},
    {"ends_on": date(2026, 12, 31)},
    {"ends_on": date(2027, 11, 1)},
    {"except_on": ("2026-11-24", "2026-12-01", "ikke en dag")},
    {"except_on": ("2026-10-20", "2026-10-27"), "ends_on": date(2027, 1, 20)},
    {"also_on": ("2026-11-26", "2026-12-30", "ikke en dag")},
    {"also_on": ("2026-11-26", "2027-01-21", "2027-06-01"), "except_on": ("2026-11-24",), "ends_on": date(2027, 2, 1)},
]


class TestSameDays:
    @pytest.mark.parametrize("clock", [time(10), time(0, 30), None])
    @pytest.mark.parametrize("rule", RULES)
    def test_as_the_page(self, rule: str, clock: time | None) -> None:
        until = NOON + timedelta(days=500)
        schedules = [
            ScheduleData(starts_on=starts_on, starts_at=clock, rrule=rule, **around)
            for starts_on, around in product(STARTS, AROUND)
        ]

        shown = {str(event["uid"]).rpartition("-")[2]: days_shown(event, until=until) for event in events(*schedules)}

        for number, schedule in enumerate(schedules):
            ours = occurrences([schedule], after=NOON, until=until, limit=999)
            assert shown.get(f"{number}@brobygger", []) == [found.starts_at.date() for found in ours], schedule


class TestCalendarFile:
    def test_keeps_rule_exceptions_and_extra_days(self) -> None:
        [event] = events(TUESDAYS, locations=(LocationData(kind="virtual", name="Huset"),))

        assert event.start.isoformat() == "2026-11-24T10:00:00+01:00"
        assert event.end.isoformat() == "2026-11-24T11:00:00+01:00"
        assert event["rrule"]["FREQ"] == ["WEEKLY"]
        assert event["rrule"]["UNTIL"] == [datetime(2027, 6, 30, 21, 59, 59, tzinfo=UTC)]
        assert [moment.dt.date() for moment in event["exdate"].dts] == [date(2026, 12, 29)]
        assert [moment.dt.date() for moment in event["rdate"].dts] == [date(2026, 12, 31)]
        assert event["location"] == "Huset"
        assert "ikke bekræftet endnu" in event["description"]

    def test_says_the_zones_rules(self) -> None:
        offer = published(schedules=(TUESDAYS,))

        assert b"BEGIN:VTIMEZONE" in calendar_file(offer, url="https://example.org/", at=NOON)

    def test_a_day_without_an_hour_is_a_whole_day(self) -> None:
        day = ScheduleData(starts_on=date(2026, 1, 1), rrule="FREQ=DAILY", ends_on=date(2026, 12, 1),
                           except_on=("2026-11-30",))  # fmt: skip

        [event] = events(day)

        assert event.start == date(2026, 11, 22)
        assert event["rrule"]["UNTIL"] == [date(2026, 12, 1)]
        assert event["exdate"].dts[0].dt == date(2026, 11, 30)

    def test_a_rule_that_counts_begins_where_it_began(self) -> None:
        [event] = events(ScheduleData(starts_on=date(2026, 11, 17), starts_at=time(10), rrule="FREQ=WEEKLY;COUNT=3"))

        assert event.start.date() == date(2026, 11, 17)

    def test_what_is_over_or_always_open_has_no_event(self) -> None:
        over = ScheduleData(starts_on=date(2020, 1, 1), starts_at=time(10))
        always = ScheduleData(starts_on=date(2026, 1, 1), starts_at=time(), minutes=1440, rrule="FREQ=DAILY")

        assert events(over, always) == []
