"""How the order comes about, to be read by anybody: the weights in plain words, and how good the answers were."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from brobygger.search.quality_file import read_quality
from brobygger.search.weights import reviewed_weights

_Words = Mapping[str, Mapping[str, Mapping[str, str]]]

_DATA = Path(__file__).parents[1] / "data"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedWeight:
    """One weight: its name in the file, its value, and what it does."""

    name: str
    value: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightSection:
    """Weights that belong together."""

    id: str
    title: str
    intro: str
    weights: tuple[ExplainedWeight, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredSet:
    """How good the answers to one set of judged questions were, from 0 to 1; ``must_not`` counts wrong ones shown.

    The true value lies between ``low`` and ``high`` with 95 per cent certainty. None where the set only says what must
    never be shown.
    """

    name: str
    questions: int
    ndcg_at_10: float | None
    low: float | None
    high: float | None
    recall_at_10: float | None
    mrr: float | None
    must_not: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Without:
    """How good the answers are with one part more or less."""

    label: str
    ndcg_at_10: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """The last measurement."""

    measured_on: date
    sets: tuple[MeasuredSet, ...]
    ablation: tuple[Without, ...]


def explained_weights(*, language: str) -> tuple[WeightSection, ...]:
    """Return every weight as reviewed, in the file's order, with words in Danish or English."""
    return tuple(_sections("en" if language == "en" else "da"))


def _sections(language: str) -> Iterator[WeightSection]:
    words = _words()
    for section, values in reviewed_weights().items():
        about, sentences = words["sections"].get(section, {}), words.get(section, {})
        # A page must not break because a sentence is missing; a test does.
        yield WeightSection(
            id=section,
            title=about.get(language, section),
            intro=about.get(f"intro_{language}", ""),
            weights=tuple(
                ExplainedWeight(name=name, value=value, text=sentences.get(name, {}).get(language, name))
                for name, value in values.items()
            ),
        )


def measured_quality(*, language: str) -> Quality | None:
    """Return what was measured last; None while nothing has been."""
    content = read_quality()
    if not content:
        return None
    name = "en" if language == "en" else "da"
    return Quality(
        measured_on=date.fromisoformat(content["measured_on"][:10]),
        sets=tuple(
            MeasuredSet(
                name=row[f"name_{name}"],
                **{field: row[field] for field in MeasuredSet.__slots__ if field != "name"},
            )
            for row in content["sets"]
        ),
        ablation=tuple(
            Without(label=row[f"label_{name}"], ndcg_at_10=row["ndcg_at_10"]) for row in content.get("ablation", ())
        ),
    )


@cache
def _words() -> _Words:
    """Return the sentences, by section and name."""
    found: _Words = tomllib.loads((_DATA / "weights_words.toml").read_text(encoding="utf-8"))
    return found
