"""Recurrence rules in the fields of the standard, and in words where these would be wrong."""

from datetime import date, time
from typing import Any

import pytest

from brobygger.directory.models import Schedule
from brobygger.opendata.fresh import times_in
from brobygger.opendata.mapping.times import schedule_of


def said(rrule: str = "", **values: Any) -> dict[str, Any]:
    given: dict[str, Any] = {"starts_on": date(2026, 1, 6), "starts_at": time(16), "minutes": 120, **values}
    return schedule_of(Schedule(rrule=rrule, **given))


class TestScheduleOf:
    @pytest.mark.parametrize(
        ("rrule", "fields"),
        [
            ("FREQ=WEEKLY;BYDAY=TU,TH", {"freq": "WEEKLY", "interval": 1, "byday": "TU,TH"}),
            ("FREQ=WEEKLY", {"freq": "WEEKLY", "interval": 1, "byday": "TU"}),
            ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;WKST=MO", {"freq": "WEEKLY", "interval": 2, "byday": "TU", "wkst": "MO"}),
            ("FREQ=DAILY", {"freq": "WEEKLY", "interval": 1, "byday": "MO,TU,WE,TH,FR,SA,SU"}),
            ("FREQ=MONTHLY;BYDAY=1TU,-1FR", {"freq": "MONTHLY", "interval": 1, "byday": "1TU,-1FR"}),
            ("FREQ=MONTHLY;BYMONTHDAY=-1", {"freq": "MONTHLY", "interval": 1, "bymonthday": "-1"}),
            ("FREQ=MONTHLY", {"freq": "MONTHLY", "interval": 1, "bymonthday": "6"}),
            ("FREQ=YEARLY;BYWEEKNO=2,4;BYDAY=TH",
             {"freq": "WEEKLY", "interval": 1, "byday": "TH", "byweekno": "2,4"}),
            ("FREQ=WEEKLY;BYDAY=TU;COUNT=8", {"freq": "WEEKLY", "interval": 1, "byday": "TU", "count": 8}),
            ("FREQ=WEEKLY;BYDAY=TU;UNTIL=20260630T215959Z",
             {"freq": "WEEKLY", "interval": 1, "byday": "TU", "until": "2026-06-30"}),
            ("", {"freq": "WEEKLY", "interval": 1, "byday": "TU", "count": 1}),
        ],
    )  # fmt: skip
    def test_says_a_rule_in_the_fields_of_the_standard(self, rrule: str, fields: dict[str, Any]) -> None:
        found = said(rrule)

        names = ("freq", "interval", "byday", "bymonthday", "byweekno", "until", "count", "wkst")
        assert {name: found[name] for name in names if name in found} == fields
        assert "notes" not in found

    @pytest.mark.parametrize(
        "rrule",
        [
            "FREQ=WEEKLY;BYDAY=TU;BYMONTH=1,2",
            "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=5",
            "FREQ=DAILY;INTERVAL=2",
            "FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2",
            "FREQ=WEEKLY;BYDAY=2TU",
            "FREQ=WEEKLY;BYDAY=TU;UNTIL=sommer",
            "FREQ=YEARLY;BYWEEKNO=;BYDAY=TH",
            "FREQ=MONTHLY;BYDAY=X",
            "FREQ=HOURLY",
        ],
    )
    def test_leaves_the_fields_out_where_they_would_be_wrong(self, rrule: str) -> None:
        found = said(rrule)

        assert "freq" not in found
        assert "byday" not in found
        assert found["notes"] == f"RRULE:{rrule}"
        assert found["dk_rrule"] == rrule

    def test_ends_when_the_row_or_the_rule_ends(self) -> None:
        found = said("FREQ=WEEKLY;BYDAY=TU;UNTIL=20260630", ends_on=date(2026, 5, 1))

        assert (found["until"], found["valid_to"]) == ("2026-05-01", "2026-05-01")

    def test_tells_the_clock_of_the_place(self) -> None:
        winter, summer = said("FREQ=WEEKLY"), said("FREQ=WEEKLY", starts_on=date(2026, 7, 7))

        assert (winter["opens_at"], winter["closes_at"], winter["timezone"]) == ("16:00", "18:00", 1)
        assert (summer["opens_at"], summer["timezone"]) == ("16:00", 2)
        assert winter["dk_timezone"] == "Europe/Copenhagen"
        assert winter["description"] == "Klokken er dansk tid hele året."

    @pytest.mark.parametrize(
        ("values", "hours"),
        [
            ({"starts_at": None, "minutes": None}, (None, None)),
            ({"minutes": None}, ("16:00", None)),
            ({"starts_at": time(22), "minutes": 180}, ("22:00", "01:00")),
            ({"starts_at": time(), "minutes": 1440}, ("00:00", "23:59")),
        ],
    )
    def test_says_no_hour_that_is_not_known(self, values: dict[str, Any], hours: tuple[str | None, str | None]) -> None:
        found = said("FREQ=DAILY", **values)

        assert (found.get("opens_at"), found.get("closes_at")) == hours

    def test_says_in_words_what_has_no_field(self) -> None:
        found = said(
            "FREQ=WEEKLY", note="Tirsdage.", except_on=["2026-12-22", "jul"], also_on=["2026-12-23"],
            timezone="America/Godthab", starts_at=time(), minutes=1440,
        )  # fmt: skip

        assert found["description"] == (
            "Tirsdage. Døgnet rundt. Ikke 22. december 2026, jul. Også 23. december 2026. America/Godthab."
        )

    def test_knows_no_offset_of_a_zone_that_is_none(self) -> None:
        assert "timezone" not in said(timezone="Mars/Base")


class TestTimesIn:
    def test_finds_weekdays_wherever_they_are_told(self) -> None:
        body = {
            "schedules": [{"byday": "1MO,TU", "opens_at": "16:00:00+01:00", "closes_at": "kl. 18"}],
            "service_at_locations": [
                {"schedules": [{"dk_rrule": "FREQ=YEARLY;BYMONTH=6;BYDAY=WE"}],
                 "location": {"schedules": [{"bymonthday": "1"}]}},
                {},
            ],
        }  # fmt: skip

        assert times_in(body) == {
            ("MO", time(16), None), ("TU", time(16), None), ("WE", None, None), ("", None, None),
        }  # fmt: skip
