"""A calendar file is read back as it was meant."""

from datetime import UTC, date, datetime, time
from typing import Any

import icalendar
import pytest

from brobygger.directory.icalendar import calendar_file
from brobygger.directory.tests.factories import NOON, published
from brobygger.directory.values import LocationData, ScheduleData

pytestmark = pytest.mark.django_db
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
