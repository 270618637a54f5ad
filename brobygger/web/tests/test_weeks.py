"""The calendar's weeks."""

from datetime import date

import pytest

from brobygger.web.presenters.weeks import MOST_WEEKS, address, week_shown

TUESDAY = date(2026, 11, 24)


def week(asked: str = "", where: str = ""):  # type: ignore[no-untyped-def]
    return week_shown(asked=asked, where=where, base="/kalender/", today=TUESDAY)


class TestWeekShown:
    def test_begins_today(self) -> None:
        assert (week().first, week().last) == (TUESDAY, date(2026, 11, 30))
        assert week().label == "De næste syv dage, 24. til 30. november"

    def test_goes_on_where_the_one_before_ended(self) -> None:
        assert week("1").first == date(2026, 12, 1)
        assert week("1").label == "1. til 7. december"
        assert week("5").label == "29. december til 4. januar"

    @pytest.mark.parametrize("asked", ["-1", "abc", "", "1e9", "²", "٣", "\x00", "9999999999"])
    def test_gives_this_week_for_nonsense(self, asked: str) -> None:
        assert week(asked).offset == 0

    def test_ends_where_the_times_become_guesses(self) -> None:
        assert week("999").offset == MOST_WEEKS
        assert week("999").later_url == ""
        assert week("0").earlier_url == ""

    def test_keeps_the_place_on_the_way_to_other_weeks(self) -> None:
        assert week("1", where="5000").earlier_url == "/kalender/?hvor=5000"
        assert week("1", where="5000").later_url == "/kalender/?hvor=5000&uge=2"


class TestAddress:
    def test_escapes_what_somebody_wrote(self) -> None:
        assert address("/kalender/", where="<a&b>") == "/kalender/?hvor=%3Ca%26b%3E"
