"""Facts that rooms announce to the rooms above them (no Django signals).

A room below calls ``announce(OfferPublished(...))``; a room above registers a handler with ``@on(OfferPublished)``
in its ``handlers.py``. Handlers run at once, in the announcer's transaction: what must survive a crash is a row.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that has happened, in the past tense."""


E = TypeVar("E", bound=Event)

_handlers: dict[type[Event], list[Callable[[Any], None]]] = defaultdict(list)


def on(event_type: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Register the decorated function for one kind of event (once, however often its module is imported)."""

    def register(handler: Callable[[E], None]) -> Callable[[E], None]:
        if handler not in _handlers[event_type]:
            _handlers[event_type].append(handler)
        return handler

    return register


def announce(event: Event) -> None:
    """Tell every registered handler, in the order they were registered; their errors are not swallowed."""
    for handler in _handlers[type(event)]:
        handler(event)
