"""Denmark as the search needs it: municipalities with middle, region and neighbours, and every place name.

Read from the places room together with the documents, once for each generation (``library.py``).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from brobygger.places.models import Municipality, Postcode
from brobygger.places.selectors import ALIASES


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
class Gazetteer:
    """All areas by code, all places by the address form of their name."""

    areas: Mapping[str, Area]
    places: Mapping[str, NamedPlace]

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
    places |= {said: places[meant] for said, meant in ALIASES.items() if meant in places and said not in places}
    return Gazetteer(areas=areas, places=places)
