"""Marks: what a document may have several of (concepts, municipalities, languages …), one bit for each.

``bits[w, v]`` are the 64 documents from row ``64 · w`` on, one bit each: set where the document has value number v.
So a filter is one column of words, a limit is some words ORed, all limits are ANDed 64 documents at a time, and the
counts of all values among some hits are one AND and one population count over the words where the hits are: at most
two milliseconds for 200,000 documents and 400 values, however many hits there are.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from brobygger.search.engine.interface import Mask, Rows

Words = NDArray[np.uint64]

#: Values that only changed documents have find room here.
SPARE_VALUES = 32
#: So many words at a time stay in the processor's second cache.
_WORDS_AT_A_TIME = 128
_LEAST_SHARE_WHOLE = 0.6
#: From so many values on it is worth while to remember what has one of them: the same lists are asked for again and
#: again. 25 KB each for 200,000 documents.
_MANY_COLUMNS, _REMEMBERED = 24, 64


class Marks:
    """The marks of one generation. Changed documents get theirs in spare rows; new values in spare columns."""

    def __init__(self, bits: Words, values: Sequence[Sequence[str]], *, documents: int = 0) -> None:
        self._bits = bits
        self._unchanging = documents >> 6
        self._of_many = lru_cache(maxsize=_REMEMBERED)(self._words_of_many)
        self._columns: dict[str, dict[str, int]] = {}
        self._used = 0
        for field, value in values:
            self._new_column(field, value)

    def _new_column(self, field: str, value: str) -> int:
        # A copy swapped whole: readers may be walking through the old one.
        self._columns[field] = {**self._columns.get(field, {}), value: self._used}
        self._used += 1
        return self._used - 1

    def has_room_for(self, marks: Iterable[tuple[str, str]]) -> bool:
        """Test whether there are columns left for the values among ``marks`` that have none."""
        new = {(field, value) for field, value in marks if value not in self._columns.get(field, {})}
        return self._used + len(new) <= int(self._bits.shape[1])

    def put(self, row: int, marks: Iterable[tuple[str, str]]) -> None:
        """Give a spare row its marks."""
        for field, value in sorted(marks):
            column = self._columns.get(field, {}).get(value)
            if column is None:
                column = self._new_column(field, value)
            self._bits[row >> 6, column] |= np.uint64(1 << (row & 63))

    def words(self, field: str, values: Iterable[str]) -> Words:
        """Return the documents that have at least one of the values, 64 in each word."""
        columns = self._known(field, values)
        if not columns:
            return np.zeros(len(self._bits), dtype=np.uint64)
        found = self._bits[:, columns[0]].copy()
        for column in columns[1:]:
            found |= self._bits[:, column]
        return found

    def among(self, rows: Rows, field: str, values: Iterable[str]) -> Mask:
        """Return which of some rows have at least one of the values."""
        columns = self._known(field, values)
        if not columns:
            return np.zeros(len(rows), dtype=np.bool_)
        of_row = rows >> 6
        if len(columns) < _MANY_COLUMNS or not self._unchanging:
            words = np.bitwise_or.reduce(self._bits[of_row[:, None], np.array(columns)[None, :]], axis=1)
        else:
            words = self._of_many(tuple(sorted(columns)))[np.minimum(of_row, self._unchanging - 1)]
            later = np.flatnonzero(of_row >= self._unchanging)
            words[later] = np.bitwise_or.reduce(self._bits[of_row[later][:, None], np.array(columns)[None, :]], axis=1)
        has: Mask = (words >> (rows & 63).astype(np.uint64)) & np.uint64(1) != 0
        return has

    def _words_of_many(self, columns: tuple[int, ...]) -> Words:
        """Return what has at least one of many values, of the words without spare rows: these never change."""
        found: Words = np.bitwise_or.reduce(self._bits[: self._unchanging, list(columns)], axis=1)
        return found

    def count(self, hits: Words, fields: Iterable[str]) -> dict[str, dict[str, int]]:
        """Return for each field how many of the hits have each value, but for values that none has."""
        columns = {field: self._columns.get(field, {}) for field in fields}
        wanted = [column for of_field in columns.values() for column in of_field.values()]
        if not wanted:
            return {field: {} for field in columns}
        low, high = min(wanted), max(wanted) + 1
        counts = [0] * low + self._column_counts(hits, low, high).tolist()
        return {
            field: {value: counts[column] for value, column in of_field.items() if counts[column]}
            for field, of_field in columns.items()
        }

    def _column_counts(self, hits: Words, low: int, high: int) -> NDArray[np.int64]:
        """Count in blocks that fit the cache, over the words with hits only when they are few."""
        bits, filled = self._bits[: len(hits), low:high], np.flatnonzero(hits)
        is_dense = len(filled) > _LEAST_SHARE_WHOLE * len(hits)
        length = len(hits) if is_dense else len(filled)
        counts = np.zeros(high - low, dtype=np.int64)
        for start in range(0, length, _WORDS_AT_A_TIME):
            span = slice(start, start + _WORDS_AT_A_TIME)
            part = bits[span] & hits[span, None] if is_dense else bits[filled[span]] & hits[filled[span], None]
            # At most 64 · 128 in each sum: 16 bits hold it, and are quicker.
            counts += np.bitwise_count(part).sum(axis=0, dtype=np.uint16)
        return counts

    def values(self, field: str) -> Iterator[str]:
        """Give the values of a field that are known."""
        yield from self._columns.get(field, {})

    def _known(self, field: str, values: Iterable[str]) -> list[int]:
        columns: Mapping[str, int] = self._columns.get(field, {})
        return [columns[value] for value in dict.fromkeys(values) if value in columns]


def packed(mask: Mask, words: int) -> Words:
    """Return a mask as words of 64 documents, filled up with none."""
    as_bytes = np.zeros(words * 8, dtype=np.uint8)
    bits = np.packbits(mask, bitorder="little")
    as_bytes[: len(bits)] = bits
    return as_bytes.view(np.uint64)


def unpacked(words: Words, count: int) -> Mask:
    """Return words of 64 documents as a mask of the first ``count``."""
    return np.unpackbits(words.view(np.uint8), bitorder="little", count=count).view(np.bool_)


def number_of(words: Words) -> int:
    """Return how many documents are in some words."""
    return int(np.bitwise_count(words).sum(dtype=np.int64))
