"""Proposes better weights from judged questions. A person reviews them: the reviewed file is never written here.

A number is moved only when the mean gets better by more than the pull towards the reviewed value costs, and most folds
of the questions agree. What the search as a whole is worth is measured on folds that the search did not see.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from random import Random
from statistics import fmean
from typing import Any

from brobygger.search.evaluation.intervals import interval
from brobygger.search.evaluation.measuring import Report, evaluate
from brobygger.search.evaluation.questions import Judged
from brobygger.search.weights import reviewed_weights, using_weights

FOLDS = 5
_SEED = 20261122
#: Sections that order hits, with the value that makes a weight of theirs say nothing.
NEUTRAL: Mapping[str, float] = {"terms": 0.0, "meaning": 0.0, "fit": 1.0, "area": 1.0, "small": 0.0}
#: Weights whose silence is another number, and those that are limits and not weights.
_NEUTRAL_OF = {"too_common": 1.0, "word_aspect": 0.0, "far_outside_years": 999.0, "halving_km": 10_000.0}
_NOT_TUNED = frozenset({"hits", "hits_alone", "wait_ms", "lately_days", "long_ago_days", "soon_days", "least_share"})
_FACTORS = (0.8, 1.25)
#: A step of 25 % away from the reviewed value costs 0.0005 nDCG, one of 50 % four times that.
_PULL = 0.008
_LEAST_GAIN = 0.0002
#: A violation more costs as much as a question that finds nothing.
_VIOLATION = 1.0

Name = tuple[str, str]
Change = Mapping[Name, float]
Say = Callable[[str], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """What one weight is worth: what happens when it says nothing."""

    name: Name
    neutral: float
    ndcg: float
    violations: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What was found. ``before`` and ``after`` are nDCG@10 on folds the search had not seen, ``gain`` its interval."""

    changes: Change
    before: float
    after: float
    gain: tuple[float, float]
    violations_before: int
    violations_after: int
    worth: tuple[Worth, ...]

    def as_json(self) -> dict[str, Any]:
        """Return everything, weights by their full name."""
        return {
            "changes": [
                {"weight": ".".join(name), "reviewed": reviewed_value(name), "proposed": value}
                for name, value in sorted(self.changes.items())
            ],
            "cross_validated": {
                "folds": FOLDS,
                "ndcg_at_10_before": round(self.before, 4),
                "ndcg_at_10_after": round(self.after, 4),
                "gain_interval": [round(edge, 4) for edge in self.gain],
                "must_not_before": self.violations_before,
                "must_not_after": self.violations_after,
            },
            "worth": [
                {
                    "weight": ".".join(one.name),
                    "reviewed": reviewed_value(one.name),
                    "neutral": one.neutral,
                    "ndcg_change_without": round(one.ndcg, 4),
                    "must_not_change_without": one.violations,
                }
                for one in self.worth
            ],
        }

    def lines(self) -> Iterator[str]:
        """Give the proposal as lines for a person."""
        low, high = self.gain
        yield f"Krydsvalideret nDCG@10: {self.before:.4f} før, {self.after:.4f} efter ({low:+.4f} til {high:+.4f})"
        yield f"Forbudte svar: {self.violations_before} før, {self.violations_after} efter"
        yield ""
        yield f"{'vægt':<34}{'i dag':>9}{'forslag':>9}"
        for name, value in sorted(self.changes.items()):
            yield f"{'.'.join(name):<34}{reviewed_value(name):>9g}{value:>9g}"
        if not self.changes:
            yield "Ingen ændring har vist, at den er bedre."
        yield ""
        yield f"{'uden denne vægt':<34}{'i dag':>9}{'nDCG@10':>10}{'må ikke':>9}"
        for one in sorted(self.worth, key=lambda one: one.ndcg):
            yield f"{'.'.join(one.name):<34}{reviewed_value(one.name):>9g}{one.ndcg:>+10.4f}{one.violations:>+9}"


@dataclass(slots=True)
class _Bench:
    """Measures changes on all questions, each change once."""

    questions: tuple[Judged, ...]
    at: datetime
    _known: dict[tuple[tuple[Name, float], ...], Report] = field(default_factory=dict)

    def report(self, change: Change) -> Report:
        """Return the report with these weights changed."""
        key = tuple(sorted(change.items()))
        if key not in self._known:
            with using_weights(_by_section(change)):
                self._known[key] = evaluate(self.questions, at=self.at)
        return self._known[key]


def tune(
    questions: Sequence[Judged], *, rounds: int = 1, at: datetime, say: Say = str, names: Sequence[Name] = ()
) -> Proposal:
    """Return a proposal. Every run with the same questions and index gives the same one.

    ``names`` are the weights to look at; without, all that order hits.
    """
    bench = _Bench(questions=tuple(questions), at=at)
    names = tuple(names) or tuple(tunable())
    folds = folds_of(questions)
    unseen: list[tuple[float, float]] = []
    violations = 0
    for fold in range(FOLDS):
        say(f"fold {fold + 1} af {FOLDS}")
        train = [other for other in range(FOLDS) if other != fold]
        found = _search(bench, folds, train, names, rounds=rounds)
        before, after = (_of_fold(bench.report(change), folds, fold) for change in ({}, found))
        unseen += zip(_values(before), _values(after), strict=True)
        violations += after.violations
    say("alle spørgsmål")
    changes = _search(bench, folds, range(FOLDS), names, rounds=rounds)
    say("hvad hver vægt er værd")
    return Proposal(
        changes=changes,
        before=fmean(before for before, _after in unseen) if unseen else 0.0,
        after=fmean(after for _before, after in unseen) if unseen else 0.0,
        gain=interval([after - before for before, after in unseen]),
        violations_before=bench.report({}).violations,
        violations_after=violations,
        worth=tuple(_worth(bench, names)),
    )


def tunable() -> Iterator[Name]:
    """Give the names of the weights that order hits."""
    for section in NEUTRAL:
        for name in reviewed_weights().get(section, {}):
            if name not in _NOT_TUNED:
                yield section, name


def reviewed_value(name: Name) -> float:
    """Return the value that people reviewed."""
    section, weight = name
    return float(reviewed_weights()[section][weight])


def neutral_value(name: Name) -> float:
    """Return the value that makes a weight say nothing."""
    section, weight = name
    return _NEUTRAL_OF.get(weight, NEUTRAL[section])


def folds_of(questions: Sequence[Judged]) -> dict[str, int]:
    """Return each question's fold: by a fixed draw, with every type spread over all folds."""
    draw = Random(_SEED)  # noqa: S311 - a draw that everybody can repeat
    folds: dict[str, int] = {}
    for kind in sorted({question.type for question in questions}):
        ids = sorted(question.id for question in questions if question.type == kind)
        draw.shuffle(ids)
        start = draw.randrange(FOLDS)
        folds |= {one: (start + place) % FOLDS for place, one in enumerate(ids)}
    return folds


def proposed_text(reviewed: str, changes: Change) -> str:
    """Return the reviewed file's text with the proposed numbers in their places, comments kept."""
    section, lines = "", []
    for line in reviewed.splitlines():
        if line.startswith("["):
            section = line.strip().strip("[]")
        name, equals, rest = line.partition("=")
        value = changes.get((section, name.strip()))
        if equals and value is not None:
            old = rest.split("#")[0].strip()
            line = f"{name}={rest.replace(old, f'{value:g}', 1)}  # reviewed: {old}"
        lines.append(line)
    return "\n".join(lines) + "\n"


def _search(
    bench: _Bench, folds: Mapping[str, int], train: Sequence[int], names: Sequence[Name], *, rounds: int
) -> dict[Name, float]:
    """Return the changes that earn their place on some folds: one weight after the other, in a drawn order."""
    draw = Random(_SEED)  # noqa: S311 - a draw that everybody can repeat
    found: dict[Name, float] = {}
    for _round in range(rounds):
        order = list(names)
        draw.shuffle(order)
        before = dict(found)
        for name in order:
            for candidate in _candidates(found, name):
                if _earns_its_place(bench, folds, train, found, candidate):
                    found = candidate
                    break
        if found == before:
            break
    return {name: value for name, value in found.items() if value != reviewed_value(name)}


def _candidates(found: Change, name: Name) -> Iterator[dict[Name, float]]:
    current = found.get(name, reviewed_value(name))
    for factor in _FACTORS:
        value = round(current * factor, 4)
        if value != current:
            yield {**found, name: value}


def _earns_its_place(
    bench: _Bench, folds: Mapping[str, int], train: Sequence[int], current: Change, candidate: Change
) -> bool:
    """Test whether a change gains more than it costs, and helps in most folds with harm in one at most."""
    gains = [
        _goodness(bench.report(candidate), folds, fold) - _goodness(bench.report(current), folds, fold)
        for fold in train
    ]
    cost = _pull(candidate) - _pull(current)
    helps = sum(gain > 0 for gain in gains)
    harms = sum(gain < 0 for gain in gains)
    return fmean(gains) - cost > _LEAST_GAIN and 2 * helps > len(gains) and harms <= 1


def _goodness(report: Report, folds: Mapping[str, int], fold: int) -> float:
    """Return the nDCG of one fold, less its violations."""
    part = _of_fold(report, folds, fold)
    return (math.fsum(_values(part)) - _VIOLATION * part.violations) / max(1, len(part.measured))


def _of_fold(report: Report, folds: Mapping[str, int], fold: int) -> Report:
    return replace(report, measured=tuple(m for m in report.measured if folds[m.id] == fold))


def _values(report: Report) -> list[float]:
    return [m.ndcg for m in report.judged]


def _pull(change: Change) -> float:
    """Return what moving away from what people reviewed costs."""
    moved = (
        math.log(value / reviewed_value(name))
        for name, value in change.items()
        if reviewed_value(name) and value / reviewed_value(name) > 0
    )
    return _PULL * math.fsum(step * step for step in moved)


def _worth(bench: _Bench, names: Sequence[Name]) -> Iterator[Worth]:
    whole = bench.report({})
    for name in names:
        neutral = neutral_value(name)
        without = bench.report({name: neutral})
        yield Worth(
            name=name,
            neutral=neutral,
            ndcg=without.ndcg - whole.ndcg,
            violations=without.violations - whole.violations,
        )


def _by_section(change: Change) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for (section, name), value in change.items():
        found.setdefault(section, {})[name] = value
    return found
