"""The whole register as files: how quick and in how much memory, each step in a process of its own.

``python -m tests.bench.exports STEP`` does one step in the installation of the environment and tells what it took.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.bench.figures import Figure
from tests.bench.register import with_offers
from tests.portal import ROOT

OFFERS = 100_000
LEAST_A_SECOND, MOST_MB = 4_000, 200


def measure(offers: int = OFFERS) -> list[Figure]:
    """Return how quick services are written as lines, beside ``JsonResponse`` of the same, and what each step takes."""
    env = dict(with_offers(offers))
    lines, plain, tables, files = (_told(env, step) for step in ("lines", "plain", "tables", "files"))
    if lines["services"] != offers:
        raise RuntimeError(f"Not every offer is published: {lines}")
    a_second = offers / lines["seconds"]
    label = f"files of {offers} offers"
    return [
        Figure(name=f"{label}: services as NDJSON", value=a_second, unit="a second", at_least=LEAST_A_SECOND),
        Figure(name=f"{label}: the same, memory", value=lines["megabytes"], unit="MB", at_most=MOST_MB),
        Figure(
            name=f"{label}: the same, times as quick as a plain JsonResponse of each",
            value=a_second * plain["seconds"] / plain["services"],
            unit="×",
        ),
        Figure(name=f"{label}: HSDS tables from the lines", value=tables["seconds"], unit="s"),
        Figure(name=f"{label}: the same, memory", value=tables["megabytes"], unit="MB", at_most=MOST_MB),
        Figure(name=f"{label}: all files", value=files["seconds"], unit="s"),
        Figure(name=f"{label}: the same, memory", value=files["megabytes"], unit="MB", at_most=MOST_MB),
    ]


def _told(env: dict[str, str], step: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.bench.exports", step]
    done = subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True, text=True)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def main() -> None:
    """Do one step, and print what it took."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "brobygger.config.settings")
    django.setup()
    with tempfile.TemporaryDirectory() as folder:
        work = _prepared(sys.argv[1], Path(folder))
        started = time.perf_counter()
        services = work()
        seconds = time.perf_counter() - started
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"services": services, "seconds": seconds, "megabytes": megabytes}))


def _prepared(step: str, folder: Path) -> Callable[[], int]:
    """Return the work of a step, with what it needs made ready outside the clock."""
    from itertools import islice

    from django.http import JsonResponse
    from django.utils import timezone

    from brobygger.exchange.register.about import About
    from brobygger.exchange.selectors.register import everything_published, sequence_now
    from brobygger.exchange.services.register import write_files, write_lines, write_package
    from brobygger.kernel.actors import SYSTEM

    about = About(operator="", base_url="http://localhost", sequence=sequence_now(), made_at=timezone.now())

    def lines() -> int:
        return write_lines(folder=folder, scratch=folder, about=about)["service"]

    if step == "plain":
        services = (json.loads(row.full) for row in everything_published() if row.kind == "service")
        things = list(islice(services, 2_000))
        return lambda: sum(1 for thing in things if JsonResponse(thing).content)
    if step == "tables":
        count = lines()
        return lambda: (write_package(folder=folder, scratch=folder, about=about), count)[1]
    if step == "files":
        return lambda: write_files(actor=SYSTEM, folder=folder, at=timezone.now()).things["service"]
    return lines


if __name__ == "__main__":
    main()
