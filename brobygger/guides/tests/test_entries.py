"""One offer on paper."""

from datetime import date, datetime, time
from typing import Any

import pytest

from brobygger.directory.models import Offer
from brobygger.directory.selectors.offer_page import page_of
from brobygger.directory.tests.factories import published
from brobygger.directory.values import ContactData, LinkData, ScheduleData
from brobygger.guides.entries import entry_of
from brobygger.guides.indexes import indexes_of
from brobygger.guides.tests.factories import ADDRESS, entry
from brobygger.guides.values import Entry

pytestmark = pytest.mark.usefixtures("denmark")


def made(offer: Offer, at: datetime) -> Entry:
    return entry_of(offer, page_of(offer, at=at), number=1, url=ADDRESS, at=at)


def line(found: Entry, label: str) -> tuple[str, ...]:
    return next((each.texts for each in found.lines if each.label == label), ())


def weekly(**values: Any) -> ScheduleData:
    given = {"starts_on": date(2026, 1, 6), "starts_at": time(16), "minutes": 120, "rrule": "FREQ=WEEKLY;BYDAY=TU,TH"}
    return ScheduleData(**{**given, **values})


class TestEntryOf:
    def test_says_what_is_the_same_every_week_so_that_it_stays_true(self, noon: datetime) -> None:
        found = made(published(schedules=(weekly(),)), noon)

        assert line(found, "Hvornår") == ("Hver tirsdag, torsdag kl. 16.00-18.00",)

    def test_writes_single_dates_out(self, noon: datetime) -> None:
        once = made(published(schedules=(weekly(starts_on=date(2026, 12, 1), rrule=""),)), noon)
        day = made(published(key="b", schedules=(weekly(starts_on=date(2026, 12, 1), rrule="", starts_at=None),)), noon)

        assert line(once, "Hvornår") == ("1. december 2026 kl. 16.00-18.00",)
        assert line(day, "Hvornår") == ("1. december 2026",)

    def test_says_from_when_if_nobody_knows_how_long(self, noon: datetime) -> None:
        found = made(published(schedules=(weekly(minutes=None),)), noon)

        assert line(found, "Hvornår") == ("Hver tirsdag, torsdag kl. 16.00",)

    def test_says_every_time_to_come_and_none_that_is_over(self, noon: datetime) -> None:
        monday = weekly(rrule="FREQ=WEEKLY;BYDAY=MO", note="kun for nye")
        once = weekly(starts_on=date(2026, 12, 1), rrule="")
        over = weekly(rrule="FREQ=WEEKLY;BYDAY=SU", ends_on=date(2026, 6, 30))

        assert line(made(published(schedules=(weekly(), monday, once, over)), noon), "Hvornår") == (
            "Hver tirsdag, torsdag kl. 16.00-18.00.",
            "Hver mandag kl. 16.00-18.00 (kun for nye).",
            "1. december 2026 kl. 16.00-18.00",
        )

    def test_says_when_with_the_organisations_own_words_and_the_times(self, noon: datetime) -> None:
        found = made(published(schedule_note="Når solen skinner", schedules=(weekly(),)), noon)
        alone = made(published(key="b", schedule_note="Ring og hør", schedules=()), noon)

        assert line(found, "Hvornår") == ("Hver tirsdag, torsdag kl. 16.00-18.00.", "Når solen skinner")
        assert line(alone, "Hvornår") == ("Ring og hør",)

    def test_puts_numbers_before_addresses(self, noon: datetime) -> None:
        contacts = (
            ContactData(function="Værten", email="vaert@brobygger.example"),
            ContactData(function="Telefonen", phone="66 12 34 56", hours="hverdage"),
        )

        found = made(published(contacts=contacts), noon)

        assert [reach.phone for reach in found.reach] == ["66 12 34 56", ""]
        assert found.reach[0].note == "Telefonen. · hverdage"

    def test_shortens_what_nobody_types(self, noon: datetime) -> None:
        links = (
            LinkData(label="Kort", url="https://www.brobygger.example/cafe/"),
            LinkData(label="Lang", url="https://www.brobygger.example/" + "a" * 80),
        )

        found = made(published(links=links), noon)

        assert line(found, "På nettet") == ("brobygger.example/cafe", "brobygger.example")

    @pytest.mark.parametrize(
        ("values", "said"),
        [
            ({}, "Ikke bekræftet endnu"),
            ({"assured_on": date(2026, 11, 3), "next_check_on": date(2027, 5, 3)}, "Bekræftet 3. november 2026."),
            ({"assured_on": date(2025, 11, 3), "next_check_on": date(2026, 5, 3)}, "Sidst bekræftet 3. november 2025"),
        ],
    )
    def test_dates_what_it_says(self, values: dict[str, Any], said: str, noon: datetime) -> None:
        offer = published()
        for name, value in values.items():
            setattr(offer, name, value)

        assert made(offer, noon).freshness.startswith(said)

    def test_ends_each_of_several_sentences(self, noon: datetime) -> None:
        found = made(published(audience="Børn og unge", age_min=10, age_max=18), noon)

        assert line(found, "For hvem") == ("Børn og unge.", "Du er mellem 10 og 18 år.")


class TestIndexesOf:
    def test_follows_the_danish_alphabet(self) -> None:
        names = ["Øen", "Æblet", "Aarhus Café", "Zebra", "»Bro«", "1. sal", "Çalış"]

        by_name = indexes_of(entry(number, name=name) for number, name in enumerate(names))[0]

        letters = [(each.letter, [line.text for line in each.lines]) for each in by_name.letters]
        assert letters == [
            ("#", ["Çalış", "1. sal"]),
            ("B", ["»Bro«"]),
            ("Z", ["Zebra"]),
            ("Æ", ["Æblet"]),
            ("Ø", ["Øen"]),
            ("Å", ["Aarhus Café"]),
        ]

    def test_gathers_what_is_called_the_same(self) -> None:
        organisations = indexes_of([entry(1), entry(2)])[1]

        assert organisations.letters[0].lines[0].entries == ("tilbud-1", "tilbud-2")

    def test_leaves_out_an_index_of_nothing(self) -> None:
        assert [each.title for each in indexes_of([entry(1, towns=())])] == [
            "Tilbuddene efter navn",
            "Foreninger og organisationer",
        ]
