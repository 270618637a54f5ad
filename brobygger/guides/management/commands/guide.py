"""``brobygger guide``: write a printed guide to a file, for a library's or a volunteer centre's printer."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from brobygger.guides.forms import Look, wanted_from
from brobygger.guides.printing import printed
from brobygger.guides.values import Paper
from brobygger.kernel.errors import DomainError


class Command(BaseCommand):
    """Set one guide."""

    help = "Lav et hæfte med tilbud til print: brobygger guide --municipality 0461 --large odense.pdf"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("file", type=Path, help="hvor hæftet skal skrives (PDF)")
        parser.add_argument("--municipality", default="", help="kommunens navn eller kode (Odense, 0461)")
        parser.add_argument("--need", default="", help="begreb fra taksonomien (sorg)")
        parser.add_argument("--large", action="store_true", help="stor skrift, mindst 18 punkt, på A4")
        parser.add_argument("--booklet", action="store_true", help="A5-hæfte, hvor sidetallet går op i fire")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it, or say in one sentence why not."""
        if not options["municipality"] and not options["need"]:
            raise CommandError("Vælg en kommune (--municipality), et behov (--need) eller begge dele.")
        is_booklet = options["booklet"] and not options["large"]
        look = Look(is_large=options["large"], paper=Paper.A5 if is_booklet else Paper.A4)
        try:
            wanted = wanted_from(place=options["municipality"], need=options["need"], look=look)
            guide = printed(wanted, at=timezone.now())
            options["file"].write_bytes(guide.pdf)
        except DomainError as error:
            raise CommandError(error.message) from error
        except OSError as error:
            raise CommandError(f"Kan ikke skrive {options['file']}: {error}") from error
        self.stdout.write(f"Hæftet ligger i {options['file']}.")
