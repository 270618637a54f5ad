"""Acts: make the files of the whole register. They tell what is published already, so the book has nothing of it."""

import gzip
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
from django.conf import settings

from brobygger.exchange.register.about import About
from brobygger.exchange.register.catalogue import Publisher, as_jsonld, as_turtle, catalogue
from brobygger.exchange.register.manifest import FILES, Manifest, measure, write_manifest
from brobygger.exchange.register.people import NUMBERS, rows_for_people
from brobygger.exchange.register.points import geojson_lines
from brobygger.exchange.register.tabular import pack_tables, write_tables
from brobygger.exchange.selectors.register import (
    everything_published,
    folder_of_files,
    read_piece_by_piece,
    sequence_now,
)
from brobygger.exchange.writing import csv_lines, write_workbook
from brobygger.kernel.actors import Actor
from brobygger.opendata.entries import entry_of
from brobygger.opendata.models import Kind

#: The making before this one stays, for those who are in the middle of fetching it.
_KEPT = 2
#: Half the time of the ninth, for a hundredth more.
_HOW_TIGHT = 6


def make_files(*, actor: Actor, at: datetime) -> Manifest:
    """Make the files the portal serves, and serve them when all are whole."""
    home = folder_of_files()
    home.mkdir(parents=True, exist_ok=True)
    folder = home / f"{at:%Y%m%dT%H%M%S%f}"
    manifest = write_files(actor=actor, folder=folder, at=at)
    pointer = home / "current.new"
    pointer.write_text(folder.name, encoding="utf-8")
    pointer.replace(home / "current")
    for old in sorted(path for path in home.iterdir() if path.is_dir())[:-_KEPT]:
        shutil.rmtree(old, ignore_errors=True)
    return manifest


def write_files(*, actor: Actor, folder: Path, at: datetime) -> Manifest:
    """Write the whole register as files into a folder (made when it is not there), and tell what they are."""
    folder.mkdir(parents=True, exist_ok=True)
    # Read before anything else: what changes while we write is told again by whoever reads the feed from here.
    about = About(operator=settings.OPERATOR_NAME, base_url=settings.BASE_URL, sequence=sequence_now(), made_at=at)
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        things = write_lines(folder=folder, scratch=Path(scratch), about=about)
        left_out = write_package(folder=folder, scratch=Path(scratch), about=about)
    _write_for_people(folder, about)
    for name in ("tilbud.csv.license", "tilbud.ndjson.license"):
        (folder / name).write_bytes(about.licence_file())
    for kind in FILES.values():
        if kind.is_packed:
            _pack(folder / kind.name)
    manifest = _tell(folder, about, things=things, left_out=left_out)
    record = catalogue(Publisher(name=about.operator, email=settings.OPERATOR_EMAIL, base_url=about.base_url), manifest)
    (folder / "katalog.ttl").write_bytes(as_turtle(record))
    (folder / "katalog.jsonld").write_bytes(as_jsonld(record))
    manifest = _tell(folder, about, things=things, left_out=left_out)
    write_manifest(folder, manifest)
    return manifest


def _tell(folder: Path, about: About, *, things: dict[str, int], left_out: dict[str, int]) -> Manifest:
    """Return what has been written until now."""
    files = {name: measure(folder / name) for name in FILES if (folder / name).exists()}
    return Manifest(sequence=about.sequence, made_at=about.made_at, things=things, left_out=left_out, files=files)


def write_lines(*, folder: Path, scratch: Path, about: About) -> dict[str, int]:
    """Write the register as it is published, a thing on each line; everything else is made from these lines."""
    read_piece_by_piece()
    counts: Counter[str] = Counter()
    files = {kind: (folder if kind == Kind.SERVICE else scratch) / _LINES[kind] for kind in Kind}
    with (folder / "register.ndjson").open("wb") as register:
        register.write(orjson.dumps({"about": about.as_json()}) + b"\n")
        streams = {kind: path.open("wb") for kind, path in files.items()}
        try:
            for record in everything_published():
                register.write(entry_of(record).encode() + b"\n")
                streams[Kind(record.kind)].write(record.full.encode() + b"\n")
                counts[record.kind] += 1
        finally:
            for stream in streams.values():
                stream.close()
    return dict(sorted(counts.items()))


def write_package(*, folder: Path, scratch: Path, about: About) -> dict[str, int]:
    """Write the package of tables from the lines; return what did not fit, by table and column."""
    kinds = (Kind.TAXONOMY, Kind.TAXONOMY_TERM, Kind.ORGANIZATION, Kind.SERVICE)
    things = {str(kind): _read((folder if kind == Kind.SERVICE else scratch) / _LINES[kind]) for kind in kinds}
    flattening = write_tables(scratch, things)
    with (folder / "hsds.zip").open("wb") as file:
        pack_tables(file, folder=scratch, about=about, rows=flattening.rows)
    return dict(sorted(flattening.left_out.items()))


def _write_for_people(folder: Path, about: About) -> None:
    services = folder / "tilbud.ndjson"
    with (folder / "tilbud.csv").open("wb") as file:
        file.writelines(csv_lines(rows_for_people(_read(services), about)))
    with (folder / "steder.geojson").open("wb") as file:
        file.writelines(geojson_lines(_read(services), about))
    with (folder / "tilbud.xlsx").open("wb") as file:
        write_workbook(
            file, name="Tilbud", rows=rows_for_people(_read(services), about), numbers=NUMBERS, about=about.lines()
        )


def _read(path: Path) -> Iterator[dict[str, Any]]:
    with path.open("rb") as file:
        yield from map(orjson.loads, file)


def _pack(path: Path) -> None:
    """Keep a packed copy beside a file, so that no visitor waits while it is packed."""
    packed = path.parent / f"{path.name}.gz"
    with path.open("rb") as file, gzip.open(packed, "wb", compresslevel=_HOW_TIGHT) as copy:
        shutil.copyfileobj(file, copy, 1 << 20)


_LINES = {kind: "tilbud.ndjson" if kind == Kind.SERVICE else f"{kind}.ndjson" for kind in Kind}
