"""Reads: the door of the search. The page, the command line and the API all ask ``find``."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from time import perf_counter
from uuid import UUID

import numpy as np
from django.db.models import Max

from brobygger.search.answering.looking import Found, look
from brobygger.search.answering.understood import related_to, understood_of
from brobygger.search.answering.widening import widen
from brobygger.search.documents import Document
from brobygger.search.engine.interface import Limit, Term
from brobygger.search.keeping.library import Library, concept_term, current_library, newest_stamp
from brobygger.search.models import IndexedDocument
from brobygger.search.queries import Filters, Hit, Pin, Result
from brobygger.search.ranking import sense
from brobygger.search.ranking.filtering import facets_of
from brobygger.search.ranking.question import EVERYWHERE
from brobygger.search.ranking.wishes import Wishes, make_wishes
from brobygger.search.signal_switches import signals
from brobygger.search.understanding.reading import Reading
from brobygger.search.weights import weights

_LARGEST_PAGE = 100
#: What a title says of anything but its subject is not about who looks at it.
_NOT_IN_A_TITLE = (
    "place", "age", "gender", "role", "spelling", "when", "delivery", "language",
    "free", "room", "referral_free", "companion", "sober", "outside", "unwanted",
)  # fmt: skip

#: What a sentence in an offer says of anything but what it is about.
_NOT_IN_A_SENTENCE = frozenset({*_NOT_IN_A_TITLE, "spelling"} - {"outside", "unwanted"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How much can be found: for the front page and the operator."""

    documents: int
    owners: int
    municipalities: int
    changed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A concept that a text speaks of: how sure (0 to 1 and a little), and the words that say it."""

    key: str
    weight: float
    words: tuple[str, ...]


def concepts_told(*, sentence: str) -> tuple[Told, ...]:
    """Return the concepts one sentence speaks of, surest first; a sentence about an offer, not a question."""
    library = current_library()
    reading = library.reader.read(sentence, ignored=_NOT_IN_A_SENTENCE, gazetteer=library.gazetteer)
    word_at = dict(reading.tokens)
    return tuple(
        Told(key=said.key, weight=said.weight, words=tuple(word_at[n] for n in said.places if n in word_at))
        for said in reading.said
    )


def find(*, filters: Filters, for_map: bool = False, at: datetime) -> Result:
    """Return what fits a question, best first, with the counts of every filter; ``for_map`` with all places of a map.

    Never raises for anything a person can ask: what makes no sense counts as not asked. When little was found,
    ``widenings`` hold more, and say how the question was loosened.
    """
    filters = _bounded(filters)
    library = current_library()
    started = perf_counter()
    thinking = sense.begin(filters.text, library)
    reading, wishes = _read(filters, library, at=at)
    meant = sense.in_time(thinking)
    wishes, vector = sense.understand(wishes, meant, library)
    found = look(wishes, library, library.gazetteer, at=at, vector=vector)
    is_meagre = filters.widen and found.fitting < weights("page")["few_hits"]
    total = found.fitting if is_meagre else found.total
    page_count = max(1, -(-total // filters.page_size))
    page = min(filters.page, page_count)
    return Result(
        filters=replace(filters, page=page),
        understood=understood_of(wishes, reading, library, vector=meant.vector),
        total=total,
        hits=found.hits((page - 1) * filters.page_size, min(total, page * filters.page_size)),
        facets=facets_of(found.answer.counts, wishes, library),
        widenings=widen(found) if is_meagre else (),
        mapped=_mapped(found, None if for_map else page * filters.page_size),
        related=related_to(wishes, found.answer.counts, library),
        is_meaning_late=meant.is_late,
        page_count=page_count,
        took_ms=round((perf_counter() - started) * 1000, 2),
    )


def similar(*, document_id: UUID, limit: int = 3, at: datetime) -> tuple[Hit, ...]:
    """Return other documents most like one: the same concepts, words and meaning, near it first.

    Empty when it is unknown.
    """
    library = current_library()
    row = library.engine.row_of(document_id=document_id)
    document = _document(row, library)
    if row is None or document is None:
        return ()
    code = next(iter(document.municipality_codes), "")
    _reading, wishes = _read(
        Filters(text=document.title, municipality_code=code, ignored=_NOT_IN_A_TITLE),
        library,
        at=at,
        with_concepts=False,
    )
    vector = library.engine.vector(row) if signals().vectors else None
    found = look(wishes, library, library.gazetteer, at=at, vector=vector)
    alike = found.again(
        replace(found.question, terms=_terms_of(document.concepts, found.question.terms or ()), reach=EVERYWHERE)
    )
    others = (
        place for place, other in enumerate(alike.ranking.rows) if other != row and alike.ranking.score[place] > 0
    )
    return alike.hits_at(list(islice(others, max(0, limit))))


def _terms_of(concepts: tuple[str, ...], title: tuple[Term, ...]) -> tuple[Term, ...]:
    """Return the terms that tell what an offer is: its concepts, and the words of its title a little."""
    word = weights("terms")["similar_word"]
    return (*((concept_term(key), 1.0) for key in concepts), *((term, weight * word) for term, weight in title))


def explain(*, filters: Filters, document_key: str, at: datetime) -> Hit | None:
    """Return one document as a hit of a question, with all reasons, on the page or not; None when it is unknown."""
    filters = _bounded(filters)
    library = current_library()
    row = library.engine.row_of(key=document_key)
    document = _document(row, library)
    if document is None:
        return None
    thinking = sense.begin(filters.text, library)
    _reading, wishes = _read(filters, library, at=at)
    wishes, vector = sense.understand(wishes, sense.in_time(thinking), library)
    found = look(wishes, library, library.gazetteer, at=at, vector=vector)
    again = _with_row(row, found, owner_key=document.owner_key)
    return next(iter(again.hits_at(np.flatnonzero(again.ranking.rows == row).tolist())), None)


def _with_row(row: int | None, found: Found, *, owner_key: str) -> Found:
    """Return what a question found, loosened until one row is there: without filters, then without words."""
    if row in found.ranking.rows:
        return found
    its_owner = {"owner": Limit(field="owner", values=(owner_key,))}
    alone = replace(
        found.question,
        limits=its_owner,
        reach=EVERYWHERE,
        radius_km=None,
        far_outside_years=999.0,
        depth=found.library.engine.size,
    )
    among_its_own = found.again(alone)
    if row in among_its_own.ranking.rows:
        return among_its_own
    return found.again(replace(alone, terms=None, least_share=0.0))


def stamp() -> str:
    """Return a mark that is new after each publication and each change of the concepts. One small query."""
    return str(newest_stamp())


def figures() -> Figures:
    """Return how much there is to find, and when a document was last published. Three small queries at most."""
    engine = current_library().engine
    return Figures(
        documents=engine.size,
        owners=engine.owners(),
        municipalities=len(engine.municipalities()),
        changed_at=IndexedDocument.objects.aggregate(newest=Max("changed_at"))["newest"],
    )


def _document(row: int | None, library: Library) -> Document | None:
    """Return the document of a row, when it is there and still published."""
    return None if row is None else library.documents_of([row])[0]


def _bounded(filters: Filters) -> Filters:
    """Return the question with impossible page numbers made possible."""
    return replace(
        filters,
        page=max(1, min(int(filters.page), 10**9)),
        page_size=max(1, min(int(filters.page_size), _LARGEST_PAGE)),
    )


def _read(filters: Filters, library: Library, *, at: datetime, with_concepts: bool = True) -> tuple[Reading, Wishes]:
    """Return what the words say, and what is wished."""
    ignored = frozenset(filters.ignored) if signals().spelling else frozenset({*filters.ignored, "spelling"})
    reading = library.reader.read(filters.text, ignored=ignored, gazetteer=library.gazetteer, on=at.date())
    if not with_concepts:
        reading = replace(reading, said=())
    return reading, make_wishes(filters, reading, gazetteer=library.gazetteer, concepts=library.concepts)


def _mapped(found: Found, stop: int | None) -> tuple[Pin, ...]:
    """Return the first hits that have a point to show on a map, in their order; none after the place ``stop``."""
    most = int(weights("page")["mapped_hits"])
    return tuple(islice((pin for pin in _pins(found, stop, most) if pin.spots), most))


def _pins(found: Found, stop: int | None, at_a_time: int) -> Iterator[Pin]:
    rows = found.ranking.rows[:stop]
    for start in range(0, len(rows), at_a_time):
        yield from found.library.engine.pins(rows[start : start + at_a_time])
