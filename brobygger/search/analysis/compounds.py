"""Danish compounds: "sorggruppe" is also "sorg" and "gruppe", and "kørestolsbruger" is "kørestol" and "bruger".

Dynamic programming over a word list, with the linking letters s and e; few and long parts win.
"""

from collections.abc import Container, Iterable
from functools import lru_cache
from typing import NamedTuple, Self

from brobygger.search.analysis.language import danish
from brobygger.search.analysis.tokens import stem

_LEAST_PART = 3
_LEAST_WORD = 6
_MOST_PARTS = 4
#: An unknown word before a known last part has at least this many letters, and a vowel.
_LEAST_UNKNOWN = 4
_VOWELS = frozenset("aeiouyæøå")
#: The price of a part; a short one costs more, so that the longest parts win.
_PART_PRICE = 10.0
_SHORT_PRICE = {3: 5.0, 4: 2.0}
_LINK_PRICE = {"": 0.0, "s": 0.6, "e": 1.2, "n": 3.0}

_Split = tuple[float, tuple[str, ...]]


#: A question has few words, and its compounds are asked for by spelling and matching both.
_REMEMBERED = 5_000


class Parts(NamedTuple):
    """What compounds are made of: whole words, and the stems of those that are long enough."""

    whole: frozenset[str]
    stems: frozenset[str]


def parts_among(vocabulary: Iterable[str]) -> Parts:
    """Return the parts among some words, and the curated ones."""
    language = danish()
    known = {word for word in vocabulary if word.isalpha()} | language.parts | language.short_parts
    whole = frozenset(word for word in known if _may_be_part(word))
    return Parts(whole, frozenset(stem(word) for word in whole if len(word) > _LEAST_PART))


def _may_be_part(word: str) -> bool:
    language = danish()
    if word in language.never_parts or word in language.stop_words or len(word) < _LEAST_PART:
        return False
    return len(word) > _LEAST_PART or word in language.short_parts


class Splitter:
    """Takes compounds apart with the words it was given and the curated ones. Immutable; safe for many threads."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._set_up(*parts_among(vocabulary))

    @classmethod
    def of_parts(cls, whole: Container[str], stems: Container[str]) -> Self:
        """Return the splitter that goes by parts that were found before (``parts_among``)."""
        splitter = cls.__new__(cls)
        splitter._set_up(whole, stems)
        return splitter

    def _set_up(self, whole: Container[str], stems: Container[str]) -> None:
        self._parts, self._part_stems = whole, stems
        self.parts = lru_cache(maxsize=_REMEMBERED)(self._find)

    def _find(self, word: str) -> tuple[str, ...]:
        """Return the parts of a compound, left to right, or nothing when it is not one."""
        if len(word) < _LEAST_WORD or not word.isalpha() or word in danish().keep_whole:
            return ()
        best: list[_Split | None] = [None] * len(word)
        for end in range(_LEAST_PART, len(word) + 1):
            found = self._best_ending(word, end, best)
            if end == len(word):
                return found[1] if found and len(found[1]) > 1 else self._by_head(word)
            best[end] = found
        return ()

    def _by_head(self, word: str) -> tuple[str, ...]:
        """Return the parts of a compound of which only the last is known, and common as one: "krolfklub"."""
        for start in range(_LEAST_UNKNOWN, len(word) - _LEAST_PART + 1):
            first = word[:start]
            if word[start:] in danish().heads and not _VOWELS.isdisjoint(first) and first not in danish().never_parts:
                return first, word[start:]
        return ()

    def _best_ending(self, word: str, end: int, best: list[_Split | None]) -> _Split | None:
        """Return the cheapest way to read the first ``end`` letters."""
        cheapest: _Split | None = None
        for start in (0, *range(_LEAST_PART, end - _LEAST_PART + 1)):
            before: _Split | None = (0.0, ()) if start == 0 else best[start]
            if before is None or len(before[1]) >= _MOST_PARTS or (start == 0 and end == len(word)):
                continue
            read = self._read(word[start:end], is_last=end == len(word))
            if read is None:
                continue
            price = before[0] + read[0]
            if cheapest is None or price < cheapest[0]:
                cheapest = (price, (*before[1], read[1]))
        return cheapest

    def _read(self, piece: str, *, is_last: bool) -> tuple[float, str] | None:
        """Return the price and the word of one piece; a piece before others may carry a linking letter."""
        for link, extra in _LINK_PRICE.items():
            if link and (is_last or not piece.endswith(link)):
                continue
            part = piece[: len(piece) - len(link)]
            if part in self._parts:
                return _PART_PRICE + _SHORT_PRICE.get(len(part), 0.0) + extra, part
        if is_last and len(piece) > 4 and _may_be_part(piece) and stem(piece) in self._part_stems:
            return _PART_PRICE + _SHORT_PRICE.get(len(piece), 0.0) + 1.0, piece
        return None

    def knows(self, word: str) -> bool:
        """Test whether the word, or another form of it, is one of the parts."""
        return word in self._parts or stem(word) in self._part_stems

    def is_made_of_known(self, word: str) -> bool:
        """Test whether a compound is made of known parts: "lektihjælp" is one by its last part only."""
        parts = self.parts(word)
        return bool(parts) and all(part in self._parts for part in parts[:-1]) and self.knows(parts[-1])
