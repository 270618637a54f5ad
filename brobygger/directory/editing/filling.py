"""From an offer to what would be typed to say it: what the editor starts with when an offer is changed or copied."""

from collections.abc import Mapping
from typing import Any

from brobygger.directory.editing.steps import Typed
from brobygger.directory.editing.times import pause_rows, time_row
from brobygger.directory.values import ContactData, LocationData, OfferData
from brobygger.taxonomy.models import Facet

#: Where the concepts of each facet are chosen.
FIELD_OF_FACET = {Facet.NEED.value: "needs", Facet.TARGET.value: "target_groups", Facet.ACTIVITY.value: "activities"}
_AS_IT_IS = (
    "name", "summary", "description", "audience", "gender", "gender_reason", "schedule_note", "alert", "signup_note",
    "price_note", "concessions", "first_visit", "host_function", "accessibility_note", "practical_help",
)  # fmt: skip
_KNOWN_OR_EMPTY = ("access", "signup", "price_kind", "community_type")
_COMPANION = {True: "ja", False: "nej", None: ""}


def typed_from(
    data: OfferData,
    *,
    facets: Mapping[str, str],
    municipalities: Mapping[str, str],
    regions: Mapping[str, str],
    pictures: tuple[str, ...] = (),
) -> Typed:
    """Return an offer as typed. ``facets``, ``municipalities`` and ``regions`` tell what its keys and codes are."""
    concepts: dict[str, list[str]] = {name: [] for name in FIELD_OF_FACET.values()}
    for key in sorted(data.concepts):
        # A concept of another kind follows from other answers; it is kept with the needs, so that it is not lost.
        concepts[FIELD_OF_FACET.get(facets.get(key, ""), "needs")].append(key)
    return {
        **{name: getattr(data, name) for name in _AS_IT_IS},
        **{name: _if_known(getattr(data, name)) for name in _KNOWN_OR_EMPTY},
        **concepts,
        "age_from": _number(data.age_min),
        "age_to": _number(data.age_max),
        "needs_sobriety": "ja" if data.needs_sobriety else "",
        "companion": _COMPANION[data.is_companion_possible],
        "reach": _reach(data),
        "municipalities": ", ".join(sorted(municipalities[code] for code in data.municipality_codes)),
        "regions": ", ".join(sorted(regions[code] for code in data.region_codes)),
        **{name: list(getattr(data, name)) for name in ("roles", "delivery", "accessibility", "languages")},
        "criteria": [{"text": row.text, "fits_when": "ja" if row.fits_when else "nej"} for row in data.criteria],
        "places": [_place_row(place) for place in data.locations],
        "times": [time_row(schedule) for schedule in data.schedules],
        "pauses": pause_rows(data.schedules),
        "contacts": [_contact_row(contact) for contact in data.contacts],
        "links": [{"label": link.label, "url": link.url} for link in data.links],
        "pictures": list(pictures),
    }


def _reach(data: OfferData) -> str:
    """Return who may come from where, as the answer to one question."""
    if data.is_national:
        return "landet"
    if data.region_codes:
        return "begge" if data.municipality_codes else "regioner"
    return "kommuner"


def _if_known(key: str) -> str:
    return "" if key == "unknown" else key


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _place_row(place: LocationData) -> dict[str, Any]:
    names = ("kind", "name", "address", "directions", "accessibility_note", "url")
    row = {name: getattr(place, name) for name in names}
    return row | {"postcode": place.postcode_id or "", "municipality": place.municipality_id or ""}


def _contact_row(contact: ContactData) -> dict[str, str]:
    names = ("function", "phone", "email", "hours", "person_name")
    return {name: getattr(contact, name) for name in names} | {"consent": "ja" if contact.person_name else ""}
