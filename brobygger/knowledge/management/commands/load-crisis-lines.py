"""``brobygger load-crisis-lines``: bring whom-to-call up to date with the package."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from brobygger.kernel.actors import SYSTEM
from brobygger.kernel.errors import DomainError
from brobygger.knowledge.crisis_file import PACKAGED
from brobygger.knowledge.services import load_crisis_lines


class Command(BaseCommand):
    """Run ``load_crisis_lines`` and say what it did."""

    help = "Indlæs kriselinjer. Kan køres igen og igen; det, en redaktør har rettet, røres ikke."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take another file than the package's, when there is one."""
        parser.add_argument("file", type=Path, nargs="?", default=PACKAGED, help="TOML-fil (ellers pakkens egen)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, or say in one sentence why not."""
        try:
            loaded = load_crisis_lines(actor=SYSTEM, at=timezone.now(), path=options["file"])
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise CommandError(f"Kan ikke læse {options['file']}: {error}") from error
        except DomainError as error:
            raise CommandError(error.message) from error
        self.stdout.write(
            f"Kriselinjer: {loaded.created} nye, {loaded.updated} opdateret, {loaded.unchanged} uændret, "
            f"{loaded.kept} rettet af en redaktør og ladt i fred."
        )
