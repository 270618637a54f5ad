"""The words of one set of documents and what is worked out of them, as arrays that are kept in the index's file."""

from collections.abc import Container, Iterable, Mapping
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from brobygger.search.analysis.compounds import parts_among
from brobygger.search.analysis.language import danish
from brobygger.search.analysis.sounds import sound_of
from brobygger.search.analysis.texts import Arrays, HashedTexts, SortedTexts, hashed, packed
from brobygger.search.analysis.tokens import fold, stem

#: Shorter words are not repaired, and nothing is repaired to them.
LEAST_WORD = 4
_VERY_MANY = 20_000
_WORD, _STEM, _PART, _PART_STEM = 1, 2, 4, 8


class Vocabulary:
    """All words that occur, with their stems, the parts of compounds, and the words to repair others to.

    These are known by their rank: the commonest is 0, those from ``occurring`` on are Danish, but nothing here holds
    them. Immutable; safe for many threads.
    """

    def __init__(self, arrays: Arrays) -> None:
        self.arrays = arrays
        self._texts = HashedTexts(_group(arrays, "text"))
        self._flags, self._ranks = arrays["flags"].data, arrays["ranks"].data
        self._numbers = arrays["numbers"].data
        self.occurring = int(arrays["occurring"][0])
        self.words, self.stems = self._having(_WORD), self._having(_STEM)
        self.parts, self.part_stems = self._having(_PART), self._having(_PART_STEM)
        #: Sorted: the words without Danish letters, how they sound, and their sounds read backwards.
        self.folds = SortedTexts(_group(arrays, "fold"))
        self.sounds, self.backward = SortedTexts(_group(arrays, "sound")), SortedTexts(_group(arrays, "back"))
        self._of_fold, self._of_back = arrays["fold_rank"].data, arrays["back_sound"].data
        self._heard_ends, self._heard = arrays["heard_ends"].data, arrays["heard"].data

    @classmethod
    def of_counts(cls, counts: Mapping[str, int]) -> Self:
        """Work it out from how often each word occurs."""
        language = danish()
        words = frozenset(counts) | language.known
        parts = parts_among(counts)
        flags: dict[str, int] = dict.fromkeys(words, _WORD)
        for flag, texts in (
            (_STEM, {stem(word) for word in words}), (_PART, parts.whole), (_PART_STEM, parts.stems),
        ):  # fmt: skip
            for text in texts:
                flags[text] = flags.get(text, 0) | flag
        in_order, occurring = _usable(counts)
        rank_of = {word: rank for rank, word in enumerate(in_order)}
        numbered, arrays = hashed((*flags, *in_order))
        ranks = np.array([rank_of.get(text, -1) for text in numbered], dtype=np.int32)
        numbers = np.empty(len(in_order), dtype=np.uint32)
        numbers[ranks[ranks >= 0]] = np.flatnonzero(ranks >= 0)
        return cls(
            {
                "flags": np.array([flags.get(text, 0) for text in numbered], dtype=np.uint8),
                "ranks": ranks,
                "numbers": numbers,
                "occurring": np.array([occurring], dtype=np.uint32),
                **_named("text", arrays),
                **_folds(in_order),
                **_sounds(in_order),
            }
        )

    def word(self, rank: int) -> str:
        """Return the word of a rank."""
        return self._texts[self._numbers[rank]]

    def rank_of_fold(self, number: int) -> int:
        """Return the commonest word that is written so without Danish letters."""
        return int(self._of_fold[number])

    def sound_of_back(self, number: int) -> int:
        """Return the number of the sound that reads so backwards."""
        return int(self._of_back[number])

    def ranks_of_sound(self, number: int) -> list[int]:
        """Return the words that sound so, commonest first."""
        begin = self._heard_ends[number - 1] if number else 0
        return list(self._heard[begin : self._heard_ends[number]])

    def _having(self, flag: int) -> Container[str]:
        return _Having(self._texts, self._flags, flag)


class _Having:
    """The texts that have a flag."""

    def __init__(self, texts: HashedTexts, flags: "memoryview[int]", flag: int) -> None:
        self._find, self._flags, self._flag = texts.find, flags, flag

    def __contains__(self, text: object) -> bool:
        number = self._find(text) if isinstance(text, str) else -1
        return number >= 0 and bool(self._flags[number] & self._flag)


def _usable(counts: Mapping[str, int]) -> tuple[list[str], int]:
    """Return the words that others may be repaired to, commonest first, and how many of them occur."""
    language = danish()
    common = dict.fromkeys(language.known | language.keep_whole | language.parts, 0)
    # Of very many words, those that occur once are as often slips of somebody else.
    least = 2 if len(counts) > _VERY_MANY else 1
    often = {word: n for word, n in counts.items() if n >= least}
    usable = {word: n for word, n in (common | often).items() if len(word) >= LEAST_WORD and word.isalpha()}
    in_order = sorted(usable, key=lambda word: (-usable[word], word))
    return in_order, sum(usable[word] > 0 for word in in_order)


def _folds(in_order: Iterable[str]) -> dict[str, NDArray[Any]]:
    rank_of: dict[str, int] = {}
    for rank, word in enumerate(in_order):
        rank_of.setdefault(fold(word), rank)
    folds = sorted(rank_of)
    return {**_named("fold", packed(folds)), "fold_rank": np.array([rank_of[one] for one in folds], dtype=np.uint32)}


def _sounds(in_order: Iterable[str]) -> dict[str, NDArray[Any]]:
    ranks_of: dict[str, list[int]] = {}
    for rank, word in enumerate(in_order):
        ranks_of.setdefault(sound_of(word), []).append(rank)
    sounds = sorted(ranks_of)
    back = sorted((sound[::-1], number) for number, sound in enumerate(sounds))
    heard = [ranks_of[sound] for sound in sounds]
    return {
        **_named("sound", packed(sounds)),
        **_named("back", packed([sound for sound, _number in back])),
        "back_sound": np.array([number for _sound, number in back], dtype=np.uint32),
        "heard_ends": np.cumsum([len(ranks) for ranks in heard], dtype=np.uint64).astype(np.uint32),
        "heard": np.array([rank for ranks in heard for rank in ranks], dtype=np.uint32),
    }


def _named(kind: str, arrays: Arrays) -> dict[str, NDArray[Any]]:
    return {f"{kind}_{name}": array for name, array in arrays.items()}


def _group(arrays: Arrays, kind: str) -> dict[str, NDArray[Any]]:
    return {name.removeprefix(f"{kind}_"): array for name, array in arrays.items() if name.startswith(f"{kind}_")}
