"""Names that something goes by, made for looking up while somebody types: concepts and places, some thousands."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from brobygger.search.analysis.tokens import fold, words
from brobygger.search.keeping.titles import near_beginning

#: How near a name is to the thing: what it is called, what else it is called, and what people say.
PROPER, OTHER, SAYING = range(3)
_LEAST_TO_REPAIR = 4
#: Longer than any sentence somebody types before looking up.
_MOST_WORDS = 15
_LAST_CHARACTER = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Name:
    """One folded name of the thing with a ``key``. ``order`` settles which thing comes first when names fit alike."""

    folded: str
    rank: int
    key: str
    order: int = 0


class NameIndex:
    """Names by how their words begin. Immutable."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._names = tuple(name for name in names if name.folded)
        beginnings = (
            (name.folded[start:], number) for number, name in enumerate(self._names) for start in _starts(name.folded)
        )
        self._beginnings = sorted(beginnings)
        self._sayings: dict[str, list[int]] = {}
        for number, name in enumerate(self._names):
            if " " in name.folded:
                self._sayings.setdefault(name.folded, []).append(number)
        self._called = tuple(number for number, name in enumerate(self._names) if name.rank != SAYING)

    def keys(self, text: str) -> list[str]:
        """Return the keys of the things that a folded text is the beginning of a name of, best first, each once."""
        fitting = [(fit, number) for number in self._candidates(text) if (fit := self._fit(text, number))]
        if any(self._names[number].rank != SAYING for _fit, number in fitting):
            # Nobody can see why one word, "ensom", would suggest what it is said of in one saying ("ensom på studiet").
            fitting = [pair for pair in fitting if " " in text or self._names[pair[1]].rank != SAYING]
        return self._in_order(fitting)

    def repaired(self, text: str) -> list[str]:
        """Return the keys of the things whose names begin as the text with one slip, but never in the first letter."""
        if len(text) < _LEAST_TO_REPAIR:
            return []
        near = (
            (1, number)
            for number in self._called
            if self._names[number].folded[0] == text[0] and near_beginning(text, self._names[number].folded)
        )
        return self._in_order(near)

    def _in_order(self, fitting: Iterable[tuple[int, int]]) -> list[str]:
        ordered = sorted(
            (fit, name.rank, name.order, len(name.folded), name.key)
            for fit, number in fitting
            if fit
            for name in (self._names[number],)
        )
        return list(dict.fromkeys(key for *_, key in ordered))

    def _candidates(self, text: str) -> set[int]:
        found = set(self._beginning(text))
        for piece in _pieces(text):
            found.update(self._sayings.get(piece, ()))
        if " " in text:
            found.update(self._beginning(text.split(maxsplit=1)[0]))
        elif len(text) >= _LEAST_TO_REPAIR:
            found.update(number for number in self._called if text in self._names[number].folded)
        return found

    def _beginning(self, text: str) -> Iterator[int]:
        """Give the names in which a word begins so; they stand side by side."""
        first = bisect_left(self._beginnings, (text,))
        last = bisect_left(self._beginnings, (text + _LAST_CHARACTER,))
        return (number for _beginning, number in self._beginnings[first:last])

    def _fit(self, text: str, number: int) -> int:
        """Return how a name fits what was typed, 1 is best; 0 when it does not."""
        folded = self._names[number].folded
        if folded.startswith(text):
            return 1
        if f" {text}" in folded or f" {folded} " in f" {text} ":
            return 2
        if " " in text:
            return 3 if all(f" {word}" in f" {folded}" for word in text.split()) else 0
        return 4  # the end of a compound: "gruppe" in "sorggruppe"


def folded(text: str) -> str:
    """Return the words of a text folded, a space between them: how names and what is typed are compared."""
    return " ".join(fold(word) for word in words(text))


def _starts(text: str) -> Iterator[int]:
    """Give where the words of a folded text begin."""
    yield 0
    yield from (place + 1 for place, letter in enumerate(text) if letter == " ")


def _pieces(text: str) -> Iterator[str]:
    """Give every run of two words or more in a folded text."""
    found = text.split()[:_MOST_WORDS]
    for first in range(len(found)):
        for last in range(first + 2, len(found) + 1):
            yield " ".join(found[first:last])
