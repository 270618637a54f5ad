"""Repair of misspelt words: written without æ, ø and å, by ear, a slip or two. Known words are never touched."""

from collections.abc import Collection, Container, Sequence
from copy import copy
from functools import lru_cache
from typing import Self

from rapidfuzz import process
from rapidfuzz.distance import OSA

from brobygger.search.analysis.compounds import Splitter
from brobygger.search.analysis.language import danish
from brobygger.search.analysis.sounds import sound_of
from brobygger.search.analysis.texts import SortedTexts
from brobygger.search.analysis.tokens import fold, plain_word, stem
from brobygger.search.analysis.vocabulary import LEAST_WORD, Vocabulary

_LONG_WORD = 10
#: What sounds alike may be written with so many slips more.
_MORE_BY_EAR = 2
#: Of a shorter word the first letter is right, unless it is a vowel.
_SHORT_WORD, _VOWELS = 8, frozenset("aeiouy")
_MOST_NEAR, _SHARED_END = 20, 3
_REMEMBERED = 5_000
#: Words are kin with this many letters in common at the beginning and at most so many of their own.
_LEAST_JOINED = 6
_LEAST_SHARED, _MOST_OWN = 7, 4


class Speller:
    """Knows the words that occur (with how often) and finds the nearest one. Immutable; safe for many threads."""

    def __init__(self, vocabulary: Vocabulary, splitter: Splitter) -> None:
        self._vocabulary, self._splitter = vocabulary, splitter
        self._also_known: Container[str] = ()
        self._repaired = lru_cache(maxsize=_REMEMBERED)(self._repair)

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
        return word in self._vocabulary.words or self._vocabulary.folds.find(fold(word)) >= 0

    def is_known(self, word: str) -> bool:
        """Test whether the word occurs, in this or another form, or is made of words that do."""
        known = self._vocabulary
        if word in known.words or word in danish().stop_words:
            return True
        # A stem of three letters is no proof: "demmens" would be "dem".
        if len(stem(word)) >= LEAST_WORD and stem(word) in known.stems:
            return True
        is_genitive = word.endswith("s") and word[:-1] in known.words
        return is_genitive or self._splitter.knows(word) or self._splitter.is_made_of_known(word)

    def _repair(self, word: str) -> str:
        if len(word) < LEAST_WORD or not word.isalpha() or not _is_latin(word) or self.is_known(word):
            return word
        folded, known = fold(word), self._vocabulary
        same = known.folds.find(folded)
        if same >= 0:
            return known.word(known.rank_of_fold(same))
        # A word that is nearest to a Danish one that nothing here holds had better be left as it is.
        meant = self._sounding(word, folded)
        if meant is None:
            meant = self._kindred(folded)
        return known.word(meant) if meant is not None and meant < known.occurring else word

    def _sounding(self, word: str, folded: str) -> int | None:
        """Return the rank of what sounds or looks most like it; the shorter it is, the more alike."""
        sound, most, known = sound_of(word), _slips_in(word), self._vocabulary
        same = known.sounds.find(sound)
        if same >= 0:
            return self._closest(known.ranks_of_sound(same), folded, sound, most + _MORE_BY_EAR)
        if not most or len(sound) < LEAST_WORD:
            return None
        found = {known.rank_of_fold(number) for number in _near(folded, known.folds, folded[:2], most)}
        heard = _near(sound, known.sounds, sound[:2], most)
        ending = _near(sound[::-1], known.backward, sound[: -_SHARED_END - 1 : -1], most)
        for number in (*heard, *map(known.sound_of_back, ending)):
            found.update(known.ranks_of_sound(number))
        return self._closest(found, folded, sound, most + (_MORE_BY_EAR if len(word) >= _SHORT_WORD else 1))

    def _closest(self, found: Collection[int], folded: str, sound: str, most: int) -> int | None:
        """Return the one most like it, then the commonest; nothing when none is written like it at all."""
        ranked = []
        for rank in found:
            word = self._vocabulary.word(rank)
            written = fold(word)
            slips, heard = OSA.distance(folded, written), OSA.distance(sound, sound_of(word))
            is_other = written[0] != folded[0]
            is_far = is_other and heard and len(folded) < _SHORT_WORD and not _VOWELS.issuperset(written[0] + folded[0])
            if slips <= most and not is_far:
                ranked.append((min(slips, heard), slips + heard, is_other, rank))
        return min(ranked)[-1] if ranked else None

    def _kindred(self, folded: str) -> int | None:
        """Return the word with the longest beginning in common ("prostitueret" and "prostitution"), or nothing."""
        folds = self._vocabulary.folds
        place = folds.place(folded)
        near = range(max(0, place - 1), min(place + 1, len(folds)))
        found = max(near, key=lambda number: _in_common(folded, folds[number]), default=None)
        if found is None:
            return None
        shared = _in_common(folded, folds[found])
        is_kindred = shared >= _LEAST_SHARED and max(len(folded), len(folds[found])) - shared <= _MOST_OWN
        return self._vocabulary.rank_of_fold(found) if is_kindred else None


def _slips_in(word: str) -> int:
    """Return how many slips a word of this length is granted: so short a word is near too many others."""
    return 0 if len(word) <= LEAST_WORD else 1 if len(word) < _LONG_WORD else 2


def _near(word: str, among: SortedTexts, start: str, most: int) -> list[int]:
    """Return the numbers of the texts that begin so and are written almost like the word."""
    first, others = among.beginning(start)
    found = process.extract(word, others, scorer=OSA.distance, processor=None, score_cutoff=most, limit=_MOST_NEAR)
    return [first + place for _other, _slips, place in found]


def join_split_words(written: Sequence[str], speller: Speller) -> list[str]:
    """Return the words with those put together that were written apart ("be søgs ven"), case kept.

    Only words of which one does not occur by itself, and that together are one that does.
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
    return any(not speller.occurs(piece) for piece in pieces)


def _in_common(one: str, other: str) -> int:
    """Return how many letters two words begin with in common."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


def _is_latin(word: str) -> bool:
    return all(letter < "ɐ" for letter in word)
