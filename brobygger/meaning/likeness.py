"""How near a question is to examples, topic by topic: learnt from labelled sentences when they are read.

Softmax regression on the vectors, with a topic for "none of them". It knows nothing of what the topics are.
"""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from brobygger.meaning.encoder import Encoder
from brobygger.meaning.kept import keep
from brobygger.meaning.weights import Floats

#: Found by cross-validation on the crisis examples: 0.03 to 0.3 do alike.
_RIDGE = 0.1
_STEPS = 300


class Prototypes:
    """What was learnt from examples."""

    def __init__(self, examples: Mapping[str, Floats]) -> None:
        """Learn from the vectors of examples, by topic."""
        self._topics = tuple(examples)
        vectors = np.concatenate(list(examples.values())).astype(np.float64)
        self._middle = vectors.mean(axis=0)
        self._spread = (vectors - self._middle).std()
        topic_of = np.repeat(np.arange(len(examples)), [len(some) for some in examples.values()])
        self._coefficients = _learnt(self._seen(vectors), np.eye(len(examples))[topic_of])

    @classmethod
    def of(cls, examples: Mapping[str, Sequence[str]], *, encoder: Encoder, folder: Path) -> "Prototypes":
        """Learn from examples; their vectors are kept in the folder, so that only the first process works them out."""
        vectors = _kept_vectors([text for texts in examples.values() for text in texts], encoder=encoder, folder=folder)
        ends = np.cumsum([len(texts) for texts in examples.values()])
        return cls(dict(zip(examples, np.split(vectors, ends[:-1]), strict=True)))

    def chances(self, vector: Floats) -> dict[str, float]:
        """Return for each topic how likely it is that the question belongs to it; together they are 1."""
        (chances,) = _softmax(self._seen(vector[None].astype(np.float64)) @ self._coefficients)
        return dict(zip(self._topics, chances.tolist(), strict=True))

    def _seen(self, vectors: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return vectors around their middle, and a column of ones. (All texts are alike to E5 by three quarters.)"""
        return np.hstack(((vectors - self._middle) / self._spread, np.ones((len(vectors), 1))))


def _learnt(seen: NDArray[np.float64], wanted: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the coefficients that make what is wanted likeliest (Nesterov's gradient, plain and always the same)."""
    count = len(seen)
    ridge = np.full((seen.shape[1], 1), _RIDGE)
    ridge[-1] = 0
    step = 1 / (0.5 * np.linalg.norm(seen, 2) ** 2 / count + _RIDGE)
    here = ahead = np.zeros((seen.shape[1], wanted.shape[1]))
    pace = 1.0
    for _ in range(_STEPS):
        slope = seen.T @ (_softmax(seen @ ahead) - wanted) / count + ridge * ahead
        there = ahead - step * slope
        next_pace = (1 + np.sqrt(1 + 4 * pace * pace)) / 2
        ahead = there + (pace - 1) / next_pace * (there - here)
        here, pace = there, next_pace
    return here


def _softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def _kept_vectors(texts: Sequence[str], *, encoder: Encoder, folder: Path) -> Floats:
    """Return the vectors of texts, from the folder when these texts were worked out with this model before."""
    seen = hashlib.sha256("\n".join((encoder.model, *texts)).encode()).hexdigest()
    path = folder / f"likeness-{seen[:16]}.npy"
    try:
        kept = np.load(path)
    except (OSError, ValueError, EOFError):
        kept = None
    if kept is not None and kept.shape == (len(texts), encoder.size):
        return np.asarray(kept, dtype=np.float32)
    vectors = encoder.questions(texts)
    keep(path, lambda file: np.save(file, vectors))
    return vectors
