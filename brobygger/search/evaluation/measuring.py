"""The measures: nDCG and recall at ten, the first good answer's place, and what should never have been shown."""

import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean, median
from typing import Any

from brobygger.places.selectors import resolve_place
from brobygger.search.evaluation.intervals import interval
from brobygger.search.evaluation.questions import Judged
from brobygger.search.keeping.library import current_library, using_library
from brobygger.search.queries import Filters, Result
from brobygger.search.selectors import find
from brobygger.search.weights import using_weights

DEPTH = 10
_NEVER_WITHIN = 5
#: What the page shows as most likely not fitting: told, but not given as an answer.
_MISFITS = "misfits"
#: A question measured is a question answered whole: nobody waits, so the meaning may take its time.
_PATIENCE_MS = 5_000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What one question came to. ``is_judged`` False: it has no good answer and counts for violations only."""

    id: str
    type: str
    ndcg: float
    recall: float
    reciprocal_rank: float
    violations: tuple[str, ...]
    took_ms: float
    is_judged: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Many questions together."""

    measured: tuple[Measured, ...]

    @property
    def judged(self) -> tuple[Measured, ...]:
        """The questions that have a good answer; the others count for what must not be shown."""
        return tuple(m for m in self.measured if m.is_judged)

    @property
    def ndcg(self) -> float:
        """The mean nDCG@10."""
        return _mean([m.ndcg for m in self.judged])

    @property
    def violations(self) -> int:
        """How many answers stood among the first five that must never do so."""
        return sum(len(m.violations) for m in self.measured)

    def by_type(self) -> dict[str, "Report"]:
        """Return a report for each kind of question."""
        return {
            kind: Report(measured=tuple(m for m in self.measured if m.type == kind))
            for kind in sorted({m.type for m in self.measured})
        }

    def figures(self) -> dict[str, Any]:
        """Return the means with their 95 % intervals."""
        columns = {
            "ndcg_at_10": [m.ndcg for m in self.judged],
            "recall_at_10": [m.recall for m in self.judged],
            "mrr": [m.reciprocal_rank for m in self.judged],
        }
        return {
            "questions": len(self.measured),
            "judged": len(self.judged),
            **{name: _mean(values) for name, values in columns.items()},
            "intervals": {name: [round(edge, 4) for edge in interval(values)] for name, values in columns.items()},
            "must_not_in_top_5": self.violations,
            "median_ms": round(median([m.took_ms for m in self.measured] or [0.0]), 2),
        }

    def columns(self) -> str:
        """Return the measures as the middle of a line; blank when no question has a good answer."""
        if not self.judged:
            return f"{'–':>9}{'':>16}{'–':>11}{'–':>7}"
        found = self.figures()
        low, high = found["intervals"]["ndcg_at_10"]
        span = f"{low:.3f}–{high:.3f}"
        return f"{found['ndcg_at_10']:>9.3f}{span:>16}{found['recall_at_10']:>11.3f}{found['mrr']:>7.3f}"

    def as_json(self) -> dict[str, Any]:
        """Return the figures of all, of each kind, and of each question."""
        return {
            **self.figures(),
            "by_type": {kind: report.figures() for kind, report in self.by_type().items()},
            "by_question": {m.id: {"ndcg": round(m.ndcg, 3), "violations": list(m.violations)} for m in self.measured},
        }

    def lines(self) -> Iterator[str]:
        """Give the report as lines for a person: each kind of question, then all."""
        yield f"{'type':<14}{'antal':>6}{'nDCG@10':>9}{'95 %':>16}{'recall@10':>11}{'MRR':>7}{'må ikke':>9}"
        for kind, report in (*self.by_type().items(), ("alle", self)):
            yield f"{kind:<14}{len(report.measured):>6}{report.columns()}{report.violations:>9}"
        yield f"median {median([m.took_ms for m in self.measured] or [0.0]):.1f} ms"
        for one in self.measured:
            if one.violations:
                yield f"må ikke: {one.id} {', '.join(one.violations)}"


def evaluate(questions: Iterable[Judged], *, at: datetime) -> Report:
    """Ask every question of one state of the index, and return the measures."""
    with patiently(), using_library(current_library()):
        return Report(measured=tuple(_measure(question, at=at) for question in questions))


@contextmanager
def patiently() -> Iterator[None]:
    """Wait for the meaning of the words as long as it takes: a busy machine is not a worse search."""
    with using_weights({"meaning": {"wait_ms": _PATIENCE_MS}}):
        yield


def ask(question: Judged, *, at: datetime, limit: int = DEPTH) -> Result:
    """Return the answer to a question with what was chosen beside the words."""
    place = resolve_place(text=question.municipality) if question.municipality else None
    filters = Filters(
        text=question.query,
        municipality_code=place.municipality_code if place else "",
        age=question.age,
        page_size=limit,
    )
    return find(filters=filters, at=at)


def answer_keys(result: Result, *, limit: int = DEPTH) -> tuple[str, ...]:
    """Return the public keys of an answer, best first.

    What the page shows below a short list of hits belongs to the answer, but for what it says does not fit.
    """
    keys = [hit.document.key for hit in result.hits]
    keys += [hit.document.key for widening in result.widenings if widening.kind != _MISFITS for hit in widening.hits]
    return tuple(dict.fromkeys(keys))[:limit]


def _measure(question: Judged, *, at: datetime) -> Measured:
    result = ask(question, at=at)
    keys, gains = answer_keys(result), question.judgments
    best = sorted(gains.values(), reverse=True)[:DEPTH]
    first = next((place for place, key in enumerate(keys, start=1) if gains.get(key, 0)), None)
    return Measured(
        id=question.id,
        type=question.type,
        ndcg=_dcg([gains.get(key, 0) for key in keys]) / (_dcg(best) or 1.0),
        recall=len(set(keys) & set(gains)) / (len(best) or 1),
        reciprocal_rank=1 / first if first else 0.0,
        violations=tuple(key for key in keys[:_NEVER_WITHIN] if key in question.must_not),
        took_ms=result.took_ms,
        is_judged=bool(gains),
    )


def _dcg(gains: Sequence[int]) -> float:
    return math.fsum((2.0**gain - 1) / math.log2(place + 1) for place, gain in enumerate(gains, start=1))


def _mean(values: Sequence[float]) -> float:
    return round(fmean(values), 4) if values else 0.0
