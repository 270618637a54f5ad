"""Making an index of the database: a file for many documents, memory for few. One process makes it, others wait."""

import gc
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from brobygger.search.analysis.analyzer import Analyzer
from brobygger.search.analysis.vocabulary import Vocabulary
from brobygger.search.engine.files import index_in_memory, read_index, verify_index, write_gathered
from brobygger.search.engine.gathering import Gathered
from brobygger.search.engine.layout import IndexUnreadable
from brobygger.search.engine.numpy_engine import NumpyEngine
from brobygger.search.keeping.changelog import begin_log
from brobygger.search.keeping.crew import Crew, helpers_here
from brobygger.search.keeping.entries import all_contents, all_entries, count_all_words, count_said_words, spans
from brobygger.search.keeping.generations import BUILDER, OPENER, About, FileMark, file_for, lock, mark_of, tidy
from brobygger.search.keeping.meanings import current_model
from brobygger.search.keeping.titles import titles_of, write_titles
from brobygger.search.models import Change, Generation, IndexedDocument
from brobygger.search.understanding.concepts import load_concepts

#: So many are indexed anew in memory at each change; it takes less time than anybody notices, and no file.
FEW_DOCUMENTS = 100
#: Whoever needs a file waits so long for the process that makes it: five times what 200,000 documents take.
LONGEST_WAIT = 450.0
#: Told how much is read, and of how much: every document is read twice.
Progress = Callable[[int, int], None]
#: So many documents are read at a time by one process.
_DOCUMENTS_IN_SPAN = 2_500
#: So many documents are indexed in a few seconds and with little memory.
_QUICKLY_BUILT = 5_000


class BuilderIsBusy(Exception):
    """Another process has been making the index for longer than anybody should wait."""


def are_few(documents: int) -> bool:
    """Test whether every process holds so many documents in its own memory."""
    return documents <= FEW_DOCUMENTS


def newest_state(*, model: str) -> About:
    """Return what an index made from now on holds at least. Read before the documents."""
    number, stamp, version = Generation.objects.only_one().states().first() or (0, None, None)
    documents = IndexedDocument.objects.count()
    if documents and not Change.objects.is_known(number, stamp):
        # Rows that came without their log (a table emptied by hand): begin it, or no index could ever be trusted.
        begin_log()
        return newest_state(model=model)
    vectors = IndexedDocument.objects.with_meaning(model).count() if model else 0
    return About(number=number, stamp=stamp, version=version or "", model=model, documents=documents, vectors=vectors)


def build_in_memory(about: About) -> tuple[NumpyEngine, Analyzer]:
    """Return an engine over few documents, with the analysis it was made by."""
    concepts = load_concepts()
    counts = count_all_words(content for _id, content in all_contents()) + count_said_words(concepts)
    analyzer = Analyzer.of_counts(counts)
    entries = all_entries(analyzer=analyzer, concepts=concepts, model=about.model)
    engine = index_in_memory(entries, about=about.to_json(), words=counts)
    return engine, Analyzer.of_vocabulary(Vocabulary.of_counts(counts))


def build_file(*, progress: Progress | None = None) -> Path:
    """Make the file of the documents as they are now, whatever there was, and put it in place at once.

    Raises ``BuilderIsBusy``.
    """
    with lock(BUILDER, seconds=LONGEST_WAIT) as is_ours:
        if not is_ours:
            raise BuilderIsBusy
        return _build(progress)


def open_or_build(*, than: FileMark | None = None) -> NumpyEngine:
    """Return the engine of a file that is good for the database as it is now, and another one ``than`` this.

    When there is none, it is made first. Raises ``BuilderIsBusy``.
    """
    with lock(OPENER, seconds=LONGEST_WAIT) as is_ours:
        # While we waited, somebody else may have made it, or the keeper may be at it.
        found = _opened(than) or _opened(than, seconds=LONGEST_WAIT)
        if found is None and is_ours:
            _build_apart()
            found = _opened(than)
    if found is None:
        raise BuilderIsBusy
    return found


def _opened(than: FileMark | None, *, seconds: float = 0.0) -> NumpyEngine | None:
    """Return the engine of a good file, after waiting for whoever makes one now."""
    with lock(BUILDER, seconds=seconds):
        path = file_for(newest_state(model="").version)
        return None if mark_of(path) == than else open_file(path)


def build_beside() -> "subprocess.Popen[bytes]":
    """Begin to make the file in a process of its own: what it needs in memory is given back when it is done.

    It shares our log, which holds events only: neither how far it is nor its answer belongs there.
    """
    command = [sys.executable, "-m", "brobygger", "index", "build", "--without-meaning", "--json"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603 - ourselves


def _build_apart() -> None:
    """Make the file here when that is quick, else in a process of its own, so that this one stays small."""
    if IndexedDocument.objects.count() <= _QUICKLY_BUILT:
        build_file()
    else:
        build_beside().wait()


def open_file(path: Path) -> NumpyEngine | None:
    """Return the engine of a file; None when it is not whole or does not belong to this database.

    It is read once to its end: a fifth of a second for 200 MB, and the pages are needed anyway.
    """
    try:
        verify_index(path)
        engine = read_index(path)
        about = About.from_json(engine.about)
    except (FileNotFoundError, IndexUnreadable, KeyError, TypeError, ValueError):
        return None
    return engine if Change.objects.is_known(about.number, about.stamp) else None


def _build(progress: Progress | None) -> Path:
    about = newest_state(model=current_model())
    path = file_for(about.version)
    tidy(path)
    with _few_collections():
        counts, gathered = _read(about, progress or (lambda done, of: None))
        enclosed = Vocabulary.of_counts(counts).arrays
        write_gathered(gathered, about=about.to_json(), words=counts, path=path, enclosed=enclosed)
        write_titles(titles_of(read_index(path)), index=path)
    return path


def _read(about: About, progress: Progress) -> tuple[Counter[str], Gathered]:
    """Read every document twice: its words, to learn how words are taken apart, and then all there is to it."""
    concepts = load_concepts()
    counts, gathered = count_said_words(concepts).copy(), Gathered()
    parts = spans(_DOCUMENTS_IN_SPAN)
    helpers = helpers_here() if about.documents > _QUICKLY_BUILT else 0
    with Crew(concepts, helpers=helpers) as crew:
        for done, (_span, counted) in enumerate(crew.count(parts), start=1):
            counts.update(counted)
            progress(done, 2 * len(parts))
        crew.learn(counts, about.model)
        for done, (_span, part) in enumerate(crew.gather(parts), start=1):
            gathered.join(part)
            progress(len(parts) + done, 2 * len(parts))
    return counts, gathered


@contextmanager
def _few_collections() -> Iterator[None]:
    """Millions of small objects that all stay: to look through them again and again for rubbish is for nothing."""
    before = gc.get_threshold()
    gc.collect()
    gc.set_threshold(100_000, 50, 1_000)
    try:
        yield
    finally:
        gc.set_threshold(*before)
