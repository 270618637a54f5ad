"""The night's work on 10,000 stale offers, each with a mailbox of its own: the longest night there is."""

import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.bench.figures import Figure
from tests.portal import ROOT, run_command

OFFERS = 10_000
AT_MOST_SECONDS = 60
_REAL = ROOT / "brobygger/directory/data/real_offers.jsonl"
#: The four nights of an offer nobody answers for, and how many days pass before each.
_NIGHTS = {"asked": 0, "reminded": 14, "greyed": 16, "hidden": 30}


def measure() -> list[Figure]:
    """Return the seconds of each night, as the command line tells them; SQLite, a fresh folder."""
    with tempfile.TemporaryDirectory() as folder:
        env = environment(Path(folder))
        _fill(env)
        return [figure for name, days in _NIGHTS.items() for figure in _night(env, name=name, days=days)]


def _night(env: Mapping[str, str], *, name: str, days: int) -> list[Figure]:
    """Let some days pass, do the night's work, and see that every offer took the step."""
    _stale(env, "age", days)
    before = _processor_seconds()
    told: dict[str, Any] = json.loads(run_command(dict(env), "nightly", "--only", "freshness", "--json"))
    processor = _processor_seconds() - before
    step = told["steps"][0]
    if step["figures"][name] != OFFERS or step["figures"]["letters"] != OFFERS:
        raise RuntimeError(f"Not every offer was {name}: {step['figures']}")
    label = f"nightly round, {OFFERS} offers {name}"
    return [
        Figure(name=label, value=step["seconds"], unit="s", at_most=AT_MOST_SECONDS),
        Figure(name=f"{label}, processor time of the whole command", value=processor, unit="s"),
    ]


def _processor_seconds() -> float:
    """Return how long processors have worked for the processes started here: what a busy machine does not change."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def environment(folder: Path) -> dict[str, str]:
    """Return the environment of an installation of its own in a folder."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("BROBYGGER_")}
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "brobygger.config.settings",
        "BROBYGGER_DEMO": "1",
        "BROBYGGER_DATA": str(folder),
        "BROBYGGER_LOG_LEVEL": "WARNING",
    }


def _fill(env: Mapping[str, str]) -> None:
    """Load the real offers, copy them until there are enough, and let all of them be stale and found."""
    for command in (("migrate", "--verbosity", "0"), ("load-places",), ("load-concepts",), ("load-offers", str(_REAL))):
        run_command(dict(env), *command)
    _stale(env, "fill", OFFERS)
    run_command(dict(env), "refresh-search")


def _stale(env: Mapping[str, str], act: str, number: int) -> None:
    subprocess.run([sys.executable, "-m", "tests.bench.stale", act, str(number)], cwd=ROOT, env=dict(env), check=True)
