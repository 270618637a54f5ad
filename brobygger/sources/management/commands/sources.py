"""``brobygger sources``: other registers that we read, from the command line."""

import gc
import json
from argparse import ArgumentParser
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any
from uuid import UUID

import structlog
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from brobygger.kernel.actors import SYSTEM
from brobygger.kernel.errors import DomainError
from brobygger.organisations.models import Organisation
from brobygger.sources.models import Edits, Rhythm, Run, RunState, Source, Trust
from brobygger.sources.selectors.runs import Counts, runs_at_work
from brobygger.sources.selectors.sources import get_source, sources_of
from brobygger.sources.services import (
    NotNow,
    SourceData,
    begin_due_runs,
    give_up_run,
    register_source,
    run_source,
    take_file,
    work_on_run,
)

log = structlog.get_logger("brobygger.sources")


class Command(BaseCommand):
    """List, add, run, and do what is due."""

    help = "Andre registre, vi læser: se dem, skriv en op, læs en, eller læs dem, hvis dag det er."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to do, with which source, and what a new one is."""
        parser.add_argument("action", choices=("list", "add", "run", "due"), help="hvad der skal ske")
        parser.add_argument("key", nargs="?", default="", help="kildens nøgle (add: en ny)")
        parser.add_argument("--dry", action="store_true", help="se kun, hvad der ville ske")
        parser.add_argument("--file", type=Path, help="run: læs en fil i stedet; add: kildens fil")
        parser.add_argument("--name", default="", help="add: hvad kilden hedder")
        parser.add_argument("--address", default="", help="add: kildens internetadresse")
        parser.add_argument("--kind", default="", help="add: formatet; tomt finder selv ud af det")
        parser.add_argument("--kommune", default="", help="add: kommunekoden, når kilden er en kommunes")
        parser.add_argument("--organisation", default="", help="add: nøglen, når kilden er en organisations")
        parser.add_argument("--licence", default="", help="add: licensen")
        parser.add_argument("--attribution", default="", help="add: hvordan kilden vil nævnes")
        parser.add_argument("--trust", choices=Trust.values, default=Trust.LOOKED_AT.value, help="add: det nye")
        parser.add_argument("--rhythm", choices=Rhythm.values, default=Rhythm.NEVER.value, help="add: hvor tit")
        parser.add_argument("--edits", choices=Edits.values, default=Edits.OURS.value, help="add: hvem der har ret")
        parser.add_argument("--grace-days", type=int, default=14, help="add: dage, før noget, der er væk, skjules")
        parser.add_argument("--json", action="store_true", help="svar som JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it; what cannot be done says why and ends with 1."""
        # A long reading makes many objects that stay for a moment: to look through all of them each time is in vain.
        gc.freeze()
        gc.set_threshold(100_000, 50, 50)
        try:
            told = getattr(self, f"_{options['action']}")(options)
        except DomainError as error:
            raise CommandError(error.message) from error
        self.stdout.write(json.dumps(told, ensure_ascii=False) if options["json"] else _in_words(told))
        if isinstance(told, dict) and told.get("state") == RunState.FAILED:
            raise CommandError(told["problem"])

    def _list(self, _options: dict[str, Any]) -> list[dict[str, Any]]:
        return [
            {
                "key": line.source.key,
                "name": line.source.name,
                "address": line.source.address,
                "things": line.things,
                "terms_waiting": line.terms_waiting,
                "is_paused": line.source.is_paused,
                "last_run": str(line.last_run.state) if line.last_run else None,
            }
            for line in sources_of(actor=SYSTEM)
        ]

    def _add(self, options: dict[str, Any]) -> dict[str, Any]:
        organisation = Organisation.objects.with_key(options["organisation"]).first()
        if options["organisation"] and organisation is None:
            raise CommandError("Den organisation findes ikke.")
        data = SourceData(
            name=options["name"] or options["key"],
            municipality_id=options["kommune"] or None,
            organisation_id=organisation.id if organisation else None,
            **{
                name: options[name]
                for name in (
                    "address", "kind", "licence", "attribution", "trust", "rhythm", "edits", "grace_days",
                )
            },
        )  # fmt: skip
        source = register_source(actor=SYSTEM, data=data, key=options["key"], at=timezone.now())
        if options["file"]:
            content = options["file"].read_bytes()
            take_file(actor=SYSTEM, key=source.key, name=options["file"].name, content=content, at=timezone.now())
        return {"key": source.key}

    def _run(self, options: dict[str, Any]) -> dict[str, Any]:
        source: Source = get_source(actor=SYSTEM, key=options["key"])
        run, counts = run_source(
            actor=SYSTEM, source_id=source.id, at=timezone.now(), is_dry=options["dry"], path=options["file"],
            clock=timezone.now,
        )  # fmt: skip
        return _of_run(run, counts)

    def _due(self, _options: dict[str, Any]) -> dict[str, Any]:
        begun = begin_due_runs(actor=SYSTEM, at=timezone.now())
        done = set()
        while waiting := runs_at_work(at=timezone.now()):
            for run_id in waiting:
                done.add(run_id)
                _work_on(run_id)
        return {"begun": begun, "runs": len(done)}


def _work_on(run_id: UUID) -> None:
    """Do the next step of a reading; a fault of ours ends that reading, and stops no other."""
    try:
        work_on_run(actor=SYSTEM, run_id=run_id, at=timezone.now())
    except Exception:
        log.exception("source run failed", run=str(run_id))
        with suppress(NotNow):
            give_up_run(actor=SYSTEM, run_id=run_id, at=timezone.now())


def _of_run(run: Run, counts: Counts) -> dict[str, Any]:
    return {
        "run": str(run.id),
        "state": str(run.state),
        "is_dry": run.is_dry,
        "format": run.format,
        "problem": run.problem,
        "is_doubted": run.is_doubted,
        **asdict(counts),
    }


def _in_words(told: Any) -> str:
    lines = told if isinstance(told, list) else [told]
    return "\n".join("  ".join(f"{name}: {value}" for name, value in line.items()) for line in lines) or "Ingen kilder."
