"""What each parameter means, in plain Python over the things themselves: the other opinion the doors are held to."""

import unicodedata
from collections.abc import Callable, Iterator
from datetime import datetime
from math import asin, cos, radians, sin, sqrt
from typing import Any

Thing = dict[str, Any]
Test = Callable[[Thing], bool]
_FOLDS = (("aa", "a"), ("ae", "a"), ("oe", "o"), ("å", "a"), ("æ", "a"), ("ø", "o"), ("ä", "a"), ("ö", "o"))


def plain(text: str) -> str:
    """Return a text without accents, and without care for Danish letters."""
    text = text.lower()
    for danish, bare in _FOLDS:
        text = text.replace(danish, bare)
    return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))


def service_in(thing: Thing) -> Thing:
    """Return the service that is at a place; anything else is itself."""
    inner: Thing = thing.get("service", thing)
    return inner


def words(thing: Thing) -> str:
    """Return what a thing is found by."""
    service = service_in(thing)
    texts = [
        str(owner.get(key, ""))
        for owner in (thing, service, service.get("organization", {}))
        for key in ("name", "alternate_name", "description")
    ]
    texts += [service.get("eligibility_description", ""), *map(str, service.get("dk_tags", []))]
    texts += [attribute["taxonomy_term"]["name"] for attribute in service.get("attributes", [])]
    for place in places(thing):
        texts += [place.get("name", ""), *(address["city"] for address in place.get("addresses", []))]
    return plain(" ".join(texts))


def places(thing: Thing) -> list[Thing]:
    """Return where a thing is."""
    found = [at["location"] for at in thing.get("service_at_locations", []) if "location" in at]
    return found + ([thing["location"]] if "location" in thing else [])


def times(thing: Thing) -> Iterator[Thing]:
    """Yield when it is, at the thing itself and at its places."""
    for owner in (thing, service_in(thing), *thing.get("service_at_locations", [])):
        yield from owner.get("schedules", [])


def carries(term_id: str) -> Test:
    """Test for a term."""
    return lambda thing: any(
        attribute["taxonomy_term"]["id"] == term_id for attribute in service_in(thing).get("attributes", [])
    )


def carries_of(taxonomy_id: str) -> Test:
    """Test for a term of a taxonomy."""
    return lambda thing: any(
        attribute["taxonomy_term"].get("taxonomy_detail", {}).get("id") == taxonomy_id
        for attribute in service_in(thing).get("attributes", [])
    )


def says(*asked: str) -> Test:
    """Test for words."""
    return lambda thing: all(plain(word) in words(thing) for word in asked)


def near(lat: float, lon: float, metres: float) -> Test:
    """Test for a place within a distance."""

    def is_near(thing: Thing) -> bool:
        return any(
            "latitude" in place and _metres(lat, lon, place["latitude"], place["longitude"]) <= metres
            for place in places(thing)
        )

    return is_near


def _metres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    chord = (
        sin(radians(other_lat - lat) / 2) ** 2
        + cos(radians(lat)) * cos(radians(other_lat)) * sin(radians(other_lon - lon) / 2) ** 2
    )
    return 2 * 6_371_008.8 * asin(sqrt(chord))


def is_for(municipality_code: str, region_code: str) -> Test:
    """Test for a service area: the municipality, its region, the country, or none said."""

    def covers(thing: Thing) -> bool:
        areas = service_in(thing).get("service_areas", [])
        return not areas or any(
            area.get("dk_municipality_code") == municipality_code
            or area.get("dk_region_code") == region_code
            or area.get("extent") == "DK"
            for area in areas
        )

    return covers


def happens(*, day: str = "", start: str = "", end: str = "") -> Test:
    """Test for one time on a day, from an hour, until an hour."""

    def fits(time: Thing) -> bool:
        opens, closes = time.get("opens_at", "")[:5], time.get("closes_at", "")[:5]
        return (
            (not day or day in (time.get("byday") or time.get("dk_rrule", "").partition("BYDAY=")[2].partition(";")[0]))
            and (not start or (bool(opens) and opens >= start))
            and (not end or (bool(closes) and closes <= end))
        )

    return lambda thing: any(fits(time) for time in times(thing))


def modified_since(moment: str) -> Test:
    """Test for the moment of the last change."""
    since = datetime.fromisoformat(moment)
    return lambda thing: datetime.fromisoformat(service_in(thing)["last_modified"]) >= since
