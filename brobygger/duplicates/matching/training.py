"""Weights from a labelled set: logistic regression by Newton's method, cross-validated by association."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from brobygger.duplicates.matching.blocking import candidates, keys_of
from brobygger.duplicates.matching.entries import Entry, entry_of
from brobygger.duplicates.matching.features import features
from brobygger.duplicates.matching.names import take_apart
from brobygger.duplicates.matching.noise import Noise
from brobygger.duplicates.matching.said import OFFER, Said
from brobygger.duplicates.matching.scoring import Model

#: Associations are put in so many heaps by name; this heap is never trained on.
FOLDS, HELD_OUT = 5, 0
#: How sure a proposal must be on associations the weights have not seen, with something to spare for other noise.
PRECISION = 0.99
#: Pairs below this are shown to nobody.
LOOKED_AT = 0.2
_ROUNDS = 40

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """A register with noise in it: what each entry says, and which are really the same (the same ``truth``)."""

    said: Mapping[UUID, Said]
    truth: Mapping[UUID, UUID]

    @property
    def true_pairs(self) -> int:
        """How many pairs are really one."""
        counts: dict[UUID, int] = {}
        for one in self.truth.values():
            counts[one] = counts.get(one, 0) + 1
        return sum(count * (count - 1) // 2 for count in counts.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """Candidate pairs as numbers, with whether each is one; ``missed`` are true pairs that never became candidates."""

    names: tuple[str, ...]
    numbers: Numbers
    is_one: NDArray[np.bool_]
    fold: NDArray[np.int64]
    missed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """How good probabilities are at a threshold; ``ece`` is how far they are from how often they are right."""

    precision: float
    recall: float
    ece: float
    brier: float
    pairs: int
    proposed: int
    true: int


def fold_of(said: Said) -> int:
    """Return an association's heap: branches of one association lie in the same."""
    name = " ".join(take_apart(said.organisation_name if said.kind == OFFER else said.name).words)
    return int(sha256(name.encode()).hexdigest()[:8], 16) % FOLDS


def pool_of(said: Sequence[Said], *, seed: int) -> Pool:
    """Return a register made of real entries, the same as other registers have them, and what only looks the same."""
    noise = Noise(seed, among=said)
    rng, found, truth = noise.rng, {}, {}

    def put(entry: Said, *, same_as: UUID | None = None) -> None:
        kept = entry if entry.kind == OFFER else replace(entry, organisation_name="", times=frozenset(), streets=())
        found[entry.id], truth[entry.id] = kept, same_as or entry.id

    for plain in said:
        real = noise.furnished(plain)
        put(real)
        for chance in (0.4, 0.15):
            if rng.random() < chance:
                put(noise.twin(real), same_as=real.id)
        for chance, make in _others(noise, real.kind):
            if rng.random() < chance:
                other = make(real)
                put(other)
                if rng.random() < 0.3:
                    put(noise.twin(other), same_as=other.id)
    return Pool(said=found, truth=truth)


def _others(noise: Noise, kind: str) -> tuple[tuple[float, Callable[[Said], Said]], ...]:
    """Return what only looks the same, with how often a real one has it."""
    if kind != OFFER:
        return ((0.4, noise.branch), (0.2, noise.neighbour))
    return (
        (0.35, noise.branch), (0.3, noise.sister), (0.25, noise.for_others), (0.1, noise.lodger),
        (0.12, noise.namesake),
    )  # fmt: skip


def label(pool: Pool, *, fold: int = 0) -> Labelled:
    """Return the candidates of a pool as numbers."""
    entries: dict[UUID, Entry] = {row_id: entry_of(said) for row_id, said in pool.said.items()}
    pairs = list(candidates((key, entry.id) for entry in entries.values() for key in keys_of(entry)))
    found = [features(entries[one], entries[other]) for one, other in pairs]
    is_one = np.array([pool.truth[one] == pool.truth[other] for one, other in pairs], dtype=bool)
    names = tuple(sorted(found[0]))
    return Labelled(
        names=names,
        numbers=np.array([[row[name] for name in names] for row in found]),
        is_one=is_one,
        fold=np.full(len(pairs), fold),
        missed=pool.true_pairs - int(is_one.sum()),
    )


def together(parts: Sequence[Labelled]) -> Labelled:
    """Return several labelled sets as one."""
    return Labelled(
        names=parts[0].names,
        numbers=np.concatenate([part.numbers for part in parts]),
        is_one=np.concatenate([part.is_one for part in parts]),
        fold=np.concatenate([part.fold for part in parts]),
        missed=sum(part.missed for part in parts),
    )


def fit(numbers: Numbers, is_one: NDArray[np.bool_], *, ridge: float) -> Numbers:
    """Return the weights (the bias first) that make what was seen most likely, kept small by ``ridge``."""
    rows = np.column_stack([np.ones(len(numbers)), numbers])
    weights = np.zeros(rows.shape[1])
    penalty = np.full(rows.shape[1], ridge)
    penalty[0] = 1e-6
    for _round in range(_ROUNDS):
        chance = probabilities(weights, numbers)
        slope = rows.T @ (chance - is_one) + penalty * weights
        curve = (rows * (chance * (1 - chance))[:, None]).T @ rows + np.diag(penalty)
        step = np.linalg.solve(curve, slope)
        weights = weights - step
        if float(np.abs(step).max()) < 1e-8:
            break
    return weights


def probabilities(weights: Numbers, numbers: Numbers) -> Numbers:
    """Return how likely each pair is one."""
    result: Numbers = 1 / (1 + np.exp(-np.clip(weights[0] + numbers @ weights[1:], -40, 40)))
    return result


def measure(chance: Numbers, is_one: NDArray[np.bool_], *, at_least: float, missed: int) -> Measured:
    """Return precision, recall and reliability; what never became a candidate counts against recall."""
    proposed = chance >= at_least
    right = int((proposed & is_one).sum())
    true = int(is_one.sum()) + missed
    heaps = np.minimum((chance * 10).astype(int), 9)
    gaps = [
        abs(float(chance[heaps == heap].mean()) - float(is_one[heaps == heap].mean())) * float((heaps == heap).mean())
        for heap in np.unique(heaps)
    ]
    return Measured(
        precision=right / max(1, int(proposed.sum())),
        recall=right / max(1, true),
        ece=sum(gaps),
        brier=float(((chance - is_one) ** 2).mean()),
        pairs=len(chance),
        proposed=int(proposed.sum()),
        true=true,
    )


def cross_validated(labelled: Labelled, *, ridge: float) -> Numbers:
    """Return each pair's probability by weights that have not seen its associations."""
    chance = np.zeros(len(labelled.is_one))
    for fold in np.unique(labelled.fold):
        seen = labelled.fold != fold
        weights = fit(labelled.numbers[seen], labelled.is_one[seen], ridge=ridge)
        chance[~seen] = probabilities(weights, labelled.numbers[~seen])
    return chance


def least_sure(chance: Numbers, is_one: NDArray[np.bool_], *, precision: float) -> float:
    """Return the lowest threshold from which on proposals are as precise as asked."""
    order = np.argsort(-chance)
    right = np.cumsum(is_one[order]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero(right >= precision)
    return round(float(np.ceil(chance[order[good[-1]]] * 1000) / 1000), 3) if len(good) else 1.0


def train(said: Sequence[Said], *, seeds: Sequence[int], ridge: float = 1.0) -> tuple[Model, Measured]:
    """Return a model for one kind, with how good it is on associations its parts have not seen (not the held out)."""
    heaps = {fold: [one for one in said if fold_of(one) == fold] for fold in range(FOLDS) if fold != HELD_OUT}
    parts = [
        label(pool_of(heap, seed=seed * FOLDS + fold), fold=fold)
        for fold, heap in heaps.items()
        if heap
        for seed in seeds
    ]
    labelled = together(parts)
    chance = cross_validated(labelled, ridge=ridge)
    threshold = least_sure(chance, labelled.is_one, precision=PRECISION)
    weights = fit(labelled.numbers, labelled.is_one, ridge=ridge)
    model = Model(
        bias=round(float(weights[0]), 4),
        weights={name: round(float(weight), 4) for name, weight in zip(labelled.names, weights[1:], strict=True)},
        proposed=max(threshold, 0.5),
        looked_at=LOOKED_AT,
    )
    return model, measure(chance, labelled.is_one, at_least=model.proposed, missed=labelled.missed)


def held_out(said: Sequence[Said], *, model: Model, seeds: Sequence[int]) -> Measured:
    """Return how good a model is on the associations that no weights have seen."""
    heap = [one for one in said if fold_of(one) == HELD_OUT]
    labelled = together([label(pool_of(heap, seed=seed)) for seed in seeds])
    weights = np.array([model.bias, *(model.weights[name] for name in labelled.names)])
    chance = probabilities(weights, labelled.numbers)
    return measure(chance, labelled.is_one, at_least=model.proposed, missed=labelled.missed)
