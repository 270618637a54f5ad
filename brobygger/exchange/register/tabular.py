"""The register as HSDS's package of tables: a zip with a CSV for each and ``datapackage.json`` that describes them."""

import csv
import json
import zipfile
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any

from brobygger.exchange.register.about import About
from brobygger.exchange.register.flattening import Flattening, Seen, Thing
from brobygger.exchange.register.tables import TABLES, Table, schema_of
from brobygger.opendata.licence import LICENCE_NAME, LICENCE_SPDX, LICENCE_URL

_FIRST_READ = ("taxonomy", "taxonomy_term", "organization", "service")


def write_tables(folder: Path, things: Mapping[str, Iterable[Thing]]) -> Flattening:
    """Write every table as a CSV into a folder; ``things`` are the published objects of each kind."""
    with ExitStack() as stack:
        seen = Seen()
        stack.callback(seen.close)
        files = {name: _opened(stack, folder, table) for name, table in TABLES.items()}
        flattening = Flattening(write=lambda name, cells: files[name].writerow(cells), seen=seen)
        for kind in _FIRST_READ:
            flattening.add_all(kind, things.get(kind, ()))
    return flattening


def pack_tables(file: IO[bytes], *, folder: Path, about: About, rows: Mapping[str, int]) -> None:
    """Put the tables of a folder into one zip, with what describes them and the licence."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package:
        package.writestr("datapackage.json", json.dumps(descriptor(about, rows), ensure_ascii=False, indent=1))
        package.writestr("LICENSE.txt", about.licence_file())
        for table in TABLES.values():
            package.write(folder / table.path, table.path)


def descriptor(about: About, rows: Mapping[str, int]) -> dict[str, object]:
    """Return ``datapackage.json`` (Frictionless Data Package)."""
    return {
        "profile": "tabular-data-package",
        "name": "brobygger_hsds",
        "id": f"{about.base_url}/aabne-data/filer/hsds.zip",
        "title": "Brobygger: open offers of Danish civil society (HSDS 3.1)",
        "description": about.attribution,
        "homepage": f"{about.base_url}/aabne-data/",
        "version": f"3.1.{about.sequence}",
        "created": about.made_at.isoformat().replace("+00:00", "Z"),
        "licenses": [{"name": LICENCE_SPDX, "path": LICENCE_URL, "title": LICENCE_NAME}],
        "sources": [{"title": line} for line in about.sources],
        "resources": [_resource(table, rows.get(table.name, 0)) for table in TABLES.values()],
    }


def _resource(table: Table, rows: int) -> dict[str, object]:
    return {
        "name": table.name,
        "path": table.path,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "rows": rows,
        "schema": schema_of(table),
    }


def _opened(stack: ExitStack, folder: Path, table: Table) -> Any:
    """Open a table's file and write its header. Cells are what they are: this package is for programs."""
    file = stack.enter_context((folder / table.path).open("w", encoding="utf-8", newline=""))
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([column.name for column in table.columns])
    return writer
