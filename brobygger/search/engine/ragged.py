"""Lists of different lengths in one array: where each begins, and how many it holds."""

import numpy as np
from numpy.typing import NDArray


def members(starts: NDArray[np.uint32], counts: NDArray[np.uint16]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the places of all members of some lists that are not empty, and where each list begins among these."""
    lengths = counts.astype(np.int64)
    begins = np.cumsum(lengths) - lengths
    places = np.arange(int(lengths.sum()), dtype=np.int64)
    places += np.repeat(starts.astype(np.int64) - begins, lengths)
    return places, begins


def smallest(values: NDArray[np.float64], begins: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the smallest value of each list."""
    least: NDArray[np.float64] = np.minimum.reduceat(values, begins) if len(begins) else np.empty(0)
    return least
