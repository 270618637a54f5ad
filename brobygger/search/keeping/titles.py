"""The titles of everything that can be found, made for looking up while somebody types: folded words in order.

Arrays only, in a file beside the index's own (``<index>.titles.index``), so that every process maps them. Documents
are known by their ids, which mean the same in every generation; who shows them reads them by id, so that what was
withdrawn a moment ago is not shown.
"""

import re
from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, reduce
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from brobygger.search.analysis.tokens import fold, words
from brobygger.search.engine.layout import Content, IndexUnreadable, read_content, write_content
from brobygger.search.engine.numpy_engine import NumpyEngine
from brobygger.search.keeping.generations import mark_of

#: Longer words are told apart by these letters alone.
_LETTERS = 24
#: A beginning that more words than this share says nothing yet; the first of them will do.
_MOST_LOOKED_AT = 10_000
_LEAST_TO_REPAIR = 4
_WORD = re.compile(r"[^\W_]+")


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
    def arrays(self) -> Mapping[str, NDArray[Any]]:
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
    """Return the index of some titles, each with its document's id: some seconds for 200,000."""
    ids, lengths = bytearray(), array("B")
    numbers: dict[bytes, int] = {}
    found, rows, positions = array("i"), array("i"), array("B")
    for row, (document_id, title) in enumerate(titles):
        ids += document_id.bytes
        lengths.append(min(255, len(title)))
        for position, word in enumerate(_words_of(title)):
            found.append(numbers.setdefault(word, len(numbers)))
            rows.append(row)
            positions.append(min(255, position))
    known = np.array(list(numbers), dtype=f"S{_LETTERS}")
    in_order = np.argsort(known, kind="stable")
    rank = np.empty(len(known), dtype=np.int64)
    rank[in_order] = np.arange(len(known))
    of_word = rank[np.frombuffer(found, dtype=np.int32)]
    postings = np.argsort(of_word, kind="stable")
    return TitleIndex(
        words=known[in_order],
        starts=np.searchsorted(of_word[postings], np.arange(len(known) + 1)).astype(np.int64),
        rows=np.frombuffer(rows, dtype=np.int32)[postings],
        positions=np.frombuffer(positions, dtype=np.uint8)[postings],
        lengths=np.frombuffer(lengths, dtype=np.uint8),
        ids=np.frombuffer(bytes(ids), dtype=np.uint8).reshape(-1, 16),
    )


def _words_of(title: str) -> Iterable[bytes]:
    """Return the folded words of a title, each once, in their order; the pieces of "café-aften" are words too."""
    return dict.fromkeys(folded for word in _WORD.findall(title) if (folded := _cut(word)))


@lru_cache(maxsize=100_000)
def _cut(word: str) -> bytes:
    """Return one word as it is looked up; the same ones come again and again."""
    return fold("".join(words(word))).encode("ascii", "ignore")[:_LETTERS]


def titles_of(engine: NumpyEngine) -> Iterator[tuple[UUID, str]]:
    """Give the id and the title of everything an engine finds."""
    rows, titles = zip(*engine.titles(), strict=True) if engine.size else ((), ())
    return zip(engine.ids(rows), titles, strict=True)


def write_titles(titles: Iterable[tuple[UUID, str]], *, index: Path) -> None:
    """Put the titles of an index beside its file, for every process to map."""
    content = Content(about={"of": str(mark_of(index))}, facts={}, arrays=index_titles(titles).arrays)
    write_content(content, _beside(index))


def read_titles(*, index: Path) -> TitleIndex | None:
    """Return the titles that lie beside the file of an index; None when there are none, or those of another file."""
    try:
        content = read_content(_beside(index))
    except (FileNotFoundError, IndexUnreadable):
        return None
    is_of_this = content.about.get("of") == str(mark_of(index))
    return TitleIndex(**content.arrays) if is_of_this and set(content.arrays) == _ARRAYS else None


def _beside(index: Path) -> Path:
    return index.with_name(f"{index.stem}.titles{index.suffix}")


_ARRAYS = frozenset(TitleIndex.__dataclass_fields__)
