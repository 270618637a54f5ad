"""How good are the answers? Judged questions in, the field's usual measures out."""

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from statistics import fmean, median
from typing import Any

from brobygger.places.selectors import resolve_place
from brobygger.search.queries import Filters
from brobygger.search.selectors import find

_DEPTH = 10
_NEVER_WITHIN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One question with its judgements: 3 exactly right … 1 somewhat; what is not listed is 0."""

    id: str
    query: str
    municipality: str = ""
    age: int | None = None
    type: str = ""
    judgments: Mapping[str, int] = field(default_factory=dict)
    must_not: frozenset[str] = frozenset()

    def ask(self, *, at: datetime, limit: int = _DEPTH) -> tuple[str, ...]:
        """Return the public keys that are found, best first."""
        return _ask(self, at=at, limit=limit)[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What one question came to."""

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
    """All questions together."""

    measured: tuple[Measured, ...]

    @property
    def judged(self) -> tuple[Measured, ...]:
        """The questions that have a good answer; the others count for what must not be shown."""
        return tuple(m for m in self.measured if m.is_judged)

    def as_json(self) -> dict[str, Any]:
        """Return the means, and each question's own figures."""
        return {
            "questions": len(self.measured),
            "ndcg_at_10": _mean(m.ndcg for m in self.judged),
            "recall_at_10": _mean(m.recall for m in self.judged),
            "mrr": _mean(m.reciprocal_rank for m in self.judged),
            "must_not_in_top_5": sum(len(m.violations) for m in self.measured),
            "median_ms": round(median([m.took_ms for m in self.measured] or [0.0]), 2),
            "by_question": {m.id: {"ndcg": round(m.ndcg, 3), "violations": list(m.violations)} for m in self.measured},
        }

    def lines(self) -> Iterator[str]:
        """Give the report as lines: each kind of question, then all."""
        yield f"{'type':<14}{'antal':>6}{'nDCG@10':>9}{'recall@10':>11}{'MRR':>7}{'må-ikke':>9}"
        for kind in (*sorted({m.type for m in self.measured}), "alle"):
            chosen = [m for m in self.measured if kind in {"alle", m.type}]
            judged = [m for m in chosen if m.is_judged]
            ndcg, recall = _mean(m.ndcg for m in judged), _mean(m.recall for m in judged)
            mrr, violations = _mean(m.reciprocal_rank for m in judged), sum(len(m.violations) for m in chosen)
            yield f"{kind:<14}{len(chosen):>6}{ndcg:>9.3f}{recall:>11.3f}{mrr:>7.3f}{violations:>9}"
        yield f"median {median([m.took_ms for m in self.measured] or [0.0]):.1f} ms"


def read_questions(path: Path) -> list[Judged]:
    """Return the questions of a JSONL file. Raises ``ValueError`` with the number of the line that is wrong."""
    questions = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            context = row.get("context") or {}
            questions.append(
                Judged(
                    id=str(row["id"]),
                    query=str(row["query"]),
                    municipality=str(context.get("municipality") or ""),
                    age=context.get("age"),
                    type=str(row.get("type") or ""),
                    judgments=dict(row.get("judgments") or {}),
                    must_not=frozenset(row.get("must_not") or ()),
                )
            )
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise ValueError(f"linje {number}: {error!r}") from error
    return questions


def evaluate(questions: Iterable[Judged], *, at: datetime) -> Report:
    """Ask every question and return the measures."""
    return Report(measured=tuple(_measure(question, at=at) for question in questions))


def _measure(question: Judged, *, at: datetime) -> Measured:
    keys, took_ms = _ask(question, at=at, limit=_DEPTH)
    gains = question.judgments
    best = sorted(gains.values(), reverse=True)[:_DEPTH]
    first = next((place for place, key in enumerate(keys, start=1) if gains.get(key, 0)), None)
    return Measured(
        id=question.id,
        type=question.type,
        ndcg=_dcg([gains.get(key, 0) for key in keys]) / (_dcg(best) or 1.0),
        recall=len(set(keys) & set(gains)) / (len(best) or 1),
        reciprocal_rank=1 / first if first else 0.0,
        violations=tuple(key for key in keys[:_NEVER_WITHIN] if key in question.must_not),
        took_ms=took_ms,
        is_judged=bool(gains),
    )


def _ask(question: Judged, *, at: datetime, limit: int) -> tuple[tuple[str, ...], float]:
    place = resolve_place(text=question.municipality) if question.municipality else None
    filters = Filters(
        text=question.query,
        municipality_code=place.municipality_code if place else "",
        age=question.age,
        page_size=limit,
    )
    result = find(filters=filters, at=at)
    keys = [hit.document.key for hit in result.hits]
    # What the page shows below a short list of hits belongs to the answer.
    keys += [hit.document.key for widening in result.widenings for hit in widening.hits]
    return tuple(dict.fromkeys(keys))[:limit], result.took_ms


def _dcg(gains: list[int]) -> float:
    return math.fsum((2.0**gain - 1) / math.log2(place + 1) for place, gain in enumerate(gains, start=1))


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return round(fmean(found), 4) if found else 0.0
