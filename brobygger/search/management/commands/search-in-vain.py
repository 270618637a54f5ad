"""``brobygger search-in-vain``: what people searched for without finding anything good, for those who plan help."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from brobygger.places.selectors import resolve_place
from brobygger.search.in_vain.telling import InVain, in_vain


class Command(BaseCommand):
    """The gap report at the command line."""

    help = "Vis, hvad folk har søgt efter uden held det seneste år. Kun det, mindst fem besøg har spurgt om."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--kommune", default="", help="kun én kommune: navn eller kode (Odense, 0461)")
        parser.add_argument("--json", action="store_true", help="skriv svaret som JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the report."""
        report = in_vain(municipality_code=_municipality(options["kommune"]), at=timezone.now())
        if options["json"]:
            self.stdout.write(json.dumps(asdict(report), ensure_ascii=False))
            return
        for line in _lines(report):
            self.stdout.write(line)


def _municipality(text: str) -> str:
    """Return the code of the municipality a text names; raises ``CommandError`` when it names none."""
    place = resolve_place(text=text) if text else None
    if text and place is None:
        raise CommandError(f"Kender ikke stedet {text!r}.")
    return place.municipality_code if place else ""


def _lines(report: InVain) -> list[str]:
    """Return the report as lines for a person at a terminal."""
    if not report.needs and not report.wordings:
        return ["Intet endnu, som mindst fem besøg har søgt forgæves efter."]
    return [
        *(f"{missed.visits:6} besøg  {missed.label} ({missed.key})" for missed in report.needs),
        *(f"{missed.visits:6} besøg  »{missed.label}«" for missed in report.wordings),
    ]
