"""The first few of many, without sorting the rest."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.int64]
#: Gives, for some places or for all, something to sort by: smallest first.
Key = Callable[[Places | slice], NDArray[Any]]


def first_places(keys: Sequence[Key], depth: int, *, count: int) -> Places:
    """Return which ``depth`` of ``count`` places come first, by the first key, then the second …; ties by place.

    Each further key is only asked for among those that are level on the bar by the keys before it.
    """
    level: Places | None = None
    below, left = [], max(0, depth)
    for key in keys:
        if (count if level is None else len(level)) <= left:
            break
        values = key(slice(None) if level is None else level)
        bar = np.partition(values, left - 1)[left - 1] if left else values.min()
        under, on = np.flatnonzero(values < bar), np.flatnonzero(values == bar)
        below.append(under if level is None else level[under])
        left -= len(under)
        level = on if level is None else level[on]
    rest = np.arange(min(count, left)) if level is None else level[:left]
    places = np.sort(np.concatenate((*below, rest)))
    return places[np.lexsort([key(places) for key in reversed(keys)])]
