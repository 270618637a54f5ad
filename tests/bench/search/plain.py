"""Questions as every engine can answer them: analysed words joined by OR, and the chosen filters."""

from dataclasses import replace

from brobygger.search.analysis.tokens import words
from brobygger.search.engine.interface import Question
from brobygger.search.keeping.library import Library
from brobygger.search.ranking.question import question_of
from brobygger.search.ranking.wishes import make_wishes
from brobygger.search.weights import weights
from tests.bench.peers import rows
from tests.bench.peers.rows import PeerQuestion
from tests.bench.questions import Asked
from tests.bench.search.steps import BENCH_DAY


def terms_of(text: str, library: Library) -> tuple[str, ...] | None:
    """Return the words to match, repaired and analysed, without those that stand nearly everywhere; None for none."""
    if not text:
        return None
    analyzer = library.analyzer
    found = dict.fromkeys(
        term for word in words(text) for term, _weight in analyzer.terms(analyzer.speller.repair(word))
    )
    known = [term for term in found if library.engine.commonness(term) > 0]
    rare = [term for term in known if library.engine.commonness(term) <= weights("terms")["too_common"]]
    return tuple(rare or known or found)


def our_question(asked: Asked, library: Library) -> Question:
    """Return the question as our engine is asked it: with distance, all facets, and no meaning."""
    terms = terms_of(asked.filters.text, library)
    wordless = replace(asked.filters, text="")
    reading = library.reader.read("", ignored=frozenset(), gazetteer=library.gazetteer)
    wishes = make_wishes(wordless, reading, gazetteer=library.gazetteer, concepts=library.concepts)
    weighted = None if terms is None else tuple((term, 1.0) for term in terms)
    return replace(question_of(wishes, library, at=BENCH_DAY), terms=weighted)


def words_only(asked: Asked, library: Library) -> Question:
    """Return the question without anything but its words: for checking that all engines find the same."""
    terms = terms_of(asked.filters.text, library) or ()
    return Question(terms=tuple((term, 1.0) for term in terms), reach="everywhere", at=BENCH_DAY)


def peer_question(asked: Asked, library: Library) -> PeerQuestion:
    """Return the question as the other engines are asked it."""
    return rows.question_of(
        asked.filters,
        terms=terms_of(asked.filters.text, library),
        numbers=concept_numbers(library),
        points={code: (area.lat, area.lon) for code, area in library.gazetteer.areas.items()},
        reach_km=weights("area")["reach_km"],
    )


def concept_numbers(library: Library) -> dict[str, int]:
    """Return a number for each concept."""
    return {key: number for number, key in enumerate(sorted(library.concepts.topics))}
