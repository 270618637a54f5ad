"""From what was measured to figures with what was wished for."""

from collections.abc import Iterator
from typing import Any

from tests.bench.figures import Figure
from tests.bench.questions import BROWSING, KEYWORDS, SENTENCES
from tests.bench.search.timing import by_group

Data = dict[str, Any]
#: How many times faster at p99 than each of the others.
_FASTER = {"postgresql": 10.0, "fts5": 10.0, "tantivy": 3.0}


def figures_of(data: Data) -> list[Figure]:
    """Return every figure of one run."""
    return [*_latency(data), *_ratios(data), *_room(data), *_changes(data)]


def _latency(data: Data) -> Iterator[Figure]:
    times = data["latency"]["find"]
    for name, groups, p50, p99 in (
        ("keyword", KEYWORDS, 5, 15),
        ("sentence with meaning", SENTENCES, 12, 30),
        ("browsing", BROWSING, None, None),
    ):
        found = by_group(times, groups)
        yield Figure(name=f"search, {name}, p50", value=found["p50"], unit="ms", at_most=p50)
        yield Figure(name=f"search, {name}, p99", value=found["p99"], unit="ms", at_most=p99)
    engine = by_group(data["latency"]["engine"])
    yield Figure(name="engine alone, all questions, p99", value=engine["p99"], unit="ms")
    load = data["throughput"]
    yield Figure(name="search, two processes", value=load["per_second"], unit="questions/s", at_least=500)
    yield Figure(name="search, two processes, p99", value=load["p99"], unit="ms")


def _ratios(data: Data) -> Iterator[Figure]:
    for key, at_least in _FASTER.items():
        name = data["peers"][key]["name"]
        for who in ("engine", "find"):
            value = compared(data, key, who)["ratio"]
            title = "engine alone" if who == "engine" else "whole search"
            yield Figure(name=f"{name} / {title}, p99", value=value, unit="×", at_least=at_least)


def compared(data: Data, key: str, who: str) -> Data:
    """Return the p50 and p99 of another engine and of ours on the very same questions, and how many times faster."""
    peer = data["peers"][key]
    ours = by_group([data["latency"][who][number] for number in peer["numbers"]])
    theirs = by_group(peer["times"])
    return {
        "ours": ours,
        "theirs": theirs,
        "ratio": theirs["p99"] / ours["p99"],
        "ratio_p50": theirs["p50"] / ours["p50"],
    }


def _room(data: Data) -> Iterator[Figure]:
    yield Figure(name="index on disk", value=data["base"]["index_megabytes"], unit="MB", at_most=200)
    private = max(worker["dirty"] + worker["clean"] for worker in data["memory"]["workers"])
    yield Figure(name="private memory, worker of the portal", value=private, unit="MB", at_most=60)
    yield Figure(name="full build", value=data["base"]["build"]["seconds"], unit="s", at_most=90)


def _changes(data: Data) -> Iterator[Figure]:
    seen = data["freshness"]
    slowest = seen["max"] if seen["max"] is not None and not seen["never_seen"] else float("inf")
    yield Figure(name="changed offer found in all processes, slowest", value=slowest, unit="s", at_most=1)
    yield Figure(name="20 changes a second raise p99 by", value=100 * data["changing"]["raised"], unit="%", at_most=30)
