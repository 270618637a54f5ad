"""How the parts of open data are doing: rooms above say how theirs are, the page for developers shows all of them.

A room above registers a function with ``@status_source``; it gives lines about a moment, without anybody's name.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusLine:
    """One part: when it was last made or read, and whether that is as it should be."""

    key: str
    label: str | Promise
    last_at: datetime | None
    is_well: bool
    note: str | Promise = ""


Source = Callable[[datetime], Iterable[StatusLine]]

_sources: list[Source] = []


def status_source(source: Source) -> Source:
    """Register a function that returns how a room's parts are doing."""
    if source not in _sources:
        _sources.append(source)
    return source


def status_lines(at: datetime) -> tuple[StatusLine, ...]:
    """Return how every part is doing."""
    return tuple(line for source in _sources for line in source(at))
