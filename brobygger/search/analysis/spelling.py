"""Repair of misspelt words: written without æ, ø and å, written by ear, a slip or two. Known words are never touched."""

from bisect import bisect_left
from collections.abc import Collection, Container, Mapping, Sequence
from copy import copy
from functools import lru_cache
from typing import Self

from rapidfuzz import process
from rapidfuzz.distance import OSA

from brobygger.search.analysis.compounds import Splitter
from brobygger.search.analysis.language import danish
from brobygger.search.analysis.sounds import sound_of
from brobygger.search.analysis.tokens import fold, plain_word, stem

_LEAST_WORD, _LONG_WORD = 4, 10
_VERY_MANY = 20_000
_MOST_NEAR, _SHARED_END = 20, 3
#: Sorts after every letter.
_LAST_LETTER = "\uffff"
#: Words are kin with this many letters in common at the beginning and at most so many of their own.
_LEAST_JOINED = 6
_LEAST_SHARED, _MOST_OWN = 7, 4


class Speller:
    """Knows the words that occur (with how often) and finds the nearest one. Immutable; safe for many threads."""

    def __init__(self, counts: Mapping[str, int], splitter: Splitter) -> None:
        language = danish()
        self._words = frozenset(counts) | language.known
        self._stems = frozenset(stem(word) for word in self._words)
        self._splitter = splitter
        common = dict.fromkeys(language.known | language.keep_whole | language.parts, 0)
        # Of very many words, those that occur once are as often slips of somebody else.
        least = 2 if len(counts) > _VERY_MANY else 1
        often = {word: n for word, n in counts.items() if n >= least}
        usable = {word: n for word, n in (common | often).items() if len(word) >= _LEAST_WORD and word.isalpha()}
        #: Commonest first, so that the first of several with one fold or one sound is the likeliest.
        in_order = sorted(usable, key=lambda word: (-usable[word], word))
        self._rank = {word: place for place, word in enumerate(in_order)}
        self._by_fold: dict[str, str] = {}
        self._by_sound: dict[str, str] = {}
        for word in in_order:
            self._by_fold.setdefault(fold(word), word)
            key = sound_of(word)
            self._by_sound[key] = f"{self._by_sound[key]} {word}" if key in self._by_sound else word
        self._forward = sorted(self._by_sound)
        self._backward = sorted(key[::-1] for key in self._by_sound)
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

    def occurs(self, word: str) -> bool:
        """Test whether the word itself occurs, as written or without Danish letters."""
        return word in self._words or fold(word) in self._by_fold

    def is_known(self, word: str) -> bool:
        """Test whether the word occurs, in this or another form, or is made of words that do."""
        if word in self._words or word in danish().stop_words or stem(word) in self._stems:
            return True
        is_genitive = word.endswith("s") and word[:-1] in self._words
        return is_genitive or self._splitter.knows(word) or self._splitter.is_made_of_known(word)

    def _repair(self, word: str) -> str:
        if len(word) < _LEAST_WORD or not word.isalpha() or not _is_latin(word) or self.is_known(word):
            return word
        folded = fold(word)
        if folded in self._by_fold:
            return self._by_fold[folded]
        return self._sounding(word, folded) or self._kindred(folded) or word

    def _sounding(self, word: str, folded: str) -> str:
        """Return the word that sounds or looks most like it, or nothing; the shorter it is, the more alike."""
        sound, most = sound_of(word), _slips_in(word)
        if sound in self._by_sound:
            return self._closest(self._by_sound[sound].split(), folded, sound, most + 1)
        if not most or len(sound) < _LEAST_WORD:
            return ""
        found = {self._by_fold[near] for near in _near(folded, _beginning(self._in_order, folded[:2]), most)}
        ending = [key[::-1] for key in _beginning(self._backward, sound[: -_SHARED_END - 1 : -1])]
        for keys in (_beginning(self._forward, sound[:2]), ending):
            found.update(one for near in _near(sound, keys, most) for one in self._by_sound[near].split())
        return self._closest(found, folded, sound, most + 1)

    def _closest(self, found: Collection[str], folded: str, sound: str, most: int) -> str:
        """Return the one most like it, then the commonest; nothing when none is written like it at all."""
        ranked = []
        for word in found:
            slips, heard = OSA.distance(folded, fold(word)), OSA.distance(sound, sound_of(word))
            if slips <= most:
                is_other = fold(word)[0] != folded[0]
                ranked.append((min(slips, heard), slips + heard, is_other, self._rank[word], word))
        return min(ranked)[-1] if ranked else ""

    def _kindred(self, folded: str) -> str:
        """Return the word with the longest beginning in common ("prostitueret" and "prostitution"), or nothing."""
        place = bisect_left(self._in_order, folded)
        near = self._in_order[max(0, place - 1) : place + 1]
        found = max(near, key=lambda other: _in_common(folded, other), default="")
        shared = _in_common(folded, found)
        is_kindred = shared >= _LEAST_SHARED and max(len(folded), len(found)) - shared <= _MOST_OWN
        return self._by_fold[found] if is_kindred else ""


def _slips_in(word: str) -> int:
    """Return how many slips a word of this length is granted: so short a word is near too many others."""
    return 0 if len(word) <= _LEAST_WORD else 1 if len(word) < _LONG_WORD else 2


def _near(word: str, others: Sequence[str], most: int) -> list[str]:
    found = process.extract(word, others, scorer=OSA.distance, processor=None, score_cutoff=most, limit=_MOST_NEAR)
    return [other for other, _slips, _place in found]


def _beginning(in_order: Sequence[str], start: str) -> Sequence[str]:
    """Return the keys of a sorted list that begin so."""
    return in_order[bisect_left(in_order, start) : bisect_left(in_order, start + _LAST_LETTER)]


def join_split_words(written: Sequence[str], speller: Speller) -> list[str]:
    """Return the words with those put together that were written apart ("be søgs ven"), case kept.

    Only words of which one is unknown, or hardly a word at all, and that together are one that occurs.
    """
    joined: list[str] = []
    place = 0
    while place < len(written):
        taken = next((n for n in (3, 2) if _is_split(written[place : place + n], n, speller)), 1)
        joined.append("".join(written[place : place + taken]))
        place += taken
    return joined


def _is_split(written: Sequence[str], count: int, speller: Speller) -> bool:
    pieces = [plain_word(word) for word in written]
    if len(pieces) < count or not all(piece.isalpha() for piece in pieces):
        return False
    whole = "".join(pieces)
    if len(whole) < _LEAST_JOINED or not speller.occurs(whole):
        return False
    return any(not speller.is_known(piece) for piece in pieces)


def _in_common(one: str, other: str) -> int:
    """Return how many letters two words begin with in common."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


def _is_latin(word: str) -> bool:
    return all(letter < "ɐ" for letter in word)
