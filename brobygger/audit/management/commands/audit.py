"""``brobygger audit``: prove that nobody has changed the book of acts, and cut off what is too old."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from brobygger.audit.selectors import book_figures
from brobygger.audit.services import cut_old_entries, verify
from brobygger.kernel.actors import SYSTEM


class Command(BaseCommand):
    """Verify or cut."""

    help = "Ser efter, om bogen over handlinger er hel (verify), eller klipper det af, der er for gammelt (cut)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to do, and how to tell it."""
        parser.add_argument("action", choices=["verify", "cut"], help="verify eller cut")
        parser.add_argument("--json", action="store_true", help="svar som JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it; a broken book is exit code 1."""
        cut = cut_old_entries(actor=SYSTEM, at=timezone.now()) if options["action"] == "cut" else None
        broken_at, figures = verify(), book_figures()
        answer = {"well": broken_at is None, "broken_at": broken_at, "entries": figures.entries, "first": figures.first}
        if cut is not None:
            answer["cut"] = cut
        if options["json"]:
            self.stdout.write(json.dumps(answer))
        elif broken_at is None:
            self.stdout.write(f"Bogen er hel: {figures.entries} handlinger, den første er nr. {figures.first}.")
        if broken_at is not None:
            raise CommandError(f"Bogen er brudt ved nr. {broken_at}. Sammenlign med en sikkerhedskopi.")
