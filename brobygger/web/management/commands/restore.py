"""``brobygger restore FOLDER --yes``: put a copy in place of what is here now. Stop the portal first."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from brobygger.web.backup import BackupFailed, restore


class Command(BaseCommand):
    """Run ``restore`` on a folder that ``backup`` made."""

    help = "Lægger en sikkerhedskopi på plads. Alt, hvad der er nu, bliver erstattet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder, and that the operator means it."""
        parser.add_argument("folder", type=Path, help="mappen fra brobygger backup")
        parser.add_argument("--yes", action="store_true", help="ja, erstat det hele")

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore, then bring an older copy's tables up to date."""
        if not options["yes"]:
            raise CommandError("Det her erstatter alt, hvad der er i databasen nu. Tilføj --yes, hvis du er sikker.")
        try:
            restore(options["folder"])
        except BackupFailed as error:
            raise CommandError(error.message) from error
        call_command("migrate", verbosity=0, interactive=False)
        self.stdout.write("Sikkerhedskopien er på plads.")
