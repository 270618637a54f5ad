"""``brobygger search eval | tune | exposure``: the doors to measuring and tuning."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, OutputWrapper
from django.utils import timezone

from brobygger.search.evaluation.ablation import WITHOUT_VECTORS, Rung, ablate
from brobygger.search.evaluation.exposure import exposure
from brobygger.search.evaluation.measuring import Report, evaluate
from brobygger.search.evaluation.quality import keep_quality, quality_of
from brobygger.search.evaluation.questions import DEV, HELD_OUT, NEVER, OPEN, Judged, QuestionSet, read_questions
from brobygger.search.evaluation.tuning import proposed_text, tune
from brobygger.search.keeping.library import current_library
from brobygger.search.management.elsewhere import is_elsewhere, load_here, run_elsewhere
from brobygger.search.signal_switches import ALL, using_signals
from brobygger.search.weights import reviewed_text

ACTS = ("eval", "tune", "exposure")


def add_measuring_arguments(parser: ArgumentParser) -> None:
    """Declare the options of ``eval``, ``tune`` and ``exposure``."""
    group = parser.add_argument_group("eval, tune og exposure")
    group.add_argument("--queries", type=Path, help="JSONL med bedømte spørgsmål; ellers vores egne")
    group.add_argument("--offers", type=Path, help="mål på disse tilbud, i en installation, der bliver smidt væk")
    group.add_argument("--no-vectors", action="store_true", help="mål uden betydning (sætningsvektorer)")
    group.add_argument("--ablation", action="store_true", help="vis, hvad hver del af søgningen er værd")
    group.add_argument("--held-out", action="store_true", help="mål også de spørgsmål, der er lagt til side")
    group.add_argument("--write-quality", action="store_true", help="skriv tallene til data/quality.json")
    group.add_argument("--rounds", type=int, default=1, help="hvor mange gange vægtene gås igennem (1)")
    group.add_argument("--write", type=Path, help="hvor forslaget til vægte skrives, i weights.toml's form")
    group.add_argument("--days", type=int, default=30, help="hvor mange dages lodtrækninger (30)")


def measure(act: str, options: dict[str, Any], *, stdout: OutputWrapper, stderr: OutputWrapper) -> None:
    """Do one of ``ACTS``."""
    acts = {"eval": _evaluate, "tune": _tune, "exposure": _exposure}
    if options["offers"] and not is_elsewhere():
        _check(options)
        run_elsewhere(tuple(_arguments(act, options)), stdout=stdout, stderr=stderr)
        return
    if options["offers"]:
        load_here(options["offers"], with_meaning=not options["no_vectors"], stderr=stderr)
    if not options["no_vectors"] and not current_library().model:
        stderr.write("Målt uden betydning: indekset er bygget uden. Kør først: brobygger index build")
    with using_signals(WITHOUT_VECTORS) if options["no_vectors"] else nullcontext():
        acts[act](options, stdout=stdout, stderr=stderr)


def evaluate_file(path: Path, *, is_json: bool, stdout: OutputWrapper) -> None:
    """Measure one file (``--eval FILE``, the older form)."""
    _tell(evaluate(questions_of(path), at=timezone.now()), is_json=is_json, stdout=stdout)


def questions_of(path: Path) -> tuple[Judged, ...]:
    """Return the questions of a file; raises ``CommandError`` with what is wrong and where."""
    try:
        return read_questions(path)
    except FileNotFoundError as error:
        raise CommandError(f"Filen {path} findes ikke.") from error
    except (OSError, ValueError) as error:
        raise CommandError(f"Kan ikke læse {path}: {error}") from error


def _evaluate(options: dict[str, Any], *, stdout: OutputWrapper, stderr: OutputWrapper) -> None:
    if options["queries"]:
        questions = questions_of(options["queries"])
        report = evaluate(questions, at=timezone.now())
        rungs = _ablate(questions, options, stderr=stderr)
        _tell(report, rungs, is_json=options["json"], stdout=stdout)
        return
    measured = [(each, evaluate(each.questions(), at=timezone.now())) for each in _sets(options)]
    rungs = _ablate((*DEV.questions(), *OPEN.questions()), options, stderr=stderr)
    if options["write_quality"]:
        keep_quality(quality_of(measured, rungs, on=timezone.localdate()))
    if options["json"]:
        found = {"sets": {each.id: report.as_json() for each, report in measured}, **_ablation_json(rungs)}
        stdout.write(json.dumps(found, ensure_ascii=False))
        return
    for each, report in measured:
        stdout.write(f"== {each.name_da} ({each.file})")
        _tell(report, is_json=False, stdout=stdout)
    for line in _ablation_lines(rungs):
        stdout.write(line)


def _sets(options: dict[str, Any]) -> tuple[QuestionSet, ...]:
    return (DEV, OPEN, *((HELD_OUT,) if options["held_out"] else ()), NEVER)


def _ablate(questions: tuple[Judged, ...], options: dict[str, Any], *, stderr: OutputWrapper) -> tuple[Rung, ...]:
    if not options["ablation"]:
        return ()
    without = WITHOUT_VECTORS if options["no_vectors"] else ALL
    return ablate(questions, at=timezone.now(), without=without, say=stderr.write)


def _tell(report: Report, rungs: tuple[Rung, ...] = (), *, is_json: bool, stdout: OutputWrapper) -> None:
    if is_json:
        stdout.write(json.dumps({**report.as_json(), **_ablation_json(rungs)}, ensure_ascii=False))
        return
    for line in (*report.lines(), *_ablation_lines(rungs)):
        stdout.write(line)


def _ablation_json(rungs: tuple[Rung, ...]) -> dict[str, Any]:
    return {"ablation": [rung.as_json() for rung in rungs]} if rungs else {}


def _ablation_lines(rungs: tuple[Rung, ...]) -> Iterator[str]:
    if rungs:
        yield f"{'hvad hver del er værd':<38}{'nDCG@10':>9}{'95 %':>13}{'recall@10':>12}{'må ikke':>9}"
    for rung in rungs:
        yield rung.line()


def _tune(options: dict[str, Any], *, stdout: OutputWrapper, stderr: OutputWrapper) -> None:
    questions = questions_of(options["queries"]) if options["queries"] else (*DEV.questions(), *OPEN.questions())
    if options["rounds"] < 1:
        raise CommandError("--rounds skal være mindst 1.")
    proposal = tune(questions, rounds=options["rounds"], at=timezone.now(), say=stderr.write)
    if options["write"]:
        options["write"].write_text(proposed_text(reviewed_text(), proposal.changes), encoding="utf-8")
        stderr.write(
            f"Forslaget står i {options['write']}. Vægtene er først andre, når nogen har læst det og rettet dem."
        )
    if options["json"]:
        stdout.write(json.dumps(proposal.as_json(), ensure_ascii=False))
        return
    for line in proposal.lines():
        stdout.write(line)


def _exposure(options: dict[str, Any], *, stdout: OutputWrapper, stderr: OutputWrapper) -> None:
    questions = questions_of(options["queries"]) if options["queries"] else (*DEV.questions(), *OPEN.questions())
    if options["days"] < 1:
        raise CommandError("--days skal være mindst 1.")
    stderr.write(f"→ {len(questions)} spørgsmål på {options['days']} dage")
    seen = exposure(questions, days=options["days"], at=timezone.now())
    if options["json"]:
        stdout.write(json.dumps(seen.as_json(), ensure_ascii=False))
        return
    for line in seen.lines():
        stdout.write(line)


def _check(options: dict[str, Any]) -> None:
    """Say what is wrong before anything is loaded."""
    if not options["offers"].is_file():
        raise CommandError(f"Filen {options['offers']} findes ikke.")
    if options["queries"]:
        questions_of(options["queries"])
    if options["write_quality"]:
        raise CommandError("--write-quality er for vores egne tilbud, ikke sammen med --offers.")


def _arguments(act: str, options: dict[str, Any]) -> Iterator[str]:
    """Give the same call again, with whole paths."""
    yield from ("search", act)
    for name in ("queries", "offers", "write"):
        if options[name]:
            yield from (f"--{name}", str(options[name].resolve()))
    for name in ("no_vectors", "ablation", "held_out", "json"):
        if options[name]:
            yield f"--{name.replace('_', '-')}"
    yield from ("--rounds", str(options["rounds"]), "--days", str(options["days"]))
