"""What an offer becomes in the standard's words, judged by the official schemas."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from brobygger.directory.models import Offer
from brobygger.directory.services import save_offer, set_capacity
from brobygger.directory.values import LocationData
from brobygger.kernel.actors import SYSTEM
from brobygger.opendata.mapping.parts import web_address
from brobygger.opendata.models import Kind, Record
from brobygger.opendata.selectors.offers import services_of_offers
from brobygger.opendata.tests.judges import faults, unknown_keys
from brobygger.opendata.tests.rich import LATER, NOON, everything, shown
from brobygger.organisations.models import Organisation

pytestmark = pytest.mark.django_db


def thing(kind: Kind, *, form: str = "full") -> Any:
    return json.loads(getattr(Record.objects.of_kind(kind).here().order_by("number")[0], form))


@pytest.fixture
def offer() -> Offer:
    return shown()


@pytest.fixture
def service(offer: Offer) -> dict[str, Any]:
    found: dict[str, Any] = thing(Kind.SERVICE)
    return found


class TestEveryKind:
    @pytest.mark.parametrize("kind", [Kind.SERVICE, Kind.ORGANIZATION, Kind.SERVICE_AT_LOCATION])
    def test_is_what_the_standard_and_our_profile_say(self, offer: Offer, kind: Kind) -> None:
        assert not faults(kind, thing(kind))
        assert not faults(kind, thing(kind), is_profile=True)
        assert not faults(kind, thing(kind, form="brief"), is_brief=True)

    @pytest.mark.parametrize("kind", [Kind.SERVICE, Kind.ORGANIZATION])
    def test_says_nothing_that_nobody_has_described(self, offer: Offer, kind: Kind) -> None:
        assert not unknown_keys(kind, thing(kind))

    def test_leaves_out_what_has_no_value(self, offer: Offer) -> None:
        for record in Record.objects.here():
            assert "null" not in record.full + record.brief
            assert '""' not in record.full.replace('"previous_value":""', "").replace('"replacement_value":""', "")
            assert "[]" not in record.full


class TestServiceOf:
    def test_tells_everything_the_public_sees(self, service: dict[str, Any]) -> None:
        assert service["name"] == "Café Håb"
        assert service["description"] == "Kaffe og snak.\n\nKom og **snak**."
        assert service["url"] == "http://localhost:8000/tilbud/cafe-haab/"
        assert service["email"] == "vagt@haabet.dk"
        assert service["status"] == "active"
        assert service["application_process"] == (
            "Du kan komme uden henvisning. Tilmelding. Ring først. Du bliver mødt i døren."
        )
        assert service["fees_description"] == "Koster noget. 20 kr. Gratis på støtte."
        assert (service["minimum_age"], service["maximum_age"]) == (18, 99)
        assert service["alert"] == "Lukket i uge 42."
        assert [language["code"] for language in service["languages"]] == ["da", "ar"]
        assert service["last_modified"] == "2026-11-22T11:00:00.000Z"

    def test_says_every_limit_in_words_too(self, service: dict[str, Any]) -> None:
        assert service["eligibility_description"] == (
            "Alle over 18. Kun for kvinder: Det er et krisested. Man skal være ædru og clean, når man kommer. "
            "Bor du i Odense? Ja, så passer tilbuddet."
        )

    def test_names_no_person(self, service: dict[str, Any]) -> None:
        assert "Bo Holm" not in json.dumps(service, ensure_ascii=False)
        (contact,) = service["contacts"]
        assert (contact["title"], contact["email"]) == ("Vagten", "vagt@haabet.dk")
        assert contact["phones"] == service["phones"]
        assert service["phones"][0]["description"] == "Vagten, hverdage"

    def test_tells_of_room_as_long_as_the_answer_counts(self, offer: Offer, service: dict[str, Any]) -> None:
        (capacity,) = service["capacities"]
        assert (capacity["available"], capacity["description"]) == (0, "Venteliste, 3 uger.")
        assert capacity["dk_wait_weeks"] == 3

        (late,) = services_of_offers([offer.id], at=NOON + timedelta(days=61))
        assert "capacities" not in late.body
        assert "dk_room" not in late.body

    @pytest.mark.parametrize(
        ("status", "available", "told"), [("free", 1, "active"), ("paused", 0, "temporarily closed")]
    )
    def test_a_pause_is_a_time_closed(self, offer: Offer, status: str, available: int, told: str) -> None:
        set_capacity(actor=SYSTEM, offer_id=offer.id, status=status, at=LATER)

        service = thing(Kind.SERVICE)

        assert service["status"] == told
        assert service["capacities"][0]["available"] == available
        assert service["last_modified"] == "2026-11-23T11:00:00.000Z"

    def test_carries_concepts_and_ways_to_meet(self, service: dict[str, Any]) -> None:
        terms = {attribute["taxonomy_term"]["code"]: attribute["link_type"] for attribute in service["attributes"]}

        assert terms == {"ensomhed": "need", "in_person": "delivery"}
        term = service["attributes"][1]["taxonomy_term"]
        assert term["term_uri"] == "http://localhost:8000/begreber/ensomhed/"
        assert term["taxonomy_detail"]["name"] == "Udfordringer"

    def test_leads_to_its_links_and_its_source(self, service: dict[str, Any]) -> None:
        assert {(url["label"], url["url"]) for url in service["additional_urls"]} == {
            ("Program", "https://haabet.dk/program"),
            ("Kilde", "https://haabet.dk/cafe"),
        }

    def test_tells_its_history_without_names_and_without_words_that_were_taken_out(self, offer: Offer) -> None:
        save_offer(actor=SYSTEM, at=LATER, data=everything(alert="Spørg efter Per", age_min=20))

        lines = {line["field_name"]: line for line in thing(Kind.SERVICE)["metadata"]}

        assert (lines["minimum_age"]["previous_value"], lines["minimum_age"]["replacement_value"]) == ("18", "20")
        assert (lines["alert"]["previous_value"], lines["alert"]["replacement_value"]) == ("", "")
        assert lines["status"]["replacement_value"] == "active"
        assert lines["id"]["last_action_type"] == "create"
        assert {line["updated_by"] for line in lines.values()} == {"portalen"}

    def test_is_for_regions_and_the_country_too(self, offer: Offer) -> None:
        region = offer.served_municipalities.get().region
        save_offer(actor=SYSTEM, at=LATER, data=everything(municipality_codes=frozenset(), region_codes={region.code}))
        assert thing(Kind.SERVICE)["service_areas"][0]["dk_region_code"] == region.code

        save_offer(actor=SYSTEM, at=LATER, data=everything(municipality_codes=frozenset(), is_national=True))
        (area,) = thing(Kind.SERVICE)["service_areas"]
        assert (area["name"], area["extent"]) == ("Hele Danmark", "DK")

    def test_with_hardly_anything_is_still_right(self) -> None:
        bare = dict.fromkeys(("age_min", "age_max", "capacity", "source_year", "is_companion_possible"))
        texts = dict.fromkeys(("description", "audience", "first_visit", "alert", "source_url", "gender_reason",
                               "price_note", "concessions", "signup_note"), "")  # fmt: skip
        lists = dict.fromkeys(("locations", "schedules", "contacts", "links", "criteria", "languages", "tags"), ())
        kinds = {"gender": "any", "signup": "unknown", "access": "unknown", "price_kind": "unknown",
                 "community_type": "unknown", "needs_sobriety": False}  # fmt: skip
        shown(**bare, **texts, **lists, **kinds)

        assert not faults(Kind.SERVICE, thing(Kind.SERVICE))
        assert "cost_options" not in thing(Kind.SERVICE)

    @pytest.mark.parametrize(("kind", "words"), [("free", "Gratis."), ("paid", "Koster noget.")])
    def test_says_an_amount_only_when_it_is_nothing(self, kind: str, words: str) -> None:
        shown(price_kind=kind, price_note="", concessions="", access="referral")

        (cost,) = thing(Kind.SERVICE)["cost_options"]
        assert cost.get("amount") == (0 if kind == "free" else None)
        assert thing(Kind.SERVICE)["fees_description"] == words
        assert thing(Kind.SERVICE)["application_process"].startswith("Kræver henvisning.")


class TestLocationOf:
    def test_has_an_address_with_its_region(self, service: dict[str, Any]) -> None:
        physical, virtual = (at["location"] for at in service["service_at_locations"])

        (address,) = physical["addresses"]
        assert (address["city"], address["postal_code"], address["country"]) == ("Odense C", "5000", "DK")
        assert address["state_province"]
        assert [each.get("dk_accessibility") for each in physical["accessibility"]] == [
            "step_free", "hearing_loop", None, None,
        ]  # fmt: skip
        assert virtual["url"] == "https://haabet.dk/chat"
        assert "addresses" not in virtual

    def test_has_no_address_when_part_of_it_is_not_known(self) -> None:
        shown(
            schedules=(),
            locations=(
                LocationData(address="Storegade", municipality_id="0461", lat=55.4, lon=10.4,
                             point_precision="municipality"),
                LocationData(postcode_id="5000", municipality_id="0461", lat=55.4, lon=10.4,
                             point_precision="postcode"),
            ),
        )  # fmt: skip

        street, town = (at["location"] for at in thing(Kind.SERVICE)["service_at_locations"])

        assert "addresses" not in street
        assert street["description"] == "Storegade, Odense Kommune."
        assert "latitude" not in street, "the middle of a municipality is nobody's door"
        assert town["description"] == (
            "5000 Odense C, Odense Kommune. Punktet er midt i postnummeret, ikke på adressen."
        )
        assert town["dk_point_precision"] == "postcode"


class TestOrganizationOf:
    def test_tells_its_number_and_its_page(self, offer: Offer) -> None:
        organization = thing(Kind.ORGANIZATION)

        (identifier,) = organization["organization_identifiers"]
        assert (identifier["identifier_scheme"], identifier["identifier"]) == ("DK-CVR", "12345674")
        assert organization["uri"] == "http://localhost:8000/organisation/haabet/"
        assert organization["website"] == "https://xn--hbet-qoa.dk/%C3%A6bler?q=%C3%A5"
        assert organization["description"] == "Forening i Odense Kommune."

    def test_has_words_of_its_own(self, offer: Offer) -> None:
        Organisation.objects.update(description="Vi mødes.", municipality=None, phone="", cvr="")

        (service,) = services_of_offers([offer.id], at=NOON)

        assert service.body["organization"]["description"] == "Vi mødes."
        assert "phones" not in service.body["organization"]
        assert "organization_identifiers" not in service.body["organization"]

    def test_without_a_home_says_what_sort_it_is(self, offer: Offer) -> None:
        Organisation.objects.update(municipality=None)

        (service,) = services_of_offers([offer.id], at=NOON)

        assert service.body["organization"]["description"] == "Forening."


class TestWebAddress:
    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("https://a.dk/x y", "https://a.dk/x%20y"),
            ("https://a.dk/100%", "https://a.dk/100%25"),
            ("https://a.dk/%C3%A6#b", "https://a.dk/%C3%A6#b"),
            ("ftp://a.dk", ""),
            ("https://[a", ""),
            ("https://" + "a" * 70 + ".dk", ""),
            ("", ""),
        ],
    )
    def test_is_one_that_others_can_read(self, text: str, said: str) -> None:
        assert web_address(text) == said


class TestServicesOfOffers:
    def test_asks_no_more_for_many_than_for_one(self, offer: Offer) -> None:
        for number in range(3):
            shown(key=f"nr-{number}")

        def queries(ids: list[Any]) -> int:
            with CaptureQueriesContext(
                connection,
            ) as seen:
                list(services_of_offers(ids, at=NOON))
            return len(seen)

        assert queries(list(Offer.objects.values_list("id", flat=True))) == queries([offer.id])
