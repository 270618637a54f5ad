"""A second thread that works out vectors while the first one does something else.

One thread in each process, made when it is first needed, never before a fork. When many wait, nobody new is let in:
who asks then has no vector and answers without. Texts and vectors stay in memory only; the oldest are forgotten.
"""

import os
from collections import OrderedDict
from collections.abc import Callable
from queue import Full, Queue
from threading import Event, Lock, Thread
from weakref import WeakSet

from brobygger.meaning.weights import Floats

#: About 4 ms each: the last in the row would be late anyway.
_MOST_WAITING = 8
#: 1.5 KB each.
_MOST_REMEMBERED = 2_000


class Pending:
    """A vector that is being worked out, or is known, or will not come."""

    def __init__(self, vector: Floats | None = None, *, is_done: bool = False) -> None:
        """Begin waiting, unless it is known already that it is done."""
        self._vector = vector
        self._done = Event()
        if is_done:
            self._done.set()

    def result(self, timeout: float) -> Floats | None:
        """Return the vector, waiting at most so many seconds; None when it is late or will not come.

        What is late is still worked out, so that the next who asks has it at once.
        """
        self._done.wait(timeout)
        return self._vector

    def finish(self, vector: Floats | None) -> None:
        """Give those who wait what they wait for."""
        self._vector = vector
        self._done.set()


class Thinker:
    """Works out vectors of texts in its own thread and remembers them."""

    def __init__(self, work: Callable[[str], Floats], *, errors: tuple[type[Exception], ...] = ()) -> None:
        """Take what works out one vector, and which errors of its mean that there is none."""
        self._work, self._errors = work, errors
        self._known: OrderedDict[str, Floats] = OrderedDict()
        self.begin_anew()
        _all.add(self)

    def begin_anew(self) -> None:
        """Forget the thread, which does not live on after a fork, and who waited for it; what is known stays."""
        self._lock = Lock()
        self._waiting: Queue[tuple[str, Pending]] = Queue(maxsize=_MOST_WAITING)
        self._under_way: dict[str, Pending] = {}
        self._thread: Thread | None = None

    def begin(self, text: str) -> Pending:
        """Begin with a text, or join those who wait for the same; done at once when known, empty when too many wait."""
        with self._lock:
            if (known := self._known.get(text)) is not None:
                self._known.move_to_end(text)
                return Pending(known, is_done=True)
            if text in self._under_way:
                return self._under_way[text]
            pending = Pending()
            try:
                self._waiting.put_nowait((text, pending))
            except Full:
                return Pending(is_done=True)
            self._under_way[text] = pending
            if self._thread is None:
                self._thread = Thread(target=self._think, name="meaning", daemon=True)
                self._thread.start()
            return pending

    def _think(self) -> None:
        waiting = self._waiting
        while True:
            text, pending = waiting.get()
            vector: Floats | None = None
            try:
                vector = self._work(text)
            except self._errors:
                vector = None
            finally:
                self._remember(text, vector)
                pending.finish(vector)

    def _remember(self, text: str, vector: Floats | None) -> None:
        with self._lock:
            self._under_way.pop(text, None)
            if vector is None:
                return
            self._known[text] = vector
            if len(self._known) > _MOST_REMEMBERED:
                self._known.popitem(last=False)


_all: WeakSet[Thinker] = WeakSet()


def _begin_anew_after_fork() -> None:
    for thinker in _all:
        thinker.begin_anew()


os.register_at_fork(after_in_child=_begin_anew_after_fork)
