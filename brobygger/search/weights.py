"""The reviewed weights (``data/weights.toml``), read once. Measuring may swap some of them for a while."""

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

Weights = Mapping[str, Mapping[str, float]]

_FILE = Path(__file__).parent / "data" / "weights.toml"
_swapped: ContextVar[Weights | None] = ContextVar("weights", default=None)


def weights(section: str) -> Mapping[str, float]:
    """Return one section, such as ``terms``, ``fit``, ``area``, ``small`` or ``page``."""
    return (_swapped.get() or reviewed_weights())[section]


@cache
def reviewed_weights() -> Weights:
    """Return all sections as people reviewed them."""
    found: Weights = tomllib.loads(reviewed_text())
    return found


def reviewed_text() -> str:
    """Return the reviewed file as it is written, comments and all."""
    return _FILE.read_text(encoding="utf-8")


@contextmanager
def using_weights(changed: Weights) -> Iterator[None]:
    """Search with other weights, in this thread, for the duration; what is not named stays as it was.

    Raises ``KeyError`` for a weight that does not exist: a change nobody reads would look like one of no worth.
    """
    current = _swapped.get() or reviewed_weights()
    for section, values in changed.items():
        if unknown := set(values) - set(current[section]):
            raise KeyError(f"{section}: {', '.join(sorted(unknown))}")
    token = _swapped.set({name: {**values, **changed.get(name, {})} for name, values in current.items()})
    try:
        yield
    finally:
        _swapped.reset(token)
