"""What a change changes is said field by field, in words, with each word marked."""

from dataclasses import replace
from datetime import date, time
from uuid import uuid4

import pytest

from brobygger.directory.differences import Names, changes, facts, time_words
from brobygger.directory.values import (
    ContactData,
    CriterionData,
    LinkData,
    LocationData,
    OfferData,
    ScheduleData,
)

NAMES = Names(concepts={"ensomhed": "Ensomhed"}, municipalities={"0461": "Odense"}, regions={"1083": "Syddanmark"})
BEFORE = OfferData(key="cafe", organisation_id=uuid4(), name="Café Håb", summary="Kaffe og snak")


def lines_of(data: OfferData) -> dict[str, list[str]]:
    return {line.name: [pieces[0].text for pieces in line.after] for line in facts(data, names=NAMES)}


class TestFacts:
    def test_say_only_what_is_said(self) -> None:
        assert list(lines_of(BEFORE)) == ["name", "summary", "gender"]

    def test_are_in_words(self) -> None:
        whole = replace(
            BEFORE,
            concepts=frozenset({"ensomhed", "ukendt"}),
            municipality_codes=frozenset({"0461"}),
            region_codes=frozenset({"1083"}),
            description="To\nlinjer",
            age_min=18,
            is_national=True,
            is_companion_possible=False,
            roles=("bruger",),
            price_kind="free",
            locations=(LocationData(name="Huset", postcode_id="5000"), LocationData()),
            contacts=(ContactData(function="vagten", phone="12345678"),),
            links=(LinkData(label="Hjem", url="https://eksempel.dk"),),
            criteria=(CriterionData(text="Er du fyldt 18?"), CriterionData(text="Ryger du?", fits_when=False)),
        )

        said = lines_of(whole)

        assert said["concepts"] == ["Ensomhed", "ukendt"]
        assert said["locations"] == ["Huset, 5000", "et sted uden adresse"]
        assert said["criteria"] == ["Er du fyldt 18? (ja)", "Ryger du? (nej)"]
        assert (said["is_companion_possible"], said["age_min"], said["price_kind"]) == (["nej"], ["18"], ["gratis"])
        assert said["description"] == ["To linjer"]


class TestChanges:
    def test_mark_words(self) -> None:
        (line,) = changes(BEFORE, replace(BEFORE, summary="Te og snak her"), names=NAMES)

        assert [(piece.text, piece.kind) for piece in line.before[0]] == [("Kaffe", "gone"), ("og snak", "same")]
        assert [(piece.text, piece.kind) for piece in line.after[0]] == [
            ("Te", "new"), ("og snak", "same"), ("her", "new"),
        ]  # fmt: skip

    def test_mark_lines_where_there_are_several(self) -> None:
        before = replace(BEFORE, roles=("bruger",))

        (line,) = changes(before, replace(BEFORE, roles=("bruger", "frivillig")), names=NAMES)

        assert [pieces[0].kind for pieces in line.before] == ["same"]
        assert [pieces[0].kind for pieces in line.after] == ["same", "new"]

    def test_show_what_appears_and_what_goes_away(self) -> None:
        (line,) = changes(BEFORE, replace(BEFORE, alert="Lukket"), names=NAMES)
        assert (line.before, line.after[0][0].kind) == ((), "new")

        (line,) = changes(replace(BEFORE, alert="Lukket"), BEFORE, names=NAMES)
        assert (line.before[0][0].kind, line.after) == ("gone", ())

    def test_are_quick_about_very_long_texts(self) -> None:
        long = "\n".join(f"linje {number} med ord" for number in range(1_500))

        (line,) = changes(replace(BEFORE, audience=long), replace(BEFORE, audience=f"{long}\nsidst"), names=NAMES)

        assert line.after[-1][-1].kind == "new"


class TestTimeWords:
    @pytest.mark.parametrize(
        ("schedule", "said"),
        [
            (
                ScheduleData(
                    starts_on=date(2026, 1, 6), starts_at=time(14), minutes=120, rrule="FREQ=WEEKLY;BYDAY=TU,TH"
                ),
                "hver uge, tirsdag og torsdag, kl. 14.00-16.00",
            ),
            (
                ScheduleData(
                    starts_on=date(2026, 1, 6), starts_at=time(14), rrule="FREQ=MONTHLY;BYDAY=1TU",
                    ends_on=date(2026, 6, 1), except_on=("2026-02-03",), note="ved bålet",
                ),
                "en gang om måneden, den første i måneden, tirsdag, kl. 14.00, til 1. juni 2026, 1 dag uden, ved bålet",
            ),
            (ScheduleData(starts_on=date(2026, 12, 24)), "én gang, på en bestemt dag, 24. december 2026"),
            (ScheduleData(starts_on=date(2026, 1, 1), rrule="FREQ=YEARLY", note="nytår"), "nytår"),
            (ScheduleData(starts_on=date(2026, 1, 1), rrule="FREQ=YEARLY"), "FREQ=YEARLY"),
        ],
    )  # fmt: skip
    def test_say_a_time_as_people_do(self, schedule: ScheduleData, said: str) -> None:
        assert time_words(schedule) == said
