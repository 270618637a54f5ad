"""Step ``latency``: how long ``find`` takes, and the engine alone, one question after the other in one process."""

import time
from typing import Any

from brobygger.search.keeping.library import current_library
from brobygger.search.selectors import find
from tests.bench.questions import questions, sampled
from tests.bench.search.plain import our_question
from tests.bench.search.steps import BENCH_DAY, begin, progress, tell
from tests.bench.search.timing import by_group, time_all


def main() -> None:
    """Time every question, and tell the times and how many hits the words alone have."""
    arguments = begin()
    started = time.perf_counter()
    library = current_library()
    opened = time.perf_counter() - started
    asked = sampled(int(arguments["sample"])) if "sample" in arguments else questions()
    is_late = [find(filters=one.filters, at=BENCH_DAY).is_meaning_late for one in asked]
    found = time_all(asked, lambda number: find(filters=asked[number].filters, at=BENCH_DAY))
    _say("find", found)
    result: dict[str, Any] = {"opened": opened, "find": found, "late_at_first": sum(is_late)}
    if arguments.get("engine", True):
        plain = [our_question(one, library) for one in asked]
        result["engine"] = time_all(asked, lambda number: library.engine.answer(plain[number]))
        _say("engine alone", result["engine"])
        result["hits"] = [library.engine.answer(one).total for one in plain]
    tell(result)


def _say(name: str, times: list[dict[str, Any]]) -> None:
    shown = by_group(times)
    progress(f"{name}: {len(times)} questions, " + ", ".join(f"{key} {ms:.1f} ms" for key, ms in shown.items()))


if __name__ == "__main__":
    main()
