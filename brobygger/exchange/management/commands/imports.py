"""``brobygger imports``: look through, put in and undo the files that wait. Safe to kill and to run again."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from brobygger.exchange.selectors.imports import imports_at_work
from brobygger.exchange.services.imports import work_a_bit
from brobygger.kernel.actors import SYSTEM


class Command(BaseCommand):
    """Work until nothing waits, a bit of each file in turn so that a large one does not hold up a small one."""

    help = "Arbejd på de filer med tilbud, der er sendt ind, til der ikke er mere at gøre."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whether to answer as JSON."""
        parser.add_argument("--json", action="store_true", help="svar som JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Work, and tell how many files were worked on."""
        done = set()
        while waiting := imports_at_work(at=timezone.now()):
            for import_id in waiting:
                done.add(import_id)
                work_a_bit(actor=SYSTEM, import_id=import_id, at=timezone.now())
        said = json.dumps({"files": len(done)}) if options["json"] else f"Arbejdede på {len(done)} filer."
        self.stdout.write(said)
