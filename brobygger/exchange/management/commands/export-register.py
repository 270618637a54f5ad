"""``brobygger export-register [FOLDER]``: the whole register as files, into a folder or as what the portal serves."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from brobygger.exchange.services.register import make_files, write_files
from brobygger.kernel.actors import SYSTEM


class Command(BaseCommand):
    """Write HSDS, CSV, Excel, NDJSON and GeoJSON, all of one moment."""

    help = "Skriv hele registret som filer: i en mappe, eller dem, portalen selv viser frem."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take a folder, and whether to answer as JSON."""
        parser.add_argument("folder", nargs="?", type=Path, help="mappe at skrive i; ellers de filer, portalen viser")
        parser.add_argument("--json", action="store_true", help="svar som JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write, and tell what was written."""
        at, folder = timezone.now(), options["folder"]
        manifest = write_files(actor=SYSTEM, folder=folder, at=at) if folder else make_files(actor=SYSTEM, at=at)
        if options["json"]:
            self.stdout.write(json.dumps(manifest.as_json(), ensure_ascii=False))
            return
        for file in manifest.files.values():
            self.stdout.write(f"{file.name:24} {file.bytes / 1_000_000:8.1f} MB")
        for what, count in manifest.left_out.items():
            self.stdout.write(f"Kom ikke med i tabellerne: {what} ({count})")
