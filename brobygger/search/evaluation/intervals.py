"""How sure a mean is: bootstrap intervals, the same at every run."""

from collections.abc import Sequence

import numpy as np

RESAMPLES = 10_000
_SEED = 20261122
#: Rows drawn at a time: a whole table of 10,000 × 400 indexes would be 32 MB.
_AT_ONCE = 1_000


def interval(values: Sequence[float]) -> tuple[float, float]:
    """Return the 95 % interval of the mean, from 10,000 resamples of the questions; (0, 0) when there are none."""
    if not values:
        return 0.0, 0.0
    numbers, draw = np.asarray(values, dtype=np.float64), np.random.default_rng(_SEED)
    means = [
        numbers[draw.integers(0, len(numbers), size=(_AT_ONCE, len(numbers)))].mean(axis=1)
        for _ in range(RESAMPLES // _AT_ONCE)
    ]
    low, high = np.percentile(np.concatenate(means), (2.5, 97.5))
    return float(low), float(high)
