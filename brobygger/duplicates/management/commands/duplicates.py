"""``brobygger duplicates``: find entries that stand there twice, list them, and train what finds them."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from brobygger.duplicates.matching.training import HELD_OUT, held_out, train
from brobygger.duplicates.models import Kind
from brobygger.duplicates.selectors.entries import entries, stamps
from brobygger.duplicates.selectors.queue import listed_pairs
from brobygger.duplicates.services.finding import find_pairs
from brobygger.kernel.actors import SYSTEM

#: The streams of chance that make the noise: those that weights are trained on, and those they are measured on.
TRAINED_ON, MEASURED_ON = range(1, 9), range(101, 109)
_SOURCE = (
    "Trained by `brobygger duplicates train` on the entries of the register it was run on (the demo register of this "
    "version) with invented contacts and noise (matching/noise.py). Associations in heap {heap} of 5 are left out."
)


class Command(BaseCommand):
    """Look for doubles from the command line."""

    help = "Find tilbud og foreninger, der står der to gange."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to do."""
        parser.add_argument("action", choices=["find", "list", "train"], help="find, list eller train")
        parser.add_argument("--all", action="store_true", help="find: se alt igennem, ikke kun det, der er ændret")
        parser.add_argument("--limit", type=int, default=50, help="list: så mange")
        parser.add_argument("--write", type=Path, help="train: skriv vægtene i en fil")
        parser.add_argument("--json", action="store_true", help="svar som JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and tell what came of it."""
        actions = {"find": self._find, "list": self._list, "train": self._train}
        actions[options["action"]](**options)

    def _find(self, **options: Any) -> None:
        found = find_pairs(actor=SYSTEM, at=timezone.now(), is_anew=options["all"])
        self.stdout.write(
            json.dumps(asdict(found))
            if options["json"]
            else f"Så {found.looked_at} igennem. {found.waiting} par venter, heraf {found.proposed} sandsynlige."
        )

    def _list(self, **options: Any) -> None:
        pairs = listed_pairs(limit=options["limit"])
        if options["json"]:
            self.stdout.write(json.dumps([asdict(pair) for pair in pairs], default=str, ensure_ascii=False))
            return
        for pair in pairs:
            self.stdout.write(f"{pair.score:.2f}  {pair.kind:12}  {pair.one_name}  =  {pair.other_name}")

    def _train(self, **options: Any) -> None:
        models, measured = {}, {}
        for kind in Kind:
            said = list(entries(kind=kind, ids=stamps(kind)))
            model, cross_validated = train(said, seeds=TRAINED_ON)
            unseen = held_out(said, model=model, seeds=MEASURED_ON)
            models[kind.value] = asdict(model)
            measured[kind.value] = {"cross_validated": asdict(cross_validated), "held_out": asdict(unseen)}
        if options["write"]:
            content = {"source": _SOURCE.format(heap=HELD_OUT), "measured": measured, "models": models}
            text = json.dumps(content, indent=1, ensure_ascii=False)
            options["write"].write_text(f"{text}\n", encoding="utf-8")
        self.stdout.write(json.dumps(measured, indent=None if options["json"] else 2))
