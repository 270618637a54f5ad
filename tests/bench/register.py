"""A register of many offers, made once and used by everything that measures open data: ``with_offers(100_000)``.

Each offer is a real one again under another name, somewhere else, offered by somebody of its own: as many places,
times, concepts and words as real ones have. ``python -m tests.bench.register 100000`` makes the copies, in the
installation of the environment.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from tests.bench.nightly import environment
from tests.portal import ROOT, run_command

_REAL = ROOT / "brobygger/directory/data/real_offers.jsonl"


@cache
def with_offers(offers: int) -> Mapping[str, str]:
    """Return the environment of an installation with so many shown offers, published as open data; kept for the run.

    ``BROBYGGER_BENCH_REGISTER`` names a folder that is filled once and used again, for trying things out.
    """
    folder = Path(os.environ.get("BROBYGGER_BENCH_REGISTER") or tempfile.mkdtemp(prefix="brobygger-register-"))
    env = {**environment(folder), "BROBYGGER_OPEN_DATA_PER_MINUTE": "10000000"}
    stamp = folder / f"register-{offers}.json"
    if not stamp.exists():
        folder.mkdir(parents=True, exist_ok=True)
        commands = (("migrate", "--verbosity", "0"), ("load-places",), ("load-concepts",), ("load-offers", str(_REAL)))
        for command in commands:
            run_command(env, *command)
        subprocess.run([sys.executable, "-m", "tests.bench.register", str(offers)], cwd=ROOT, env=env, check=True)
        stamp.write_text(run_command(env, "opendata", "rebuild", "--json"), encoding="utf-8")
    return env


def rebuild_figures(offers: int) -> Mapping[str, Any]:
    """Return what the first rebuild of that register told."""
    stamp = Path(with_offers(offers)["BROBYGGER_DATA"]) / f"register-{offers}.json"
    figures: dict[str, Any] = json.loads(stamp.read_text(encoding="utf-8"))
    return figures


def main() -> None:
    """Copy the offers that are there until there are as many as the command line says."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "brobygger.config.settings")
    django.setup()

    from tests.bench.copying import copy_offers

    copy_offers(int(sys.argv[1]))


if __name__ == "__main__":
    main()
