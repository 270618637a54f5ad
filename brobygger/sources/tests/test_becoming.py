"""From the standard's words to ours: what is taken, what is told, and that nothing whatsoever is an accident."""

from datetime import date, time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brobygger.sources.becoming import Area, Became, Country, TermRef, Terms, become, organisation_said, terms_in
from brobygger.sources.becoming.country import Point
from brobygger.sources.becoming.texts import cut, phone_of, summary_of, text_of
from brobygger.sources.merging import merge, plain
from brobygger.sources.tests.factories import service

COUNTRY = Country(
    postcodes={"5000": Point(municipality_code="0461", lat=55.39, lon=10.38)},
    municipalities={"0461": "0461", "odense": "0461"},
    regions={"1083": "1083", "syddanmark": "1083"},
)
TERMS = Terms(
    ours={"a": "ensomhed"}, chosen={("Deres", "N1"): "netvaerk", ("Deres", "N2"): ""}, by_label={"sorg": "sorg"}
)
TODAY = date(2026, 11, 22)


def became(*, only_in: str = "", is_checked: bool = True, **values: Any) -> Became:
    return become(
        service(1, **values), key="cafe", country=COUNTRY, terms=TERMS, home=Area(is_national=True), only_in=only_in,
        today=TODAY, is_checked=is_checked,
    )  # fmt: skip


def said(**values: Any) -> Any:
    found = became(**values).said
    assert found is not None
    return found


def at_a_place(**location: Any) -> list[dict[str, Any]]:
    return [{"id": "p", "location": {"id": "l", "location_type": "physical", **location}}]


class TestWhere:
    @pytest.mark.parametrize(
        ("area", "codes", "regions"),
        [
            ({"name": "Odense Kommune"}, {"0461"}, set()),
            ({"uri": "https://example.org/kommune/0461"}, {"0461"}, set()),
            ({"name": "Region Syddanmark"}, set(), {"1083"}),
        ],
    )
    def test_is_known_by_name_code_and_address(self, area: Any, codes: set[str], regions: set[str]) -> None:
        offer = said(service_areas=[area])

        assert (offer.municipality_codes, offer.region_codes) == (codes, regions)

    def test_may_be_the_whole_country(self) -> None:
        assert said(service_areas=[{"name": "Danmark"}]).is_national

    def test_is_where_it_is_when_nobody_says(self) -> None:
        places = at_a_place(name="Huset", addresses=[{"address_1": "Torvet 1", "postal_code": "5000", "country": "DK"}])

        offer = said(service_areas=None, service_at_locations=places)

        assert offer.municipality_codes == {"0461"}
        assert (offer.locations[0].postcode_id, offer.locations[0].point_precision) == ("5000", "postcode")

    def test_abroad_is_told_and_left(self) -> None:
        places = at_a_place(name="Hus", addresses=[{"postal_code": "5000", "country": "SE", "city": "Malmö"}])

        found = became(service_areas=[{"name": "Skåne"}], service_at_locations=places)

        assert found.said is not None
        assert found.said.locations == ()
        assert "Vi kender ikke stedet »Hus« i Danmark." in found.remarks
        assert "Vi kender ikke området »Skåne«." in found.remarks

    def test_a_point_in_denmark_is_the_address(self) -> None:
        places = at_a_place(latitude=55.4, longitude=10.4, addresses=[{"city": "Odense", "address_type": "physical"}])

        assert said(service_at_locations=places).locations[0].point_precision == "address"

    def test_the_net_is_a_place_too(self) -> None:
        places = [{"id": "p", "location": {"location_type": "virtual", "url": "https://a.example"}}]

        offer = said(service_at_locations=places)

        assert (offer.locations[0].kind, offer.delivery) == ("virtual", ("online",))

    def test_is_never_beyond_the_sources_own_town(self) -> None:
        assert said(only_in="0461", service_areas=[{"name": "Danmark"}]).municipality_codes == {"0461"}


class TestWhen:
    @pytest.mark.parametrize(
        ("schedule", "rule"),
        [
            ({"freq": "WEEKLY", "byday": "TU,TH"}, "FREQ=WEEKLY;BYDAY=TU,TH"),
            ({"byday": "MO"}, "FREQ=WEEKLY;BYDAY=MO"),
            ({"byday": "2MO"}, "FREQ=MONTHLY;BYDAY=2MO"),
            ({"freq": "MONTHLY", "bymonthday": "1,15", "interval": 2}, "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=1,15"),
            ({"freq": "WEEKLY", "byday": "TU", "count": 3}, "FREQ=WEEKLY;BYDAY=TU;COUNT=3"),
            ({"dtstart": "2026-12-24"}, ""),
        ],
    )
    def test_becomes_a_rule(self, schedule: Any, rule: str) -> None:
        assert said(schedules=[schedule]).schedules[0].rrule == rule

    def test_has_hours_also_past_midnight(self) -> None:
        offer = said(schedules=[{"byday": "FR", "opens_at": "20:00+01:00", "closes_at": "02.30"}])

        assert (offer.schedules[0].starts_at, offer.schedules[0].minutes) == (time(20), 390)

    @pytest.mark.parametrize(
        "schedule",
        [{"freq": "HOURLY"}, {"byday": "XX"}, {"byday": "MO", "dtstart": "2026-05-01", "until": "2025-01-01"}],
    )
    def test_is_words_when_it_is_no_rule(self, schedule: Any) -> None:
        found = became(schedules=[{**schedule, "description": "Ved fuldmåne"}])

        assert found.said is not None
        assert (found.said.schedules, found.said.schedule_note) == ((), "Ved fuldmåne")
        assert any("»Ved fuldmåne«" in remark for remark in found.remarks)

    def test_at_a_place_belongs_to_it_and_stands_once(self) -> None:
        weekly = {"freq": "WEEKLY", "byday": "TU"}
        places = at_a_place(addresses=[{"postal_code": "5000"}], schedules=[weekly])
        places[0]["schedules"] = [weekly]

        assert [one.place for one in said(service_at_locations=places).schedules] == [0]


class TestWho:
    def test_a_contact_is_a_function_and_never_a_name(self) -> None:
        offer = said(contacts=[{"name": "Bo Holm", "title": "Vagten", "phones": [{"number": "87 65 43 21"}]}])

        assert offer.contacts[0].function == "Vagten"
        assert "Bo Holm" not in str(offer)

    def test_who_has_no_number_and_no_mail_is_left_out(self) -> None:
        assert said(phones=[{"number": "ring"}], contacts=[{"name": "Bo"}], email="ikke en adresse").contacts == ()

    def test_numbers_may_have_an_extension(self) -> None:
        assert phone_of({"number": '"12 34 56 78"', "extension": 12}) == "12 34 56 78 lokal 12"

    def test_an_organisation_is_known_by_its_number(self) -> None:
        rows = [
            {"identifier_scheme": "GB-CHC", "identifier": "1"},
            {"identifier_type": "CVR", "identifier": "DK12345674"},
        ]

        assert organisation_said({"id": "x", "name": "Håbet", "organization_identifiers": rows}).cvr == "12345674"


class TestWhat:
    def test_terms_are_ours_chosen_left_out_or_words(self) -> None:
        terms = [
            {"taxonomy_term": {"id": "A", "name": "Ensomhed"}},
            {"taxonomy_term": {"id": "b", "name": "Netværk", "code": "N1", "taxonomy": "Deres"}},
            {"taxonomy_term": {"id": "c", "name": "Andet", "code": "N2", "taxonomy_detail": {"name": "Deres"}}},
            {"taxonomy_term": {"id": "d", "name": "Sorg", "taxonomy": "Deres"}},
            {"value": ""},
        ]

        offer = said(attributes=terms)

        assert offer.concepts == {"ensomhed", "netvaerk"}
        assert offer.tags == ("Sorg",)
        assert TERMS.suggested(TermRef(scheme="", code="x", label="Sorg")) == "sorg"
        assert len(list(terms_in(service(1, attributes=[*terms, *terms])))) == 4

    @pytest.mark.parametrize(("amounts", "kind"), [([0], "free"), ([0, 50], "paid"), ([], "unknown")])
    def test_costs_what_the_numbers_say(self, amounts: list[int], kind: str) -> None:
        assert said(cost_options=[{"amount": amount} for amount in amounts]).price_kind == kind

    @pytest.mark.parametrize(("available", "status"), [(3, "free"), (0, "waiting")])
    def test_has_room(self, available: int, status: str) -> None:
        capacity = said(capacities=[{"available": available}]).capacity
        assert capacity is not None
        assert capacity.status == status

    def test_that_is_closed_for_a_while_is_on_pause(self) -> None:
        capacity = said(status="temporarily closed").capacity
        assert capacity is not None
        assert capacity.status == "paused"

    @pytest.mark.parametrize("values", [{"status": "defunct"}, {"name": ""}, {"minimum_age": 90, "maximum_age": 10}])
    def test_that_cannot_be_shown_is_refused_in_words(self, values: Any) -> None:
        found = became(**values)

        assert found.said is None
        assert found.refused

    def test_is_summed_up_in_whole_sentences(self) -> None:
        assert summary_of("Kort. " + "Lang " * 60, 200) == "Kort."
        assert len(summary_of("Lang " * 60, 200)) <= 200
        assert cut("x" * 30, 10) == "xxxxxxxxx…"


TEXTS = st.text(st.characters(blacklist_categories=["Cs"]), max_size=40)
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3)),
    max_leaves=6,
)
KEYS = (
    "name", "description", "alert", "eligibility_description", "minimum_age", "maximum_age", "fees_description",
    "cost_options", "languages", "phones", "contacts", "schedules", "service_areas", "service_at_locations",
    "attributes", "additional_urls", "url", "email", "status", "capacities", "organization", "dk_key",
    "dk_gender_limit", "dk_roles", "dk_criteria", "dk_source_year", "dk_summary",
)  # fmt: skip
INSIDE = (
    "id", "location", "addresses", "name", "byday", "freq", "dtstart", "until", "opens_at", "interval", "number", "url",
    "taxonomy_term", "code", "amount", "available", "postal_code", "latitude", "longitude", "title", "text",
)  # fmt: skip
ROWS = st.lists(st.dictionaries(st.sampled_from(INSIDE), VALUES, max_size=4), max_size=3)


class TestTexts:
    @pytest.mark.parametrize(("told", "text"), [
        (" Kaffe og snak æøå ", "Kaffe og snak æøå"),
        ("Kaffe  og\u00a0snak", "Kaffe og snak"),
        ("Kaffe\r\nog\tsnak", "Kaffe\nog snak"),
        ("Kaf\x00fe\x7f", "Kaffe"),
        (7, "7"),
        (True, ""),
        (None, ""),
        ([], ""),
    ])  # fmt: skip
    def test_are_tidied(self, told: Any, text: str) -> None:
        assert text_of({"name": told}, "name") == text


class TestOurRules:
    def test_are_kept_unless_somebody_else_holds_the_offer_against_them(self) -> None:
        number = "Ring og sig 010203-1234"

        assert became(description=number).refused
        assert became(description=number, is_checked=False).said is not None


class TestAnything:
    @settings(max_examples=200, deadline=None)
    @given(values=st.dictionaries(st.sampled_from(KEYS), st.one_of(VALUES, ROWS), max_size=6))
    def test_becomes_an_offer_or_is_refused_and_is_never_an_accident(self, values: dict[str, Any]) -> None:
        found = became(**values)

        assert (found.said is None) == bool(found.refused)
        if found.said is not None:
            assert plain(found.said) == plain(found.said)
            again = merge(
                before=plain(found.said), now=found.said, theirs=found.said, edits="theirs", our_fields=()
            )  # fmt: skip
            assert again.changed == again.kept == ()
        organisation_said(values)
