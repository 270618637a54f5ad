"""Acts: loading the country's places from the package, and an operator's own borders."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from brobygger.audit.services import record
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import NotAllowed
from brobygger.places import package_data, policies
from brobygger.places.borders import BordersUnreadable, count_points, read_borders, simplify_borders
from brobygger.places.models import Municipality, Postcode, Region
from brobygger.places.names import slugify


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacesLoaded:
    """How many rows there are after a load."""

    regions: int
    municipalities: int
    postcodes: int
    neighbours: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BordersImported:
    """What an import of borders did; ``unknown_codes`` were in the file but are no municipality of ours."""

    municipalities: int
    points: int
    unknown_codes: tuple[str, ...]


def load_places(*, actor: Actor, at: datetime) -> PlacesLoaded:
    """Make the five regions, 98 municipalities, 1,089 postcodes and who borders whom as the package has them.

    Runs any number of times with the same result; imported borders are left alone.
    """
    if not policies.may_change_places(actor):
        raise NotAllowed
    municipalities, postcodes = package_data.municipalities(), package_data.postcodes()
    with transaction.atomic():
        regions = _write_regions(municipalities)
        _write_municipalities(municipalities, towns=package_data.towns(municipalities, postcodes))
        _write_postcodes(postcodes)
        pairs = _write_neighbours(package_data.neighbours())
        loaded = PlacesLoaded(
            regions=regions, municipalities=len(municipalities), postcodes=len(postcodes), neighbours=pairs
        )
        record(
            actor=actor,
            act="places.places.loaded",
            subject_kind="places",
            subject_id="denmark",
            at=at,
            changes={"municipalities": loaded.municipalities, "postcodes": loaded.postcodes},
        )
    return loaded


def import_borders(*, actor: Actor, at: datetime, collection: object, source: str) -> BordersImported:
    """Keep an operator's municipality borders (a GeoJSON FeatureCollection), simplified for drawing; all or nothing.

    ``source`` is the attribution to show, such as "DAGI 2026, Klimadatastyrelsen". Raises ``BordersUnreadable``
    with a sentence that says which feature is wrong, or which municipalities are missing.
    """
    if not policies.may_change_places(actor):
        raise NotAllowed
    if not source.strip():
        raise BordersUnreadable("Skriv, hvor grænserne kommer fra (kilde og år), så det kan vises på kortet.")
    read = read_borders(collection)
    with transaction.atomic():
        rows = {row.code: row for row in Municipality.objects.select_for_update()}
        if missing := sorted(row.name for code, row in rows.items() if code not in read):
            raise _missing(missing)
        borders = simplify_borders({code: rings for code, rings in read.items() if code in rows})
        for code, row in rows.items():
            row.border, row.border_source, row.border_imported_at = borders[code], source.strip()[:200], at
        Municipality.objects.bulk_update(rows.values(), ["border", "border_source", "border_imported_at"])
        done = BordersImported(
            municipalities=len(rows),
            points=sum(count_points(border) for border in borders.values()),
            unknown_codes=tuple(sorted(set(read) - set(rows))),
        )
        record(
            actor=actor,
            act="places.borders.imported",
            subject_kind="places",
            subject_id="denmark",
            at=at,
            changes={"source": source.strip()[:200], "municipalities": done.municipalities, "points": done.points},
        )
    return done


def _missing(names: Sequence[str]) -> BordersUnreadable:
    """Say which municipalities a file has no border for."""
    return BordersUnreadable(f"Der mangler grænser for {len(names)} kommuner: {', '.join(names)}.")


def _write_regions(municipalities: Iterable[package_data.MunicipalityRow]) -> int:
    """Insert or update the regions the municipalities name."""
    names = {row.region_code: row.region for row in municipalities}
    Region.objects.bulk_create(
        [Region(code=code, name=name) for code, name in names.items()],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name"],
    )
    return len(names)


def _write_municipalities(
    municipalities: Iterable[package_data.MunicipalityRow], *, towns: Mapping[str, Sequence[package_data.PostcodeRow]]
) -> None:
    """Insert or update the municipalities, each at its centre; borders and neighbours are other steps."""
    Municipality.objects.bulk_create(
        [
            Municipality(
                code=row.code,
                name=row.name,
                slug=slugify(row.name),
                region_id=row.region_code,
                population=row.population,
                population_year=row.population_year,
                lat=towns[row.code][0].lat,
                lon=towns[row.code][0].lon,
            )
            for row in municipalities
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "slug", "region", "population", "population_year", "lat", "lon"],
    )


def _write_postcodes(postcodes: Iterable[package_data.PostcodeRow]) -> None:
    """Insert or update the postcodes."""
    Postcode.objects.bulk_create(
        [
            Postcode(
                code=row.code,
                name=row.name,
                slug=slugify(row.name),
                lat=row.lat,
                lon=row.lon,
                municipality_id=row.municipality_code,
                source=row.source,
            )
            for row in postcodes
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "slug", "lat", "lon", "municipality", "source"],
        batch_size=200,
    )


def _write_neighbours(pairs: Iterable[tuple[str, str]]) -> int:
    """Make the neighbours exactly the given pairs, both ways."""
    through = Municipality.neighbours.through
    through.objects.all().delete()
    both_ways = {pair for a, b in pairs for pair in ((a, b), (b, a))}
    through.objects.bulk_create([through(from_municipality_id=a, to_municipality_id=b) for a, b in sorted(both_ways)])
    return len(both_ways) // 2
