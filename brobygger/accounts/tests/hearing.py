"""Hears the facts that a room announces, for tests about what is told."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from brobygger.kernel import events
from brobygger.kernel.events import Event

E = TypeVar("E", bound=Event)


@contextmanager
def heard(kind: type[E]) -> Iterator[list[E]]:
    """Give a list that fills with every fact of a kind announced meanwhile; other handlers do not hear them."""
    facts: list[E] = []
    before = events._handlers[kind]
    events._handlers[kind] = [facts.append]
    try:
        yield facts
    finally:
        events._handlers[kind] = before
