"""The tables that come with the package (``data/*.csv``; origins and licences in ``data/SOURCES.md``)."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from brobygger.places.distance import distance_km

DATA = Path(__file__).resolve().parent / "data"


@dataclass(frozen=True, slots=True, kw_only=True)
class MunicipalityRow:
    """One line of ``municipalities.csv``."""

    code: str
    name: str
    region: str
    region_code: str
    population: int
    population_year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PostcodeRow:
    """One line of ``postcodes.csv``."""

    code: str
    name: str
    lat: float
    lon: float
    municipality_code: str
    source: str


def municipalities() -> list[MunicipalityRow]:
    """Read the 98 municipalities."""
    return [
        MunicipalityRow(
            code=line["kommunekode"],
            name=line["navn"],
            region=line["region"],
            region_code=line["regionskode"],
            population=int(line["population"]),
            population_year=int(line["population_year"]),
        )
        for line in _lines("municipalities.csv")
    ]


def postcodes() -> list[PostcodeRow]:
    """Read the postcodes."""
    return [
        PostcodeRow(
            code=line["postnr"],
            name=line["navn"],
            lat=float(line["lat"]),
            lon=float(line["lon"]),
            municipality_code=line["kommunekode"],
            source=line["kilde"],
        )
        for line in _lines("postcodes.csv")
    ]


def neighbours() -> list[tuple[str, str]]:
    """Read which municipalities lie next to each other: by land, or nearest across the water for islands."""
    return [(line["a"], line["b"]) for line in _lines("neighbours.csv")]


def towns(municipalities: Iterable[MunicipalityRow], postcodes: Iterable[PostcodeRow]) -> dict[str, list[PostcodeRow]]:
    """Return each municipality's towns, its centre first and then the others by their distance from it.

    The centre is the town the municipality is named after, else the one in the middle of its towns. Every town name
    counts once (inner Copenhagen has hundreds of street codes under three names). A mean of points can lie in the
    sea; a postcode point is on land and where people live.
    """
    by_name: dict[str, dict[str, PostcodeRow]] = defaultdict(dict)
    for row in postcodes:
        by_name[row.municipality_code].setdefault(row.name, row)
    return {row.code: _from_centre(row.name, by_name[row.code]) for row in municipalities}


def _from_centre(name: str, by_name: Mapping[str, PostcodeRow]) -> list[PostcodeRow]:
    """Return a municipality's towns from its centre ("Vejle", "Odense C", else the middle one) outwards."""
    rows = list(by_name.values())
    centre = by_name.get(name) or by_name.get(f"{name} C")
    if centre is None:
        centre = min(rows, key=lambda row: (sum(distance_km(row, other) for other in rows), row.code))
    return sorted(rows, key=partial(distance_km, centre))


def _lines(name: str) -> Iterator[dict[str, str]]:
    """Yield the lines of one table."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
