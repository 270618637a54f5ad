"""Who does what to whom: "min mand slår mig" and "jeg slår min mand" have the same words (``data/sayings.toml``)."""

import tomllib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from brobygger.search.understanding.lists import word_set
from brobygger.search.wording import STOP, Wording

_FILE = Path(__file__).parent.parent / "data" / "sayings.toml"
VOLUNTEER = "@volunteer"
_SOMEBODY = "\0mand"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opposite:
    """When one of ``said`` was, offers that have one of ``not_for`` and none of ``unless`` are for somebody else."""

    said: frozenset[str]
    not_for: frozenset[str]
    unless: frozenset[str]


def related_in(tokens: Sequence[str]) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Give the concepts that the words tell by their relation, each with the places of the words."""
    shown = [_SOMEBODY if _is_anybody(tokens, place) else word for place, word in enumerate(tokens)]
    for key, first, last in _wording().matches([STOP, *shown, STOP]):
        yield key, tuple(range(max(0, first - 1), min(last, len(tokens))))


def _is_anybody(tokens: Sequence[str], place: int) -> bool:
    """Test whether "mand" is a man and nobody's husband: "ung mand med angst"."""
    is_owned = place > 0 and tokens[place - 1] in word_set("possessives")
    return tokens[place] in {"mand", "dreng", "pige"} and not is_owned


@cache
def opposites() -> tuple[Opposite, ...]:
    """Return who an offer is not for, though it is near what was said."""
    return tuple(
        Opposite(**{name: frozenset(keys.split()) for name, keys in row.items()}) for row in _data()["opposites"]
    )


@cache
def vague_needs() -> frozenset[str]:
    """Return the needs that tell of distress, not of its cause."""
    return frozenset(_data()["vague"].split())


@cache
def adult_needs() -> frozenset[str]:
    """Return the needs of grown-ups."""
    return frozenset(_data()["adult"].split())


def unlikely_gender(said: Collection[str], words: Collection[str]) -> str:
    """Return the sex that the writer most likely is not, when they tell of a wife or a husband; or nothing."""
    data = _data()
    if set(data["by_partner"].split()).isdisjoint(said):
        return ""
    has_wife = not set(data["wives"].split()).isdisjoint(words)
    has_husband = not set(data["husbands"].split()).isdisjoint(words)
    if has_wife == has_husband:
        return ""
    return "women" if has_wife else "men"


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@cache
def _wording() -> Wording:
    data = _data()
    wording = Wording(data["classes"], data["common"])
    for key, lines in data["concepts"].items():
        for line in lines:
            wording.add(key, line)
    return wording
