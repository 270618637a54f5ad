"""``brobygger nightly``: everything that is to be done once a night. Safe to kill and to run again."""

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from brobygger.desks.nights import STEPS, Done, work_through


class Command(BaseCommand):
    """Run each step on its own; exit 1 when one of them failed."""

    help = "Nattens arbejde: spørg om tilbud stadig passer, minde om fejlmeldinger, glemme, opdatere søgningen."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whether to answer as JSON, and whether to do one step alone."""
        parser.add_argument("--json", action="store_true", help="svar som JSON")
        parser.add_argument("--only", metavar="STEP", help=f"kun ét skridt: {', '.join(STEPS)}")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the night's work, and tell how it went."""
        only = options["only"]
        if only and only not in STEPS:
            raise CommandError(f"Skridtet »{only}« findes ikke. Vælg et af: {', '.join(STEPS)}.", returncode=2)
        steps = {only: STEPS[only]} if only else STEPS
        done = []
        for one in work_through(at=timezone.now(), steps=steps):
            done.append(one)
            if not options["json"]:
                self._tell(one)
        if options["json"]:
            well = all(one.is_done for one in done)
            self.stdout.write(json.dumps({"well": well, "steps": [asdict(one) for one in done]}, default=str))
        if not all(one.is_done for one in done):
            sys.exit(1)

    def _tell(self, one: Done) -> None:
        """Print one line about one step."""
        mark = self.style.SUCCESS("ok ") if one.is_done else self.style.ERROR("NEJ")
        figures = ", ".join(f"{name} {value}" for name, value in one.figures.items() if value) or one.problem or "intet"
        self.stdout.write(f"{mark} {one.step:24} {one.seconds:7.2f} s  {figures}")
