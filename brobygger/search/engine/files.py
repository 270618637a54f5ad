"""Index files: writing, reading and checking them. A file is derived from the database; when in doubt, delete it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from brobygger.search.engine.building import build
from brobygger.search.engine.gathering import Gathered
from brobygger.search.engine.generation import Generation, first_state
from brobygger.search.engine.interface import Entry
from brobygger.search.engine.layout import (
    About,
    Array,
    Content,
    enclosing,
    in_memory,
    read_content,
    verify_content,
    write_content,
)
from brobygger.search.engine.numpy_engine import NumpyEngine


def gather(entries: Iterable[Entry]) -> Gathered:
    """Return what entries leave behind in a file: half of the work, and what several processes can share."""
    gathered = Gathered()
    for entry in entries:
        gathered.add(entry)
    return gathered


def write_gathered(
    gathered: Gathered, *, about: About, words: Mapping[str, int], path: Path, enclosed: Mapping[str, Array]
) -> None:
    """Write a generation of what was gathered, which is used up: there whole or not at all, at any moment.

    ``about`` is for the builder to know the file again, ``words`` is how often each word stands in the documents, and
    ``enclosed`` are the builder's own arrays, for whoever opens the file (``NumpyEngine.enclosed``).
    """
    content = build(gathered, about=about, words=words)
    write_content(replace(content, arrays={**content.arrays, **enclosing(enclosed)}), path)


def read_index(path: Path) -> NumpyEngine:
    """Open a generation: instantly, sharing its pages with other processes.

    Raises ``FileNotFoundError``, or ``IndexUnreadable`` when the file is not whole or of another version.
    """
    return _engine(read_content(path))


def verify_index(path: Path) -> None:
    """Read a file to its end and compare its checksum; raises ``IndexUnreadable``."""
    verify_content(path)


def index_in_memory(
    entries: Iterable[Entry],
    *,
    about: About | None = None,
    words: Mapping[str, int] | None = None,
    spare: int | None = None,
) -> NumpyEngine:
    """Return an engine over some entries without a file: the same bytes, in this process only.

    ``spare`` is for how many changed documents there is room.
    """
    return _engine(in_memory(build(gather(entries), about=about or {}, words=words or {}, spare=spare)))


def _engine(content: Content) -> NumpyEngine:
    return NumpyEngine(first_state(Generation(content)))
