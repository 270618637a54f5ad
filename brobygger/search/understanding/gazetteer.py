"""Denmark as the search needs it: municipalities with middle, region and neighbours, and every place name.

Read from the places room together with the documents, once for each generation (``keeping/library.py``).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from brobygger.places.models import Municipality, Postcode
from brobygger.places.names import loosen, slugify
from brobygger.places.selectors import ALIASES
from brobygger.search.understanding.places_said import districts, municipalities_said, regions_said

_LEAST_LOOSE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPlace:
    """A municipality, a town or a postcode. ``is_precise`` when the point says more than which municipality."""

    name: str
    municipality_code: str
    lat: float
    lon: float
    is_precise: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A municipality with what is around it."""

    code: str
    name: str
    region_code: str
    lat: float
    lon: float
    neighbours: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedRegion:
    """A part of the country that people say: "Fyn", "Nordsjælland", "Region Midtjylland"."""

    name: str
    municipality_codes: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gazetteer:
    """All areas by code; all places and parts of the country by the address form of their name."""

    areas: Mapping[str, Area]
    places: Mapping[str, NamedPlace]
    regions: Mapping[str, NamedRegion] = field(default_factory=dict)
    #: Places by their names without what people leave out ("koge"), where that is no other place's name.
    loose: Mapping[str, NamedPlace] = field(default_factory=dict)

    def loosely_called(self, slug: str) -> NamedPlace | None:
        """Return the place whose name is meant by one typed without Danish letters ("Hillerod")."""
        return self.loose.get(loosen(slug)) if len(slug) >= _LEAST_LOOSE else None

    def region_called(self, slug: str) -> NamedRegion | None:
        """Return the part of the country with this name."""
        return self.regions.get(slug)

    def called(self, slug: str) -> NamedPlace | None:
        """Return the place with this name, also in the genitive ("odenses")."""
        return self.places.get(slug) or (self.places.get(slug[:-1]) if slug.endswith("s") else None)

    def name_of(self, code: str) -> str:
        """Return a municipality's name; the code itself when it is unknown."""
        area = self.areas.get(code)
        return area.name if area else code


def read_gazetteer() -> Gazetteer:
    """Return Denmark as the database has it: three queries."""
    neighbours: dict[str, set[str]] = {}
    for one, other in Municipality.neighbours.through.objects.values_list("from_municipality_id", "to_municipality_id"):
        neighbours.setdefault(one, set()).add(other)
    areas: dict[str, Area] = {}
    places: dict[str, NamedPlace] = {}
    for row in Municipality.objects.without_border().by_name():
        around = frozenset(neighbours.get(row.code, ()))
        areas[row.code] = Area(
            code=row.code, name=row.name, region_code=row.region_id, lat=row.lat, lon=row.lon, neighbours=around
        )
        places[row.slug] = NamedPlace(
            name=row.name, municipality_code=row.code, lat=row.lat, lon=row.lon, is_precise=False
        )
    for postcode in Postcode.objects.in_order():
        town = NamedPlace(
            name=postcode.name,
            municipality_code=postcode.municipality_id,
            lat=postcode.lat,
            lon=postcode.lon,
            is_precise=True,
        )
        places.setdefault(postcode.slug, town)
        places[postcode.code] = town
    return complete(areas, places)


def complete(areas: Mapping[str, Area], places: Mapping[str, NamedPlace]) -> Gazetteer:
    """Return Denmark with what people call its parts besides: neighbourhoods, islands, regions, short names."""
    known = dict(places)
    for slug, name, postcode in districts():
        if postcode in places:
            known.setdefault(slug, replace(places[postcode], name=name))
    for slug, name, municipality in municipalities_said():
        if municipality in places:
            known[slug] = replace(places[municipality], name=name)
    known |= {said: known[meant] for said, meant in ALIASES.items() if meant in known and said not in known}
    by_slug = {slugify(area.name): (area.code, area.region_code) for area in areas.values()}
    regions = {slug: NamedRegion(name=name, municipality_codes=codes) for slug, name, codes in regions_said(by_slug)}
    loose = {loosen(slug): place for slug, place in known.items() if loosen(slug) != slug and loosen(slug) not in known}
    return Gazetteer(areas=areas, places=known, regions=regions, loose=loose)
