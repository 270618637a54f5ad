"""The library of one process: index, language and concepts of one state of the documents, swapped whole.

A small query asks the log for what has changed since, some times a second. Few documents are indexed anew in memory;
of many there is a file that all processes of a machine share, with the changes since beside it in each of them.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock
from time import monotonic
from uuid import UUID

import structlog
from django.db import DatabaseError

from brobygger.search.analysis.analyzer import Analyzer
from brobygger.search.analysis.tokens import stem, words
from brobygger.search.analysis.vocabulary import Vocabulary
from brobygger.search.documents import Document
from brobygger.search.engine.changing import IsFull
from brobygger.search.engine.numpy_engine import NumpyEngine
from brobygger.search.keeping.building import (
    BuilderIsBusy,
    are_few,
    build_in_memory,
    newest_state,
    open_file,
    open_or_build,
)
from brobygger.search.keeping.changelog import last_written
from brobygger.search.keeping.codec import own_text
from brobygger.search.keeping.entries import concept_term, entries_of, names_of
from brobygger.search.keeping.generations import KEEPER, About, FileMark, file_for, is_held, mark_of, wish
from brobygger.search.keeping.meanings import current_model
from brobygger.search.keeping.remembered import RememberedDocuments
from brobygger.search.models import Change, Generation
from brobygger.search.understanding.concepts import ConceptBook, load_concepts
from brobygger.search.understanding.gazetteer import Gazetteer, read_gazetteer
from brobygger.search.understanding.reading import Reader
from brobygger.search.understanding.rules import read_rules
from brobygger.taxonomy.selectors import scheme_version

log = structlog.get_logger("brobygger.search")

__all__ = ["Library", "concept_term", "current_library"]

#: So many changes are taken in by one question; of more, the next ones take their share.
_CHANGES_AT_ONCE = 200
#: How often a process looks for a newer file.
_LOOK_AGAIN_SECONDS = 0.5
#: How often it asks the log, when nothing tells it that there is news: changes are to be found within a second.
_ASK_AGAIN_SECONDS = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """Everything a question is answered with, up to the change ``number``.

    ``path`` and ``mark`` tell which file it stands on (none: all in memory); ``is_full`` when no more changes fit
    beside the file.
    """

    number: int
    stamp: UUID | None
    version: str
    model: str
    engine: NumpyEngine
    analyzer: Analyzer
    reader: Reader
    concepts: ConceptBook
    gazetteer: Gazetteer
    names: frozenset[str]
    remembered: RememberedDocuments = field(default_factory=RememberedDocuments)
    new_words: set[str] = field(default_factory=set)
    path: Path | None = None
    mark: FileMark | None = None
    is_full: bool = False

    def is_of_the_field(self, word: str) -> bool:
        """Test whether a word names something here: it stands in a title, a tag or a concept's name."""
        return any(term in self.names or self.engine.is_named(term) for term, _weight in self.analyzer.terms(word))

    def knows(self, word: str) -> bool:
        """Test whether a word is Danish, or stands anywhere here."""
        return self.analyzer.speller.is_known(word) or any(
            self.engine.commonness(term) > 0 for term, _weight in self.analyzer.terms(word)
        )

    def documents_of(self, rows: Sequence[int]) -> list[Document | None]:
        """Return the documents of some rows, in their order, as the database has them: None for one that is gone.

        One query for those that nobody asked for lately.
        """
        return self.remembered.fetch(self.engine.ids(rows))


@dataclass(frozen=True, slots=True, kw_only=True)
class _News:
    """What the log says since a library's state, and the concepts' version as it is now."""

    changes: Sequence[tuple[int, UUID, UUID]]
    version: str


class _Shelf:
    """Where the one library of a process stands."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._library: Library | None = None
        self._look_again_at = 0.0
        self._ask_again_at = 0.0
        self._told: object = None
        self._asked_after: tuple[object, object] | None = None

    def has_library(self) -> bool:
        """Test whether the library was read before."""
        return self._library is not None

    def current(self) -> Library:
        """Return the library with all that the log tells, or told a moment ago."""
        library, told = self._library, (last_written(), self._told)
        if library is not None and told == self._asked_after and monotonic() < self._ask_again_at:
            return library
        news = _news_for(library)
        is_time_to_look = monotonic() >= self._look_again_at
        if library is not None and not is_time_to_look and _is_current(library, news):
            self._asked_after, self._ask_again_at = told, monotonic() + _ASK_AGAIN_SECONDS
            return library
        with self._lock:
            if self._library is not library:
                # Another thread was quicker.
                library, news = self._library, _news_for(self._library)
            self._library = _next(library, news, is_time_to_look=is_time_to_look)
            self._look_again_at = monotonic() + _LOOK_AGAIN_SECONDS
            return self._library

    def hear_of(self, stamp: UUID | None, version: str | None) -> None:
        """Ask the log at the next question, when it is not at what somebody saw it at."""
        library = self._library
        if library is not None and (library.stamp, library.version) != (stamp, version or ""):
            self._told = object()


_shelf = _Shelf()
_lent: ContextVar[Library | None] = ContextVar("lent_library", default=None)


def current_library() -> Library:
    """Return the library of the documents as they are now.

    What this process itself changed is there at once, what others did within a quarter of a second.
    """
    return _lent.get() or _shelf.current()


def newest_stamp() -> tuple[UUID, str | None] | None:
    """Return the stamp of the newest change with the version of the concepts: one small query.

    The next library is no older than that.
    """
    newest = Generation.objects.only_one().stamps().first()
    _shelf.hear_of(*(newest or (None, None)))
    return newest


@contextmanager
def using_library(library: Library) -> Iterator[None]:
    """Answer from another library, in this thread, while somebody measures what a part of it is worth."""
    token = _lent.set(library)
    try:
        yield
    finally:
        _lent.reset(token)


def preload() -> None:
    """Read what every question needs before the workers are born, so that they share it in memory.

    Where the database is not ready yet, the first question reads it.
    """
    read_rules()
    try:
        current_library()
    except (DatabaseError, BuilderIsBusy) as error:
        log.warning("index_not_preloaded", error=type(error).__name__)


def is_ready() -> bool:
    """Test whether a question can be answered at once: this process has a library, or there is a file to open."""
    return _shelf.has_library() or mark_of(file_for(scheme_version())) is not None


def _news_for(library: Library | None) -> _News | None:
    """Return the changes since; None when there is no library, or its state is not part of the log (any more)."""
    if library is None:
        return None
    rows = list(Change.objects.since(library.number)[: _CHANGES_AT_ONCE + 1])
    if not rows or rows[0][:2] != (library.number, library.stamp):
        return None
    changes = [(number, stamp, document_id) for number, stamp, document_id, _version in rows[1:]]
    return _News(changes=changes, version=rows[0][3] or "")


def _is_current(library: Library, news: _News | None) -> bool:
    """Test whether nothing happened that this library can take in. A version of the concepts comes with its file."""
    if news is None or not library.gazetteer.areas:
        return False
    if library.path is not None:
        return library.is_full or not news.changes
    return not news.changes and news.version == library.version and library.model == current_model()


def _next(library: Library | None, news: _News | None, *, is_time_to_look: bool) -> Library:
    """Return the library of now, made from the one of before when that is possible."""
    if library is None or news is None or not library.gazetteer.areas:
        return _anew()
    if library.path is None:
        return library if _is_current(library, news) else _anew()
    newer = _of_newer_file(library, news.version) if is_time_to_look else None
    return newer or _with_changes(library, news)


def _anew() -> Library:
    """Return a library of the documents as they are now; the file is made first when there is none."""
    about = newest_state(model=current_model())
    if are_few(about.documents):
        return _of_engine(*build_in_memory(about))
    path = file_for(about.version)
    return library_of_file(path) or _of_file(open_or_build(), path)


def _of_newer_file(library: Library, version: str) -> Library | None:
    """Return a library of a file that is newer than this library's, or of other concepts; None when there is none.

    Where nobody looks after the files, what this library cannot go on without is made here and now.
    """
    path = file_for(version)
    is_same = path == library.path and mark_of(path) == library.mark
    engine = None if is_same else open_file(path)
    if engine is None and (library.is_full or version != library.version) and not is_held(KEEPER):
        engine = open_or_build(than=library.mark)
    return None if engine is None else _of_file(engine, path)


def library_of_file(path: Path) -> Library | None:
    """Return a library of a file with all changes since; None when it does not belong to this database."""
    engine = open_file(path)
    return None if engine is None else _of_file(engine, path)


def with_all_changes(library: Library) -> Library:
    """Return the library with everything that the log tells now."""
    while (news := _news_for(library)) is not None and news.changes and not library.is_full:
        library = _with_changes(library, news)
    return library


def _of_file(engine: NumpyEngine, path: Path) -> Library:
    library = _of_engine(engine, Analyzer.of_vocabulary(Vocabulary(engine.enclosed)))
    return with_all_changes(replace(library, path=path, mark=mark_of(path)))


def _of_engine(engine: NumpyEngine, analyzer: Analyzer) -> Library:
    about, concepts = About.from_json(engine.about), load_concepts()
    reader = Reader(concepts=concepts, analyzer=analyzer)
    new_words: set[str] = set()
    return Library(
        number=about.number,
        stamp=about.stamp,
        version=about.version,
        model=about.model,
        engine=engine,
        analyzer=analyzer.with_words(new_words),
        reader=reader.with_words(new_words),
        concepts=concepts,
        gazetteer=read_gazetteer(),
        names=names_of(concepts),
        new_words=new_words,
    )


def _with_changes(library: Library, news: _News) -> Library:
    """Return the library with some changes taken in. What they are, the rows tell as they are now."""
    if not news.changes or library.is_full:
        return library
    ids = {document_id for _number, _stamp, document_id in news.changes}
    put = entries_of(ids, analyzer=library.analyzer, concepts=library.concepts, model=library.model)
    try:
        engine = library.engine.changed(put, ids - {entry.document.id for entry in put})
    except IsFull:
        wish().touch()
        return replace(library, is_full=True)
    for word in (word for entry in put for word in words(own_text(entry.document))):
        library.new_words.update((word, stem(word)))
    number, stamp, _id = news.changes[-1]
    return replace(library, number=number, stamp=stamp, engine=engine, remembered=library.remembered.without(ids))
