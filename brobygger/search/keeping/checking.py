"""How the index is, and whether it says what the database says."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from uuid import UUID

from brobygger.search.keeping.building import are_few, newest_state, open_file
from brobygger.search.keeping.codec import digest
from brobygger.search.keeping.entries import all_contents, contents_of
from brobygger.search.keeping.generations import KEEPER, About, file_for, is_held
from brobygger.search.keeping.library import (
    Library,
    current_library,
    is_ready,
    library_of_file,
    with_all_changes,
)
from brobygger.search.keeping.meanings import current_model
from brobygger.search.models import IndexedDocument

#: So many differences are named; more of them say nothing more.
_MOST_NAMED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How the index of this machine is.

    ``state`` is ``file``, ``memory`` (so few documents that each process holds them) or ``missing`` (there is no
    file, or none that belongs to this database). ``behind`` changes lie beside the file in each process. Of
    ``documents`` the database holds the meaning (to ``model``) of ``vectors``, and the file of ``vectors_in_file``.
    """

    state: str
    file: Path
    size_mb: float
    built_at: datetime | None
    number: int
    newest: int
    behind: int
    documents: int
    model: str
    vectors: int
    vectors_in_file: int
    is_kept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """What the index and the database do not agree on: ids, the first of each kind."""

    documents: int
    missing: tuple[UUID, ...] = ()
    extra: tuple[UUID, ...] = ()
    wrong: tuple[UUID, ...] = ()
    is_readable: bool = True

    @property
    def is_well(self) -> bool:
        """Whether they agree."""
        return self.is_readable and not (self.missing or self.extra or self.wrong)


def index_status() -> Status:
    """Return how the index of this machine is: some counts, and what the file says of itself."""
    now = newest_state(model=current_model())
    path = file_for(now.version)
    engine = open_file(path)
    about = About.from_json(engine.about) if engine is not None else None
    is_in_memory = about is None and are_few(now.documents)
    stat = path.stat() if about is not None else None
    return Status(
        state="file" if about is not None else "memory" if is_in_memory else "missing",
        file=path,
        size_mb=round(stat.st_size / 1024**2, 1) if stat else 0.0,
        built_at=datetime.fromtimestamp(stat.st_mtime, tz=UTC) if stat else None,
        number=about.number if about is not None else now.number if is_in_memory else 0,
        newest=now.number,
        behind=now.number - about.number if about is not None else 0 if is_in_memory else now.number,
        documents=now.documents,
        model=now.model,
        vectors=now.vectors,
        vectors_in_file=about.vectors if about is not None and about.model == now.model else 0,
        is_kept=is_held(KEEPER),
    )


def count_ready() -> int:
    """Return how many documents visitors can find now; 0 while the index is being made. Cheap enough for a probe."""
    documents = IndexedDocument.objects.count()
    return documents if are_few(documents) or is_ready() else 0


def compare_with_database() -> Differences:
    """Return where the index, with all changes since it was made, differs from the database. Makes nothing."""
    now = newest_state(model="")
    library = library_of_file(file_for(now.version))
    if library is None and are_few(now.documents):
        library = current_library()
    if library is None:
        return Differences(documents=0, is_readable=False)
    suspects = {key for key, _said, _is in _differing(library, None)}
    # What changed while we looked is no difference: those alone are looked at again, with the changes since.
    found = list(_differing(with_all_changes(library), suspects)) if suspects else []
    return Differences(
        documents=library.engine.size,
        missing=_first(key for key, said, _is in found if said is None),
        extra=_first(key for key, _said, really in found if really is None),
        wrong=_first(key for key, said, really in found if said is not None and really is not None),
    )


def _differing(library: Library, only: set[UUID] | None) -> Iterator[tuple[UUID, bytes | None, bytes | None]]:
    """Give each document that differs, with the digest the index has and the one the database has."""
    said = dict(library.engine.digests())
    rows = all_contents() if only is None else contents_of(only)
    for key, content in rows:
        indexed, really = said.pop(key, None), digest(content)
        if indexed != really:
            yield key, indexed, really
    for key, indexed in said.items():
        if only is None or key in only:
            yield key, indexed, None


def _first(keys: Iterable[UUID]) -> tuple[UUID, ...]:
    return tuple(islice(keys, _MOST_NAMED))
