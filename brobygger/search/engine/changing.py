"""Changes since the file was written: put into spare rows, the versions before them struck out."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from brobygger.search.documents import Spot
from brobygger.search.engine.bm25f import WHOLE_WORD, saturations
from brobygger.search.engine.generation import State, without
from brobygger.search.engine.interface import Entry
from brobygger.search.engine.properties import PROPERTIES, further_spots, marks_of, moments, precision_number


class IsFull(Exception):
    """There is no spare room left for this change: build the index anew."""


class IsOutdated(Exception):
    """This state has been changed before; only the newest one can be."""


@dataclass(frozen=True, slots=True)
class _Row:
    """All that is written for one entry, worked out before anything is."""

    document_id: int
    name: tuple[str, str]
    properties: Mapping[str, Any]
    marks: set[tuple[str, str]]
    spots: tuple[Spot, ...]
    moments: list[int]
    saturations: Mapping[str, int]
    named: list[str]
    vector: NDArray[np.int8] | None


def changed(state: State, put: Sequence[Entry], gone: Collection[UUID]) -> State:
    """Return the next state: some documents put in or replaced, others taken out (those not there are no matter).

    Of two entries with one id the last counts; an id in both ``put`` and ``gone`` is gone. Raises ``IsFull`` and
    ``IsOutdated`` before anything is written.
    """
    latest = {entry.document.id: entry for entry in put}
    rows = [_row(entry, state) for entry in latest.values() if entry.document.id not in gone]
    leaving = (state.row_of(document_id) for document_id in {*gone, *latest})
    dead = np.array(sorted(row for row in leaving if row is not None), dtype=np.int32)
    with state.delta.lock:
        if state.delta.rows != state.count:
            raise IsOutdated
        _ask_for_room(state, rows)
        for row in rows:
            _write(state, row)
        count, vectors = state.delta.rows, state.delta.vectors
    alive = without(state.alive, dead)
    for number in range(state.count, count):
        alive[number >> 6] |= np.uint64(1 << (number & 63))
    struck = np.concatenate((state.dead, dead)).astype(np.int32)
    return State(state.generation, state.delta, count, vectors, alive, struck)


def _row(entry: Entry, state: State) -> _Row:
    names = (*entry.fields.get("title", {}).items(), *entry.fields.get("tags", {}).items())
    return _Row(
        document_id=entry.document.id.int,
        name=(entry.document.key, entry.document.title),
        properties={of.name: of.read(entry) for of in PROPERTIES},
        marks=marks_of(entry),
        spots=further_spots(entry),
        moments=moments(entry),
        saturations=saturations(entry.fields, state.generation.average),
        named=[term for term, frequency in names if frequency >= WHOLE_WORD],
        vector=entry.vector,
    )


def _ask_for_room(state: State, rows: Sequence[_Row]) -> None:
    """Raise ``IsFull`` unless everything fits."""
    arrays, delta = state.generation.arrays, state.delta
    vectors = [row.vector for row in rows if row.vector is not None]
    has_room = (
        delta.rows + len(rows) <= state.generation.capacity
        and delta.vectors + len(vectors) <= len(arrays["vectors"])
        and delta.spots + sum(len(row.spots) for row in rows) <= len(arrays["spot_lat"])
        and delta.moments + sum(len(row.moments) for row in rows) <= len(arrays["moment"])
        and state.marks.has_room_for(mark for row in rows for mark in row.marks)
        and all(len(vector) == arrays["vectors"].shape[1] for vector in vectors)
    )
    if not has_room:
        raise IsFull


def _write(state: State, row: _Row) -> None:
    """Write the next spare row; readers do not look there before they are given the next state."""
    arrays, delta = state.generation.arrays, state.delta
    number = delta.rows
    for name, value in row.properties.items():
        arrays[name][number] = value
    state.marks.put(number, row.marks)
    _write_lists(state, number, row)
    if row.vector is not None:
        arrays["vectors"][delta.vectors] = row.vector
        arrays["vector_row"][delta.vectors] = number
        delta.vectors += 1
        arrays["vector_of"][number] = delta.vectors
    delta.postings.add(number, row.saturations, row.named)
    delta.names[number] = row.name
    delta.rows_of[row.document_id] = (*delta.rows_of.get(row.document_id, ()), number)
    delta.rows += 1


def _write_lists(state: State, number: int, row: _Row) -> None:
    arrays, delta = state.generation.arrays, state.delta
    arrays["spot_start"][number], arrays["spot_count"][number] = delta.spots, len(row.spots)
    for spot in row.spots:
        arrays["spot_lat"][delta.spots], arrays["spot_lon"][delta.spots] = spot.lat, spot.lon
        arrays["spot_precision"][delta.spots] = precision_number(spot)
        delta.spots += 1
    arrays["moment_start"][number], arrays["moment_count"][number] = delta.moments, len(row.moments)
    arrays["moment"][delta.moments : delta.moments + len(row.moments)] = row.moments
    delta.moments += len(row.moments)
