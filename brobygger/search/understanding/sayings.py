"""Who does what to whom: "min mand slår mig" and "jeg slår min mand" have the same words (``data/sayings.toml``).

The same pass over the words hears what is wished besides the need (``data/wishes.toml``).
"""

import tomllib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from brobygger.search.understanding.lists import wish_words, word_set
from brobygger.search.understanding.wording import STOP, Wording

_FILE = Path(__file__).parent.parent / "data" / "sayings.toml"
VOLUNTEER = "@volunteer"
#: Before the topics of ``data/wishes.toml``, which are no concepts.
WISH = "@"
#: Words that turn a rule round when they stand inside it, or right after it ("min mand drikker ikke").
_NOT = frozenset({"ikke", "ikk", "aldrig", "not", "never"})
_SOMEBODY = "\0mand"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opposite:
    """When one of ``said`` was, offers that have one of ``not_for`` and none of ``unless`` are for somebody else."""

    said: frozenset[str]
    not_for: frozenset[str]
    unless: frozenset[str]


Heard = tuple[str, tuple[int, ...]]


def related_in(tokens: Sequence[str]) -> Iterator[Heard]:
    """Give what the words tell by their relation, each with the places of the words.

    A concept's key, ``VOLUNTEER``, or ``WISH`` and the name of a wish.
    """
    shown = [_SOMEBODY if _is_anybody(tokens, place) else word for place, word in enumerate(tokens)]
    for topic, first, last in _wording().matches([STOP, *shown, STOP]):
        places = range(max(0, first - 1), min(last, len(tokens)))
        is_denied = places.stop < len(tokens) and tokens[places.stop] in _NOT and not topic.startswith(WISH)
        if not is_denied:
            yield topic, tuple(places)


def _is_anybody(tokens: Sequence[str], place: int) -> bool:
    """Test whether "mand" is a man and nobody's husband: "ung mand med angst"."""
    # "min demente mand" is somebody's husband too.
    is_owned = not word_set("possessives").isdisjoint(tokens[max(0, place - 2) : place])
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
def never_likely() -> frozenset[str]:
    """Return the needs that only words tell of, never likeness."""
    return frozenset(_data()["never_likely"].split())


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
    data, wishes = _data(), wish_words()
    wording = Wording(data["classes"] | wishes["classes"], data["common"], barriers=_NOT)
    for key, lines in data["concepts"].items():
        for line in lines:
            wording.add(key, line)
    for name, lines in wishes["wishes"].items():
        for line in lines:
            wording.add(WISH + name, line)
    return wording
