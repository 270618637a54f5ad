"""The picture of growth, as SVG for the page and PNG for whoever cannot show that."""

from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("Agg")

from matplotlib import pyplot
from matplotlib.axes import Axes

_INK, _MUTED = "#1f2937", "#6b7280"
_KEYWORD, _SENTENCE, _BUILD, _SIZE = "#0b6e75", "#b45309", "#4338ca", "#be185d"


def draw_growth(rows: list[dict[str, Any]], folder: Path) -> None:
    """Draw times, build and size against the number of offers; the same numbers give the same file."""
    pyplot.rcParams.update({"svg.hashsalt": "brobygger", "font.size": 10, "font.family": "DejaVu Sans"})
    figure, (times, room) = pyplot.subplots(1, 2, figsize=(10.5, 4.2), layout="constrained")
    offers = [row["offers"] / 1000 for row in rows]
    for name, colour in (("keyword", _KEYWORD), ("sentence", _SENTENCE)):
        times.plot(offers, [row[name]["p99"] for row in rows], "o-", color=colour, label=f"{name}, p99")
        times.plot(offers, [row[name]["p50"] for row in rows], "o--", color=colour, alpha=0.7, label=f"{name}, p50")
    _finish(times, "A question, one core (ms)")
    room.plot(offers, [row["build"]["seconds"] for row in rows], "o-", color=_BUILD, label="full build, s")
    room.plot(offers, [row["index_megabytes"] for row in rows], "s-", color=_SIZE, label="index on disk, MB")
    _finish(room, "The index")
    figure.savefig(folder / "growth.svg", metadata={"Date": None})
    figure.savefig(folder / "growth.png", dpi=110)
    pyplot.close(figure)


def _finish(axes: Axes, title: str) -> None:
    axes.set_title(title, color=_INK, loc="left")
    axes.set_xlabel("thousand offers", color=_MUTED)
    axes.set_xlim(left=0)
    axes.set_ylim(bottom=0)
    axes.grid(visible=True, color="#e5e7eb")
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False)
