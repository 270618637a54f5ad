"""What the search promises whatever is asked and whatever there is to find."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from brobygger.search.analysis.analyzer import Analyzer
from brobygger.search.documents import Document
from brobygger.search.engine.files import index_in_memory
from brobygger.search.engine.interface import Entry
from brobygger.search.keeping.entries import concept_term
from brobygger.search.keeping.library import Library, using_library
from brobygger.search.keeping.remembered import RememberedDocuments
from brobygger.search.queries import Filters, Result
from brobygger.search.selectors import find
from brobygger.search.tests.factories import concept_book, make_document
from brobygger.search.understanding.gazetteer import Area, Gazetteer
from brobygger.search.understanding.reading import Reader

_AT = datetime(2026, 11, 22, 11, tzinfo=UTC)
_CONCEPTS = concept_book()
_ANALYZER = Analyzer.of_counts({})
_READER = Reader(concepts=_CONCEPTS, analyzer=_ANALYZER)
_PLACES = Gazetteer(
    areas={
        code: Area(code=code, name=name, region_code="1083", lat=55.4, lon=10.4, neighbours=frozenset())
        for code, name in (("0461", "Odense"), ("0450", "Nyborg"))
    },
    places={},
)
_TEXTS = ["", "sorg", "min mand er død", "jeg er 15 og ensom", "ensom, men ikke noget kirkeligt", "gæld gratis", "hvad"]

DOCUMENTS = st.lists(
    st.fixed_dictionaries(
        {
            "title": st.sampled_from(["Sorggruppe", "Ensom", "Gæld", "Kirkens café"]),
            "owner": st.sampled_from(["a", "b", "c"]),
            "concepts": st.sampled_from([("sorg",), ("mistet-partner",), ("mistet-barn",), ("ensomhed", "aeldre"), ()]),
            "roles": st.sampled_from([("bruger",), ("frivillig",), ("bruger", "frivillig")]),
            "delivery": st.sampled_from([("in_person",), ("phone",), ("home_visit", "online")]),
            "age_max": st.sampled_from([None, 12, 25]),
            "gender": st.sampled_from(["any", "women"]),
            "is_free": st.sampled_from([None, True, False]),
            "is_national": st.booleans(),
            "municipality_codes": st.sampled_from([(), ("0461",), ("0450",)]),
        }
    ),
    min_size=1,
    max_size=14,
).map(lambda rows: [make_document(f"d-{number}", **row) for number, row in enumerate(rows)])
QUESTIONS = st.builds(
    Filters,
    text=st.sampled_from(_TEXTS),
    municipality_code=st.sampled_from(["", "0461"]),
    is_strict_place=st.booleans(),
    age=st.sampled_from([None, 10, 40]),
    gender=st.sampled_from(["", "men"]),
    delivery=st.sampled_from([(), ("phone",), ("phone", "in_person")]),
    page_size=st.integers(1, 5),
    widen=st.just(False),
)


@contextmanager
def finding_among(documents: list[Document]) -> Iterator[None]:
    """Search these documents, without a database."""
    entries = [
        Entry(
            document=document,
            fields={
                "title": _ANALYZER.text_terms(document.title),
                "tags": {concept_term(key): 1.0 for key in document.concepts},
                "text": _ANALYZER.text_terms(document.summary),
            },
            concepts=_CONCEPTS.with_broader(document.concepts),
            digest=document.id.bytes,
        )
        for document in documents
    ]
    library = Library(
        number=1,
        stamp=None,
        version="",
        model="",
        engine=index_in_memory(entries),
        analyzer=_ANALYZER,
        reader=_READER,
        concepts=_CONCEPTS,
        gazetteer=_PLACES,
        names=frozenset(),
        remembered=RememberedDocuments((document.id, document) for document in documents),
    )
    with using_library(library):
        yield


def keys(result: Result) -> list[str]:
    return [hit.document.key for hit in result.hits]


def everything(filters: Filters) -> list[str]:
    """Every hit, page after page."""
    first = find(filters=filters, at=_AT)
    pages = [find(filters=replace(filters, page=page), at=_AT) for page in range(2, first.page_count + 1)]
    return [key for result in (first, *pages) for key in keys(result)]


class TestFind:
    @settings(max_examples=40, deadline=None)
    @given(documents=DOCUMENTS, filters=QUESTIONS)
    def test_pages_add_up_to_the_whole_without_doubles(self, documents: list[Document], filters: Filters) -> None:
        with finding_among(documents):
            found = everything(filters)

            assert len(found) == find(filters=filters, at=_AT).total
            assert not [key for key, times in Counter(found).items() if times > 1]

    @settings(max_examples=40, deadline=None)
    @given(documents=DOCUMENTS, filters=QUESTIONS)
    def test_what_does_not_fit_comes_after_all_that_does(self, documents: list[Document], filters: Filters) -> None:
        with finding_among(documents):
            fits = [hit.is_eligible for hit in find(filters=replace(filters, page_size=100), at=_AT).hits]

        assert fits == sorted(fits, reverse=True)

    @settings(max_examples=30, deadline=None)
    @given(documents=DOCUMENTS, filters=QUESTIONS)
    def test_a_count_is_what_choosing_it_leaves(self, documents: list[Document], filters: Filters) -> None:
        with finding_among(documents):
            result = find(filters=filters, at=_AT)
            for value in result.facets["needs"]:
                chosen = find(filters=replace(filters, needs=(value.value,)), at=_AT)

                assert (value.value, chosen.total) == (value.value, value.count)
                assert chosen.total <= result.total

    @settings(max_examples=30, deadline=None)
    @given(documents=DOCUMENTS, filters=QUESTIONS, seed=st.randoms(use_true_random=False))
    def test_the_order_does_not_depend_on_where_documents_lie(
        self, documents: list[Document], filters: Filters, seed: Random
    ) -> None:
        moved = documents.copy()
        seed.shuffle(moved)
        with finding_among(documents):
            once, again = everything(filters), everything(filters)
        with finding_among(moved):
            elsewhere = everything(filters)

        assert once == again == elsewhere

    @settings(max_examples=20, deadline=None)
    @given(documents=DOCUMENTS, age=st.sampled_from([10, 40, 70]))
    def test_a_guess_taken_away_is_as_if_it_had_not_been_said(self, documents: list[Document], age: int) -> None:
        with finding_among(documents):
            said = find(filters=Filters(text=f"sorg {age} år", ignored=("age",), widen=False, page_size=100), at=_AT)

            assert said.understood.age is None
            assert all("kun for" not in misfit for hit in said.hits for misfit in hit.misfits if "årige" in misfit)
            assert {hit.document.key for hit in said.hits} >= {
                hit.document.key
                for hit in find(filters=Filters(text=f"sorg {age} år", widen=False, page_size=100), at=_AT).hits
            }
