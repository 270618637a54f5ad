"""How sure the features make us that two are one: logistic regression, the weights are data (``data/weights.json``)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import exp
from pathlib import Path
from typing import Any

from brobygger.duplicates.matching.entries import Entry
from brobygger.duplicates.matching.features import features

WEIGHTS = Path(__file__).resolve().parent.parent / "data" / "weights.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """The weights for one kind. From ``proposed`` on a pair is proposed; from ``looked_at`` on it may be looked at."""

    bias: float
    weights: Mapping[str, float]
    proposed: float
    looked_at: float

    def probability(self, found: Mapping[str, float]) -> float:
        """Return the probability (0 to 1) that two with these features are one."""
        total = self.bias + sum(weight * found[name] for name, weight in self.weights.items())
        return 1 / (1 + exp(-max(-40.0, min(40.0, total))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """How sure we are that two are one, and what that comes from."""

    probability: float
    found: Mapping[str, float]


def score(one: Entry, other: Entry, *, model: Model) -> Scored:
    """Return how sure we are that two entries of one kind are one."""
    found = features(one, other)
    return Scored(probability=model.probability(found), found=found)


def models_in(data: Mapping[str, Any]) -> dict[str, Model]:
    """Read the models of a weights file, by kind."""
    return {kind: Model(**values) for kind, values in data["models"].items()}


@lru_cache(maxsize=1)
def current_models() -> dict[str, Model]:
    """Return the models that came with the package, by kind."""
    return models_in(json.loads(WEIGHTS.read_text(encoding="utf-8")))
