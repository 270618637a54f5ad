"""One announcement for many changes: whoever writes a batch tells of it once, in the same transaction, at its end."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from uuid import UUID

from brobygger.kernel.events import Event, announce

MakeEvent = Callable[[frozenset[UUID], datetime], Event]


class Gathering:
    """Tells of changed rows at once, or together at the end of a batch."""

    def __init__(self, make_event: MakeEvent, *, name: str) -> None:
        self._make_event = make_event
        self._waiting: ContextVar[set[UUID] | None] = ContextVar(name, default=None)

    def tell(self, ids: Collection[UUID], *, at: datetime) -> None:
        """Announce that some rows changed, now or with the rest of the batch."""
        waiting = self._waiting.get()
        if waiting is not None:
            waiting.update(ids)
        elif ids:
            announce(self._make_event(frozenset(ids), at))

    @contextmanager
    def together(self, *, at: datetime) -> Iterator[None]:
        """Announce everything that changes inside when it is done; what is taken back was never told.

        To be used inside the batch's own transaction. A batch within a batch is told with the outer one.
        """
        with self.collecting() as ids:
            yield
        self.tell(ids, at=at)

    @contextmanager
    def collecting(self) -> Iterator[Collection[UUID]]:
        """Collect what changes inside, for the caller to tell of; within another batch that one has it all."""
        if self._waiting.get() is not None:
            yield ()
            return
        ids: set[UUID] = set()
        token = self._waiting.set(ids)
        try:
            yield ids
        finally:
            self._waiting.reset(token)
