"""Files of the index: which is ours, where it lies, and that only one process at a time makes it.

A file is named by everything its content depends on besides the documents: this version of the analysis and of the
engine, and the concepts. So another version of the program beside this one makes and reads files of its own.
"""

import fcntl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from time import monotonic, sleep, time
from typing import Any
from uuid import UUID

from django.conf import settings

#: What tells one file from the next under the same name.
FileMark = tuple[int, int]

SUFFIX = ".index"
#: Locks: who makes a file, who needs one now, and who looks after the files of this folder (``keeper.py``).
BUILDER, OPENER, KEEPER = "build", "open", "keeper"
#: What a file of another version is kept for, so that going back to it is quick.
_KEPT_FOR_SECONDS = 24 * 3600
#: How long between two tries to get a lock.
_AGAIN = 0.05
_ROOM = Path(__file__).parents[1]
#: Code and lists that decide what stands in a file.
_DECISIVE = (
    "analysis/*.py", "engine/*.py", "data/danish.toml", "documents.py", "keeping/codec.py", "keeping/entries.py",
    "keeping/titles.py", "understanding/concepts.py",
)  # fmt: skip
#: Libraries that do.
_DECISIVE_PACKAGES = ("pystemmer", "numpy")


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a file says of itself: the newest change it surely holds, and what meanings it holds.

    Documents may be newer than the change: they were read after it. To apply the changes since again does no harm.
    """

    number: int
    stamp: UUID | None
    version: str
    model: str
    documents: int
    vectors: int

    def to_json(self) -> dict[str, Any]:
        """Return it as what a file can hold."""
        return {
            "number": self.number,
            "stamp": str(self.stamp) if self.stamp else "",
            "version": self.version,
            "model": self.model,
            "documents": self.documents,
            "vectors": self.vectors,
        }

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> "About":
        """Return what ``to_json`` wrote."""
        stamp = said["stamp"]
        return cls(**{**said, "stamp": UUID(stamp) if stamp else None})


def file_for(concepts_version: str) -> Path:
    """Return where the index of this program and these concepts lies, or would lie."""
    mark = blake2b(f"{_program()} {concepts_version}".encode(), digest_size=8).hexdigest()
    return folder() / f"{mark}{SUFFIX}"


def folder() -> Path:
    """Return the folder of the files; it is made anew when somebody took it away."""
    path: Path = settings.INDEX
    path.mkdir(parents=True, exist_ok=True)
    return path


@cache
def _program() -> str:
    seen = blake2b(" ".join(f"{name} {version(name)}" for name in _DECISIVE_PACKAGES).encode())
    for pattern in _DECISIVE:
        found = sorted(_ROOM.glob(pattern))
        assert found, f"nothing is called {pattern}"
        for path in found:
            seen.update(path.read_bytes())
    return seen.hexdigest()


@contextmanager
def lock(name: str, *, seconds: float) -> Iterator[bool]:
    """Hold a lock among all processes of this machine; give False when another one holds it all the time.

    The system lets go of it when the process dies, however that happens.
    """
    until = monotonic() + seconds
    with (folder() / f"{name}.lock").open("w", encoding="ascii") as file:
        is_held = _try(file.fileno())
        while not is_held and monotonic() < until:
            sleep(_AGAIN)
            is_held = _try(file.fileno())
        yield is_held


def is_held(name: str) -> bool:
    """Test whether some process holds a lock."""
    with lock(name, seconds=0) as is_ours:
        return not is_ours


def _try(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def mark_of(path: Path) -> FileMark | None:
    """Return what tells one file from the next under the same name; None when there is none."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_ino, stat.st_mtime_ns


def wish() -> Path:
    """Return the note by which a process asks for a newer file, because no more changes fit beside the one it has.

    The next builder takes it away (``tidy``).
    """
    return folder() / "wish"


def tidy(ours: Path) -> None:
    """Take away what builders left that were stopped, and files of other versions that nobody has made for a day.

    Only to be called by who holds the lock of building. A process that still reads a file keeps it until it lets go.
    """
    for path in folder().iterdir():
        is_left_over = not path.name.endswith((SUFFIX, ".lock"))
        is_other = path.suffix == SUFFIX and path.name.split(".")[0] != ours.stem
        is_old = is_other and time() - path.stat().st_mtime > _KEPT_FOR_SECONDS
        if is_left_over or is_old:
            path.unlink(missing_ok=True)
