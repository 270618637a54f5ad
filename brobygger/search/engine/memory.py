"""The engine in this process's memory: postings as three arrays, with the whole of BM25F worked out beforehand."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from brobygger.search.documents import Document
from brobygger.search.engine.columns import Columns
from brobygger.search.engine.interface import Scores, Term

#: BM25F: saturation, length normalisation, and what a word is worth in each field.
K1, B = 1.2, 0.75
FIELD_WEIGHTS = {"title": 3.0, "tags": 2.0, "text": 1.0}

Fields = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class _Postings:
    """Documents and impacts of term number t are at ``ptr[t]:ptr[t + 1]``, rows ascending."""

    vocabulary: Mapping[str, int]
    ptr: NDArray[np.int64]
    rows: NDArray[np.int32]
    impacts: NDArray[np.float32]


class MemoryEngine:
    """An ``Engine`` over numpy arrays. Immutable; any number of threads may ask it at once."""

    def __init__(self, documents: Sequence[Document], fields: Iterable[Fields], columns: Columns) -> None:
        self.documents = tuple(documents)
        self.columns = columns
        self._row_of_key = {document.key: row for row, document in enumerate(self.documents)}
        self._postings = _build_postings(list(fields))

    def row_of(self, key: str) -> int | None:
        """Return the row of the document with this public key."""
        return self._row_of_key.get(key)

    def scores(self, terms: Iterable[Term]) -> Scores:
        """Return for every row the sum of its impacts times the terms' weights."""
        scores = np.zeros(len(self.documents), dtype=np.float32)
        for term, weight in terms:
            span = self._span(term)
            if span is not None:
                scores[self._postings.rows[span]] += np.float32(weight) * self._postings.impacts[span]
        return scores

    def commonness(self, term: str) -> float:
        """Return the share of documents that hold a term."""
        span = self._span(term)
        return 0.0 if span is None else (span.stop - span.start) / len(self.documents)

    def holds(self, row: int, term: str) -> bool:
        """Test whether a document holds a term."""
        span = self._span(term)
        if span is None:
            return False
        rows = self._postings.rows[span]
        place = int(np.searchsorted(rows, row))
        return place < len(rows) and int(rows[place]) == row

    def _span(self, term: str) -> slice | None:
        number = self._postings.vocabulary.get(term)
        if number is None:
            return None
        return slice(int(self._postings.ptr[number]), int(self._postings.ptr[number + 1]))


def index_documents(
    documents: Sequence[Document], *, fields_of: Callable[[Document], Fields], columns: Columns
) -> MemoryEngine:
    """Return an engine over some documents; ``fields_of`` gives the terms of each field with how often they occur."""
    return MemoryEngine(documents, (fields_of(document) for document in documents), columns)


def _build_postings(fields: list[Fields]) -> _Postings:
    """Work out every impact, terms in alphabetical order, rows ascending in each."""
    average = _average_lengths(fields)
    found: dict[str, list[tuple[int, float]]] = {}
    for row, of_document in enumerate(fields):
        for term, weight in _saturating_weights(of_document, average).items():
            found.setdefault(term, []).append((row, weight))
    terms = sorted(found)
    ptr = np.zeros(len(terms) + 1, dtype=np.int64)
    ptr[1:] = np.cumsum([len(found[term]) for term in terms]) if terms else 0
    rows = np.array([row for term in terms for row, _ in found[term]], dtype=np.int32)
    weights = np.array([weight for term in terms for _, weight in found[term]], dtype=np.float32)
    counts = np.diff(ptr)
    rarity = np.log1p((len(fields) - counts + 0.5) / (counts + 0.5)).astype(np.float32)
    impacts = np.repeat(rarity, counts) * weights / (np.float32(K1) + weights)
    return _Postings({term: number for number, term in enumerate(terms)}, ptr, rows, impacts.astype(np.float32))


def _average_lengths(fields: list[Fields]) -> dict[str, float]:
    lengths: Counter[str] = Counter()
    for of_document in fields:
        for name, terms in of_document.items():
            lengths[name] += sum(terms.values())  # type: ignore[assignment]
    return {name: max(1.0, lengths[name] / max(1, len(fields))) for name in FIELD_WEIGHTS}


def _saturating_weights(of_document: Fields, average: Mapping[str, float]) -> dict[str, float]:
    """Return each term's field-weighted, length-normalised frequency."""
    weights: dict[str, float] = {}
    for name, terms in of_document.items():
        length = 1 - B + B * sum(terms.values()) / average[name]
        for term, frequency in terms.items():
            weights[term] = weights.get(term, 0.0) + FIELD_WEIGHTS[name] * frequency / length
    return weights
