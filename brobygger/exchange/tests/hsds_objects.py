"""HSDS objects and a register of them, for tests of what is made of what is published."""

from typing import Any
from uuid import UUID, uuid5

import orjson

from brobygger.kernel.tests.shared import SHARED
from brobygger.opendata.models import Head, Kind, Record
from brobygger.opendata.tests.published import put

OFFICIAL = SHARED / "standards" / "hsds" / "3.1"
_ROOT = UUID("6b0e6f5e-5f0b-4f0a-9d53-0a7c6a1f9c11")


def an_id(*words: object) -> str:
    """Return the id of something, the same each time."""
    return str(uuid5(_ROOT, " ".join(map(str, words))))


def organization(name: str = "Håbet", **more: Any) -> dict[str, Any]:
    return {
        "id": an_id("organization", name), "name": name, "description": "En forening.",
        "organization_identifiers": [
            {"id": an_id("cvr", name), "identifier_scheme": "DK-CVR", "identifier_type": "CVR-nummer",
             "identifier": "12345674"}
        ],
        **more,
    }  # fmt: skip


def term(name: str = "Ensomhed") -> dict[str, Any]:
    return {"id": an_id("term", name), "name": name, "description": name, "taxonomy_detail": taxonomy()}


def taxonomy() -> dict[str, Any]:
    return {"id": an_id("taxonomy"), "name": "Udfordringer", "description": "Det, man søger hjælp til."}


def location(name: str = "Huset", **more: Any) -> dict[str, Any]:
    return {
        "id": an_id("location", name), "location_type": "physical", "name": name, "latitude": 55.3959421,
        "longitude": 10.3883217, "dk_point_precision": "address",
        "addresses": [
            {"id": an_id("address", name), "address_1": "Storegade 1", "city": "Odense C", "region": "Odense Kommune",
             "state_province": "Region Syddanmark", "postal_code": "5000", "country": "DK", "address_type": "physical"}
        ],
        **more,
    }  # fmt: skip


def service(name: str = "Café", **more: Any) -> dict[str, Any]:
    """Return an offer that says a little of everything."""
    phone = {"id": an_id("phone", name), "number": "+45 12 34 56 78", "type": "voice"}
    return {
        "id": an_id("service", name), "name": name, "status": "active", "description": "Kaffe og snak.",
        "url": "https://example.org/cafe", "email": "cafe@example.org", "minimum_age": 18,
        "assured_date": "2026-11-01", "last_modified": "2026-11-20T23:30:00.000Z", "fees_description": "Gratis.",
        "organization": organization(), "phones": [phone],
        "contacts": [{"id": an_id("contact", name), "title": "Værten", "phones": [phone]}],
        "schedules": [{"id": an_id("schedule", name), "byday": "MO,TH", "opens_at": "10:00", "closes_at": "12:30"}],
        "service_areas": [{"id": an_id("area", name), "name": "Odense Kommune", "extent_type": "text"}],
        "languages": [{"id": an_id("language", name), "name": "Dansk", "code": "da"}],
        "cost_options": [{"id": an_id("cost", name), "option": "Gratis", "amount": 0, "currency": "DKK"}],
        "capacities": [
            {"id": an_id("room", name), "unit": {"id": an_id("unit"), "name": "plads"}, "available": 1,
             "description": "Der er plads.", "updated": "2026-11-20T10:00:00.000Z"}
        ],
        "attributes": [
            {"id": an_id("attribute", name), "link_type": "need", "link_entity": "service", "taxonomy_term": term()}
        ],
        "metadata": [
            {"id": an_id("metadata", name), "resource_id": an_id("service", name), "resource_type": "service",
             "last_action_date": "2026-11-01", "last_action_type": "create", "field_name": "name", "previous_value": "",
             "replacement_value": name, "updated_by": "Brobygger"}
        ],
        "service_at_locations": [{"id": an_id("here", name), "location": location()}],
        **more,
    }  # fmt: skip


def publish(*services: dict[str, Any]) -> None:
    """Have these offers published, with what they name."""
    organizations = {one["organization"]["id"]: one["organization"] for one in services}
    things = [(Kind.TAXONOMY, taxonomy()), (Kind.TAXONOMY_TERM, term())]
    things += [(Kind.ORGANIZATION, one) for one in organizations.values()]
    things += [(Kind.SERVICE, one) for one in services]
    for kind, thing in things:
        record = put(kind, name=thing["name"], thing_id=UUID(thing["id"]))
        Record.objects.filter(number=record.number).update(full=orjson.dumps(thing).decode())
        Head.objects.update_or_create(id=1, defaults={"sequence": record.sequence, "number": record.number})
