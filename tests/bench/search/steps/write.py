"""Step ``write``: change published offers, so many a second, in some windows of time."""

import time
from dataclasses import replace
from random import Random

from brobygger.search.keeping.codec import decode
from brobygger.search.models import IndexedDocument
from brobygger.search.services import publish
from tests.bench.search.steps import BENCH_DAY, begin, tell
from tests.bench.synthetic import SEED


def main() -> None:
    """Change offers at random; tell how many."""
    arguments = begin()
    rows = IndexedDocument.objects.in_order().values_list("content", flat=True)[:2_000]
    documents = [decode(content) for content in rows]
    rng = Random(SEED)
    changes = 0
    for begins, ends in arguments["windows"]:
        for turn in range(round((ends - begins) * arguments["rate"])):
            time.sleep(max(0.0, begins + turn / arguments["rate"] - time.time()))
            document = rng.choice(documents)
            publish(document=replace(document, title=f"{document.title} {changes}"), at=BENCH_DAY)
            changes += 1
    tell({"changes": changes})


if __name__ == "__main__":
    main()
