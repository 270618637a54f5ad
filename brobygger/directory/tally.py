"""Counts of what visitors see, in this process' memory until somebody writes them down.

Nothing is kept about who looked: an offer's id and two numbers. What a process has counted is lost when it is killed.
"""

import threading
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

#: How long counts may lie in memory.
SECONDS = 20.0
#: More different offers than this are written down at once, however little time has passed.
MOST_OFFERS = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How often each offer was shown in a list and opened."""

    shown: Counter[UUID] = field(default_factory=Counter)
    opened: Counter[UUID] = field(default_factory=Counter)


class Tally:
    """Counts from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counted = Counted()
        self._since: float | None = None

    def add(self, *, shown: Iterable[UUID], opened: Iterable[UUID], now: float) -> bool:
        """Count some offers; return whether it is time to write down."""
        with self._lock:
            self._counted.shown.update(shown)
            self._counted.opened.update(opened)
            self._since = now if self._since is None else self._since
            is_much = len(self._counted.shown) + len(self._counted.opened) >= MOST_OFFERS
            return is_much or now - self._since >= SECONDS

    def take(self) -> Counted:
        """Return what was counted, and begin from nothing."""
        with self._lock:
            counted, self._counted, self._since = self._counted, Counted(), None
        return counted


#: This process'.
TALLY = Tally()
