"""Reads: the door of the search. The page, the command line and the API all ask ``find``."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from time import perf_counter
from uuid import UUID

import numpy as np
from django.db.models import Max
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from brobygger.search import labels
from brobygger.search.answering import Answerer
from brobygger.search.crisis import crisis_topics
from brobygger.search.filtering import combine, count_facets, filter_masks
from brobygger.search.gazetteer import Gazetteer
from brobygger.search.library import Library, concept_term, current_library
from brobygger.search.models import Generation, IndexedDocument
from brobygger.search.queries import Filters, Guess, Hit, Result, Sort, Understood
from brobygger.search.ranking import Ranking, rank
from brobygger.search.understanding.reading import Reading
from brobygger.search.weights import weights
from brobygger.search.widening import Found, widen
from brobygger.search.wishes import Wishes, make_wishes

_LARGEST_PAGE = 100

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How much can be found: for the front page and the operator."""

    documents: int
    owners: int
    municipalities: int
    changed_at: datetime | None


def find(*, filters: Filters, at: datetime) -> Result:
    """Return what fits a question, best first, with the counts of every filter.

    Never raises for anything a person can ask: what makes no sense counts as not asked. When little was found,
    ``widenings`` hold more, and say how the question was loosened.
    """
    filters = _bounded(filters)
    library = current_library()
    places = library.gazetteer
    started = perf_counter()
    reading = library.reader.read(filters.text, ignored=frozenset(filters.ignored), gazetteer=places)
    wishes = make_wishes(filters, reading, gazetteer=places, concepts=library.concepts)
    found = _look(wishes, library, places, at=at)
    page_count = max(1, -(-len(found.rows) // filters.page_size))
    page = min(filters.page, page_count)
    answerer = found.answerer()
    few = filters.widen and page == 1 and len(found.rows) < weights("page")["few_hits"]
    return Result(
        filters=replace(filters, page=page),
        understood=_understood(wishes, reading, library, places),
        total=len(found.rows),
        hits=answerer.hits([int(row) for row in _on_page(found.rows, page, filters.page_size)]),
        facets=count_facets(found.ranking.matches, found.masks, wishes, library, at=at),
        widenings=widen(found) if few else (),
        mapped=_mapped(found.rows, answerer, library),
        page_count=page_count,
        took_ms=round((perf_counter() - started) * 1000, 2),
    )


def similar(*, document_id: UUID, limit: int = 3, at: datetime) -> tuple[Hit, ...]:
    """Return other documents most like one: the same concepts and words, near it first. Empty when it is unknown."""
    library = current_library()
    places = library.gazetteer
    row = next((row for row, document in enumerate(library.engine.documents) if document.id == document_id), None)
    if row is None:
        return ()
    document = library.engine.documents[row]
    code = next(iter(document.municipality_codes), "")
    reading = library.reader.read(
        document.title, ignored=frozenset({"place", "age", "role", "spelling"}), gazetteer=places
    )
    wishes = make_wishes(
        Filters(municipality_code=code), replace(reading, said=()), gazetteer=places, concepts=library.concepts
    )
    ranking = rank(wishes, library, at=at)
    alike = library.engine.scores((concept_term(key), 1.0) for key in document.concepts)
    score = (
        ranking.score / max(1e-9, ranking.score.max(initial=0.0)) * 0.4 + alike / max(1e-9, alike.max(initial=0.0))
    ) * (0.3 + 0.7 * ranking.in_reach)
    score[row] = -1.0
    best = [int(other) for other in np.argsort(-score, kind="stable")[: max(0, limit)] if score[other] > 0]
    return Answerer(wishes=wishes, ranking=ranking, library=library, gazetteer=places, at=at).hits(best)


def explain(*, filters: Filters, document_key: str, at: datetime) -> Hit | None:
    """Return one document as a hit of a question, with all reasons, on the page or not; None when it is unknown."""
    filters = _bounded(filters)
    library = current_library()
    places = library.gazetteer
    row = library.engine.row_of(document_key)
    if row is None:
        return None
    reading = library.reader.read(filters.text, ignored=frozenset(filters.ignored), gazetteer=places)
    wishes = make_wishes(filters, reading, gazetteer=places, concepts=library.concepts)
    ranking = rank(wishes, library, at=at)
    return Answerer(wishes=wishes, ranking=ranking, library=library, gazetteer=places, at=at).hit(row)


def stamp() -> str:
    """Return a mark that is new after each publication and each change of the concepts. One small query."""
    return str(Generation.objects.only_one().stamps().first())


def figures() -> Figures:
    """Return how much there is to find, and when a document was last published. Three small queries at most."""
    columns = current_library().engine.columns
    return Figures(
        documents=columns.size,
        owners=len(columns.owners),
        municipalities=len(columns.municipalities),
        changed_at=IndexedDocument.objects.aggregate(newest=Max("changed_at"))["newest"],
    )


def _bounded(filters: Filters) -> Filters:
    """Return the question with impossible page numbers made possible."""
    return replace(
        filters,
        page=max(1, min(int(filters.page), 10**9)),
        page_size=max(1, min(int(filters.page_size), _LARGEST_PAGE)),
    )


def _look(wishes: Wishes, library: Library, places: Gazetteer, *, at: datetime) -> Found:
    """Return what is found, rows in the order to show them."""
    ranking = rank(wishes, library, at=at)
    masks = filter_masks(wishes, ranking, library, at=at)
    rows = np.flatnonzero(combine(ranking.matches, masks))
    ordered = _ordered(rows, wishes, ranking, library)
    return Found(wishes=wishes, ranking=ranking, masks=masks, rows=ordered, library=library, gazetteer=places, at=at)


def _ordered(rows: Rows, wishes: Wishes, ranking: Ranking, library: Library) -> Rows:
    """Return the rows in the order asked for; what the person is not eligible for comes after all that fits."""
    score = -ranking.score[rows]
    lot = library.engine.columns.lot[rows]
    misfit = ~ranking.is_eligible[rows]
    sort = wishes.filters.sort
    if sort == Sort.NEAREST:
        km = np.nan_to_num(ranking.distance[rows], nan=np.inf)
        return rows[np.lexsort((lot, score, km, misfit))]
    if sort == Sort.SOON:
        return rows[np.lexsort((lot, score, ranking.next_at[rows], misfit))]
    if sort == Sort.CONFIRMED:
        assured = -np.nan_to_num(library.engine.columns.assured[rows], nan=-1.0)
        return rows[np.lexsort((lot, score, assured, misfit))]
    ordered = rows[np.lexsort((lot, score, misfit))]
    return ordered if wishes.filters.owner_key else _mixed(ordered, wishes, ranking, library)


def _mixed(rows: Rows, wishes: Wishes, ranking: Ranking, library: Library) -> Rows:
    """Return the rows so that no owner fills the first page; what is held back comes right after it."""
    most, size = int(weights("page")["most_of_one_owner"]), wishes.filters.page_size
    owner = library.engine.columns.owner
    shown: Counter[int] = Counter()
    first: list[int] = []
    held_back: list[int] = []
    for place, row in enumerate(rows):
        if len(first) == size or not ranking.is_eligible[row]:
            return np.array([*first, *held_back, *rows[place:]], dtype=rows.dtype)
        is_too_many = shown[int(owner[row])] >= most
        (held_back if is_too_many else first).append(int(row))
        shown[int(owner[row])] += 1
    return np.array([*first, *held_back], dtype=rows.dtype)


def _on_page(rows: Rows, page: int, size: int) -> Rows:
    return rows[(page - 1) * size : page * size]


def _mapped(rows: Rows, answerer: Answerer, library: Library) -> tuple[Hit, ...]:
    """Return the first hits that have a point to show on a map."""
    most = int(weights("page")["mapped_hits"])
    documents = library.engine.documents
    with_spots = [int(row) for row in rows if documents[row].spots][:most]
    return answerer.hits(with_spots, is_brief=True)


def _understood(wishes: Wishes, reading: Reading, library: Library, places: Gazetteer) -> Understood:
    """Return what was made of the words."""
    return Understood(
        concepts=tuple((said.key, library.concepts.label(said.key)) for said in wishes.said),
        age=reading.person.age,
        gender=reading.person.gender,
        roles=reading.person.roles,
        delivery=reading.delivery,
        when=reading.when,
        municipality_code=reading.place.municipality_code if reading.place else "",
        corrected=reading.corrected,
        crisis_topics=crisis_topics(wishes.filters.text),
        guesses=tuple(_guesses(wishes, reading, library, places)),
    )


def _guesses(wishes: Wishes, reading: Reading, library: Library, places: Gazetteer) -> list[Guess]:
    """Return the removable tags; what a filter decides is not a guess."""
    filters, person = wishes.filters, reading.person
    found = [Guess(id=f"concept:{said.key}", label=library.concepts.label(said.key)) for said in wishes.said]
    if person.age is not None and filters.age is None:
        found.append(Guess(id="age", label=_("%(age)s år") % {"age": person.age}))
    if person.gender and not filters.gender:
        found.append(Guess(id="gender", label=str(labels.GENDERS[person.gender])))
    if person.roles and not filters.roles:
        found.append(Guess(id="role", label=str(labels.ROLES[person.roles[0]])))
    if reading.delivery and not filters.delivery:
        found.append(Guess(id="delivery", label=", ".join(str(labels.DELIVERY[key]) for key in reading.delivery)))
    if reading.when and not filters.when:
        found.append(Guess(id="when", label=", ".join(str(labels.WHEN[key]) for key in reading.when)))
    if reading.place and not filters.municipality_code:
        found.append(Guess(id="place", label=reading.place.name))
    return found
