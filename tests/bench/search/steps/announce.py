"""Step ``announce``: give one offer after the other a title with a new word; tell when each was saved."""

import time
from dataclasses import replace

from brobygger.search.keeping.codec import decode
from brobygger.search.models import IndexedDocument
from brobygger.search.services import publish
from tests.bench.search.steps import BENCH_DAY, begin, tell


def main() -> None:
    """Publish at the given moments, one word each; tell when each transaction was over."""
    arguments = begin()
    words = arguments["words"]
    rows = IndexedDocument.objects.in_order().values_list("content", flat=True)[: len(words)]
    saved = {}
    for number, (word, content) in enumerate(zip(words, list(rows), strict=True)):
        time.sleep(max(0.0, float(arguments["begins"]) + number * float(arguments["every"]) - time.time()))
        publish(document=replace(decode(content), title=f"Nyt tilbud {word}"), at=BENCH_DAY)
        saved[word] = time.time()
    tell(saved)


if __name__ == "__main__":
    main()
