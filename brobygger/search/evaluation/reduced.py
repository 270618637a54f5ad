"""A library with less analysis, in memory: what the search would be without stems, or without compounds."""

from functools import lru_cache

from brobygger.search.analysis.analyzer import Analyzer, Terms
from brobygger.search.analysis.tokens import is_stop_word, stem
from brobygger.search.engine.files import index_in_memory
from brobygger.search.keeping.entries import all_entries
from brobygger.search.keeping.library import Library, current_library
from brobygger.search.understanding.reading import Reader


class ReducedAnalyzer(Analyzer):
    """The analysis without compounds, and without stems when ``has_stems`` is False."""

    def __init__(self, whole: Analyzer, *, has_stems: bool) -> None:
        """Take the whole analysis, whose knowledge of words stays."""
        self.splitter, self.speller = whole.splitter, whole.speller
        self._has_stems = has_stems
        self.terms = lru_cache(maxsize=50_000)(self._reduced_terms)

    def _reduced_terms(self, word: str) -> Terms:
        if is_stop_word(word):
            return ()
        pieces = (piece.strip("'’") for piece in word.split("-"))
        return tuple(
            (stem(piece) if self._has_stems else piece, 1.0) for piece in pieces if piece and not is_stop_word(piece)
        )


def reduced_library(*, has_stems: bool) -> Library:
    """Return the library of the documents as they are now, analysed without compounds. Reads them all."""
    whole = current_library()
    analyzer = ReducedAnalyzer(whole.analyzer, has_stems=has_stems)
    entries = all_entries(analyzer=analyzer, concepts=whole.concepts, model=whole.model)
    return Library(
        number=whole.number,
        stamp=whole.stamp,
        version=whole.version,
        model=whole.model,
        engine=index_in_memory(entries, about=whole.engine.about, words={}),
        analyzer=analyzer,
        reader=Reader(concepts=whole.concepts, analyzer=analyzer),
        concepts=whole.concepts,
        gazetteer=whole.gazetteer,
        names=whole.names,
        remembered=whole.remembered,
    )
