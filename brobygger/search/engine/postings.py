"""Postings: which documents hold a term, and how much it says there.

The base, from the file: terms are found by hash in a sorted list and compared with their own bytes. Documents are cut
into blocks of 65,536, so that a posting is two bytes for the row in its block and one for the saturation
(``bm25f.py``); ``ptr`` says where each block of each term begins. The delta, of this process: one growing array for
each term, a row and a saturation in each number. Rows ascend everywhere.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from brobygger.search.engine.bm25f import FULL, rarity
from brobygger.search.engine.interface import Floats, Mask, Rows
from brobygger.search.engine.layout import Array

BLOCK = 2**16
_BYTE = 255
#: Terms whose place in the file is remembered: half a kilobyte each.
_TERMS_REMEMBERED = 8_192
_FIRST_ROOM = 4

Packed = NDArray[np.int64]


def hash_of_term(term: str, salt: int) -> int:
    """Return the number a term is found by; another salt gives others, should two terms ever share one."""
    digest = blake2b(term.encode("utf-8", "surrogatepass"), digest_size=8, salt=salt.to_bytes(8, "little"))
    return int.from_bytes(digest.digest(), "little")


@dataclass(frozen=True, slots=True)
class Held:
    """One term's postings in the base: rows in their blocks, saturations, and how many are in each block."""

    number: int
    low: NDArray[np.uint16]
    saturation: NDArray[np.uint8]
    in_block: NDArray[np.int64]
    rarity: float

    def among(self, rows: Rows) -> Mask:
        """Return which of some rows are here."""
        held = np.zeros(len(rows), dtype=np.bool_)
        low, block = (rows & (BLOCK - 1)).astype(np.uint16), rows // BLOCK
        end = 0
        for number, holders in enumerate(self.in_block.tolist()):
            begin, end = end, end + holders
            asked = np.flatnonzero(block == number)
            if holders and len(asked):
                wanted, here = low[asked], self.low[begin:end]
                held[asked] = here[np.minimum(here.searchsorted(wanted), holders - 1)] == wanted
        return held

    def rows(self, starts: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the rows, ascending."""
        if len(starts) == 1:
            return self.low.astype(np.int64)
        rows = np.repeat(starts, self.in_block)
        rows += self.low
        return rows


class Postings:
    """The postings of one generation, as they are in the file."""

    def __init__(self, arrays: Mapping[str, Array], *, documents: int, salt: int) -> None:
        self.documents, self._salt = documents, salt
        self._blocks = blocks_of(documents)
        self.starts = np.arange(self._blocks, dtype=np.int64) * BLOCK
        self._hashes = arrays["term_hash"].data  # bisect is quicker over this than searchsorted for one term
        self._ends, self._spelling = arrays["term_end"], arrays["term_bytes"]
        self._ptr, self._low, self._saturation = arrays["post_ptr"], arrays["post_low"], arrays["post_sat"]
        self._named = arrays["term_named"]
        self.find = lru_cache(maxsize=_TERMS_REMEMBERED)(self._find)

    def _find(self, term: str) -> Held | None:
        number = self._number(term)
        if number is None:
            return None
        ptr = self._ptr[number * self._blocks : (number + 1) * self._blocks + 1].astype(np.int64)
        span = slice(int(ptr[0]), int(ptr[-1]))
        holders = span.stop - span.start
        worth = rarity(holders, self.documents)
        return Held(number, self._low[span], self._saturation[span], np.diff(ptr), worth)

    def _number(self, term: str) -> int | None:
        wanted = hash_of_term(term, self._salt)
        number = bisect_left(self._hashes, wanted)
        if number == len(self._hashes) or self._hashes[number] != wanted:
            return None
        begin, end = int(self._ends[number - 1]) if number else 0, int(self._ends[number])
        return number if self._spelling[begin:end].tobytes() == term.encode("utf-8", "surrogatepass") else None

    def is_named(self, number: int) -> bool:
        """Test whether a term stands as a whole word in a title or a tag."""
        return bool(self._named[number])


@dataclass(slots=True)
class _Growing:
    """One term's postings in the delta. Room is doubled by moving house, so that readers keep what they hold."""

    packed: Packed
    used: int = 0

    def add(self, row: int, saturation: int) -> None:
        if self.used == len(self.packed):
            self.packed = np.concatenate((self.packed, np.empty_like(self.packed)))
        self.packed[self.used] = row << 8 | saturation
        self.used += 1


class DeltaPostings:
    """The postings of what has changed since the generation was built. One writer; any number of readers."""

    def __init__(self) -> None:
        self._terms: dict[str, _Growing] = {}
        self._named: dict[str, int] = {}

    def add(self, row: int, saturations: Mapping[str, int], named: Sequence[str]) -> None:
        """Put in one document, whose row is above all before it."""
        for term, saturation in saturations.items():
            growing = self._terms.get(term)
            if growing is None:
                growing = self._terms[term] = _Growing(np.empty(_FIRST_ROOM, dtype=np.int64))
            growing.add(row, saturation)
        for term in named:
            self._named.setdefault(term, row)

    def find(self, term: str, *, before: int) -> Packed | None:
        """Return the postings of a term in rows below ``before``: the state the reader knows."""
        growing = self._terms.get(term)
        if growing is None:
            return None
        # ``used`` is read first: the array that is there afterwards holds at least as many.
        used, packed = growing.used, growing.packed
        if packed[used - 1] >> 8 >= before:
            used = int(np.searchsorted(packed[:used], before << 8))
        return packed[:used] if used else None

    def is_named(self, term: str, *, before: int) -> bool:
        """Test whether a term stands as a whole word in a title or a tag of a changed document."""
        return self._named.get(term, before) < before


def add_scores(scores: Floats, base: Postings, delta: DeltaPostings, terms: Sequence[tuple[str, float]]) -> None:
    """Add to each row's score what the terms are worth there; in their order, so that sums come out alike."""
    for term, weight in terms:
        held = base.find(term)
        worth = held.rarity if held is not None else rarity(1, base.documents)
        factor = np.float32(weight * worth / FULL)
        if held is not None:
            np.add.at(scores, held.rows(base.starts), held.saturation * factor)
        if (changed := delta.find(term, before=len(scores))) is not None:
            np.add.at(scores, changed >> 8, (changed & _BYTE).astype(np.float32) * factor)


def holders_among(rows: Rows, base: Postings, delta: DeltaPostings, term: str, *, before: int) -> Mask:
    """Return which of some rows hold a term."""
    held, changed = base.find(term), delta.find(term, before=before)
    among = np.zeros(len(rows), dtype=np.bool_) if held is None else held.among(rows)
    if changed is not None:
        among |= np.isin(rows, changed >> 8)
    return among


def blocks_of(documents: int) -> int:
    """Return how many blocks some documents make."""
    return max(1, -(-documents // BLOCK))
