"""Measure: ``python -m tests.bench [section …] [--offers N]``; see ``--help`` for the sections."""

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench import (
    duplicates,
    exports,
    fresh,
    hsds,
    imports,
    lighthouse,
    nightly,
    opendata,
    queries,
    sources,
    speed,
    weight,
)
from tests.bench.figures import Figure
from tests.bench.search.run import measure_growth, measure_search
from tests.portal import ROOT, Portal, running_portal

#: What is measured on one running portal with the demo register …
ON_A_PORTAL: dict[str, Callable[[Portal], list[Figure]]] = {
    "weight": weight.measure,
    "queries": queries.measure,
    "speed": speed.measure,
    "lighthouse": lighthouse.measure,
}
#: … and what makes its own surroundings. ``growth`` takes ten minutes and is only measured when it is asked for.
ALONE: dict[str, Callable[[], list[Figure]]] = {
    "fresh": fresh.measure,
    "nightly": nightly.measure,
    "import": imports.measure,
    "opendata": opendata.measure,
    "exports": exports.measure,
    "hsds": hsds.measure,
    "duplicates": duplicates.measure,
    "sources": sources.measure,
}
ON_THEIR_OWN = (*ALONE, "search", "growth")
USUAL = (*ON_A_PORTAL, *ALONE, "search")


def main() -> None:
    """Measure what was asked for and print one table; keep it as JSON in tests/output/ too."""
    options = _options()
    wanted = options.sections or USUAL
    console = Console()
    figures: list[Figure] = []

    def say(text: str) -> None:
        console.print(f"→ {text}")

    if any(name in wanted for name in ON_A_PORTAL):
        with tempfile.TemporaryDirectory() as data, running_portal(Path(data)) as portal:
            for name, measure in ON_A_PORTAL.items():
                if name in wanted:
                    say(name)
                    figures += measure(portal)
    for name, measure_alone in ALONE.items():
        if name in wanted:
            say(name)
            figures += measure_alone()
    if "search" in wanted:
        figures += measure_search(offers=options.offers, say=say, folder=options.stage)
    if "growth" in wanted:
        figures += measure_growth(say=say)
    console.print(_table(figures))
    out = ROOT / "tests/output"
    out.mkdir(parents=True, exist_ok=True)
    (out / "bench.json").write_text(Figure.as_json(figures), encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    choices = (*ON_A_PORTAL, *ON_THEIR_OWN)
    parser.add_argument("sections", nargs="*", help=f"of: {', '.join(choices)} (usual: all but growth)")
    parser.add_argument("--offers", type=int, default=200_000, help="how many the search is measured with (200000)")
    parser.add_argument("--stage", type=Path, help="a folder to fill once and use again, for trying things out")
    options = parser.parse_args()
    if unknown := set(options.sections) - set(choices):
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    return options


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
