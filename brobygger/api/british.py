"""The same things in the words of the British profile (Open Referral UK 3.0), so that its tools read us.

The profile takes keys away from HSDS 3.0 and gives a few new names; what is taken away is left out here. Keys of later
versions of HSDS, and our own, it does not know.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from brobygger.opendata.models import Kind

Thing = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Entity:
    """What an object may hold: plain keys, objects by key and their kind, and keys filled from other keys of ours."""

    keys: frozenset[str]
    inside: Mapping[str, str] = field(default_factory=dict)
    renamed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def _entity(keys: str, renamed: Mapping[str, tuple[str, ...]] | None = None, **inside: str) -> _Entity:
    return _Entity(frozenset(keys.split()), inside, renamed or {})


ENTITIES: dict[str, _Entity] = {
    "service": _entity(
        "id organization_id name description url email status fees accreditations minimum_age maximum_age assured_date "
        "assurer_email alert last_modified",
        {"fees": ("fees", "fees_description")},
        schedules="schedule",
        service_areas="service_area",
        service_at_locations="service_at_location",
        languages="language",
        organization="organization",
        funding="funding",
        cost_options="cost_option",
        contacts="contact",
        attributes="attribute",
    ),
    "organization": _entity(
        "id name description email website logo uri parent_organization_id",
        organization_identifiers="organization_identifier",
        services="service",
        attributes="attribute",
    ),
    "service_at_location": _entity("id service_id location_id", location="location", service="service"),
    "location": _entity(
        "id location_type name description latitude longitude external_identifier external_identifier_type",
        addresses="address",
        accessibility="accessibility",
        attributes="attribute",
    ),
    "taxonomy": _entity("id name description uri version", taxonomy_terms="taxonomy_term"),
    "taxonomy_term": _entity("id name description parent_id taxonomy taxonomy_id term_uri term", {"term": ("name",)}),
    "address": _entity(
        "id location_id attention address_1 city region state_province postal_code country address_type",
        attributes="attribute",
    ),
    "phone": _entity("id contact_id number description", languages="language"),
    "contact": _entity("id service_id name title", attributes="attribute"),
    "schedule": _entity(
        "id service_id service_at_location_id valid_from valid_to dtstart freq interval byday bymonthday description "
        "opens_at closes_at schedule_link attending_type notes"
    ),
    "service_area": _entity(
        "id service_id name extent extent_type uri service_area", {"service_area": ("description", "name")}
    ),
    "accessibility": _entity(
        "id location_id description details url accessibility",
        {"accessibility": ("description",)},
        attributes="attribute",
    ),
    "language": _entity("id service_id phone_id"),
    "cost_option": _entity("id service_id valid_from valid_to option amount amount_description"),
    "funding": _entity("id service_id source"),
    "attribute": _entity("id link_id taxonomy_term_id link_type", taxonomy_term="taxonomy_term"),
    "organization_identifier": _entity(
        "id organization_id identifier_scheme identifier_type identifier", attributes="attribute"
    ),
}


def british(kind: Kind, text: str) -> str:
    """Return a thing of ours, as JSON text, in the words of the British profile."""
    return orjson.dumps(_of(kind.value, orjson.loads(text))).decode()


def _of(name: str, thing: Thing) -> Thing:
    entity = ENTITIES[name]
    found: Thing = {}
    for key, value in thing.items():
        if key in entity.keys:
            found[key] = value
        elif key in entity.inside:
            found[key] = _inside(entity.inside[key], value)
    for key, sources in entity.renamed.items():
        value = next((thing[source] for source in sources if source in thing), None)
        if value is not None:
            found[key] = value
    return found


def _inside(name: str, value: Any) -> Any:
    return [_of(name, item) for item in value] if isinstance(value, list) else _of(name, value)
