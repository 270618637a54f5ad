"""Run every measurement: ``python -m tests.bench [section …]``; sections: weight, queries, speed, lighthouse, fresh."""

import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench import fresh, lighthouse, queries, speed, weight
from tests.bench.figures import Figure
from tests.portal import ROOT, running_portal

SECTIONS = {
    "weight": weight.measure,
    "queries": queries.measure,
    "speed": speed.measure,
    "lighthouse": lighthouse.measure,
}


def main() -> None:
    """Measure what was asked for and print one table; keep it as JSON in tests/output/ too."""
    wanted = sys.argv[1:] or [*SECTIONS, "fresh"]
    console = Console()
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory() as data, running_portal(Path(data)) as portal:
        for name, measure in SECTIONS.items():
            if name in wanted:
                console.print(f"→ {name}")
                figures += measure(portal)
    if "fresh" in wanted:
        console.print("→ fresh")
        figures += fresh.measure()
    console.print(_table(figures))
    out = ROOT / "tests/output"
    out.mkdir(parents=True, exist_ok=True)
    (out / "bench.json").write_text(Figure.as_json(figures), encoding="utf-8")


def _table(figures: list[Figure]) -> Table:
    table = Table("figure", "measured", "asked for", "")
    for figure in figures:
        table.add_row(
            figure.name,
            figure.shown,
            figure.wish,
            "" if figure.is_reached is None else "✓" if figure.is_reached else "✗",
        )
    return table


if __name__ == "__main__":
    main()
