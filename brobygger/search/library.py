"""The library of one process: index, language and concepts of one generation, swapped whole when documents change."""

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from uuid import UUID

from brobygger.search.analysis.analyzer import Analyzer
from brobygger.search.analysis.tokens import words
from brobygger.search.codec import decode
from brobygger.search.concepts import ConceptBook, load_concepts
from brobygger.search.documents import Document
from brobygger.search.engine.columns import build_columns
from brobygger.search.engine.interface import Engine
from brobygger.search.engine.memory import Fields, index_documents
from brobygger.search.gazetteer import Gazetteer, read_gazetteer
from brobygger.search.models import Generation, IndexedDocument
from brobygger.search.rules import read_rules
from brobygger.search.understanding.reading import Reader

#: What documents and concepts there are: the documents' stamp and the taxonomy's version.
Stamp = tuple[UUID, str | None]


def concept_term(key: str) -> str:
    """Return the term that stands for a concept; no word can look like it."""
    return f"#{key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """Everything a question is answered with."""

    stamp: Stamp | None
    engine: Engine
    analyzer: Analyzer
    reader: Reader
    concepts: ConceptBook
    gazetteer: Gazetteer
    field_stems: frozenset[str]

    def is_of_the_field(self, word: str) -> bool:
        """Test whether a word names something here: it stands in a title, a tag or a concept's name."""
        return any(term in self.field_stems for term, _weight in self.analyzer.terms(word))


_lock = Lock()
_current: Library | None = None


def current_library() -> Library:
    """Return the library of the documents as they are now: one small query when nothing changed.

    The stamp is read before the documents. A change in between gives a new stamp, so it is only read once more.
    """
    global _current  # noqa: PLW0603 - one per process, swapped whole
    stamp = Generation.objects.only_one().stamps().first()
    library = _current
    if library is not None and _is_current(library, stamp):
        return library
    with _lock:
        if _current is None or not _is_current(_current, stamp):
            read_rules()
            _current = build_library(_documents(), concepts=load_concepts(), gazetteer=read_gazetteer(), stamp=stamp)
        return _current


def _is_current(library: Library, stamp: Stamp | None) -> bool:
    """Test whether nothing was published since. Before the first document there is no stamp to go by."""
    return stamp is not None and library.stamp == stamp and bool(library.gazetteer.areas)


def build_library(
    documents: Sequence[Document], *, concepts: ConceptBook, gazetteer: Gazetteer, stamp: Stamp | None = None
) -> Library:
    """Return a library of some documents."""
    said = (
        text
        for topic in concepts.topics.values()
        for text in (*topic.labels[:1], *topic.labels[2:], *topic.expressions)
    )
    analyzer = Analyzer((*(_all_text(document) for document in documents), *said))
    columns = build_columns(documents, lambda document: concepts.with_broader(document.concepts))
    engine = index_documents(
        documents, fields_of=lambda document: _fields(document, analyzer, concepts), columns=columns
    )
    return Library(
        stamp=stamp,
        engine=engine,
        analyzer=analyzer,
        reader=Reader(concepts=concepts, analyzer=analyzer),
        concepts=concepts,
        gazetteer=gazetteer,
        field_stems=_field_stems(documents, analyzer, concepts),
    )


def _field_stems(documents: Sequence[Document], analyzer: Analyzer, concepts: ConceptBook) -> frozenset[str]:
    """Return the stems of the words that things here are called by."""
    names = (label for topic in concepts.topics.values() for label in topic.labels)
    tags = (word for document in documents for word in document.words)
    titles = (document.title for document in documents)
    return frozenset(
        term
        for text in (*names, *tags, *titles)
        for word in words(text)
        for term, weight in analyzer.terms(word)
        if weight == 1.0
    )


def _documents() -> list[Document]:
    return [decode(text) for text in IndexedDocument.objects.in_order().values_list("content", flat=True)]


def _all_text(document: Document) -> str:
    return " ".join((document.title, document.summary, document.body, document.audience, *document.words))


def _fields(document: Document, analyzer: Analyzer, concepts: ConceptBook) -> Fields:
    """Return the document's terms by field; concepts stand among the tags under their own names and their labels."""
    labels = [concepts.topics[key].name_da for key in document.concepts if key in concepts.topics]
    tags = analyzer.text_terms(" ".join((*document.words, *labels, document.owner_name)))
    return {
        "title": analyzer.text_terms(document.title),
        "tags": tags | {concept_term(key): 1.0 for key in document.concepts},
        "text": analyzer.text_terms(
            " ".join((document.summary, document.body, document.audience, document.schedule_note))
        ),
    }
