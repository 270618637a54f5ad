"""The questions that are measured: words, sentences, slips and none at all, without filters and with them."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from brobygger.search.queries import Filters

_FILE = Path(__file__).with_name("questions.toml")
#: How many of each sort of text are also asked with filters, and how many sets of filters are asked without any text.
_KEYWORDS_FILTERED, _SENTENCES_FILTERED = 40, 40

KEYWORDS = ("keyword", "keyword + filters", "misspelt")
SENTENCES = ("sentence", "sentence + filters")
BROWSING = ("browsing",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question of a group."""

    group: str
    filters: Filters


@lru_cache(maxsize=1)
def questions() -> tuple[Asked, ...]:
    """Return all of them, always in the same order."""
    content = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    keywords, sentences, misspelt = (content[name].split("\n")[1:-1] for name in ("keyword", "sentence", "misspelt"))
    chosen = [_filters(spec) for spec in content["filters"]]
    return (
        *(Asked(group="keyword", filters=Filters(text=text)) for text in keywords),
        *_filtered("keyword + filters", keywords[:_KEYWORDS_FILTERED], chosen),
        *(Asked(group="misspelt", filters=Filters(text=text)) for text in misspelt),
        *(Asked(group="sentence", filters=Filters(text=text)) for text in sentences),
        *_filtered("sentence + filters", sentences[:_SENTENCES_FILTERED], chosen[::-1]),
        Asked(group="browsing", filters=Filters()),
        *_filtered("browsing", [""] * len(chosen), chosen),
    )


def sampled(count: int) -> tuple[Asked, ...]:
    """Return ``count`` of them, as many of each group as its share."""
    everything = questions()
    step = max(1.0, len(everything) / count)
    return tuple(everything[int(place * step)] for place in range(min(count, len(everything))))


def _filters(spec: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in spec.items()}


def _filtered(group: str, texts: list[str], chosen: list[dict[str, Any]]) -> Iterator[Asked]:
    for text, fields in zip(texts, islice(cycle(chosen), len(texts)), strict=True):
        yield Asked(group=group, filters=Filters(text=text, **fields))
