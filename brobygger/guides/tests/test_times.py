"""When it is, on paper: nothing that is to come is left out, and nothing that is over is printed."""

from datetime import date, datetime, time
from typing import Any

import pytest

from brobygger.directory.schedule_texts import schedules_from
from brobygger.directory.values import ScheduleData
from brobygger.guides.times import times_texts


def weekly(**values: Any) -> ScheduleData:
    given = {"starts_on": date(2026, 1, 6), "starts_at": time(16), "minutes": 120, "rrule": "FREQ=WEEKLY;BYDAY=TU,TH"}
    return ScheduleData(**{**given, **values})


def once(day: date, **values: Any) -> ScheduleData:
    return weekly(starts_on=day, rrule="", **values)


USUAL = "Hver tirsdag, torsdag kl. 16.00-18.00"


class TestTimesTexts:
    def test_a_note_about_one_time_hides_neither_it_nor_the_others(self, noon: datetime) -> None:
        noted = weekly(rrule="FREQ=WEEKLY;BYDAY=MO", note="kun for nye.")

        assert times_texts((weekly(), noted), said="", at=noon) == (
            USUAL,
            "Hver mandag kl. 16.00-18.00 (kun for nye)",
        )

    def test_a_weekly_time_hides_no_other(self, noon: datetime) -> None:
        monthly = weekly(rrule="FREQ=MONTHLY;BYDAY=1SA", starts_at=time(10), minutes=None, note="med børn")
        dates = tuple(once(date(2026, 12, day)) for day in (1, 2, 3, 4))

        assert times_texts((monthly, *dates, weekly()), said="", at=noon) == (
            USUAL,
            "1. december 2026 kl. 16.00-18.00",
            "2. december 2026 kl. 16.00-18.00",
            "3. december 2026 kl. 16.00-18.00",
            "5. december 2026 kl. 10.00 (med børn)",
            "2. januar 2027 kl. 10.00 (med børn)",
            "6. februar 2027 kl. 10.00 (med børn)",
        )

    def test_what_is_over_is_not_printed(self, noon: datetime) -> None:
        over = weekly(ends_on=date(2026, 6, 30), note="Hver tirsdag og torsdag kl. 16-18")

        assert times_texts((over, once(date(2026, 3, 1))), said="", at=noon) == ()
        assert times_texts((over,), said="Ring og hør", at=noon) == ("Ring og hør",)

    def test_what_is_soon_over_is_dated(self, noon: datetime) -> None:
        assert times_texts((weekly(ends_on=date(2026, 11, 26)),), said="", at=noon) == (
            "24. november 2026 kl. 16.00-18.00",
            "26. november 2026 kl. 16.00-18.00",
        )

    @pytest.mark.parametrize(
        "words",
        [
            "tirsdag kl. 16-18",
            "hverdage kl. 8.30-15",
            "onsdag aften",
            "tirsdag-torsdag kl. 12-18",
            "2. og 4. lørdag i måneden kl. 10.30-12.30",
            "torsdag i lige uger kl. 15.30-17.30",
            "24. december kl. 18",
            "alle ugens dage",
        ],
    )
    def test_words_that_are_the_time_stand_alone(self, noon: datetime, words: str) -> None:
        schedules = schedules_from(words, starts_on=date(2026, 1, 1))

        assert times_texts(schedules, said="", at=noon) == (words[0].upper() + words[1:],)
        assert times_texts(schedules, said=words, at=noon) == (words,)

    @pytest.mark.parametrize("note", ["tirsdag er for nye", "torsdag dog fra kl. 16", "fra kl. 16 med kaffe"])
    def test_words_that_say_less_than_the_time_stand_beside_it(self, noon: datetime, note: str) -> None:
        assert times_texts((weekly(note=note),), said="", at=noon) == (f"{USUAL} ({note})",)

    def test_words_about_all_times_stand_alone_only_when_they_say_all(self, noon: datetime) -> None:
        monday = weekly(rrule="FREQ=WEEKLY;BYDAY=MO", starts_at=time(9), minutes=60)
        words = "Mandag kl. 9-10 og efter aftale"

        assert times_texts((monday,), said=words, at=noon) == (words,)
        assert times_texts((monday, weekly()), said=words, at=noon) == ("Hver mandag kl. 09.00-10.00", USUAL, words)
