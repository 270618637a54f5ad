"""The measurements, each a few steps on a stage; what they return is plain data for figures and for the report."""

import os
import platform
import time
import urllib.request
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from tests.bench.search.memory import family_of, private_megabytes
from tests.bench.search.stage import Spent, Stage
from tests.portal import free_port, serving

PEERS = ("postgresql", "fts5", "tantivy")
#: Time for processes to start, open the index and ask everything once, before the clock runs for all of them.
_GETTING_READY = 20.0
_LOOP_SECONDS = 10.0
_WINDOW_SECONDS, _WINDOWS = 5.0, 8
_CHANGES_PER_SECOND = 20
_READERS, _NEWS, _NEWS_EVERY = 3, 12, 1.3

Data = dict[str, Any]


def fill_and_build(stage: Stage, begin: int, end: int) -> Data:
    """Publish offers ``begin`` to ``end`` and build the whole index anew; return times and sizes."""
    filled = stage.step("fill", begin=begin, end=end)
    built = stage.run("index", "build")
    return {
        "fill": {**filled.result, "seconds": filled.seconds},
        "build": _seconds(built),
        "index_megabytes": index_megabytes(stage),
    }


def index_megabytes(stage: Stage) -> float:
    """Return the room that the index takes on disk."""
    files = [file for file in (stage.folder / "index").rglob("*") if file.is_file()]
    return sum(file.stat().st_size for file in files) / 1e6


def latency(stage: Stage, **arguments: Any) -> Data:
    """Return each question's time, one after the other in one process."""
    result: Data = stage.step("latency", **arguments).result
    return result


def peers(stage: Stage) -> Data:
    """Return what the other engines take, one after the other."""
    result: Data = stage.step("peers", engines=PEERS).result
    return result


def throughput(stage: Stage, *, workers: int = 2) -> Data:
    """Return how many questions a second processes at full speed answer together, and how long each takes."""
    begins = time.time() + _GETTING_READY
    told = _loops(stage, workers, begins=begins, ends=begins + _LOOP_SECONDS)
    times = [ms for one in told for _at, ms in one["times"]]
    return {"workers": workers, "per_second": len(times) / _LOOP_SECONDS, **_percentiles(times), **_told(told)}


def _loops(stage: Stage, workers: int, **moments: float) -> list[Data]:
    started = [stage.start("loop", offset=37 * number, **moments) for number in range(workers)]
    return stage.together(*started)


def _told(told: list[Data]) -> Data:
    return {"all_in_time": all(one["is_in_time"] for one in told)}


def memory(stage: Stage, *, workers: int = 2) -> Data:
    """Return what each worker of the real portal holds for itself after answering every question."""
    addresses = stage.step("addresses").result
    stage.run("collectstatic", "--noinput", "--verbosity", "0")
    port = free_port()
    env = {**stage.env, "BROBYGGER_BASE_URL": f"http://localhost:{port}"}
    with serving(env, log=stage.folder / "serve.log", port=port, workers=workers, threads=2):
        for _ in range(workers):
            for number, address in enumerate(addresses):
                urllib.request.urlopen(f"http://localhost:{port}{address}&ny={number}", timeout=60).read()
        # The longer a worker lives, the more it remembers; this is after some hundred different questions.
        return {"workers": [private_megabytes(pid) for pid in family_of(port)[1:]]}


def freshness(stage: Stage) -> Data:
    """Return how long after its transaction a changed offer is found by each of three processes."""
    begins = time.time() + _GETTING_READY / 2
    words = [f"qwxz{chr(97 + number) * 2}v" for number in range(_NEWS)]
    ends = begins + _NEWS * _NEWS_EVERY + 10
    readers = [stage.start("see", words=words, ends=ends) for _ in range(_READERS)]
    announced = stage.start("announce", words=words, begins=begins, every=_NEWS_EVERY)
    saved, *seen = stage.together(announced, *readers)
    delays = [found[word] - saved[word] for found in seen for word in words if found[word] is not None]
    return {
        "processes": _READERS,
        "changes": len(words),
        "never_seen": _READERS * len(words) - len(delays),
        "median": float(np.median(delays)) if delays else None,
        "max": max(delays, default=None),
    }


def changing(stage: Stage, *, workers: int = 2) -> Data:
    """Return what 20 changes a second do to two processes at full speed: quiet and busy windows in turn."""
    begins = time.time() + _GETTING_READY
    edges = [begins + _WINDOW_SECONDS * number for number in range(_WINDOWS + 1)]
    busy = [(edges[number], edges[number + 1]) for number in range(1, _WINDOWS, 2)]
    writer = stage.start("write", windows=busy, rate=_CHANGES_PER_SECOND)
    told = _loops(stage, workers, begins=begins, ends=edges[-1])
    (written,) = stage.together(writer)
    times: dict[bool, list[float]] = {False: [], True: []}
    for at, ms in (pair for one in told for pair in one["times"]):
        times[int(at // _WINDOW_SECONDS) % 2 == 1].append(ms)
    return {
        **written,
        "quiet": _percentiles(times[False]),
        "busy": _percentiles(times[True]),
        "raised": float(np.percentile(times[True], 99) / np.percentile(times[False], 99) - 1),
        **_told(told),
    }


def _percentiles(times: list[float]) -> dict[str, float]:
    return {f"p{share}": float(np.percentile(times, share)) for share in (50, 95, 99)}


def _seconds(spent: Spent) -> dict[str, float]:
    return {"seconds": spent.seconds, "cpu_seconds": spent.cpu_seconds}


def machine() -> Data:
    """Return what it was measured on, and how busy that was before."""
    models = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    return {
        "cores": os.cpu_count(),
        "processor": models[0].partition(":")[2].strip() if models else platform.processor(),
        "python": platform.python_version(),
        "load": os.getloadavg()[0],
        "on": datetime.now(tz=UTC).date().isoformat(),
    }
