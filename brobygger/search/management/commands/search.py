"""``brobygger search``: ask from the command line, run a file of questions, or measure how good the answers are."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from brobygger.places.selectors import resolve_place, suggest_places
from brobygger.search.evaluation.measuring import answer_keys, ask, patiently
from brobygger.search.management.measuring import (
    ACTS,
    add_measuring_arguments,
    evaluate_file,
    measure,
    questions_of,
)
from brobygger.search.queries import Filters, Hit, Result
from brobygger.search.selectors import find


class Command(BaseCommand):
    """The search at the command line."""

    help = (
        'Søg: brobygger search "ensom" --kommune Odense. Besvar en fil: --run FIL --output FIL. '
        "Mål og stem: search eval, search tune, search exposure."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("text", nargs="?", default="", help="det, der søges efter; eller eval, tune eller exposure")
        parser.add_argument("--kommune", default="", help="kommunens navn eller kode (Odense, 0461)")
        parser.add_argument("--postnr", default="", help="postnummer at måle afstand fra (5000)")
        parser.add_argument("--age", "--alder", type=int, help="alder på den, der skal bruge tilbuddet")
        parser.add_argument(
            "--need", "--behov", action="append", default=[], help="begreb fra taksonomien (kan gentages)"
        )
        parser.add_argument("--limit", type=int, default=10, help="hvor mange svar (10)")
        parser.add_argument("--json", action="store_true", help="skriv svaret som JSON")
        parser.add_argument("--run", type=Path, help="JSONL med spørgsmål: id, query, context")
        parser.add_argument("--output", type=Path, help="hvor svarene fra --run skal skrives")
        parser.add_argument("--eval", type=Path, help="det samme som eval --queries FIL")
        add_measuring_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked; ends with exit code 1 and a sentence when it cannot be done."""
        if options["run"]:
            self._run(options["run"], options["output"], limit=max(options["limit"], 10))
        elif options["eval"]:
            evaluate_file(options["eval"], is_json=options["json"], stdout=self.stdout)
        elif options["text"] in ACTS:
            measure(options["text"], options, stdout=self.stdout, stderr=self.stderr)
        else:
            self._ask(options)

    def _ask(self, options: dict[str, Any]) -> None:
        filters = Filters(
            text=options["text"],
            needs=tuple(options["need"]),
            age=options["age"],
            page_size=options["limit"],
            **_place(options["postnr"] or options["kommune"]),
        )
        result = find(filters=filters, at=timezone.now())
        if options["json"]:
            self.stdout.write(json.dumps(as_json(result), ensure_ascii=False))
            return
        for line in _lines(result):
            self.stdout.write(line)

    def _run(self, questions: Path, output: Path | None, *, limit: int) -> None:
        at = timezone.now()
        with patiently():
            found = {
                question.id: list(answer_keys(ask(question, at=at, limit=limit), limit=limit))
                for question in questions_of(questions)
            }
        text = json.dumps(found, ensure_ascii=False, indent=1)
        if output is None:
            self.stdout.write(text)
            return
        output.write_text(text + "\n", encoding="utf-8")
        self.stderr.write(f"{len(found)} spørgsmål besvaret: {output}")


def as_json(result: Result) -> dict[str, Any]:
    """Return an answer in the form that ``--json`` promises."""
    return {
        "query": result.filters.text,
        "understood": [key for key, _label in result.understood.concepts],
        "crisis": sorted(result.understood.crisis_topics),
        "total": result.total,
        "took_ms": result.took_ms,
        "hits": [
            {
                "id": hit.document.key,
                "name": hit.document.title,
                "organisation": hit.document.owner_name,
                "score": hit.score,
                "distance_km": hit.distance_km,
                "eligible": hit.is_eligible,
                "reasons": [*(reason.text for reason in hit.reasons), *hit.misfits],
            }
            for hit in result.hits
        ],
        "facets": {
            name: [{"value": value.value, "label": value.label, "count": value.count} for value in values]
            for name, values in result.facets.items()
        },
    }


def _place(text: str) -> dict[str, Any]:
    """Return the place a text names, as filters; raises ``CommandError`` with what was perhaps meant."""
    if not text:
        return {}
    place = resolve_place(text=text)
    if place is None:
        meant = ", ".join(found.name for found in suggest_places(text=text, limit=3))
        raise CommandError(f"Kender ikke stedet {text!r}." + (f" Mente du {meant}?" if meant else ""))
    if place.kind == "municipality":
        return {"municipality_code": place.municipality_code}
    return {"municipality_code": place.municipality_code, "lat": place.lat, "lon": place.lon}


def _lines(result: Result) -> Iterator[str]:
    """Give an answer as lines for a person at a terminal."""
    understood = ", ".join(guess.label for guess in result.understood.guesses)
    yield f"{result.total} tilbud på {result.took_ms} ms" + (f" · forstået: {understood}" if understood else "")
    if topics := sorted(result.understood.crisis_topics):
        yield f"Hjælp i en krise står øverst: {', '.join(topics)}"
    if result.understood.corrected:
        yield f"Viser resultater for: {result.understood.corrected}"
    for hit in result.hits:
        yield f"{hit.score:6.3f}  {hit.document.title} · {hit.document.owner_name}{_misfits(hit)}"
        yield "        " + hit.document.key + " · " + "; ".join(reason.text for reason in hit.reasons)
    for widening in result.widenings:
        yield f"{widening.label}:"
        for hit in widening.hits:
            yield f"        {hit.document.title} · {hit.document.owner_name} ({hit.document.key}){_misfits(hit)}"
    sys.stdout.flush()


def _misfits(hit: Hit) -> str:
    return "" if hit.is_eligible else "  (passer ikke: " + ", ".join(hit.misfits) + ")"
