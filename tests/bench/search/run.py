"""The sections ``search`` and ``growth``: everything in one run on one stage."""

import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.bench.figures import Figure
from tests.bench.questions import KEYWORDS, SENTENCES
from tests.bench.search import measures, report
from tests.bench.search.outcome import figures_of
from tests.bench.search.stage import Stage, new_stage
from tests.bench.search.timing import by_group
from tests.portal import ROOT

#: With fewer offers it is a try, and the published page is left alone.
PUBLISHED_FROM = 200_000
_SIZES = (25_000, 50_000, 100_000, 200_000, 400_000)
_SAMPLE = 120

Say = Callable[[str], object]


def measure_search(*, offers: int, say: Say, folder: Path | None = None) -> list[Figure]:
    """Measure everything at one size; write the page when the size is the one asked for."""
    on = measures.machine()
    with _stage(folder) as stage:
        say(f"{offers:,} offers: publish, build")
        data: dict[str, Any] = {"machine": on, "offers": offers, "base": _base(stage, offers)}
        for name, measure in (
            ("latency", measures.latency),
            ("peers", measures.peers),
            ("throughput", measures.throughput),
            ("memory", measures.memory),
            ("freshness", measures.freshness),
            ("changing", measures.changing),
        ):
            say(name)
            data[name] = measure(stage)
            _keep(data)
    if offers >= PUBLISHED_FROM:
        say(f"written: {report.write(search=data)}")
    return figures_of(data)


def measure_growth(*, say: Say, sizes: tuple[int, ...] = _SIZES) -> list[Figure]:
    """Measure how times and sizes grow; write the page and the picture."""
    rows: list[dict[str, Any]] = []
    with _stage(None) as stage:
        for begin, end in zip((0, *sizes), sizes, strict=False):
            say(f"growth: {end:,} offers")
            base = measures.fill_and_build(stage, begin, end)
            times = measures.latency(stage, sample=_SAMPLE, engine=False)["find"]
            keyword, sentence = by_group(times, KEYWORDS), by_group(times, SENTENCES)
            rows.append({"offers": end, **base, "keyword": keyword, "sentence": sentence})
    if sizes[-1] >= PUBLISHED_FROM:
        say(f"written: {report.write(growth=rows)}")
    first, last = rows[0], rows[-1]
    times_more = last["offers"] / first["offers"]
    return [
        Figure(
            name=f"{name} p99, {times_more:.0f} × the offers", value=last[name]["p99"] / first[name]["p99"], unit="×"
        )
        for name in ("keyword", "sentence")
    ]


def _base(stage: Stage, offers: int) -> dict[str, Any]:
    """Return what filling and building took; a stage of before that is full is used again, for trying things out."""
    kept = stage.folder / f"base-{offers}.json"
    if not kept.exists():
        kept.write_text(json.dumps(measures.fill_and_build(stage, 0, offers)), encoding="utf-8")
    found: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8"))
    return found


@contextmanager
def _stage(folder: Path | None) -> Iterator[Stage]:
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        with new_stage(folder) as stage:
            yield stage
        return
    with tempfile.TemporaryDirectory(prefix="brobygger-bench-") as new, new_stage(Path(new)) as stage:
        yield stage


def _keep(data: dict[str, Any]) -> None:
    """Keep every single time, also when a later measurement fails."""
    out = ROOT / "tests/output"
    out.mkdir(parents=True, exist_ok=True)
    (out / "search.json").write_text(json.dumps(data), encoding="utf-8")
