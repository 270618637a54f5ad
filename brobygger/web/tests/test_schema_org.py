"""Structured data is JSON-LD that somebody else's program reads, in words that schema.org has."""

import json
import re
from collections.abc import Iterator
from datetime import date, time
from typing import Any

import pytest
import time_machine
from django.test import Client
from pyld import jsonld

from brobygger.directory.tests.factories import NOON, published
from brobygger.directory.values import LocationData, ScheduleData
from brobygger.places.tests.factories import MunicipalityFactory
from brobygger.taxonomy.tests.factories import ConceptFactory
from brobygger.web.presenters.schema_schedules import schedule_node

pytestmark = pytest.mark.django_db
SCHEMA = "https://schema.org/"
#: What we may say of each type: a new word is looked up in schema.org's vocabulary and written here.
KNOWN = {
    "Service": {"name", "description", "url", "provider", "areaServed", "audience", "availableChannel", "offers",
                "serviceType"},
    "EventSeries": {
        "name", "description", "url", "location", "organizer", "eventAttendanceMode", "isAccessibleForFree",
        "eventSchedule",
    },
    "Event": {
        "name", "description", "url", "location", "organizer", "eventAttendanceMode", "isAccessibleForFree",
        "eventStatus", "startDate", "endDate",
    },
    "Schedule": {
        "repeatFrequency", "repeatCount", "byDay", "byMonthDay", "byMonth", "startDate", "endDate", "startTime",
        "endTime", "exceptDate", "scheduleTimezone",
    },
    "Organization": {"name", "url", "email", "telephone"},
    "NGO": {"name", "url", "email", "telephone", "description", "taxID", "areaServed"},
    "Place": {"name", "address", "geo"},
    "PostalAddress": {"streetAddress", "postalCode", "addressLocality", "addressCountry"},
    "GeoCoordinates": {"latitude", "longitude"},
    "VirtualLocation": {"url"},
    "ServiceChannel": {"serviceLocation", "serviceUrl", "availableLanguage"},
    "AdministrativeArea": {"name"},
    "Country": {"name"},
    "Offer": {"price", "priceCurrency"},
    "PeopleAudience": {"suggestedMinAge", "suggestedMaxAge", "suggestedGender"},
    "ItemList": {"name", "numberOfItems", "itemListElement"},
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position", "name", "url", "item"},
}  # fmt: skip


@pytest.fixture(autouse=True)
def stopped_clock() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def without_network(url: str, _options: object) -> dict[str, object]:
    """Give the one context there is: every word is schema.org's."""
    assert url == SCHEMA.rstrip("/")
    return {"document": {"@context": {"@vocab": SCHEMA}}, "documentUrl": url, "contextUrl": None}


def expanded(client: Client, path: str) -> list[dict[str, Any]]:
    """Return a page's structured data as pyld understands it."""
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', client.get(path).content.decode())
    assert found
    nodes: list[dict[str, Any]] = jsonld.expand(json.loads(found[1]), {"documentLoader": without_network})
    return nodes


def walk(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for item in value:
            yield from walk(item)
    elif isinstance(value, dict):
        if "@type" in value and "@value" not in value:
            yield value
        for item in value.values():
            yield from walk(item)


def types(nodes: list[dict[str, Any]]) -> list[str]:
    return [node["@type"][0].removeprefix(SCHEMA) for node in nodes]


def unknown(nodes: list[dict[str, Any]]) -> list[str]:
    """Return every property that schema.org does not have for its type."""
    return [
        f"{kind}.{name}"
        for node in walk(nodes)
        for kind in [node["@type"][0].removeprefix(SCHEMA)]
        for name in (key.removeprefix(SCHEMA) for key in node if not key.startswith("@"))
        if name not in KNOWN[kind]
    ]


class TestPages:
    def test_of_offers_say_what_it_is_when_and_where(self, client: Client) -> None:
        MunicipalityFactory(code="0461")
        place = LocationData(kind="physical", name="Huset", municipality_id="0461", lat=55.4, lon=10.4,
                             point_precision="address")  # fmt: skip
        weekly = ScheduleData(starts_on=date(2026, 1, 6), starts_at=time(10), minutes=90, rrule="FREQ=WEEKLY;BYDAY=TU")
        published(schedules=(weekly,), locations=(place,), price_kind="free", languages=("da", "ar"), age_min=60,
                  is_national=False, municipality_codes=frozenset({"0461"}))  # fmt: skip

        nodes = expanded(client, "/tilbud/cafe/")

        assert types(nodes)[:3] == ["Service", "EventSeries", "Event"]
        assert not unknown(nodes)
        [rule] = nodes[1][f"{SCHEMA}eventSchedule"]
        assert rule[f"{SCHEMA}repeatFrequency"] == [{"@value": "P1W"}]
        assert rule[f"{SCHEMA}endTime"] == [{"@value": "11:30:00"}]
        assert nodes[2][f"{SCHEMA}isAccessibleForFree"] == [{"@value": True}]
        [channel] = nodes[0][f"{SCHEMA}availableChannel"]
        assert channel[f"{SCHEMA}availableLanguage"] == [{"@value": "da"}, {"@value": "ar"}]

    def test_of_offers_without_a_place_say_where_to_click(self, client: Client) -> None:
        published(schedules=(ScheduleData(starts_on=date(2026, 12, 1)),))

        nodes = expanded(client, "/tilbud/cafe/")

        assert types(nodes)[:2] == ["Service", "Event"]
        assert not unknown(nodes)

    def test_of_organisations_say_who_they_are(self, client: Client) -> None:
        owner = published().organisation

        nodes = expanded(client, f"/organisation/{owner.key}/")

        assert types(nodes) == ["NGO", "BreadcrumbList"]
        assert nodes[0]["@id"].endswith(f"/organisation/{owner.key}/")
        assert not unknown(nodes)

    @pytest.mark.parametrize("path", ["/odense/", "/udfordringer/sorg/"])
    def test_of_lists_say_what_is_on_them(self, client: Client, path: str) -> None:
        MunicipalityFactory(code="0461", name="Odense", slug="odense")
        ConceptFactory(key="sorg")
        published(is_national=False, municipality_codes=frozenset({"0461"}), concepts=frozenset({"sorg"}))

        nodes = expanded(client, path)

        assert types(nodes) == ["ItemList", "BreadcrumbList"]
        assert not unknown(nodes)

    def test_of_empty_lists_say_the_way(self, client: Client) -> None:
        ConceptFactory(key="sorg")

        assert types(expanded(client, "/udfordringer/sorg/")) == ["BreadcrumbList"]


class TestScheduleNode:
    def test_keeps_rules_it_has_words_for(self) -> None:
        node = schedule_node(
            ScheduleData(
                starts_on=date(2026, 1, 1), rrule="FREQ=MONTHLY;INTERVAL=2;COUNT=5;BYMONTHDAY=1,15;BYMONTH=1",
                ends_on=date(2027, 1, 1), except_on=("2026-03-01",),
            )
        )  # fmt: skip

        assert node == {
            "@type": "Schedule", "repeatFrequency": "P2M", "repeatCount": 5, "byMonthDay": [1, 15], "byMonth": [1],
            "startDate": "2026-01-01", "endDate": "2027-01-01", "exceptDate": ["2026-03-01"],
            "scheduleTimezone": "Europe/Copenhagen",
        }  # fmt: skip

    def test_keeps_the_second_tuesday_as_calendars_write_it(self) -> None:
        node = schedule_node(ScheduleData(starts_on=date(2026, 1, 1), rrule="FREQ=MONTHLY;BYDAY=2TU,FR"))

        assert node is not None
        assert node["byDay"] == ["2TU", "https://schema.org/Friday"]

    def test_has_none_for_a_single_day(self) -> None:
        assert schedule_node(ScheduleData(starts_on=date(2026, 1, 1))) is None
