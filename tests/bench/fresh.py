"""From a fresh clone in a new folder to the first served page."""

import os
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests.bench.figures import Figure
from tests.portal import ROOT, free_port

PATIENCE_SECONDS = 600


def measure() -> list[Figure]:
    """Return the seconds from ``make run`` in a fresh clone to the first answer of the front page."""
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "brobygger"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        port = free_port()
        started = time.monotonic()
        env = {key: value for key, value in os.environ.items() if not key.startswith(("BROBYGGER_", "DJANGO_"))}
        process = subprocess.Popen(
            ["make", "run", f"PORT={port}"], cwd=clone, env=env, start_new_session=True, stdout=subprocess.DEVNULL
        )
        try:
            seconds = _seconds_until_served(f"http://localhost:{port}/", process, started)
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=30)
    return [Figure(name="fresh clone to served page", value=seconds, unit="s", at_most=180)]


def _seconds_until_served(url: str, process: subprocess.Popen[bytes], started: float) -> float:
    while time.monotonic() - started < PATIENCE_SECONDS:
        if process.poll() is not None:
            raise RuntimeError("make run ended before it served a page")
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                if answer.status == 200:
                    return time.monotonic() - started
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.5)
    raise RuntimeError("make run did not serve a page in ten minutes")
