"""How well and how fast what stands there twice is found: on associations no weights have seen, and on 20,000 entries.

The register is the demo one with noise in it (``duplicates.matching.noise``), other noise than the weights were trained
on. Precision and recall count every pair of entries there is, also those that never were compared.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.bench.figures import Figure
from tests.bench.nightly import environment
from tests.portal import ROOT, run_command

_REAL = ROOT / "brobygger/directory/data/real_offers.jsonl"


def measure() -> list[Figure]:
    """Return precision, recall and reliability for each kind, and the seconds for 20,000 entries."""
    with tempfile.TemporaryDirectory() as folder:
        env = environment(Path(folder))
        for command in (("migrate", "--verbosity", "0"), ("load-places",), ("load-concepts",)):
            run_command(dict(env), *command)
        run_command(dict(env), "load-offers", str(_REAL))
        answer = subprocess.run(
            [sys.executable, "-m", "tests.bench.doubled"], cwd=ROOT, env=dict(env), check=True, capture_output=True
        )
    told: dict[str, Any] = json.loads(answer.stdout)
    figures = []
    for kind, found in told["kinds"].items():
        label = f"duplicates, {kind}s of associations not trained on"
        figures += [
            Figure(name=f"{label}: precision of proposals", value=100 * found["precision"], unit="%", at_least=98),
            Figure(name=f"{label}: recall of proposals", value=100 * found["recall"], unit="%", at_least=85),
            Figure(name=f"{label}: calibration error", value=100 * found["ece"], unit="%", at_most=2),
            Figure(name=f"{label}: true pairs measured on", value=found["true"], unit=""),
        ]
    label = f"duplicates among {told['entries']} entries"
    seconds, pairs = told["seconds"], told["pairs"]
    return [
        *figures,
        Figure(
            name=f"duplicates among {told['entries']} entries, found and scored", value=seconds, unit="s", at_most=120
        ),
        Figure(name=f"{label}: pairs compared", value=pairs, unit=""),
    ]
