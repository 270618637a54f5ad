"""Lighthouse's own four scores on a slow phone, for the three pages most people see."""

import json
import os
import subprocess
import tempfile
from pathlib import Path

from tests.bench.figures import Figure
from tests.e2e.conftest import CHROMIUM_FLAGS, chromium
from tests.portal import ROOT, Portal

PAGES = (
    ("front", "/"),
    ("results", "/soeg/?q=ensom&hvor=Odense"),
    ("offer", "/tilbud/aeldresagen-odense-besoegsven/"),
)
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


def measure(portal: Portal) -> list[Figure]:
    """Return each score from 0 to 100 (mobile profile)."""
    return [
        Figure(name=f"Lighthouse {category}, {name}", value=score, unit="", at_least=98)
        for name, path in PAGES
        for category, score in _scores(portal.url + path).items()
    ]


def _scores(url: str) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        subprocess.run(
            [
                "node", "node_modules/lighthouse/cli/index.js", url, "--quiet",
                "--output=json", f"--output-path={report}", f"--only-categories={','.join(CATEGORIES)}",
                f"--chrome-flags=--headless=new {' '.join(CHROMIUM_FLAGS)}",
            ],
            cwd=ROOT, check=True, env=os.environ | {"CHROME_PATH": chromium() or ""}, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        categories = json.loads(report.read_text(encoding="utf-8"))["categories"]
        (ROOT / "tests/output").mkdir(parents=True, exist_ok=True)
    return {name: categories[name]["score"] * 100 for name in CATEGORIES}
