"""What we know of the country, and which part of it an address or an area is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from brobygger.directory.values import LocationData
from brobygger.places.models import LAT_RANGE, LON_RANGE
from brobygger.places.names import slugify
from brobygger.sources.becoming.texts import cut, line_of, number_of, part_of, rows_of, text_of, url_of

#: How areas that are the whole country are written.
_NATIONAL = frozenset(
    {"danmark", "denmark", "hele-landet", "hele-danmark", "dk", "nationwide", "national", "landsdaekkende"}
)
_DENMARK = frozenset({"", "dk", "dnk", "danmark", "denmark"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A postcode: whose it is, and where."""

    municipality_code: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """Postcodes, and the codes of municipalities and regions by code and by name (as ``slugify`` writes it)."""

    postcodes: Mapping[str, Point]
    municipalities: Mapping[str, str]
    regions: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """Where something is offered."""

    is_national: bool = False
    municipality_codes: frozenset[str] = frozenset()
    region_codes: frozenset[str] = frozenset()


def area_of(service: Mapping[str, Any], *, country: Country) -> tuple[Area, list[str]]:
    """Return the part of the country a service says it is for, and remarks about what we do not know."""
    is_national, municipalities, regions, remarks = False, set[str](), set[str](), list[str]()
    areas = [*rows_of(service, "service_areas")]
    areas += [area for spot in rows_of(service, "service_at_locations") for area in rows_of(spot, "service_areas")]
    for area in areas:
        words = [line_of(area, name) for name in ("uri", "extent", "name", "description")]
        if any(slugify(word) in _NATIONAL or word.rstrip("/").lower().endswith("/dk") for word in words):
            is_national = True
        elif code := _known(words, country.municipalities):
            municipalities.add(code)
        elif code := _known(words, country.regions):
            regions.add(code)
        else:
            name = cut(words[2] or words[3] or words[1], 60)
            remarks.append(gettext("Vi kender ikke området »%(name)s«.") % {"name": name})
    if is_national:
        return Area(is_national=True), remarks
    return Area(municipality_codes=frozenset(municipalities), region_codes=frozenset(regions)), remarks


def _known(words: list[str], names: Mapping[str, str]) -> str:
    """Return the code that one of some words means: the code itself, a name, or an address that ends in either."""
    for word in words:
        last = word.rstrip("/").rpartition("/")[2].rpartition(":")[2] if "/" in word or ":" in word else word
        bare = slugify(last).removesuffix("-kommune").removeprefix("region-").removesuffix("-municipality")
        if last in names or bare in names:
            return names.get(last) or names[bare]
    return ""


def place_of(spot: Mapping[str, Any], *, country: Country) -> tuple[LocationData | None, list[str]]:
    """Return the place of a service_at_location; None when it cannot be told where in Denmark it is."""
    location = part_of(spot, "location") or spot
    kind = line_of(location, "location_type") or "physical"
    words: dict[str, Any] = {
        "name": cut(line_of(location, "name"), 160),
        "url": url_of(location, "url", 300),
        "directions": cut(line_of(location, "transportation"), 300),
        "accessibility_note": cut(_accessibility(location), 300),
    }
    if kind in {"virtual", "postal"}:
        address = _address(location)
        return LocationData(kind=kind, address=cut(line_of(address, "address_1"), 200), **words), []
    address = _address(location)
    known = country.postcodes.get(_postcode(address)) if line_of(address, "country").lower() in _DENMARK else None
    code = (
        known.municipality_code
        if known
        else _known([line_of(address, "region"), line_of(address, "city")], country.municipalities)
    )
    if not code:
        name = cut(words["name"] or line_of(address, "address_1") or line_of(address, "city"), 60)
        return None, [gettext("Vi kender ikke stedet »%(name)s« i Danmark.") % {"name": name}]
    lines = filter(None, (line_of(address, "address_1"), line_of(address, "address_2")))
    place = LocationData(
        address=cut(", ".join(lines), 200),
        postcode_id=_postcode(address) if known else None,
        municipality_id=code,
        **words,
        **_point(location, known),
    )
    return place, []


def _address(location: Mapping[str, Any]) -> dict[str, Any]:
    """Return where people go: the physical address before the one for post."""
    addresses = sorted(rows_of(location, "addresses"), key=lambda row: line_of(row, "address_type") != "physical")
    return addresses[0] if addresses else {}


def _postcode(address: Mapping[str, Any]) -> str:
    return line_of(address, "postal_code").upper().removeprefix("DK").strip(" -")


def _point(location: Mapping[str, Any], known: Point | None) -> dict[str, Any]:
    """Return the point the source gives, if it is in Denmark, else the postcode's own."""
    lat, lon = number_of(location, "latitude"), number_of(location, "longitude")
    is_here = lat is not None and lon is not None
    if is_here and LAT_RANGE[0] <= (lat or 0) <= LAT_RANGE[1] and LON_RANGE[0] <= (lon or 0) <= LON_RANGE[1]:
        return {"lat": lat, "lon": lon, "point_precision": "address"}
    if known is not None:
        return {"lat": known.lat, "lon": known.lon, "point_precision": "postcode"}
    return {}


def _accessibility(location: Mapping[str, Any]) -> str:
    rows = rows_of(location, "accessibility")
    return " ".join(filter(None, (" ".join(text_of(row, "description").split()) for row in rows)))
