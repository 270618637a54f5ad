"""``brobygger import-borders FILE``: keep the operator's own municipality borders for the map."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from brobygger.kernel.actors import SYSTEM
from brobygger.kernel.errors import DomainError
from brobygger.places.services import import_borders


class Command(BaseCommand):
    """Run ``import_borders`` on a GeoJSON file."""

    help = "Importér kommunegrænser (DAGI som GeoJSON, EPSG:4326 eller EPSG:25832) til kortet."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file and where it is from."""
        parser.add_argument("file", type=Path, help="GeoJSON-fil med kommuner")
        parser.add_argument(
            "--source", required=True, help='Kilde, der vises på kortet, fx "DAGI 2026, Klimadatastyrelsen"'
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, or say in one sentence why not."""
        try:
            collection = json.loads(options["file"].read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
            message = f"Kan ikke læse {options['file']}: {error}"
            raise CommandError(message) from error
        try:
            done = import_borders(actor=SYSTEM, at=timezone.now(), collection=collection, source=options["source"])
        except DomainError as error:
            raise CommandError(error.message) from error
        self.stdout.write(f"Grænser for {done.municipalities} kommuner er klar til kortet ({done.points} punkter).")
        if done.unknown_codes:
            self.stdout.write(f"Sprunget over, fordi koden ikke er en kommune: {', '.join(done.unknown_codes)}.")
