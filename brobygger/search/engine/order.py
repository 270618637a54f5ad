"""The first few of many, without sorting the rest."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

#: Something to sort by, smallest first.
Key = NDArray[Any]
Places = NDArray[np.int64]


def first_places(keys: Sequence[Key], depth: int) -> Places:
    """Return where the ``depth`` smallest are, by the first key, then the second …, in order; ties by place.

    Each further key is only looked at among those that are level on the bar by the keys before it.
    """
    level, left = np.arange(len(keys[0])), max(0, depth)
    below = []
    for key in keys:
        if len(level) <= left:
            break
        values = key if len(level) == len(key) else key[level]
        bar = np.partition(values, left - 1)[left - 1] if left else values.min()
        under = level[values < bar]
        below.append(under)
        left -= len(under)
        level = level[values == bar]
    places = np.sort(np.concatenate((*below, level[:left])))
    return places[np.lexsort([key[places] for key in reversed(keys)])]
