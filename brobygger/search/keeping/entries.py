"""From a published document to what the engine takes in: its words by field, its concepts, what it means."""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice, pairwise
from typing import NamedTuple
from uuid import UUID

import numpy as np

from brobygger.search.analysis.analyzer import Analyzer, count_words
from brobygger.search.analysis.tokens import words
from brobygger.search.documents import Document
from brobygger.search.engine.interface import Entry, Fields
from brobygger.search.keeping.codec import decode, digest, own_text_in
from brobygger.search.models import IndexedDocument
from brobygger.search.understanding.concepts import ConceptBook

_ROWS_AT_A_TIME = 500
_LESS_THAN_WHOLE = 0.99


class Span(NamedTuple):
    """Some documents one after the other by their ids: from ``first`` on, up to but without ``last``; None: no end."""

    first: UUID | None = None
    last: UUID | None = None


WHOLE = Span()


def spans(documents: int) -> list[Span]:
    """Return spans of so many documents each, the last may have fewer; they hold whatever id there may come to be."""
    ids = IndexedDocument.objects.in_order().values_list("id", flat=True).iterator()
    return list(map(Span._make, pairwise((None, *islice(ids, documents, None, documents), None))))


def concept_term(key: str) -> str:
    """Return the term that stands for a concept; no word can look like it."""
    return f"#{key}"


def count_all_words(contents: Iterable[str]) -> Counter[str]:
    """Return how often each word stands in encoded documents."""
    tokens: Counter[str] = Counter()
    for content in contents:
        tokens.update(words(own_text_in(content)))
    counts: Counter[str] = Counter()
    # As ``count_words`` does it, but each token is taken apart once, and not each time it comes.
    for token, count in tokens.items():
        for word in token.split("-"):
            counts[word] += count
    return counts


@lru_cache(maxsize=2)
def count_said_words(concepts: ConceptBook) -> Counter[str]:
    """Return how often each word stands in what is said of the concepts. Not to be changed: it is kept."""
    said = (
        text
        for topic in concepts.topics.values()
        for text in (*topic.labels[:1], *topic.labels[2:], *topic.expressions)
    )
    return count_words(said)


@lru_cache(maxsize=2)
def names_of(concepts: ConceptBook) -> frozenset[str]:
    """Return the stems of the words that concepts are called by, whatever else there is."""
    labels = (label for topic in concepts.topics.values() for label in topic.labels)
    terms = Analyzer.of_counts({}).terms
    return frozenset(term for label in labels for word in words(label) for term, weight in terms(word) if weight == 1.0)


def all_contents(span: Span = WHOLE) -> Iterator[tuple[UUID, str]]:
    """Give the id and the content of every document of a span."""
    return ((key, content) for key, content, _values in _pages("", span))


def contents_of(ids: Iterable[UUID]) -> Iterator[tuple[UUID, str]]:
    """Give the id and the content of some documents."""
    rows = IndexedDocument.objects.with_ids(ids).in_order().contents("")
    return ((key, content) for key, content, _values in rows)


def all_entries(*, analyzer: Analyzer, concepts: ConceptBook, model: str, span: Span = WHOLE) -> Iterator[Entry]:
    """Give every document of a span made ready, with its meaning if the model has worked it out."""
    for _id, content, values in _pages(model, span):
        yield _entry(content, values, analyzer, concepts)


def entries_of(ids: Iterable[UUID], *, analyzer: Analyzer, concepts: ConceptBook, model: str) -> list[Entry]:
    """Return those of some documents that there are."""
    rows = IndexedDocument.objects.with_ids(ids).in_order().contents(model)
    return [_entry(content, values, analyzer, concepts) for _id, content, values in rows]


def _pages(model: str, span: Span) -> Iterator[tuple[UUID, str, bytes | None]]:
    """Give all rows by their ids. Each page is read for itself: what changes meanwhile stands in the log."""
    rows = list(IndexedDocument.objects.in_span(*span).contents(model)[:_ROWS_AT_A_TIME])
    while rows:
        yield from rows
        following = IndexedDocument.objects.in_span(None, span.last).following(rows[-1][0])
        rows = list(following.contents(model)[:_ROWS_AT_A_TIME])


def _entry(content: str, values: bytes | None, analyzer: Analyzer, concepts: ConceptBook) -> Entry:
    document = decode(content)
    return Entry(
        document=document,
        fields=_fields(document, analyzer, concepts),
        concepts=concepts.with_broader(document.concepts),
        digest=digest(content),
        vector=None if values is None else np.frombuffer(bytes(values), dtype=np.int8),
    )


def _fields(document: Document, analyzer: Analyzer, concepts: ConceptBook) -> Fields:
    """Return the document's terms by field.

    Concepts stand among the tags under their own names and their labels, and so does the owner's name; but an owner's
    name says nothing of what there is here, so its words count as less than whole.
    """
    labels = [concepts.topics[key].name_da for key in document.concepts if key in concepts.topics]
    tags = analyzer.text_terms(" ".join((*document.words, *labels)))
    for term, weight in analyzer.text_terms(document.owner_name).items():
        tags[term] = tags.get(term, 0.0) + _LESS_THAN_WHOLE * weight
    text = " ".join((document.summary, document.body, document.audience, document.schedule_note))
    return {
        "title": analyzer.text_terms(document.title),
        "tags": tags | {concept_term(key): 1.0 for key in document.concepts},
        "text": analyzer.text_terms(text),
    }
