"""Repair of misspelt words: first as written without æ, ø and å, then a slip or two. Known words are never touched."""

from bisect import bisect_left
from collections.abc import Container, Mapping
from copy import copy
from functools import lru_cache
from typing import Self

from rapidfuzz.distance import OSA

from brobygger.search.analysis.compounds import Splitter
from brobygger.search.analysis.language import danish
from brobygger.search.analysis.tokens import fold, stem

_LEAST_WORD = 4
#: Words are kin with this many letters in common at the beginning and at most so many of their own.
_LEAST_SHARED, _MOST_OWN = 7, 4


class Speller:
    """Knows the words that occur (with how often) and finds the nearest one. Immutable; safe for many threads."""

    def __init__(self, counts: Mapping[str, int], splitter: Splitter) -> None:
        usable = {word: count for word, count in counts.items() if len(word) >= _LEAST_WORD and word.isalpha()}
        self._words = frozenset(counts) | danish().known
        self._stems = frozenset(stem(word) for word in self._words)
        self._splitter = splitter
        self._by_fold: dict[str, tuple[str, int]] = {}
        for word, count in sorted(usable.items()):
            best = self._by_fold.get(fold(word))
            if best is None or count > best[1]:
                self._by_fold[fold(word)] = (word, count)
        self._by_length: dict[int, list[str]] = {}
        for folded in self._by_fold:
            self._by_length.setdefault(len(folded), []).append(folded)
        self._in_order = sorted(self._by_fold)
        self._also_known: Container[str] = ()
        self._repaired = lru_cache(maxsize=20_000)(self._repair)

    def with_words(self, known: Container[str]) -> Self:
        """Return the same speller that also leaves these words (or words with these stems) alone."""
        speller = copy(self)
        speller._also_known = known
        return speller

    def repair(self, word: str) -> str:
        """Return the word that was most likely meant; the same word when it is known or nothing is near."""
        # Asked outside the cache: what is known besides may have grown since.
        if word in self._also_known or stem(word) in self._also_known:
            return word
        return self._repaired(word)

    def is_known(self, word: str) -> bool:
        """Test whether the word occurs, in this or another form, or is made of words that do."""
        if word in self._words or word in danish().stop_words or stem(word) in self._stems:
            return True
        return self._splitter.knows(word) or bool(self._splitter.parts(word))

    def _repair(self, word: str) -> str:
        if len(word) < _LEAST_WORD or not word.isalpha() or not _is_latin(word) or self.is_known(word):
            return word
        folded = fold(word)
        if folded in self._by_fold:
            return self._by_fold[folded][0]
        # So short a word is near too many others to be guessed at.
        return (self._nearest(folded) or self._kindred(folded) or word) if len(word) > _LEAST_WORD else word

    def _kindred(self, folded: str) -> str:
        """Return the word with the longest beginning in common ("prostitueret" and "prostitution"), or nothing."""
        place = bisect_left(self._in_order, folded)
        near = self._in_order[max(0, place - 1) : place + 1]
        found = max(near, key=lambda other: _in_common(folded, other), default="")
        shared = _in_common(folded, found)
        is_kindred = shared >= _LEAST_SHARED and max(len(folded), len(found)) - shared <= _MOST_OWN
        return self._by_fold[found][0] if is_kindred else ""

    def _nearest(self, folded: str) -> str:
        most = 1 if len(folded) < 8 else 2
        best: tuple[int, bool, int, str] | None = None
        for length in range(len(folded) - most, len(folded) + most + 1):
            for candidate in self._by_length.get(length, ()):
                slips = OSA.distance(folded, candidate, score_cutoff=most)
                if slips > most:
                    continue
                word, count = self._by_fold[candidate]
                rank = (slips, candidate[0] != folded[0], -count, word)
                best = rank if best is None else min(best, rank)
        if best is None or (best[1] and len(folded) < 8):
            return ""
        return best[3]


def _in_common(one: str, other: str) -> int:
    """Return how many letters two words begin with in common."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


def _is_latin(word: str) -> bool:
    return all(letter < "ɐ" for letter in word)
