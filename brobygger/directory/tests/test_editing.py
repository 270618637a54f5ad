"""What people type, read into what the register keeps, and back: pure functions."""

from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

import pytest

from brobygger.directory.editing.filling import typed_from
from brobygger.directory.editing.merging import merge
from brobygger.directory.editing.reading import Country, Point, postcode_in, read_typed
from brobygger.directory.editing.steps import STEP_OF, STEPS, Problem, list_of, rows_of, value_of
from brobygger.directory.editing.times import (
    TimeReader,
    pause_rows,
    read_clock,
    read_date,
    read_pauses,
    time_row,
    with_extra_days,
)
from brobygger.directory.values import LocationData, OfferData, ScheduleData

NOON = datetime(2026, 11, 22, 11, tzinfo=UTC)
TODAY = date(2026, 11, 22)
NOTHING = OfferData(key="nyt", organisation_id=UUID(int=1), name="", summary="")
ODENSE = Point(municipality_id="0461", lat=55.4, lon=10.4)
COUNTRY = Country(
    postcodes={"5000": ODENSE},
    municipalities={"0461": ODENSE},
    municipality_names={"odense": "0461", "assens": "0420", "faaborg-midtfyn": "0430"},
    regions={"syddanmark": "1083"},
)


def read_time(places: int = 1, **row: Any) -> tuple[ScheduleData | None, list[str]]:
    """Read one typed time; return it and where something is to be put right."""
    reader = TimeReader(today=TODAY, places=places)
    schedule = reader.read(row, number=0, pauses=())
    return schedule, [problem.field.removeprefix("times-0-") for problem in reader.problems]


def read(before: OfferData = NOTHING, **typed: Any) -> tuple[OfferData, dict[str, str]]:
    """Read a typed offer; return it and what is to be put right, by field."""
    reading = read_typed(typed, before=before, country=COUNTRY, at=NOON)
    return reading.data, {problem.field: problem.message for problem in reading.problems}


class TestReadClock:
    @pytest.mark.parametrize(
        ("typed", "clock"),
        [
            ("19", time(19)),
            ("19.30", time(19, 30)),
            ("19:30", time(19, 30)),
            ("kl. 9", time(9)),
            ("Kl 9.05", time(9, 5)),
        ],
    )
    def test_understands_how_people_write(self, typed: str, clock: time) -> None:
        assert read_clock(typed) == clock

    @pytest.mark.parametrize("typed", ["", "25", "12.75", "om eftermiddagen", "1900-20"])
    def test_guesses_nothing(self, typed: str) -> None:
        assert read_clock(typed) is None


class TestReadDate:
    @pytest.mark.parametrize(
        "typed", ["2026-12-24", "24-12-2026", "24/12 2026", "24.12.2026", "24. 12. 2026", " 24-12-2026 "]
    )
    def test_understands_how_people_write(self, typed: str) -> None:
        assert read_date(typed) == date(2026, 12, 24)

    @pytest.mark.parametrize("typed", ["", "31-02-2026", "juleaften", "24-12"])
    def test_guesses_nothing(self, typed: str) -> None:
        assert read_date(typed) is None


class TestTimeReader:
    @pytest.mark.parametrize(
        ("row", "rule"),
        [
            ({"repeat": "weekly", "days": ["TH", "TU"]}, "FREQ=WEEKLY;BYDAY=TU,TH"),
            ({"repeat": "fortnightly", "days": ["TU"], "first": "2026-11-24"}, "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
            ({"repeat": "monthly", "days": ["SU"], "nth": "1"}, "FREQ=MONTHLY;BYDAY=1SU"),
            ({"repeat": "monthly", "days": ["MO", "FR"], "nth": "-1"}, "FREQ=MONTHLY;BYDAY=-1MO,-1FR"),
            ({"repeat": "daily"}, "FREQ=DAILY"),
            ({"repeat": "once", "first": "24-12-2026"}, ""),
            (
                {"repeat": "kept", "rrule": "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24"},
                "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24",
            ),
        ],
    )
    def test_makes_rules_of_everyday_words_and_back(self, row: dict[str, Any], rule: str) -> None:
        schedule, problems = read_time(**row)

        assert problems == []
        assert schedule is not None
        assert schedule.rrule == rule
        again = time_row(schedule)
        if rule != "FREQ=MONTHLY;BYDAY=-1MO,-1FR":
            assert again["repeat"] == row["repeat"]
        assert read_time(**again)[0] == schedule

    def test_knows_when_it_ends_also_after_midnight(self) -> None:
        for starts, ends, minutes in (
            ("14:00", "16:30", 150),
            ("21", "2", 300),
            ("12", "12", 24 * 60),
            ("14", "", None),
        ):
            schedule, _ = read_time(repeat="daily", starts=starts, ends=ends)
            assert schedule is not None
            assert schedule.minutes == minutes

    def test_knows_what_is_always_open(self) -> None:
        schedule, problems = read_time(repeat="always", starts="14")

        assert (schedule and schedule.minutes, problems) == (24 * 60, [])
        assert schedule is not None
        assert time_row(schedule)["repeat"] == "always"

    @pytest.mark.parametrize(
        ("row", "fields"),
        [
            ({}, ["repeat"]),
            ({"repeat": "weekly"}, ["days"]),
            ({"repeat": "fortnightly", "days": ["TU"]}, ["first"]),
            ({"repeat": "fortnightly", "days": ["TU"], "first": "på tirsdag"}, ["first"]),
            ({"repeat": "monthly", "days": ["TU"]}, ["nth"]),
            ({"repeat": "once"}, ["first"]),
            ({"repeat": "once", "first": "2020-01-01"}, ["first"]),
            ({"repeat": "daily", "starts": "om natten"}, ["starts"]),
            ({"repeat": "daily", "ends": "16"}, ["starts"]),
            ({"repeat": "daily", "first": "2027-01-02", "last": "2027-01-01"}, ["last"]),
            ({"repeat": "weekly", "days": ["TU"], "last": "2020-01-01", "first": "2019-01-01"}, ["repeat"]),
            ({"repeat": "kept", "rrule": "FREQ=SECONDLY"}, ["repeat"]),
        ],
    )
    def test_says_at_the_field_what_never_comes_true(self, row: dict[str, Any], fields: list[str]) -> None:
        assert read_time(**row) == (None, fields)

    def test_knows_where_when_there_are_several_places(self) -> None:
        for typed, place in (("1", 1), ("7", None), ("x", None)):
            schedule, _ = read_time(places=2, repeat="daily", place=typed)
            assert schedule is not None
            assert schedule.place == place


class TestPauses:
    def test_are_days_one_by_one_and_rows_again(self) -> None:
        typed = [{"begins": "2026-12-23", "ends": "2026-12-25"}, {"begins": "2027-02-13"}]

        days, problems = read_pauses(typed)

        assert days == ("2026-12-23", "2026-12-24", "2026-12-25", "2027-02-13")
        assert problems == []
        rows = pause_rows([ScheduleData(starts_on=TODAY, except_on=(*days, "sludder"))])
        assert rows == [typed[0], {"begins": "2027-02-13", "ends": "2027-02-13"}]

    @pytest.mark.parametrize(
        ("row", "field"),
        [
            ({}, "pauses-0-begins"),
            ({"begins": "2026-12-24", "ends": "2026-12-23"}, "pauses-0-ends"),
            ({"begins": "2026-12-24", "ends": "2028-12-23"}, "pauses-0-ends"),
        ],
    )
    def test_are_put_right(self, row: dict[str, str], field: str) -> None:
        assert [problem.field for problem in read_pauses([row])[1]] == [field]


class TestWithExtraDays:
    def test_keeps_what_nobody_asked_about(self) -> None:
        now = ScheduleData(starts_on=TODAY, rrule="FREQ=DAILY")
        before = ScheduleData(starts_on=TODAY, rrule="FREQ=DAILY", also_on=("2027-01-01",))

        assert with_extra_days(now, [before]).also_on == ("2027-01-01",)
        assert with_extra_days(now, []).also_on == ()


class TestReadTyped:
    def test_reads_areas_by_their_names(self) -> None:
        data, problems = read(
            reach="begge", municipalities="Odense Kommune, assens og Faaborg-Midtfyn", regions="Region Syddanmark"
        )

        assert data.municipality_codes == {"0461", "0420", "0430"}
        assert data.region_codes == {"1083"}
        assert "municipalities" not in problems

    def test_says_which_name_is_unknown(self) -> None:
        assert "Odnese" in read(reach="kommuner", municipalities="Odnese")[1]["municipalities"]
        assert "regions" in read(reach="regioner")[1]
        assert "reach" in read()[1]

    def test_puts_a_place_where_its_postcode_is(self) -> None:
        [place] = read(places=[{"postcode": "5000 Odense C", "address": "Gade 1"}])[0].locations

        assert (place.postcode_id, place.municipality_id, place.point_precision) == ("5000", "0461", "postcode")

    def test_keeps_the_point_of_an_address_that_stays(self) -> None:
        known = LocationData(
            address="Gade 1", postcode_id="5000", municipality_id="0461", lat=55.5, lon=10.5, point_precision="address"
        )
        before = OfferData(key="x", organisation_id=UUID(int=1), name="", summary="", locations=(known,))

        same = read(before, places=[{"postcode": "5000", "address": "Gade 1"}])[0].locations
        moved = read(before, places=[{"postcode": "5000", "address": "Gade 2"}])[0].locations

        assert same == (known,)
        assert moved[0].lat == ODENSE.lat

    def test_takes_a_place_that_has_only_its_municipality(self) -> None:
        [place] = read(places=[{"name": "Huset", "municipality": "0461"}])[0].locations

        assert place.point_precision == "municipality"

    @pytest.mark.parametrize("row", [{"name": "Huset"}, {"postcode": "9999"}, {"postcode": "ved åen"}])
    def test_asks_for_the_postcode(self, row: dict[str, str]) -> None:
        data, problems = read(places=[row])

        assert "places-0-postcode" in problems
        assert data.locations[0].lat is None

    def test_takes_a_meeting_on_the_net_as_it_is(self) -> None:
        [place] = read(places=[{"kind": "virtual", "url": "https://moede.example"}])[0].locations

        assert (place.kind, place.municipality_id) == ("virtual", None)

    def test_shows_no_name_without_a_yes(self) -> None:
        row = {"function": "Lederen", "phone": "12345678", "person_name": "Ida"}

        assert "contacts-0-consent" in read(contacts=[row])[1]
        assert read(contacts=[row | {"consent": "ja"}])[0].contacts[0].person_consented_at == NOON

    def test_says_what_is_wrong_with_a_contact(self) -> None:
        row = {"phone": "ring bare", "email": "ida"}

        assert {"contacts-0-function", "contacts-0-phone", "contacts-0-email"} <= read(contacts=[row])[1].keys()

    def test_helps_with_links(self) -> None:
        data, problems = read(
            links=[{"label": "Vores side", "url": "forening.dk"}, {"label": "Tomt"}, {"url": "http://a.dk"}]
        )

        assert [link.url for link in data.links] == ["https://forening.dk", "", "http://a.dk"]
        assert {"links-1-url", "links-2-label"} <= problems.keys()

    def test_reads_ages_as_people_write_them(self) -> None:
        data, problems = read(age_from="18 år", age_to="gammel")

        assert data.age_min == 18
        assert "age_to" in problems

    def test_forgets_the_reason_when_there_is_no_limit(self) -> None:
        assert read(gender="any", gender_reason="Fordi")[0].gender_reason == ""


class TestTypedFrom:
    @pytest.mark.parametrize(
        ("areas", "reach"),
        [
            ({"is_national": True}, "landet"),
            ({"region_codes": frozenset({"1083"})}, "regioner"),
            ({"municipality_codes": frozenset({"0461"})}, "kommuner"),
            ({"municipality_codes": frozenset({"0461"}), "region_codes": frozenset({"1083"})}, "begge"),
        ],
    )
    def test_answers_who_may_come_from_where(self, areas: dict[str, Any], reach: str) -> None:
        data = OfferData(key="x", organisation_id=UUID(int=1), name="", summary="", **areas)

        typed = typed_from(data, facets={}, municipalities={"0461": "Odense"}, regions={"1083": "Region Syddanmark"})

        assert typed["reach"] == reach


class TestMerge:
    @pytest.mark.parametrize(
        ("before", "mine", "theirs", "value", "differs"),
        [
            ("a", "a", "b", "b", False),
            ("a", "b", "a", "b", False),
            ("a", "b", "b", "b", False),
            ("a", "b", "c", "c", True),
            (None, "", [], "", False),
            ("a\r\nb ", "a\nb", "c", "c", False),
            ([{"x": "1", "y": ""}], [{"x": "1"}], [], [], False),
        ],
    )
    def test_gives_the_field_to_whoever_changed_it(
        self, before: Any, mine: Any, theirs: Any, value: Any, differs: bool
    ) -> None:
        merged = merge(before={"x": before}, mine={"x": mine}, theirs={"x": theirs}, fields=["x"])

        assert merged.values == {"x": value}
        assert bool(merged.differences) is differs


class TestSteps:
    def test_ask_for_each_thing_once(self) -> None:
        names = [name for step in STEPS for name in step.fields]

        assert len(names) == len(set(names)) == len(STEP_OF)

    def test_know_where_a_problem_is(self) -> None:
        assert Problem(field="places-0-postcode", message="").step == "hvor"
        assert Problem(field="", message="").step == "send"

    def test_read_what_no_page_sends_as_nothing(self) -> None:
        odd = {"name": ["a"], "needs": "a", "places": ["a", {"x": 1}]}

        assert (value_of(odd, "name"), list_of(odd, "needs"), rows_of(odd, "places")) == ("", (), [{"x": 1}])
        assert rows_of({"places": "a"}, "places") == []

    def test_find_postcodes_at_the_start(self) -> None:
        assert [postcode_in(text) for text in ("DK-5000", "5000 Odense", "Odense")] == ["5000", "5000", ""]
