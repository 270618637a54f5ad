"""Which parts of the search are on: all of them, except while somebody measures what each part is worth.

Nothing but measuring turns a part off (``search eval --ablation``). What a part means when it is off:

- ``stems``: a term is the word as it stands, in documents and questions (``evaluation/reduced.py``)
- ``compounds``: no word is split, in documents and questions (the same)
- ``spelling``: no word is repaired
- ``concepts``: no sayings, concepts, labels or added words of other scripts; only the words score
- ``vectors``: no meaning vectors
- ``place``: where somebody is does not count: nothing is nearer, nothing is out of reach
- ``rules``: age, sex, role, form, time, aptness, small near-tie amounts and mixing of owners do not count

Off together (``WORDS``) they leave plain BM25 over the whole country.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """The parts that are on."""

    stems: bool = True
    compounds: bool = True
    spelling: bool = True
    concepts: bool = True
    vectors: bool = True
    place: bool = True
    rules: bool = True


ALL = Signals()
WORDS = Signals(stems=False, compounds=False, spelling=False, concepts=False, vectors=False, place=False, rules=False)

_current: ContextVar[Signals] = ContextVar("signals", default=ALL)


def signals() -> Signals:
    """Return the parts that are on here and now: ``ALL`` unless somebody measures in this thread."""
    return _current.get()


@contextmanager
def using_signals(chosen: Signals) -> Iterator[Signals]:
    """Search with these parts only, in this thread, for the duration."""
    token = _current.set(chosen)
    try:
        yield chosen
    finally:
        _current.reset(token)
