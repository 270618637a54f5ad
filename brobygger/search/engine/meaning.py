"""Which documents are most alike in meaning, among those allowed."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from brobygger.meaning.vectors import SCALE
from brobygger.search.engine.generation import State
from brobygger.search.engine.interface import Floats, Mask, Rows
from brobygger.search.engine.order import first_places

#: So many allowed documents are looked at, the most promising clusters first; with fewer the answer is exact.
LOOKED_AT = 6_000
_AT_A_TIME = 256
_SCALE = np.float32(SCALE)


@dataclass(frozen=True, slots=True)
class Alike:
    """Rows with their cosines."""

    rows: Rows
    cosine: Floats


def most_alike(state: State, vector: Floats, allowed: Mask, *, most: int) -> Alike:
    """Return the rows most alike among those allowed, best first; ties by row."""
    places = _places(state, vector, allowed)
    rows = state.generation.arrays["vector_row"][places]
    cosine = _cosines(state, vector, places)
    best = first_places((lambda some: -cosine[some], lambda some: rows[some]), most, count=len(rows))
    return Alike(rows[best], cosine[best])


def cosines_of(state: State, vector: Floats, rows: Rows) -> Alike:
    """Return the cosines of those rows that have a vector."""
    number = state.column("vector_of")[rows]
    has_vector = number > 0
    return Alike(rows[has_vector], _cosines(state, vector, number[has_vector].astype(np.int64) - 1))


def _places(state: State, vector: Floats, allowed: Mask) -> NDArray[np.int64]:
    """Return the vectors to look at: all allowed ones, or those of the nearest clusters and of what has changed."""
    arrays = state.generation.arrays
    ptr = arrays["cluster_ptr"]
    if np.count_nonzero(allowed) <= LOOKED_AT or len(ptr) <= 2:
        number = state.column("vector_of")[np.flatnonzero(allowed)]
        return number[number > 0].astype(np.int64) - 1
    vector_row = arrays["vector_row"]
    changed = np.arange(int(ptr[-1]), state.vectors)
    found = [changed[allowed[vector_row[changed]]]]
    left = LOOKED_AT
    for number in np.argsort(-(arrays["centroids"] @ vector), kind="stable").tolist():
        begin, end = int(ptr[number]), int(ptr[number + 1])
        places = begin + np.flatnonzero(allowed[vector_row[begin:end]])
        found.append(places)
        left -= len(places)
        if left <= 0:
            break
    return np.concatenate(found)


def _cosines(state: State, vector: Floats, places: NDArray[np.int64]) -> Floats:
    """Work out some cosines, a cacheful at a time."""
    vectors, cosine = state.generation.arrays["vectors"], np.empty(len(places), dtype=np.float32)
    block = np.empty((_AT_A_TIME, len(vector)), dtype=np.float32)
    for start in range(0, len(places), _AT_A_TIME):
        some = places[start : start + _AT_A_TIME]
        block[: len(some)] = vectors[some]
        np.dot(block[: len(some)], vector, out=cosine[start : start + len(some)])
    cosine /= _SCALE
    return cosine
