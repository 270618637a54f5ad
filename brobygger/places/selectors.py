"""Reads: understanding "Hvor?", what is near, and which map to draw under the pins."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

from django.core.cache import caches
from django.templatetags.static import static
from django.urls import reverse
from rapidfuzz import fuzz, process

from brobygger.places.borders import Coordinates
from brobygger.places.distance import distance_km, distances_km
from brobygger.places.maps import MapBase
from brobygger.places.models import LAT_RANGE, LON_RANGE, Municipality, Postcode
from brobygger.places.names import LONGEST_NAME, loosen, slugify

PlaceKind = Literal["municipality", "postcode", "point"]

#: What people say; the slug it means.
ALIASES = {
    "kbh": "koebenhavn",
    "kobenhavn": "koebenhavn",
    "copenhagen": "koebenhavn",
    "cph": "koebenhavn",
    "frb": "frederiksberg",
    "frb-c": "frederiksberg",
    "mors": "morsoe",
    "nordfyn": "nordfyns",
    "vesthimmerland": "vesthimmerlands",
    "lyngby": "lyngby-taarbaek",
    "elsinore": "helsingoer",
}
#: Below this likeness (0-100) a name is another name, not a misspelling.
LEAST_LIKENESS = 72
_CODE_FIRST = re.compile(r"^(?:dk[\s-]*)?([0-9]{4})(?![0-9])", re.IGNORECASE)
_MUNICIPALITY_WORDS = re.compile(r"(?:^kommune-|-kommune$|-regionskommune$|-kommunes$)")
_BORDERS = "places.borders"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What a person meant by "Hvor?": a municipality, a postcode, or a point."""

    kind: PlaceKind
    code: str
    name: str
    municipality_code: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearby:
    """A municipality near another, and how far its middle is from the other's."""

    code: str
    name: str
    slug: str
    distance_km: float
    is_neighbour: bool


def resolve_place(*, text: str) -> Place | None:
    """Return the place a text names, or None when it names none for certain (then ask ``suggest_places``).

    Understands municipality codes ("0461"), postcodes ("5000", "DK-5000", "5000 Odense C"), municipalities with or
    without "kommune", towns, common short names ("kbh") and spelling without æ, ø and å. One or two queries.
    """
    text = text[:LONGEST_NAME].strip()
    if code := _CODE_FIRST.match(text):
        return _by_code(code.group(1))
    slug = slugify(text)
    if not slug or slug.isdigit():
        return None
    bare = _MUNICIPALITY_WORDS.sub("", slug)
    return _by_slug(ALIASES.get(bare, bare))


def suggest_places(*, text: str, limit: int = 5) -> list[Place]:
    """Return the places whose names are most like a text that ``resolve_place`` did not understand, best first."""
    wanted = loosen(_MUNICIPALITY_WORDS.sub("", slugify(text)))
    if not wanted or wanted.isdigit():
        return []
    names = _places_by_name()
    found = process.extract(
        wanted, {slug: loosen(slug) for slug in names}, scorer=fuzz.ratio, score_cutoff=LEAST_LIKENESS, limit=limit
    )
    return [names[slug]() for _, _, slug in found]


def place_at(*, lat: float, lon: float) -> Place | None:
    """Return the place for a position, in the municipality of the nearest postcode; None outside Denmark."""
    if not (LAT_RANGE[0] <= lat <= LAT_RANGE[1] and LON_RANGE[0] <= lon <= LON_RANGE[1]):
        return None
    point = Place(kind="point", code="", name="", municipality_code="", lat=lat, lon=lon)
    rows = list(Postcode.objects.in_order().values_list("name", "municipality_id", "lat", "lon"))
    if not rows:
        return None
    names, codes, lats, lons = zip(*rows, strict=True)
    nearest = int(distances_km(point, lats=lats, lons=lons).argmin())
    return replace(point, name=names[nearest], municipality_code=codes[nearest])


def get_municipality(*, slug: str) -> Municipality | None:
    """Return the municipality whose front page is /<slug>/, with its region, or None."""
    return Municipality.objects.with_slug(slug).select_related("region").first()


def municipality_slugs() -> tuple[str, ...]:
    """Return the address name of every municipality, in alphabetical order."""
    return tuple(Municipality.objects.by_name().values_list("slug", flat=True))


def nearby_municipalities(*, code: str, limit: int = 8) -> list[Nearby]:
    """Return the municipalities round one: its neighbours first, then the others, each by distance."""
    others = list(Municipality.objects.without_border())
    here = next((row for row in others if row.code == code), None)
    if here is None:
        return []
    neighbours = set(here.neighbours.values_list("code", flat=True))
    nearby = [
        Nearby(
            code=row.code,
            name=row.name,
            slug=row.slug,
            distance_km=round(distance_km(here, row), 1),
            is_neighbour=row.code in neighbours,
        )
        for row in others
        if row.code != code
    ]
    return sorted(nearby, key=lambda row: (not row.is_neighbour, row.distance_km))[:limit]


def municipalities_within(*, place: Place, radius_km: float) -> list[str]:
    """Return the codes of the municipalities with a postcode point within a radius, nearest first."""
    rows = list(Postcode.objects.values_list("municipality_id", "lat", "lon"))
    if not rows:
        return []
    codes, lats, lons = zip(*rows, strict=True)
    nearest: dict[str, float] = {}
    for code, km in zip(codes, distances_km(place, lats=lats, lons=lons), strict=True):
        nearest[code] = min(float(km), nearest.get(code, float("inf")))
    return sorted((code for code, km in nearest.items() if km <= radius_km), key=lambda code: nearest[code])


def points_of(*, municipality_codes: Iterable[str]) -> list[tuple[float, float]]:
    """Return the postcode points (lat, lon) of some municipalities: what a map of them must show."""
    return list(Postcode.objects.of(set(municipality_codes)).values_list("lat", "lon"))


def map_base() -> MapBase:
    """Return the sheet to put pins on: with the operator's borders when imported, else the package's own.

    Asked for by every page with a map, so the answer is kept for a minute.
    """
    version, source = caches["memory"].get_or_set(_BORDERS, _imported_borders, timeout=60)
    if version:
        return MapBase(url=f"{reverse('places:map')}?v={version}", version=version, borders_source=source)
    return MapBase(url=static("ui/map/denmark.svg"))


def drawn_borders() -> dict[str, Coordinates]:
    """Return the imported borders by municipality code; empty while there are none."""
    return {row.code: row.border for row in Municipality.objects.with_border() if row.border}


def _imported_borders() -> tuple[str, str]:
    """Return a text that changes with every import, and where the borders are from; two empty texts without any."""
    newest = (
        Municipality.objects.with_border()
        .newest_border_first()
        .values_list("border_imported_at", "border_source")
        .first()
    )
    return (f"{newest[0]:%Y%m%d%H%M%S}", newest[1]) if newest else ("", "")


def _by_code(code: str) -> Place | None:
    """Find a municipality by its code (they begin with 0), else a postcode."""
    if code.startswith("0") and (row := Municipality.objects.with_codes([code]).without_border().first()):
        return _municipality_place(row)
    postcode = Postcode.objects.with_code(code).first()
    return _postcode_place(postcode) if postcode else None


def _by_slug(slug: str) -> Place | None:
    """Find a municipality by its name, else a town, else either spelled without our letters."""
    if row := Municipality.objects.called(slug).without_border().first():
        return _municipality_place(row)
    if postcode := Postcode.objects.with_slug(slug).in_order().first():
        return _postcode_place(postcode)
    names = _places_by_name()
    alike = [name for name in names if loosen(name) == loosen(slug)]
    return names[alike[0]]() if alike else None


def _places_by_name() -> dict[str, Callable[[], Place]]:
    """Return every name there is, municipalities before towns, with how to make its place."""
    names: dict[str, Callable[[], Place]] = {}
    for row in Municipality.objects.without_border().by_name():
        names.setdefault(row.slug, partial(_municipality_place, row))
    for postcode in Postcode.objects.in_order():
        names.setdefault(postcode.slug, partial(_postcode_place, postcode))
    return names


def _municipality_place(row: Municipality) -> Place:
    """Make the place of a municipality."""
    return Place(
        kind="municipality", code=row.code, name=row.name, municipality_code=row.code, lat=row.lat, lon=row.lon
    )


def _postcode_place(row: Postcode) -> Place:
    """Make the place of a postcode."""
    return Place(
        kind="postcode",
        code=row.code,
        name=f"{row.code} {row.name}",
        municipality_code=row.municipality_id,
        lat=row.lat,
        lon=row.lon,
    )
