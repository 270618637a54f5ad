"""What gunicorn does besides serving: it keeps one process that looks after the search's files (``index keep``).

Read in the master before anything is: what is said here of memory holds for all workers.
"""

import ctypes
import subprocess
import sys
from typing import Any

#: glibc's number for how many pools of memory threads may have. Each keeps what its busiest moment needed, so that
#: threads which answer in turn hold several times as much as one pool; they wait for each other anyway (the GIL).
_ARENA_MAX = -8
#: What is free between two things in use is given back after so many answers: 10 MB of a worker, for some milliseconds.
_ANSWERS = 250

_keepers: list["subprocess.Popen[bytes]"] = []


def pre_fork(server: Any, worker: Any) -> None:
    """Begin the keeper with the first worker, and anew with a later one when it is gone."""
    if not _keepers or _keepers[-1].poll() is not None:
        _keepers[:] = [subprocess.Popen([sys.executable, "-m", "brobygger", "index", "keep"])]


def on_exit(server: Any) -> None:
    """Stop the keeper. It also ends by itself when this process is gone without having said so."""
    for keeper in _keepers:
        keeper.terminate()


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
