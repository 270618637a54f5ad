"""Vectors as they are kept: one byte a number instead of four, which moves a likeness by some thousandths."""

import numpy as np
from numpy.typing import NDArray

#: A unit vector's numbers lie between -1 and 1; what is kept of one is ``round(number * SCALE)``.
SCALE = 127


def quantize(vectors: NDArray[np.float32]) -> NDArray[np.int8]:
    """Return unit vectors as bytes: unit length × 127."""
    return np.rint(np.clip(vectors, -1, 1) * SCALE).astype(np.int8)


def restore(kept: NDArray[np.int8]) -> NDArray[np.float32]:
    """Return the unit vectors that were kept, very nearly: the cosine to what they were is above 0.997."""
    return unit(kept.astype(np.float32))


def unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the vectors with length one; a vector of zeros stays as it is."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.where(lengths == 0, 1, lengths), dtype=np.float32)
