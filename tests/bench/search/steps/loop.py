"""Step ``loop``: ask one question after the other for some seconds, as one of several processes at full speed."""

import time
from itertools import cycle, islice

from brobygger.search.keeping.library import current_library
from brobygger.search.selectors import find
from tests.bench.questions import questions
from tests.bench.search.steps import BENCH_DAY, begin, tell


def main() -> None:
    """Ask everything once, then from the common beginning to the common end; tell when each came and what it took."""
    arguments = begin()
    current_library()
    asked = questions()
    for one in asked:
        find(filters=one.filters, at=BENCH_DAY)
    begins, ends = float(arguments["begins"]), float(arguments["ends"])
    is_in_time = time.time() < begins
    time.sleep(max(0.0, begins - time.time()))
    times = []
    for one in islice(cycle(asked), int(arguments["offset"]), None):
        started = time.perf_counter()
        find(filters=one.filters, at=BENCH_DAY)
        times.append((time.time() - begins, (time.perf_counter() - started) * 1000))
        if time.time() >= ends:
            break
    tell({"is_in_time": is_in_time, "times": times})


if __name__ == "__main__":
    main()
