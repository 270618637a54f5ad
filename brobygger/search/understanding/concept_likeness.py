"""Which concepts a question is like in meaning, learnt from what is said of each: for questions in words nobody listed.

Beside the sayings, never instead of them: it needs the optional language model, and it is less sure. Every label and
expression of the taxonomy is an example. How far they spread around the middle of their own concept, with all concepts
taken together, tells which differences of meaning matter (linear discriminant analysis): so wording and language count
little, and what is told counts much.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Self

import numpy as np
from numpy.typing import NDArray

from brobygger.meaning.encoder import Encoder
from brobygger.meaning.folders import models_folder
from brobygger.meaning.kept import keep
from brobygger.meaning.selectors import current_encoder, model_folder
from brobygger.search.engine.interface import Floats
from brobygger.search.understanding.concepts import ConceptBook

#: Facets that a meaning can tell of; a form ("telefon") is wished for in words.
_FACETS = ("need", "activity", "target")
#: How far the spread is drawn towards a ball, in shares of itself. Cross-validation: 0.1 to 1 do alike.
_RIDGE = 0.3
#: Seconds between two looks for what another process has learnt.
_LOOK_AGAIN = 5.0

_AT_ONCE = 100

Progress = Callable[[int, int], object]
_Table = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Likeness:
    """What was learnt: a row of numbers for each concept, and one more for the whole."""

    keys: tuple[str, ...]
    table: _Table

    @classmethod
    def learnt(cls, names: Sequence[str], vectors: Floats) -> Self:
        """Learn from examples: the vector of each, and the concept it is said of."""
        keys, numbers = np.unique(np.asarray(names), return_inverse=True)
        vectors = vectors.astype(np.float64)
        middle = vectors.mean(axis=0)
        middles = np.array([vectors[numbers == number].mean(axis=0) for number in range(len(keys))])
        beside = vectors - middles[numbers]
        spread = beside.T @ beside / len(vectors)
        spread += np.eye(len(spread)) * _RIDGE * np.trace(spread) / len(spread)
        slopes = np.linalg.solve(spread, (middles - middle).T)
        rise = -0.5 * np.einsum("kd,dk->k", middles - middle, slopes) - middle @ slopes
        return cls(tuple(keys.tolist()), np.vstack((slopes, rise)).astype(np.float32))

    def scores(self, vector: Floats) -> dict[str, float]:
        """Return for each concept how much likelier the question is of it than of none (natural logarithm)."""
        found = vector @ self.table[:-1] + self.table[-1]
        return dict(zip(self.keys, found.tolist(), strict=True))


@dataclass(slots=True)
class _Known:
    """What this process knows, of which concepts and which model."""

    concepts: ConceptBook | None = None
    model: str = ""
    likeness: Likeness | None = None
    look_again_at: float = 0.0
    lock: Lock = field(default_factory=Lock)


_known = _Known()


def concept_likeness(concepts: ConceptBook) -> Likeness | None:
    """Return what was learnt of these concepts; None without a model, or when nobody has learnt it yet. Never slow."""
    encoder = current_encoder()
    if encoder is None:
        return None
    is_ours = _known.concepts is concepts and _known.model == encoder.model
    if is_ours and (_known.likeness is not None or monotonic() < _known.look_again_at):
        return _known.likeness
    with _known.lock:
        _known.concepts, _known.model = concepts, encoder.model
        _known.likeness = _kept(concepts, encoder)
        _known.look_again_at = monotonic() + _LOOK_AGAIN
    return _known.likeness


def learn_concepts(concepts: ConceptBook, *, say: Progress | None = None) -> None:
    """Learn what the concepts are like, unless it was learnt before; nothing happens without a model.

    ``say`` is told how many examples are worked out, of how many. Takes some seconds the first time, and after each
    change of the taxonomy: done while an index is built.
    """
    encoder = current_encoder()
    if encoder is None or concept_likeness(concepts) is not None:
        return
    examples = list(_examples(concepts))
    if not examples:
        return
    vectors = _worked_out([text for _key, text in examples], encoder, say)
    learnt = Likeness.learnt([key for key, _text in examples], vectors)
    keep(
        models_folder() / _name(concepts, encoder),
        lambda file: np.savez(file, keys=np.asarray(learnt.keys), table=learnt.table),
    )
    with _known.lock:
        _known.concepts, _known.model, _known.likeness = concepts, encoder.model, learnt


def _worked_out(texts: Sequence[str], encoder: Encoder, say: Progress | None) -> Floats:
    vectors = np.empty((len(texts), encoder.size), dtype=np.float32)
    for start in range(0, len(texts), _AT_ONCE):
        some = texts[start : start + _AT_ONCE]
        vectors[start : start + len(some)] = encoder.questions(some)
        if say:
            say(start + len(some), len(texts))
    return vectors


def _examples(concepts: ConceptBook) -> Iterator[tuple[str, str]]:
    for facet in _FACETS:
        for topic in concepts.of_facet(facet):
            for text in dict.fromkeys((*topic.labels, *topic.expressions)):
                yield topic.key, text


def _name(concepts: ConceptBook, encoder: Encoder) -> str:
    seen = hashlib.sha256(f"1 {encoder.model}\n".encode())
    for key, text in _examples(concepts):
        seen.update(f"{key}\t{text}\n".encode())
    return f"concepts-{seen.hexdigest()[:16]}.npz"


def _folders() -> Iterator[Path]:
    """Give where it may be kept: where we write, and beside a model that lies elsewhere."""
    yield models_folder()
    if (model := model_folder()) is not None and model.parent != models_folder():
        yield model.parent


def _kept(concepts: ConceptBook, encoder: Encoder) -> Likeness | None:
    name = _name(concepts, encoder)
    for folder in _folders():
        try:
            with np.load(folder / name) as kept:
                keys, table = tuple(kept["keys"].tolist()), kept["table"]
        except (OSError, ValueError, EOFError, KeyError):
            continue
        if table.shape == (encoder.size + 1, len(keys)):
            return Likeness(keys, table)
    return None
