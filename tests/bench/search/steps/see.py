"""Step ``see``: look again and again for a word that is not there yet, and tell when it is found."""

import time

from brobygger.search.keeping.library import current_library
from brobygger.search.queries import Filters
from brobygger.search.selectors import find
from tests.bench.search.steps import BENCH_DAY, begin, tell

#: Between two looks: as on a server that is asked some dozen times a second.
_PAUSE = 0.02


def main() -> None:
    """Tell when each of the words was first found, as seconds since 1970; None when it never was."""
    arguments = begin()
    current_library()
    waiting, seen = list(arguments["words"]), dict.fromkeys(arguments["words"])
    while waiting and time.time() < float(arguments["ends"]):
        filters = Filters(text=waiting[0], ignored=("spelling",), widen=False)
        if any(waiting[0] in hit.document.title for hit in find(filters=filters, at=BENCH_DAY).hits):
            seen[waiting.pop(0)] = time.time()
        time.sleep(_PAUSE)
    tell(seen)


if __name__ == "__main__":
    main()
