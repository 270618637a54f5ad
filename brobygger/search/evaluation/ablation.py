"""What each part of the search is worth: the same questions, with one more part on at each step."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from brobygger.search.evaluation.measuring import Report, evaluate
from brobygger.search.evaluation.questions import Judged
from brobygger.search.evaluation.reduced import reduced_library
from brobygger.search.keeping.library import using_library
from brobygger.search.signal_switches import ALL, WORDS, Signals, using_signals


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One configuration: everything of the step before, and one part more."""

    id: str
    label_da: str
    label_en: str
    signals: Signals


_PARTS = (
    ("stems", "+ ordstammer", "+ stems"),
    ("compounds", "+ sammensatte ord", "+ compounds"),
    ("spelling", "+ stavefejl", "+ spelling"),
    ("concepts", "+ begreber og vendinger", "+ concepts and sayings"),
    ("vectors", "+ betydning (sætningsvektorer)", "+ meaning (sentence vectors)"),
    ("place", "+ hvor du er", "+ where you are"),
    ("rules", "+ regler om alder, køn, rolle m.m.", "+ rules on age, sex, role etc."),
)


def _steps() -> tuple[Step, ...]:
    steps = [Step(id="words", label_da="Ord, som de står", label_en="Words as they are", signals=WORDS)]
    for name, label_da, label_en in _PARTS:
        on = replace(steps[-1].signals, **{name: True})
        steps.append(Step(id=name, label_da=label_da, label_en=label_en, signals=on))
    return tuple(steps)


STEPS = _steps()
WITHOUT_VECTORS = replace(ALL, vectors=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """What one step came to."""

    step: Step
    report: Report

    def as_json(self) -> dict[str, Any]:
        """Return the step's names and figures."""
        figures = self.report.figures()
        return {
            "id": self.step.id,
            "label_da": self.step.label_da,
            "label_en": self.step.label_en,
            "ndcg_at_10": figures["ndcg_at_10"],
            "low": figures["intervals"]["ndcg_at_10"][0],
            "high": figures["intervals"]["ndcg_at_10"][1],
            "recall_at_10": figures["recall_at_10"],
            "mrr": figures["mrr"],
            "must_not": figures["must_not_in_top_5"],
        }

    def line(self) -> str:
        """Return the step as a line for a person."""
        found = self.as_json()
        return (
            f"{self.step.label_da:<38}{found['ndcg_at_10']:>9.3f}{found['low']:>8.3f}-{found['high']:.3f}"
            f"{found['recall_at_10']:>11.3f}{found['must_not']:>9}"
        )


def ablate(
    questions: Sequence[Judged], *, at: datetime, without: Signals = ALL, say: Callable[[str], object] = str
) -> tuple[Rung, ...]:
    """Measure every step; the parts that are off in ``without`` stay off, and their step is left out."""
    rungs = []
    for step in STEPS:
        if step.id != "words" and not getattr(without, step.id):
            continue
        say(step.label_da)
        on = replace(step.signals, vectors=step.signals.vectors and without.vectors)
        with using_signals(on), _analysis_of(on):
            rungs.append(Rung(step=step, report=evaluate(questions, at=at)))
    return tuple(rungs)


def _analysis_of(chosen: Signals) -> AbstractContextManager[object]:
    """Return a context with the library that the parts need: another one when words are analysed less."""
    if chosen.stems and chosen.compounds:
        return nullcontext()
    return using_library(reduced_library(has_stems=chosen.stems))
