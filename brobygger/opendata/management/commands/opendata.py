"""``brobygger opendata``: what is published to other systems, and whether it is what the register says."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from brobygger.kernel.actors import SYSTEM
from brobygger.opendata.selectors.state import feed_state
from brobygger.opendata.selectors.verifying import MOST_TOLD, compare
from brobygger.opendata.services import rebuild


class Command(BaseCommand):
    """Rebuild, verify, or tell of what is published."""

    help = "Åbne data: »rebuild« skriver alt, der ikke passer, »verify« sammenligner, »status« tæller."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to do."""
        parser.add_argument("action", choices=("rebuild", "verify", "status"), help="hvad der skal ske")
        parser.add_argument("--json", action="store_true", help="svar som JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it and answer."""
        actions = {"rebuild": self._rebuild, "verify": self._verify, "status": self._status}
        figures = actions[options["action"]]()
        if options["json"]:
            self.stdout.write(json.dumps(figures, ensure_ascii=False, default=str))
        else:
            for name, value in figures.items():
                self.stdout.write(f"{name:14} {value}")
        if figures.get("well") is False:
            raise CommandError("Åbne data passer ikke med registret. Ret det med: brobygger opendata rebuild")

    def _rebuild(self) -> dict[str, Any]:
        started = perf_counter()
        rebuilt = rebuild(actor=SYSTEM, at=timezone.now())
        return {**asdict(rebuilt), "seconds": round(perf_counter() - started, 1)}

    def _verify(self) -> dict[str, Any]:
        found = compare(at=timezone.now())
        return {
            "well": found.is_well,
            "things": found.things,
            **{name: list(getattr(found, name)[:MOST_TOLD]) for name in ("missing", "wrong", "extra")},
        }

    def _status(self) -> dict[str, Any]:
        return asdict(feed_state())
