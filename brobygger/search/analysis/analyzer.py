"""From text to weighted terms, the same way for documents and for questions."""

from collections import Counter
from collections.abc import Container, Iterable, Mapping
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Self

from brobygger.search.analysis.compounds import Splitter
from brobygger.search.analysis.spelling import Speller
from brobygger.search.analysis.tokens import is_stop_word, stem, words
from brobygger.search.analysis.vocabulary import Vocabulary

#: A part of a compound says less than the word itself (measured on the judged questions).
PART_WEIGHT = 0.6
#: So many words of questions are remembered with their terms.
_REMEMBERED = 5_000

Terms = tuple[tuple[str, float], ...]


def count_words(texts: Iterable[str]) -> Counter[str]:
    """Return how often each word occurs in some texts, words with a hyphen by their parts."""
    return Counter(word for text in texts for token in words(text) for word in token.split("-"))


class Analyzer:
    """The analysis that belongs to one set of documents and concepts. Immutable; safe for many threads.

    The same counts give the same analysis, in whatever order they come.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._set_up(count_words(texts))

    @classmethod
    def of_counts(cls, counts: Mapping[str, int]) -> Self:
        """Return the analysis of texts whose words were counted before (``count_words``).

        Made for many documents: it remembers every word, and learns to spell only when it is asked.
        """
        analyzer = cls.__new__(cls)
        analyzer._set_up(counts)
        return analyzer

    @classmethod
    def of_vocabulary(cls, vocabulary: Vocabulary) -> Self:
        """Return the same analysis from what was worked out before: made for questions, it needs next to no memory."""
        analyzer = cls.__new__(cls)
        analyzer.splitter = Splitter.of_parts(vocabulary.parts, vocabulary.part_stems)
        analyzer.speller = Speller(vocabulary, analyzer.splitter)
        analyzer.terms = lru_cache(maxsize=_REMEMBERED)(analyzer._terms)
        return analyzer

    def with_words(self, known: Container[str]) -> Self:
        """Return the same analysis with more words that the spelling repair leaves alone.

        ``known`` is asked for a word and for its stem at each question, so it may grow meanwhile. Costs nothing:
        all tables and caches are shared. Terms are the same as without.
        """
        analyzer = type(self).__new__(type(self))
        analyzer.splitter, analyzer.terms = self.splitter, self.terms
        analyzer.speller = self.speller.with_words(known)
        return analyzer

    def _set_up(self, counts: Mapping[str, int]) -> None:
        self._counts = counts
        self.splitter = Splitter(counts)
        self.terms = lru_cache(maxsize=None)(self._terms)

    @cached_property
    def speller(self) -> Speller:
        """What repairs misspelt words."""
        return Speller(Vocabulary.of_counts(self._counts), self.splitter)

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
