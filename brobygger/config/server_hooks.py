"""What gunicorn does besides serving: it keeps one process that looks after the search's files (``index keep``)."""

import subprocess
import sys
from typing import Any

_keepers: list["subprocess.Popen[bytes]"] = []


def pre_fork(server: Any, worker: Any) -> None:
    """Begin the keeper with the first worker, and anew with a later one when it is gone."""
    if not _keepers or _keepers[-1].poll() is not None:
        _keepers[:] = [subprocess.Popen([sys.executable, "-m", "brobygger", "index", "keep"])]


def on_exit(server: Any) -> None:
    """Stop the keeper. It also ends by itself when this process is gone without having said so."""
    for keeper in _keepers:
        keeper.terminate()
