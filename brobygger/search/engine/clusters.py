"""Clusters of alike vectors (k-means), so that the most alike are found without looking at all."""

import numpy as np
from numpy.typing import NDArray

from brobygger.search.engine.interface import Floats
from brobygger.search.engine.layout import Array

#: Vectors in a cluster, as a rule; fewer than so many in all need no clusters.
_IN_A_CLUSTER, _LEAST = 400, 8_000
_TRAINED_ON, _ROUNDS = 32_768, 6
_AT_A_TIME = 8_192


def cluster(vectors: NDArray[np.int8]) -> tuple[NDArray[np.int64], Array, Floats]:
    """Return the vectors' numbers cluster by cluster, where each cluster begins, and the middle of each."""
    many = max(1, len(vectors) // _IN_A_CLUSTER) if len(vectors) >= _LEAST else 1
    if many == 1:
        ptr = np.array([0, len(vectors)], dtype=np.int64)
        return np.arange(len(vectors)), ptr, np.zeros((1, vectors.shape[1]), dtype=np.float32)
    centroids = _trained(vectors, many)
    nearest = _nearest(vectors, centroids)
    ptr = np.zeros(many + 1, dtype=np.int64)
    ptr[1:] = np.cumsum(np.bincount(nearest, minlength=many))
    return np.argsort(nearest, kind="stable"), ptr, centroids


def _trained(vectors: NDArray[np.int8], many: int) -> Floats:
    """Return the middles of clusters; no dice: the sample and the first middles are evenly spread over the rows."""
    sample = vectors[_spread(len(vectors), _TRAINED_ON)].astype(np.float32)
    centroids = _unit(sample[_spread(len(sample), many)])
    for _round in range(_ROUNDS):
        nearest = (sample @ centroids.T).argmax(axis=1)
        order = np.argsort(nearest, kind="stable")
        found, begins = np.unique(nearest[order], return_index=True)
        # A cluster nobody is nearest to stays where it was.
        centroids[found] = np.add.reduceat(sample[order], begins, axis=0)
        centroids = _unit(centroids)
    return centroids


def _nearest(vectors: NDArray[np.int8], centroids: Floats) -> NDArray[np.int64]:
    parts = (vectors[start : start + _AT_A_TIME] for start in range(0, len(vectors), _AT_A_TIME))
    return np.concatenate([(part.astype(np.float32) @ centroids.T).argmax(axis=1) for part in parts])


def _spread(length: int, wanted: int) -> NDArray[np.int64]:
    return np.unique(np.linspace(0, length - 1, min(length, wanted)).astype(np.int64))


def _unit(vectors: Floats) -> Floats:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Floats = (vectors / np.maximum(lengths, np.float32(1e-9))).astype(np.float32)
    return unit
