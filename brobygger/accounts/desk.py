"""What waits for somebody on their own page: each room above says what it has, and accounts knows none of them.

A room above registers a function with ``@desk_source``; it is asked each time the page is opened.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from brobygger.kernel.actors import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskItem:
    """One thing that waits: what it is about, in a line, and where to go."""

    title: str
    text: str = ""
    url: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskPile:
    """Things of one kind: the first of them as ``items``, all of them counted in ``total``."""

    heading: str
    nothing: str
    total: int
    items: tuple[DeskItem, ...] = ()


Source = Callable[[Actor], DeskPile | None]

_sources: list[Source] = []


def desk_source(source: Source) -> Source:
    """Register a function that returns an actor's pile, or None when such things are not the actor's to handle."""
    if source not in _sources:
        _sources.append(source)
    return source


def desk_of(*, actor: Actor) -> list[DeskPile]:
    """Return every pile on this actor's desk."""
    piles = (source(actor) for source in _sources)
    return [pile for pile in piles if pile is not None]
