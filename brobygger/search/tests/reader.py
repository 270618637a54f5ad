"""Another process of the portal, for tests: it answers each line with the titles it finds, as a web worker would.

``python -m brobygger.search.tests.reader [--workers N]``: with workers the library is read first and N processes are
born after it, as gunicorn does; each answers every line.
"""

import json
import os
import sys
from typing import TextIO

import django
from django.db import connections

django.setup()

from brobygger.search.keeping import building, library  # noqa: E402
from brobygger.search.keeping.library import current_library, preload  # noqa: E402


def answer() -> None:
    """Answer until nobody asks any more."""
    for _line in sys.stdin:
        _say(sys.stdout, json.dumps(_seen()) + "\n")


def _seen() -> dict[str, object]:
    known = current_library()
    rows = [known.engine.row_of(document_id=found) for found, _digest in known.engine.digests()]
    documents = known.documents_of([row for row in rows if row is not None])
    return {"titles": sorted(d.title for d in documents if d), "size": known.engine.size, "number": known.number}


def _say(to: TextIO, text: str) -> None:
    to.write(text)
    to.flush()


def answer_with_workers(count: int) -> None:
    """Answer each line once for every worker that was born after the library was read."""
    preload()
    connections.close_all()
    before = library._shelf._library
    doors = []
    for _number in range(count):
        (ask, asked), (answers, answered) = os.pipe(), os.pipe()
        if os.fork() == 0:
            sys.stdin = os.fdopen(ask)
            os.dup2(answered, 1)
            os.close(asked)
            assert library._shelf._library is before is not None
            answer()
            os._exit(0)
        os.close(ask)
        os.close(answered)
        doors.append((os.fdopen(asked, "w"), os.fdopen(answers)))
    for line in sys.stdin:
        for ask_one, answer_of_one in doors:
            _say(ask_one, line)
            _say(sys.stdout, answer_of_one.readline())


if __name__ == "__main__":
    building.FEW_DOCUMENTS = 0
    library._ASK_AGAIN_SECONDS = 0.0
    if "--workers" in sys.argv:
        answer_with_workers(int(sys.argv[-1]))
    else:
        answer()
