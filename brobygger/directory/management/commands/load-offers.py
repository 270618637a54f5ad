"""``brobygger load-offers FILE.jsonl``: load offers (format: ``directory/data/SOURCES_real_offers.md``)."""

import json
import sys
from argparse import ArgumentParser
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any, cast

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from brobygger.directory.services import LoadReport, load_offers
from brobygger.kernel.actors import SYSTEM


class Command(BaseCommand):
    """Run ``load_offers`` with a progress bar, and say what was made, changed, wrong or unknown."""

    help = "Læser tilbud ind fra en fil med ét JSON-objekt på hver linje. Kan køres igen uden at ændre noget."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, and whether only to try."""
        parser.add_argument("file", type=Path, help="filen, fx tilbud.jsonl")
        parser.add_argument("--dry-run", action="store_true", help="prøv det hele, men gem ingenting")
        parser.add_argument("--json", action="store_true", help="skriv resultatet som JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, tell, and end with 1 when any line failed."""
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"Filen {path} findes ikke.")
        report = self._load(path, is_dry_run=options["dry_run"])
        if options["json"]:
            self.stdout.write(json.dumps(asdict(report), ensure_ascii=False, indent=2))
        else:
            self._tell(report)
        if report.errors:
            good = "er ikke læst ind: det var en prøve" if report.is_dry_run else "er læst ind"
            raise CommandError(f"{len(report.errors)} fejl. De gode linjer {good}.", returncode=1)

    def _load(self, path: Path, *, is_dry_run: bool) -> LoadReport:
        """Load with a progress bar on stderr, so that stdout can go to a file."""
        columns = (TextColumn("Tilbud"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=Console(file=sys.stderr), disable=not sys.stderr.isatty()) as progress:
            bar = progress.add_task("Tilbud", total=None)
            return load_offers(
                actor=SYSTEM,
                at=timezone.now(),
                path=path,
                progress=lambda done, total: progress.update(bar, completed=done, total=total),
                is_dry_run=is_dry_run,
            )

    def _tell(self, report: LoadReport) -> None:
        """Say what happened, what was wrong, and what no rule knew."""
        for error in report.errors:
            self.stderr.write(f"linje {error.line} {error.key}: {error.message}")
        if report.unmapped:
            console = Console(file=cast("IO[str]", self.stdout), width=110)
            console.print(_table(report))
        if not report.created and not report.changed and not report.errors:
            self.stdout.write("Intet er ændret: alt stod der i forvejen.")
        prefix = "Prøve, intet er gemt: " if report.is_dry_run else ""
        self.stdout.write(
            f"{prefix}{len(report.created)} nye, {len(report.changed)} ændrede, "
            f"{len(report.unchanged)} uændrede, {len(report.errors)} fejl."
        )


def _table(report: LoadReport) -> Table:
    """Return the words no rule knew, most used first."""
    table = Table(title="Ord, vi ikke kunne oversætte (de står stadig som tekst ved tilbuddet)", title_justify="left")
    table.add_column("Felt")
    table.add_column("Ord", overflow="fold")
    table.add_column("Antal", justify="right")
    counts = Counter((word.field, word.value) for word in report.unmapped)
    for (field, value), count in sorted(counts.items(), key=lambda item: (item[0][0], -item[1], item[0][1])):
        table.add_row(field, value, str(count))
    return table
