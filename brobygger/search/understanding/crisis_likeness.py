"""A second look for crisis: does a question mean what people in crisis write, though it has none of their words?

Beside the rules of ``crisis.py``, never instead of them: it needs the optional language model, and it is less sure. It
learns from ``data/crisis_examples.toml``. What it sees and misses of sentences it never met is in its test.
"""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from brobygger.meaning.folders import models_folder
from brobygger.meaning.likeness import Prototypes
from brobygger.meaning.selectors import current_encoder

_EXAMPLES = Path(__file__).parents[1] / "data" / "crisis_examples.toml"
_HARMLESS = "harmless"
#: So sure it must be that this is a crisis at all. Chosen by cross-validation on the examples: 2 % false alarms.
SURE_ENOUGH = 0.84
#: Topics so likely beside the likeliest are named too: the right one is among them nine times in ten, and a wrong line
#: beside the right one does less harm than the wrong one alone.
NEARLY_AS_LIKELY = 0.3


@dataclass(slots=True)
class _Learnt:
    """What this process has learnt, and with which model."""

    model: str = ""
    prototypes: Prototypes | None = None
    lock: Lock = field(default_factory=Lock)


_learnt = _Learnt()


def likely_topics(vector: NDArray[np.float32]) -> frozenset[str]:
    """Return the topics of crisis that a question's vector is like; empty without a language model."""
    prototypes = learn_crisis_examples()
    if prototypes is None:
        return frozenset()
    chances = prototypes.chances(vector)
    if 1 - chances.pop(_HARMLESS) < SURE_ENOUGH:
        return frozenset()
    likeliest = max(chances.values())
    return frozenset(topic for topic, chance in chances.items() if chance >= NEARLY_AS_LIKELY * likeliest)


def learn_crisis_examples() -> Prototypes | None:
    """Return what the examples teach; None without a model.

    Takes some seconds the first time on a machine and a tenth of a second in each process: a server does it before its
    workers start, so that no question waits for it.
    """
    encoder = current_encoder()
    if encoder is None:
        return None
    if _learnt.model != encoder.model:
        with _learnt.lock:
            if _learnt.model != encoder.model:
                examples = tomllib.loads(_EXAMPLES.read_text(encoding="utf-8"))
                _learnt.prototypes = Prototypes.of(examples, encoder=encoder, folder=models_folder())
                _learnt.model = encoder.model
    return _learnt.prototypes
