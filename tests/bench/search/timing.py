"""Times of many questions: how each is taken and how they are summed up."""

import statistics
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from tests.bench.questions import Asked

PASSES = 3


def time_all(asked: Sequence[Asked], ask: Callable[[int], object], *, passes: int = PASSES) -> list[dict[str, Any]]:
    """Ask everything once to warm up, then ``passes`` times; return each question's medians in ms, wall and CPU."""
    for number in range(len(asked)):
        ask(number)
    wall: list[list[float]] = [[] for _ in asked]
    cpu: list[list[float]] = [[] for _ in asked]
    for _ in range(passes):
        for number in range(len(asked)):
            started, worked = time.perf_counter(), time.thread_time()
            ask(number)
            cpu[number].append((time.thread_time() - worked) * 1000)
            wall[number].append((time.perf_counter() - started) * 1000)
    return [
        {"group": one.group, "wall": statistics.median(wall[number]), "cpu": statistics.median(cpu[number])}
        for number, one in enumerate(asked)
    ]


def percentiles(values: Iterable[float]) -> dict[str, float]:
    """Return p50, p95 and p99."""
    array = np.fromiter(values, dtype=np.float64)
    return {f"p{share}": float(np.percentile(array, share)) for share in (50, 95, 99)} if len(array) else {}


def by_group(
    times: Iterable[Mapping[str, Any]], groups: Sequence[str] = (), *, clock: str = "wall"
) -> dict[str, float]:
    """Return the percentiles of some groups (all of them when none is named)."""
    return percentiles(one[clock] for one in times if not groups or one["group"] in groups)
