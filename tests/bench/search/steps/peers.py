"""Step ``peers``: feed one other engine with the same analysed words and time it on the same questions."""

import pickle
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from brobygger.search.keeping.entries import all_entries
from brobygger.search.keeping.library import Library, current_library
from tests.bench.peers.postgresql import PostgreSQL
from tests.bench.peers.rows import Peer, Row, row_of
from tests.bench.peers.sqlite_fts5 import FTS5
from tests.bench.peers.tantivy_index import Tantivy
from tests.bench.questions import Asked, questions, sampled
from tests.bench.search.plain import concept_numbers, peer_question, words_only
from tests.bench.search.steps import begin, progress, tell
from tests.bench.search.timing import by_group, time_all
from tests.postgres import cluster

#: So many questions for an engine that would need a quarter of an hour for all of them, and so often each.
_SLOW = {"fts5": (60, 1), "postgresql": (120, 1)}
#: Texts whose hits are compared with ours before anything is timed.
_COMPARED = 60


def main() -> None:
    """Time each engine named in the arguments, and tell all about it."""
    arguments = begin()
    library = current_library()
    with tempfile.TemporaryDirectory() as folder:
        rows = Path(folder) / "rows"
        started = time.perf_counter()
        count = _write_rows(rows, library)
        progress(f"{count} offers analysed for the others: {time.perf_counter() - started:.0f} s")
        tell({name: _measure(name, rows, library) for name in arguments["engines"]})


def _measure(name: str, rows: Path, library: Library) -> dict[str, Any]:
    with _engine(name, rows.parent) as engine:
        started = time.perf_counter()
        engine.build(_read_rows(rows))
        built = time.perf_counter() - started
        agreed, compared = _agreement(engine, library)
        many, passes = _SLOW.get(name, (10_000, 3))
        asked = sampled(many) if many < len(questions()) else questions()
        ready = [peer_question(one, library) for one in asked]
        times = time_all(asked, lambda number: engine.ask(ready[number]), passes=passes)
        shown = ", ".join(f"{key} {ms:.1f} ms" for key, ms in by_group(times).items())
        progress(f"{engine.name}: built in {built:.0f} s, {agreed} of {compared} hit counts as ours, {shown}")
        return {
            "name": engine.name,
            "build": built,
            "megabytes": engine.megabytes(),
            "agreed": agreed,
            "compared": compared,
            "numbers": [questions().index(one) for one in asked],
            "times": times,
        }


def _agreement(engine: Peer, library: Library) -> tuple[int, int]:
    """Return for how many texts the engine has exactly as many hits as ours, and of how many."""
    texts = list({one.filters.text: Asked(group="", filters=_text(one)) for one in questions()}.values())[:_COMPARED]
    texts = [one for one in texts if one.filters.text]
    same = [
        engine.ask(peer_question(one, library)).total == library.engine.answer(words_only(one, library)).total
        for one in texts
    ]
    return sum(same), len(same)


def _text(one: Asked) -> Any:
    return type(one.filters)(text=one.filters.text)


@contextmanager
def _engine(name: str, folder: Path) -> Iterator[Peer]:
    if name == "postgresql":
        with cluster() as url:
            yield PostgreSQL(url)
    else:
        yield {"fts5": FTS5, "tantivy": Tantivy}[name](folder)


def _write_rows(path: Path, library: Library) -> int:
    numbers = concept_numbers(library)
    count = 0
    with path.open("wb") as file:
        for entry in all_entries(analyzer=library.analyzer, concepts=library.concepts, model=""):
            words = tuple(" ".join(entry.fields[name]) for name in ("title", "tags", "text"))
            row = row_of(count, entry.document, words=words, concepts=entry.concepts, numbers=numbers)
            pickle.dump(row, file)
            count += 1
    return count


def _read_rows(path: Path) -> Iterator[Row]:
    with path.open("rb") as file:
        while True:
            try:
                yield pickle.load(file)
            except EOFError:
                return


if __name__ == "__main__":
    main()
