"""One opened file, what has changed since, and a state: what one engine sees of both.

The arrays are shared by all states of a generation. They only grow: a changed document gets the next spare row, its
older version is struck out in the state's own ``alive``. A state never looks at rows from its ``count`` on, so whoever
holds an older one keeps seeing exactly what it was made with.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock, local
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from brobygger.search.engine.gathering import name_parts
from brobygger.search.engine.interface import Floats, Mask, Rows
from brobygger.search.engine.layout import Array, Content, enclosed_in
from brobygger.search.engine.marks import Marks, Words, unpacked
from brobygger.search.engine.postings import DeltaPostings, Postings


class Generation:
    """What a file holds, ready to be asked. The arrays' spare rows are this process's own."""

    def __init__(self, content: Content) -> None:
        facts = content.facts
        self.about = content.about
        self.arrays: Mapping[str, Array] = content.arrays
        self.enclosed: Mapping[str, Array] = enclosed_in(content)
        self.documents, self.capacity = int(facts["documents"]), int(facts["capacity"])
        self.average: Mapping[str, float] = facts["average"]
        self.postings = Postings(content.arrays, documents=self.documents, salt=int(facts["salt"]))
        self.marks = Marks(content.arrays["bits"], facts["marks"], documents=self.documents)
        self._scratch = local()

    def scores(self, count: int) -> Floats:
        """Return zeros for each row, in this thread's own scratch: to be used up before it asks again."""
        scratch: Floats | None = getattr(self._scratch, "scores", None)
        if scratch is None:
            scratch = self._scratch.scores = np.empty(self.capacity, dtype=np.float32)
        scores = scratch[:count]
        scores.fill(0)
        return scores

    def text(self, place: int, kind: str) -> bytes:
        """Return one of many texts in a row."""
        ends = self.arrays[f"{kind}_end"]
        begin = int(ends[place - 1]) if place else 0
        return self.arrays[f"{kind}_bytes"][begin : int(ends[place])].tobytes()

    def row_of(self, document_id: UUID) -> int | None:
        """Return the row of an id in the file, dead or alive."""
        by_id = self.arrays["row_by_id"]
        place = bisect_left(by_id, document_id.int, key=self.id_of)
        return int(by_id[place]) if place < len(by_id) and self.id_of(by_id[place]) == document_id.int else None

    def id_of(self, row: int) -> int:
        """Return the id of a row as a number."""
        return int(self.arrays["id_high"][row]) << 64 | int(self.arrays["id_low"][row])

    def words(self) -> dict[str, int]:
        """Return how often each word stands in the documents."""
        counts = self.arrays["word_count"].tolist()
        return {self.text(place, "word").decode("utf-8", "surrogatepass"): count for place, count in enumerate(counts)}


@dataclass(slots=True)
class Delta:
    """What this process has put in since the file was written, and how much of the spare room that took."""

    rows: int
    vectors: int
    spots: int
    moments: int
    postings: DeltaPostings = field(default_factory=DeltaPostings)
    names: dict[int, tuple[str, str]] = field(default_factory=dict)
    rows_of: dict[int, tuple[int, ...]] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)


@dataclass(frozen=True, slots=True)
class Room:
    """Who has room, and from when until when that is so."""

    words: Words
    begins: float
    ends: float


@dataclass(frozen=True)
class State:
    """What one engine sees: the rows below ``count`` that are alive."""

    generation: Generation
    delta: Delta
    count: int
    vectors: int
    alive: Words
    dead: Rows
    room: Room | None = None

    def remember_room(self, room: Room) -> None:
        """Remember who has room: worked out from what never changes, so nobody can see the difference."""
        object.__setattr__(self, "room", room)

    @property
    def size(self) -> int:
        """How many documents there are."""
        return self.count - len(self.dead)

    @property
    def marks(self) -> Marks:
        """The marks of all rows."""
        return self.generation.marks

    def column(self, name: str) -> Array:
        """Return one property of all rows of this state."""
        return self.generation.arrays[name][: self.count]

    @cached_property
    def is_alive(self) -> Mask:
        """Return which rows are alive."""
        alive = unpacked(self.alive, self.count)
        alive.flags.writeable = False
        return alive

    def names(self, rows: NDArray[np.int64]) -> Iterator[tuple[str, str]]:
        """Give key and title of some rows."""
        generation = self.generation
        ends, kept = generation.arrays["name_end"], generation.arrays["name_bytes"].data
        in_file = rows[rows < generation.documents]
        begins = np.where(in_file > 0, ends[in_file - 1], 0) if len(in_file) else in_file
        spans = iter(zip(begins.tolist(), ends[in_file].tolist(), strict=True))
        for row in rows.tolist():
            if row < generation.documents:
                begin, end = next(spans)
                yield name_parts(bytes(kept[begin:end]))
            else:
                yield self.delta.names[row]

    def row_of(self, document_id: UUID) -> int | None:
        """Return the row a document has in this state."""
        later = [row for row in self.delta.rows_of.get(document_id.int, ()) if row < self.count]
        row = later[-1] if later else self.generation.row_of(document_id)
        return row if row is not None and self.lives(row) else None

    def lives(self, row: int) -> bool:
        """Test whether a row is alive."""
        return bool(int(self.alive[row >> 6]) >> (row & 63) & 1)


def first_state(generation: Generation) -> State:
    """Return the state of a file that was just opened."""
    arrays = generation.arrays
    documents = generation.documents
    delta = Delta(
        rows=documents,
        vectors=int(arrays["cluster_ptr"][-1]),
        spots=int(arrays["spot_count"].sum(dtype=np.int64)),
        moments=int(arrays["moment_count"].sum(dtype=np.int64)),
    )
    alive = np.zeros(generation.capacity // 64, dtype=np.uint64)
    alive[: documents // 64] = np.uint64(2**64 - 1)
    if documents % 64:
        alive[documents // 64] = np.uint64((1 << documents % 64) - 1)
    return State(generation, delta, documents, delta.vectors, alive, np.empty(0, dtype=np.int32))


def without(alive: Words, rows: NDArray[np.int32]) -> Words:
    """Return a copy with some rows struck out."""
    left = alive.copy()
    np.bitwise_and.at(left, rows >> 6, ~(np.uint64(1) << (rows & 63).astype(np.uint64)))
    return left
