"""Reads: everything that is published, and the files that were made of it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection

from brobygger.exchange.register.manifest import Manifest, read_manifest
from brobygger.opendata.models import Head, Record

#: In one statement, so that all of it is of one moment, whatever is written meanwhile.
_AT_A_TIME = 200
_NO_MAPPING = {"sqlite": "PRAGMA mmap_size=0"}
_CURRENT = "current"
#: A file of the whole register need not be younger; what has happened since is in the feed of changes.
_MAY_BE_BEHIND = timedelta(hours=1)


def read_piece_by_piece() -> None:
    """Have the database read its file in pieces, on this connection: SQLite otherwise maps it into our memory."""
    with connection.cursor() as cursor:
        cursor.execute(_NO_MAPPING.get(connection.vendor, "SELECT 1"))


def everything_published() -> Iterator[Record]:
    """Yield every published thing, kind by kind, each in the order it came; a few in memory at a time."""
    rows = Record.objects.here().defer("brief", "folded", "digest").order_by("kind", "number")
    return rows.iterator(chunk_size=_AT_A_TIME)


def sequence_now() -> int:
    """Return the last number in the feed of changes."""
    return Head.objects.values_list("sequence", flat=True).first() or 0


def folder_of_files() -> Path:
    """Return where the portal keeps the files it serves."""
    return Path(settings.DATA) / "open-data"


def current_folder() -> Path:
    """Return the folder of the newest whole making."""
    folder = folder_of_files()
    try:
        return folder / (folder / _CURRENT).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return folder / _CURRENT


def current_files() -> Manifest | None:
    """Return what the portal serves now; None before anything was made."""
    return read_manifest(current_folder())


def are_files_behind(*, at: datetime) -> bool:
    """Test whether the files should be made anew: something has changed, and they have stood for an hour."""
    manifest = current_files()
    if manifest is None:
        return True
    return manifest.sequence != sequence_now() and manifest.made_at < at - _MAY_BE_BEHIND
