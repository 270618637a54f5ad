"""A stage to measure on: a data folder with the demo register, generated offers, stand-in vectors and the index."""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.portal import ROOT, run_command

#: One thread in every process: numpy must not borrow a second core.
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What a step took, its children's CPU time included, and what it said."""

    seconds: float
    cpu_seconds: float
    result: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A data folder with the environment that points to it."""

    folder: Path
    env: Mapping[str, str]

    def run(self, *command: str) -> Spent:
        """Run one ``brobygger`` command."""
        return _timed(lambda: run_command(dict(self.env), *command))

    def step(self, name: str, **arguments: Any) -> Spent:
        """Run one of the ``steps``; its progress is shown, its last line is the result."""
        return _timed(lambda: _result_of(self.start(name, **arguments)))

    def start(self, name: str, **arguments: Any) -> "subprocess.Popen[str]":
        """Start one of the ``steps`` beside others."""
        return subprocess.Popen(
            [sys.executable, "-m", f"tests.bench.search.steps.{name}", json.dumps(arguments)],
            cwd=ROOT, env=dict(self.env), text=True, stdout=subprocess.PIPE,
        )  # fmt: skip

    def together(self, *started: "subprocess.Popen[str]") -> list[Any]:
        """Wait for steps that run beside each other; return their results."""
        return [_result_of(process) for process in started]


@contextmanager
def new_stage(folder: Path) -> Iterator[Stage]:
    """Give a stage with the demo register in it; a folder that holds one already is used as it is."""
    env = {
        **os.environ,
        **_ONE_THREAD,
        "DJANGO_SETTINGS_MODULE": "brobygger.config.settings",
        "BROBYGGER_DEMO": "1",
        "BROBYGGER_DATA": str(folder),
        "BROBYGGER_BASE_URL": "http://localhost",
        "BROBYGGER_LOG_LEVEL": "WARNING",
        "BROBYGGER_POSTS_PER_MINUTE": "100000",
    }
    stage = Stage(folder=folder, env=env)
    if not (folder / "brobygger.sqlite3").exists():
        # Optional on a machine without its packages: then nothing is measured with meaning, and the report says so.
        with suppress(RuntimeError):
            stage.run("meaning", "set-up")
        stage.run("demo")
    yield stage


def _timed(run: Any) -> Spent:
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    result = run()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Spent(seconds=time.perf_counter() - started, cpu_seconds=cpu, result=result)


def _result_of(process: "subprocess.Popen[str]") -> Any:
    output, _errors = process.communicate()
    if process.returncode:
        raise RuntimeError(f"{process.args!r} ended with {process.returncode}")
    return json.loads(output.strip().rpartition("\n")[2])
