"""``brobygger backup FOLDER``: a whole copy of the installation, while it runs."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from brobygger.web.backup import BackupFailed, back_up


class Command(BaseCommand):
    """Run ``back_up`` and say where the copy is."""

    help = "Laver en sikkerhedskopi af database og filer i en ny mappe."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the new folder."""
        parser.add_argument("folder", type=Path, help="ny, tom mappe")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the copy and say where it is."""
        try:
            self.stdout.write(str(back_up(options["folder"])))
        except BackupFailed as error:
            raise CommandError(error.message) from error
