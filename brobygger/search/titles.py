"""The titles of everything that can be found, made for looking up while somebody types: folded words in order.

Arrays only, so that a generation on disk can hold them and every process map them (``TitleIndex.arrays``). Documents
are known by their ids, which mean the same in every generation; who shows them reads them by id, so that what was
withdrawn a moment ago is not shown.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from brobygger.search.analysis.tokens import fold, words

#: Longer words are told apart by these letters alone.
_LETTERS = 24
#: A beginning that more words than this share says nothing yet; the first of them will do.
_MOST_LOOKED_AT = 20_000
_LEAST_TO_REPAIR = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleIndex:
    """For each folded word, in order, which titles hold it and as which word of theirs.

    ``starts[n]:starts[n + 1]`` are the places of word ``n`` in ``rows`` and ``positions``; ``lengths`` are the titles'.
    """

    words: NDArray[np.bytes_]
    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    positions: NDArray[np.uint8]
    lengths: NDArray[np.uint8]
    ids: NDArray[np.uint8]

    @property
    def arrays(self) -> Mapping[str, NDArray[np.generic]]:
        """Everything there is, by name: what to save, and what the class is made from again."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}

    def matching(self, text: str, *, limit: int, forgives: bool = False) -> list[UUID]:
        """Return the ids of titles in which every word of the text begins a word; those that begin alike first.

        A title with a slip in a word of the text is found only when one ``forgives``.
        """
        asked = [fold(word).encode("ascii", "ignore") for word in words(text)]
        asked = [word for word in asked if word]
        if not asked or not len(self.words):
            return []
        best = self._best([self._repaired(word) for word in asked] if forgives else asked, limit)
        return [UUID(bytes=self.ids[row].tobytes()) for row in best]

    def _best(self, asked: list[bytes], limit: int) -> list[int]:
        """Return the rows that hold all beginnings, best first."""
        spans = [self._span(word) for word in asked]
        if any(first == last for first, last in spans):
            return []
        found = reduce(np.intersect1d, (np.unique(self.rows[first:last]) for first, last in spans))
        first, last = spans[0]
        begins = np.isin(found, self.rows[first:last][self.positions[first:last] == 0])
        order = np.lexsort((found, self.lengths[found], ~begins))
        return [int(row) for row in found[order[:limit]]]

    def _span(self, beginning: bytes) -> tuple[int, int]:
        """Return where the postings of all words with a beginning stand: they lie side by side."""
        first = int(np.searchsorted(self.words, beginning[:_LETTERS]))
        last = int(np.searchsorted(self.words, beginning[: _LETTERS - 1] + b"\xff"))
        return int(self.starts[first]), min(int(self.starts[last]), int(self.starts[first]) + _MOST_LOOKED_AT)

    def _repaired(self, word: bytes) -> bytes:
        """Return the beginning of a known word that is one slip away; the same when it is known or none is near."""
        first, last = self._span(word)
        if first != last or len(word) < _LEAST_TO_REPAIR:
            return word
        low = int(np.searchsorted(self.words, word[:1]))
        high = int(np.searchsorted(self.words, word[:1] + b"\xff"))
        for other in self.words[low:high]:
            if found := near_beginning(word.decode(), other.decode()):
                return found.encode()
        return word


def near_beginning(typed: str, name: str) -> str:
    """Return the beginning of a name that is at most one slip from what was typed; empty when there is none."""
    for length in (len(typed), len(typed) - 1, len(typed) + 1):
        if len(name) >= length and OSA.distance(typed, name[:length], score_cutoff=1) <= 1:
            return name[:length]
    return ""


def index_titles(titles: Iterable[tuple[UUID, str]]) -> TitleIndex:
    """Return the index of some titles, each with its document's id."""
    ids, lengths = bytearray(), []
    found: list[tuple[bytes, int, int]] = []
    for row, (document_id, title) in enumerate(titles):
        ids += document_id.bytes
        lengths.append(min(255, len(title)))
        for position, word in enumerate(_words_of(title)):
            found.append((word, row, min(255, position)))
    found.sort()
    own_words = np.array([word for word, _row, _position in found], dtype=f"S{_LETTERS}")
    known, starts = np.unique(own_words, return_index=True)
    return TitleIndex(
        words=known,
        starts=np.append(starts, len(found)).astype(np.int64),
        rows=np.array([row for _word, row, _position in found], dtype=np.int32),
        positions=np.array([position for _word, _row, position in found], dtype=np.uint8),
        lengths=np.array(lengths, dtype=np.uint8),
        ids=np.frombuffer(bytes(ids), dtype=np.uint8).reshape(-1, 16),
    )


def _words_of(title: str) -> list[bytes]:
    """Return the folded words of a title, each once, in their order; the pieces of "café-aften" are words too."""
    pieces = (piece for word in words(title) for piece in word.split("-"))
    folded = (fold(piece).encode("ascii", "ignore")[:_LETTERS] for piece in pieces)
    return [word for word in dict.fromkeys(folded) if word]
