"""What gunicorn does besides serving: it keeps a process that looks after the search's files (``index keep``), and one
that empties the outbox and does what is due (``worker``), unless the operator runs workers elsewhere.

Read in the master before anything is: what is said here of memory holds for all workers.
"""

import ctypes
import os
import subprocess
import sys
from typing import Any

#: glibc's number for how many pools of memory threads may have. Each keeps what its busiest moment needed, so that
#: threads which answer in turn hold several times as much as one pool; they wait for each other anyway (the GIL).
_ARENA_MAX = -8
#: What is free between two things in use is given back after so many answers: 10 MB of a worker, for some milliseconds.
_ANSWERS = 250

#: Set by ``brobygger serve --without-worker``.
WITHOUT_WORKER = "BROBYGGER_WITHOUT_WORKER"

_companions: dict[tuple[str, ...], "subprocess.Popen[bytes]"] = {}


def pre_fork(server: Any, worker: Any) -> None:
    """Begin the companions with the first worker, and anew with a later one when they are gone."""
    wanted: list[tuple[str, ...]] = [("index", "keep")]
    if not os.environ.get(WITHOUT_WORKER):
        wanted.append(("worker",))
    for command in wanted:
        if command not in _companions or _companions[command].poll() is not None:
            _companions[command] = subprocess.Popen([sys.executable, "-m", "brobygger", *command])  # noqa: S603


def on_exit(server: Any) -> None:
    """Stop the companions. They also end by themselves when this process is gone without having said so."""
    for companion in _companions.values():
        companion.terminate()


def post_request(worker: Any, request: Any, environ: Any, response: Any) -> None:
    """Give back memory now and then."""
    if worker.nr % _ANSWERS == 0:
        _ask_the_c_library("malloc_trim", 0)


def _ask_the_c_library(name: str, *numbers: int) -> None:
    """Ask something of the allocator, where there is one that knows it."""
    try:
        getattr(ctypes.CDLL(None), name)(*numbers)
    except (AttributeError, OSError, TypeError):
        return


_ask_the_c_library("mallopt", _ARENA_MAX, 1)
