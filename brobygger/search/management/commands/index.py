"""``brobygger index ACTION``: how the search's index is, make it anew, compare it with the database, look after it."""

import json
import os
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from multiprocessing.connection import Connection
from time import monotonic, sleep
from typing import Any

import structlog
from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DatabaseError, close_old_connections
from django.utils import timezone
from rich.console import Console
from rich.progress import Progress

from brobygger.meaning.selectors import current_encoder
from brobygger.search.keeping.building import BuilderIsBusy, build_file
from brobygger.search.keeping.checking import Differences, Status, compare_with_database, index_status
from brobygger.search.keeping.crew import help_a_builder
from brobygger.search.keeping.generations import KEEPER, folder, lock
from brobygger.search.keeping.keeper import Keeper
from brobygger.search.keeping.meanings import count_missing_meanings, work_out_meanings
from brobygger.search.understanding.concept_likeness import learn_concepts
from brobygger.search.understanding.concepts import load_concepts

log = structlog.get_logger("brobygger.search")

_ACTIONS = ("status", "build", "verify", "keep")
#: What ``build`` begins on further processors, and nobody else.
_HELP_BUILD = "help-build"
_TEXTS_AT_ONCE = 32
_STATES = {
    "file": "filen er god",
    "memory": "så få tilbud, at hver proces har dem i hukommelsen",
    "missing": "der er ingen fil, der passer til databasen; kør: brobygger index build",
}
#: How kind the background is to those who wait for an answer.
_NICENESS = 10
_SECONDS_AFTER_AN_ERROR = 5.0


class Command(BaseCommand):
    """The index for operators."""

    help = "Søgningens indeks: status, byg det forfra, sammenlign det med databasen, eller pas det i baggrunden."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to do, and how to answer."""
        parser.add_argument(
            "action",
            choices=(*_ACTIONS, _HELP_BUILD),
            metavar="ACTION",
            help=f"hvad der skal gøres: {', '.join(_ACTIONS)}",
        )
        parser.add_argument("--json", action="store_true", help="svar som JSON (status, build, verify)")
        parser.add_argument(
            "--without-meaning", action="store_true", help="byg med de betydninger, der er regnet ud i forvejen (build)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it; exit 1 when the index is wrong."""
        acts = {
            "status": self._status,
            "build": self._build,
            "verify": self._verify,
            "keep": self._keep,
            _HELP_BUILD: _help_build,
        }
        acts[options["action"]](options)

    def _status(self, options: dict[str, Any]) -> None:
        self._tell(index_status(), is_json=options["json"])

    def _tell(self, status: Status, *, is_json: bool, **more: Any) -> None:
        if is_json:
            self._write_json(asdict(status) | more)
            return
        rows = {
            "Indeks": f"{_STATES[status.state]}",
            "Fil": f"{status.file} ({status.size_mb} MB)",
            "Bygget": f"{timezone.localtime(status.built_at):%Y-%m-%d %H:%M:%S}" if status.built_at else "–",
            "Ændringer": f"nr. {status.number} af {status.newest}; {status.behind} ved siden af filen",
            "Tilbud": str(status.documents),
            "Betydning": f"{status.vectors} af {status.documents} ({status.model or 'ingen model'})",
            "… i filen": f"{status.vectors_in_file} af {status.documents}" if status.state == "file" else "–",
            "Bliver passet": "ja" if status.is_kept else "nej; brobygger serve gør det, eller: brobygger index keep",
        } | {key: str(value) for key, value in more.items()}
        for name, value in rows.items():
            self.stdout.write(f"{name:14} {value}")

    def _build(self, options: dict[str, Any]) -> None:
        began_at = monotonic()
        with Progress(console=Console(stderr=True), disable=options["json"], transient=True) as shown:
            if not options["without_meaning"]:
                _work_out_all_meanings(shown)
            reading = shown.add_task("Tilbuddene læses", total=None)
            try:
                build_file(progress=lambda done, of: shown.update(reading, completed=done, total=of))
            except BuilderIsBusy as error:
                raise CommandError("En anden proces bygger i forvejen. Prøv igen om lidt.") from error
        self._tell(index_status(), is_json=options["json"], seconds=round(monotonic() - began_at, 1))

    def _verify(self, options: dict[str, Any]) -> None:
        found = compare_with_database()
        if options["json"]:
            self._write_json({"well": found.is_well} | asdict(found))
        else:
            self.stdout.write(_in_words(found))
        if not found.is_well:
            sys.exit(1)

    def _keep(self, options: dict[str, Any]) -> None:
        """Look after the files until the process that began this one is gone, or until stopped."""
        parent = os.getppid()
        os.nice(_NICENESS)
        try:
            while os.getppid() == parent:
                _keep_folder(parent)
                sleep(1)
        except KeyboardInterrupt:
            return

    def _write_json(self, answer: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(answer, ensure_ascii=False, cls=_Encoder))


class _Encoder(DjangoJSONEncoder):
    """Paths as text."""

    def default(self, o: Any) -> Any:
        """Return something that JSON knows."""
        return str(o) if isinstance(o, os.PathLike) else super().default(o)


def _help_build(_options: dict[str, Any]) -> None:
    """Help the builder that began this process: standard input is the line to it."""
    help_a_builder(Connection(os.dup(sys.stdin.fileno())))


def _work_out_all_meanings(shown: Progress) -> None:
    """Work out the meaning of every text that has none yet; nothing happens where there is no model."""
    encoder = current_encoder()
    if encoder is None:
        return
    missing = count_missing_meanings(encoder.model)
    task = shown.add_task("Betydninger regnes ud", total=missing)
    while work_out_meanings(encoder, most=_TEXTS_AT_ONCE, is_logged=False, at=timezone.now()):
        shown.update(task, completed=missing - count_missing_meanings(encoder.model))
    concepts = shown.add_task("Begreberne læres", total=None)
    learn_concepts(load_concepts(), say=lambda done, of: shown.update(concepts, completed=done, total=of))


def _keep_folder(parent: int) -> None:
    """Keep the folder as long as no other process does and nobody takes it away."""
    with lock(KEEPER, seconds=0) as is_ours:
        keeper = Keeper(clock=timezone.now)
        while is_ours and os.getppid() == parent and (folder() / f"{KEEPER}.lock").exists():
            close_old_connections()
            try:
                rest = keeper.look()
            except (DatabaseError, OSError) as error:
                log.warning("index_keeper_failed", error=type(error).__name__)
                rest = _SECONDS_AFTER_AN_ERROR
            sleep(rest)


def _in_words(found: Differences) -> str:
    if not found.is_readable:
        return "Der er ingen hel fil, der passer til databasen. Kør: brobygger index build"
    if found.is_well:
        return f"Indekset siger det samme som databasen om alle {found.documents} tilbud."
    kinds = {"mangler": found.missing, "er der for meget": found.extra, "er anderledes": found.wrong}
    lines = [f"{len(keys)} {kind}: {', '.join(map(str, keys))}" for kind, keys in kinds.items() if keys]
    return "\n".join([*lines, "Kør: brobygger index build"])
