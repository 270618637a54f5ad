"""A file of 50,000 offers: read, kept, and every row looked through, in a process whose memory is measured."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.bench.figures import Figure
from tests.bench.nightly import environment
from tests.portal import ROOT, run_command

ROWS = 50_000
AT_MOST_SECONDS = 120
AT_MOST_MB = 500


def measure() -> list[Figure]:
    """Return seconds and memory from the file's bytes to the preview, as CSV and as Excel; SQLite, a fresh folder."""
    with tempfile.TemporaryDirectory() as folder:
        env = environment(Path(folder))
        for command in (("migrate", "--verbosity", "0"), ("load-places",), ("load-concepts",)):
            run_command(env, *command)
        return [figure for kind in ("csv", "xlsx") for figure in _look_through(env, kind)]


def _look_through(env: dict[str, str], kind: str) -> list[Figure]:
    """Have a process of its own take a file in and look it through, and say what it took."""
    command = [sys.executable, "-m", "tests.bench.importing", kind, str(ROWS)]
    done = subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True, text=True)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    if told["new"] != ROWS:
        raise RuntimeError(f"Not every row was well: {told}")
    label = f"import of {ROWS} rows ({kind})"
    return [
        Figure(name=f"{label}, taken in", value=told["taken_in"], unit="s"),
        Figure(name=f"{label}, with preview", value=told["seconds"], unit="s", at_most=AT_MOST_SECONDS),
        Figure(name=f"{label}, memory at most", value=told["megabytes"], unit="MB", at_most=AT_MOST_MB),
    ]
