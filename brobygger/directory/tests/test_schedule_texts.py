"""Words about time become times only when they can mean one thing."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.directory.occurrences import check_rule
from brobygger.directory.schedule_texts import schedules_from

ANCHOR = date(2026, 1, 1)


def read(text: str) -> list[tuple[str, str, int | None]]:
    found = schedules_from(text, starts_on=ANCHOR)
    return [(one.rrule, f"{one.starts_at:%H:%M}" if one.starts_at else "", one.minutes) for one in found]


class TestSchedulesFrom:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Onsdag", [("FREQ=WEEKLY;BYDAY=WE", "", None)]),
            ("Torsdag aften", [("FREQ=WEEKLY;BYDAY=TH", "", None)]),
            ("Mandag og fredag kl. 14-17", [("FREQ=WEEKLY;BYDAY=MO,FR", "14:00", 180)]),
            ("Tirsdag-torsdag kl. 12-18", [("FREQ=WEEKLY;BYDAY=TU,WE,TH", "12:00", 360)]),
            ("Hverdage kl. 8.30-16", [("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "08:30", 450)]),
            ("Hver dag", [("FREQ=DAILY", "", None)]),
            ("Døgnåbent", [("FREQ=DAILY", "00:00", 1440)]),
            ("Tredje torsdag i måneden fra kl. 15", [("FREQ=MONTHLY;BYDAY=3TH", "15:00", None)]),
            ("2. og 4. lørdag i måneden kl. 10.30-12.30", [("FREQ=MONTHLY;BYDAY=2SA,4SA", "10:30", 120)]),
            ("Sidste torsdag i måneden, ikke december",
             [("FREQ=MONTHLY;BYDAY=-1TH;BYMONTH=1,2,3,4,5,6,7,8,9,10,11", "", None)]),
            ("24. december kl. 14-20", [("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24", "14:00", 360)]),
            ("Mandag kl. 17.30-19.30 og onsdag kl. 15-17",
             [("FREQ=WEEKLY;BYDAY=MO", "17:30", 120), ("FREQ=WEEKLY;BYDAY=WE", "15:00", 120)]),
        ],
    )  # fmt: skip
    def test_reads_what_is_clear(self, text: str, expected: list[tuple[str, str, int | None]]) -> None:
        assert read(text) == expected

    def test_odd_weeks_are_iso_weeks(self) -> None:
        [(rule, clock, _)] = read("Tirsdag i ulige uger kl. 14.15")

        assert rule.startswith("FREQ=YEARLY;BYWEEKNO=1,3,5,")
        assert ",53;BYDAY=TU" in rule
        assert clock == "14:15"

    @pytest.mark.parametrize(
        "text",
        [
            "Hver anden torsdag",
            "En gang om ugen",
            "Fremmøde kl. 12-19",
            "Telefon mandag-fredag kl. 10-13 og 18-21",
            "Tirsdag kl. 16-18, onsdag kl. 18-20, telefon fredag kl. 13-14",
            "Mandag kl. 25-26",
            "Mandag kl. 18-16",
            "Fredag-mandag",
            "Hver eftermiddag undtagen 25. december",
            "",
        ],
    )
    def test_leaves_the_rest_as_words(self, text: str) -> None:
        assert read(text) == []

    @given(
        st.one_of(
            st.text(max_size=60), st.from_regex(r"(mandag|hver dag|1\. mandag i måneden)( kl\. \d{1,2}(-\d{1,3})?)?")
        )
    )
    def test_never_fails_and_never_makes_a_rule_we_refuse(self, text: str) -> None:
        for one in schedules_from(text, starts_on=ANCHOR):
            check_rule(one.rrule)
