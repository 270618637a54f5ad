"""Places named inside a text: "i Odense", "nær 5000". A name that is also a common word needs "i" and a capital."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from brobygger.places.names import slugify
from brobygger.search.gazetteer import Gazetteer, NamedPlace

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_BEFORE = frozenset("i nær ved omkring fra til på in near at around from to kommune by nærheden".split())
_POSTCODE_BEFORE = frozenset("i nær ved omkring fra postnummer postnr in near".split())
_LONGEST_NAME = 3
#: Place names that are first of all Danish words.
_COMMON_WORDS = frozenset(
    """vejen ringe give them hals rude hov ry skive gram fur ans lem tim bording ask horne bred gården lunde blans ny
    hav sorg gave fynshav vig rask mørke tunø haven hus skole glad bjert park bro skov strand holme mor sal mad thy
    als mors ho vik vils fem to otte nr syd nord øst vest farre randbøl stige søby dyr gør bor""".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """The place a text names, and the words that named it."""

    place: NamedPlace | None = None
    used: frozenset[str] = frozenset()


def understand_place(text: str, gazetteer: Gazetteer) -> Whereabouts:
    """Return the first place that is certainly one; longest names first."""
    words = _WORD.findall(text)
    for length in range(min(_LONGEST_NAME, len(words)), 0, -1):
        for place, used in _candidates(words, length, gazetteer):
            return Whereabouts(place=place, used=frozenset(word.lower() for word in used))
    return Whereabouts()


def _candidates(words: list[str], length: int, gazetteer: Gazetteer) -> Iterator[tuple[NamedPlace, list[str]]]:
    for start in range(len(words) - length + 1):
        span = words[start : start + length]
        before = words[start - 1].lower() if start else ""
        found = gazetteer.called(slugify(" ".join(span)))
        if found and _is_certain(span, before, is_alone=length == len(words)):
            yield found, span


def _is_certain(span: list[str], before: str, *, is_alone: bool) -> bool:
    """Test whether words that are a place's name also mean the place."""
    first = span[0]
    if first.isdigit():
        return is_alone or before in _POSTCODE_BEFORE
    if is_alone and len(span) == 1 and first.lower() in _COMMON_WORDS:
        return False
    if first.lower() in _COMMON_WORDS and len(span) == 1:
        return before in _BEFORE and first[:1].isupper()
    return len(first) > 2
