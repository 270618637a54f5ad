"""A real portal for tests and measurements: demo data, built assets, gunicorn on a free loopback port."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

#: Long enough for a first start on a busy two-core machine.
START_SECONDS = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Portal:
    """A running portal: its address, its environment and the file its log goes to."""

    url: str
    env: dict[str, str]
    log: Path

    def run(self, *command: str) -> str:
        """Run one ``brobygger`` command in this installation and return what it printed."""
        return run_command(self.env, *command)


def run_command(env: dict[str, str], *command: str) -> str:
    """Run one ``brobygger`` command; raise with its output when it fails."""
    done = subprocess.run(
        [sys.executable, "-m", "brobygger", *command], cwd=ROOT, env=env, text=True, capture_output=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"brobygger {' '.join(command)} failed:\n{done.stdout}\n{done.stderr}")
    return done.stdout


def free_port() -> int:
    """Return a loopback port nobody uses right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_portal(data: Path, *, workers: int = 1, threads: int = 4) -> Iterator[Portal]:
    """Give a portal with the whole demo register in ``data``; stop its processes afterwards."""
    port = free_port()
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "brobygger.config.settings",
        "BROBYGGER_DEMO": "1",
        "BROBYGGER_DATA": str(data),
        "BROBYGGER_BASE_URL": f"http://localhost:{port}",
        "BROBYGGER_LOG_LEVEL": "INFO",
        "BROBYGGER_LOG_JSON": "1",
        "BROBYGGER_POSTS_PER_MINUTE": "100000",
        "BROBYGGER_OPEN_DATA_PER_MINUTE": "100000",
        "BROBYGGER_SIGN_IN_TRIES": "100000",
    }
    run_command(env, "collectstatic", "--noinput", "--verbosity", "0")
    run_command(env, "demo")
    with serving(env, log=data / "serve.log", port=port, workers=workers, threads=threads) as portal:
        yield portal


@contextmanager
def serving(
    env: dict[str, str], *, log: Path, port: int, workers: int = 1, threads: int = 4, until: str = "/readyz"
) -> Iterator[Portal]:
    """Give the portal of an installation as it is, once ``until`` answers 200; stop its processes afterwards."""
    command = ["serve", f"--port={port}", f"--workers={workers}", f"--threads={threads}"]
    with log.open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "brobygger", *command], cwd=ROOT, env=env, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            _wait_until_ready(f"http://localhost:{port}{until}", server, log)
            yield Portal(url=f"http://localhost:{port}", env=env, log=log)
        finally:
            server.terminate()
            server.wait(timeout=20)


def _wait_until_ready(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise RuntimeError(f"The portal did not start:\n{log.read_text(errors='replace')[-4000:]}")
