"""From text to weighted terms, the same way for documents and for questions."""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from brobygger.search.analysis.compounds import Splitter
from brobygger.search.analysis.spelling import Speller
from brobygger.search.analysis.tokens import is_stop_word, stem, words

#: A part of a compound says less than the word itself (measured on the judged questions).
PART_WEIGHT = 0.6

Terms = tuple[tuple[str, float], ...]


class Analyzer:
    """The analysis that belongs to one set of documents and concepts."""

    def __init__(self, texts: Iterable[str]) -> None:
        counts = Counter(word for text in texts for token in words(text) for word in token.split("-"))
        self.splitter = Splitter(counts)
        self.speller = Speller(counts, self.splitter)
        self.terms = lru_cache(maxsize=50_000)(self._terms)

    def _terms(self, word: str) -> Terms:
        """Return the terms of one lower-case word: its stem, and the stems of its parts and joined neighbours."""
        if is_stop_word(word):
            return ()
        pieces = [piece.strip("'’") for piece in word.split("-") if piece]
        found: dict[str, float] = {}
        if len(pieces) > 1:
            found[stem("".join(pieces))] = 1.0
        for piece in pieces:
            if not is_stop_word(piece):
                self._add(found, piece, 1.0 if len(pieces) == 1 else PART_WEIGHT)
        return tuple(found.items())

    def _add(self, found: dict[str, float], word: str, weight: float) -> None:
        found.setdefault(stem(word), weight)
        parts = self.splitter.parts(word)
        joined = [left + right for left, right in pairwise(parts) if len(parts) > 2]
        inner = [piece for part in parts for piece in self.splitter.parts(part)]
        for part in (*parts, *joined, *inner):
            found.setdefault(stem(part), PART_WEIGHT * weight)

    def text_terms(self, text: str) -> dict[str, float]:
        """Return the terms of a text with their summed weights: what a document holds."""
        found: dict[str, float] = {}
        for word in words(text):
            for term, weight in self.terms(word):
                found[term] = found.get(term, 0.0) + weight
        return found
