"""Text files, line by line."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from brobygger.exchange.cells import harmless

#: So that Excel sees that it is Unicode; semicolons, because Danish Excel has them between cells.
_BYTE_ORDER_MARK = "\ufeff"


class _Line:
    """What ``csv`` writes to: it keeps the line it was given last."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> None:
        self.text = text


def csv_lines(rows: Iterable[Iterable[str]]) -> Iterator[bytes]:
    """Yield a CSV file as Danish spreadsheets open it, with no cell that they would run."""
    line = _Line()
    writer = csv.writer(line, delimiter=";", lineterminator="\r\n")
    mark = _BYTE_ORDER_MARK
    for row in rows:
        writer.writerow([harmless(cell) for cell in row])
        yield (mark + line.text).encode()
        mark = ""


def json_lines(objects: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """Yield a file with a JSON object on each line."""
    for value in objects:
        yield json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False).encode() + b"\n"
