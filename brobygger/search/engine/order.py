"""The first few of many, without sorting the rest."""

import numpy as np
from numpy.typing import NDArray

from brobygger.search.engine.interface import Floats, Mask

Keys = NDArray[np.uint64]
Places = NDArray[np.int64]

_SIGN = np.uint64(63)
_HALF = np.uint64(32)
_SIGN_32 = np.uint32(2**31)


def first_places(first: Keys, second: Keys, depth: int) -> Places:
    """Return where the ``depth`` smallest are, by ``first`` and then ``second``, in order; ties by place."""
    if depth <= 0:
        return np.empty(0, dtype=np.int64)
    places = np.arange(len(first)) if len(first) <= depth else _smallest(first, second, depth)
    return places[np.lexsort((second[places], first[places]))]


def _smallest(first: Keys, second: Keys, depth: int) -> Places:
    """Return where the smallest are, ascending: all below the bar, and of those on it the smallest by ``second``."""
    bar = np.partition(first, depth - 1)[depth - 1]
    below, level = np.flatnonzero(first < bar), np.flatnonzero(first == bar)
    left = depth - len(below)
    if len(level) > left:
        next_bar = np.partition(second[level], left - 1)[left - 1]
        under, on = level[second[level] < next_bar], level[second[level] == next_bar]
        level = np.concatenate((under, on[: left - len(under)]))
    return np.sort(np.concatenate((below, level)))


def falling(values: Floats) -> NDArray[np.uint32]:
    """Return whole numbers that are smaller the larger the value is: the bits of a float, put in order."""
    bits = (values + np.float32(0)).view(np.uint32)  # + 0 makes -0 to 0
    rising = np.where(bits >= _SIGN_32, ~bits, bits | _SIGN_32)
    return ~rising


def rising_key(values: NDArray[np.float64], *, last: Mask) -> Keys:
    """Return keys that rise with values not below 0; those in ``last`` come after all others."""
    return values.view(np.uint64) | (last.astype(np.uint64) << _SIGN)


def falling_key(values: Floats, then: NDArray[np.uint32]) -> Keys:
    """Return keys that fall with the values, and among equals rise with ``then``."""
    return (falling(values).astype(np.uint64) << _HALF) | then
