"""The engine over one generation's file and the changes since: see docs/search-engine.md."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Self
from uuid import UUID

import numpy as np

from brobygger.meaning.vectors import SCALE
from brobygger.search.engine.asking import answer
from brobygger.search.engine.changing import changed
from brobygger.search.engine.generation import State
from brobygger.search.engine.interface import Answer, Entry, Features, Floats, Question, Rows
from brobygger.search.engine.known import Known
from brobygger.search.engine.layout import About, Array
from brobygger.search.engine.postings import holders_among
from brobygger.search.engine.properties import PRECISIONS, hash_of
from brobygger.search.queries import Pin

_SCALE = np.float32(SCALE)
#: Of degrees: a metre. Single precision would make up the rest.
_DIGITS = 5


class NumpyEngine:
    """An ``Engine`` that never changes; ``changed`` gives the next one. Any number of threads may ask it at once."""

    def __init__(self, state: State) -> None:
        self._state = state

    @property
    def about(self) -> About:
        """What the builder wrote of the generation."""
        return self._state.generation.about

    @property
    def size(self) -> int:
        """How many documents can be found."""
        return self._state.size

    @property
    def changes(self) -> int:
        """How many documents were put in since the generation was built."""
        return self._state.count - self._state.generation.documents

    @property
    def room(self) -> int:
        """How many more documents can be put in before the index must be built anew."""
        return self._state.generation.capacity - self._state.count

    def changed(self, put: Sequence[Entry], gone: Collection[UUID]) -> Self:
        """Return the engine after some documents were put in or replaced, and others taken out.

        Raises ``IsFull`` when there is no room, ``IsOutdated`` when this is not the newest engine of its generation;
        nothing has changed then.
        """
        return type(self)(changed(self._state, put, gone))

    def answer(self, question: Question) -> Answer:
        """Return the first phase's answer."""
        return answer(self._state, question)

    def features(self, rows: Rows, *, at: datetime) -> Features:
        """Return what is known of some rows."""
        return Known(self._state, rows, at=at)

    def commonness(self, term: str) -> float:
        """Return the share of documents that hold a term; replaced ones count until the next generation."""
        state = self._state
        held = state.generation.postings.find(term)
        later = state.delta.postings.find(term, before=state.count)
        holders = (0 if held is None else len(held.low)) + (0 if later is None else len(later))
        return holders / max(1, state.count)

    def holds(self, row: int, term: str) -> bool:
        """Test whether a document holds a term."""
        state = self._state
        rows = np.array([row], dtype=np.int32)
        among = holders_among(rows, state.generation.postings, state.delta.postings, term, before=state.count)
        return bool(among[0])

    def row_of(self, *, key: str = "", document_id: UUID | None = None) -> int | None:
        """Return the row of a document by its public key or its id; None when it is not here."""
        state = self._state
        if document_id is not None:
            return state.row_of(document_id)
        found = np.flatnonzero(state.column("key") == np.uint64(hash_of(key))).tolist() if key else []
        living = np.array([row for row in found if state.lives(row)], dtype=np.int64)
        named = zip(living.tolist(), state.names(living), strict=True)
        return next((row for row, (its_key, _title) in named if its_key == key), None)

    def ids(self, rows: Iterable[int]) -> list[UUID]:
        """Return the documents' ids."""
        high, low = self._state.column("id_high"), self._state.column("id_low")
        return [UUID(int=int(high[row]) << 64 | int(low[row])) for row in rows]

    def pins(self, rows: Iterable[int]) -> list[Pin]:
        """Return what a map shows."""
        state, chosen = self._state, np.fromiter(rows, dtype=np.int64)
        columns = (state.column(name)[chosen].tolist() for name in ("lat", "lon", "precision", "spot_count"))
        pins = []
        for (key, title), row, lat, lon, precision, further in zip(
            state.names(chosen), chosen.tolist(), *columns, strict=True
        ):
            spots = ((round(lat, _DIGITS), round(lon, _DIGITS), PRECISIONS[precision]),) if lat == lat else ()
            pins.append(Pin(key=key, title=title, spots=(*spots, *self._further_spots(row)) if further else spots))
        return pins

    def _further_spots(self, row: int) -> Iterator[tuple[float, float, str]]:
        arrays = self._state.generation.arrays
        start = int(arrays["spot_start"][row])
        some = slice(start, start + int(arrays["spot_count"][row]))
        columns = (arrays[name][some].tolist() for name in ("spot_lat", "spot_lon", "spot_precision"))
        for lat, lon, precision in zip(*columns, strict=True):
            yield round(lat, _DIGITS), round(lon, _DIGITS), PRECISIONS[precision]

    def titles(self) -> Iterator[tuple[int, str]]:
        """Give the row and the title of every document."""
        rows = np.flatnonzero(self._state.is_alive)
        return zip(rows.tolist(), (title for _key, title in self._state.names(rows)), strict=True)

    def vector(self, row: int) -> Floats | None:
        """Return a document's meaning, unit length; None while it is not known."""
        arrays = self._state.generation.arrays
        number = int(arrays["vector_of"][row])
        return arrays["vectors"][number - 1] / _SCALE if number else None

    def digests(self) -> Iterator[tuple[UUID, bytes]]:
        """Give the id and the digest of every document, to be compared with the database."""
        high, low = self._state.column("digest_high"), self._state.column("digest_low")
        rows = np.flatnonzero(self._state.is_alive).tolist()
        for row, document_id in zip(rows, self.ids(rows), strict=True):
            yield document_id, int(high[row]).to_bytes(8, "big") + int(low[row]).to_bytes(8, "big")

    def word_counts(self) -> Mapping[str, int]:
        """Return how often each word stood in the documents when the generation was built."""
        return self._state.generation.words()

    @property
    def enclosed(self) -> Mapping[str, Array]:
        """What the builder put into the file for itself."""
        return self._state.generation.enclosed

    def is_named(self, term: str) -> bool:
        """Test whether a term stands as a whole word in any title or tag: then it names something here."""
        state = self._state
        held = state.generation.postings.find(term)
        if held is not None and state.generation.postings.is_named(held.number):
            return True
        return state.delta.postings.is_named(term, before=state.count)

    @cached_property
    def _owners(self) -> int:
        return len(np.unique(self._state.column("owner")[self._state.is_alive]))

    def owners(self) -> int:
        """Return how many owners have at least one document."""
        return self._owners

    def municipalities(self) -> Sequence[str]:
        """Return the codes that at least one document has."""
        return sorted(self._state.marks.count(self._state.alive, ("municipalities",))["municipalities"])
