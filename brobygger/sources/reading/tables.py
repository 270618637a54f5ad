"""CSV as rows: any usual delimiter, any usual encoding, and no cell without an end."""

import csv
import io
from collections.abc import Iterator
from typing import IO

from brobygger.sources.reading.limits import Limits
from brobygger.sources.reading.refusals import FeedRefused, Reason
from brobygger.sources.reading.spools import as_utf8, head_of

Row = dict[str, str]
MOST_COLUMNS = 300
_LONGEST_LINE = 1024 * 1024
#: A cell that goes on longer has a quotation mark that nobody closed.
_LONGEST_CELL = 128 * 1024
_DELIMITERS = (",", ";", "\t", "|")
#: What databases write for nothing.
_NOTHING = frozenset({"", "null", "NULL", "\\N", "None", "NaN", "nan", "#N/A"})


def header_of(file: IO[bytes]) -> list[str]:
    """Return the names of a file's columns; empty when it does not look like a table."""
    first = next(iter(head_of(file).decode("utf-8-sig", "replace").splitlines()), "")
    names = [name.strip() for name in next(csv.reader([first], delimiter=_delimiter(first)), [])]
    looks_right = len(names) > 1 and all(len(name) <= 100 for name in names) and "\x00" not in first
    return names if looks_right else []


def rows_of(file: IO[bytes], *, limits: Limits) -> Iterator[Row]:
    """Yield each row's cells that say something, by the names of their columns. Raises ``FeedRefused``."""
    content, _was_old = as_utf8(file, limits=limits)
    text = io.TextIOWrapper(content, encoding="utf-8", errors="replace")
    # For the whole process: said here, as a library may have said otherwise.
    csv.field_size_limit(_LONGEST_CELL)
    try:
        lines = _lines(text)
        first = next(lines, "")
        header = [name.strip() for name in next(csv.reader([first], delimiter=_delimiter(first)), [])]
        if len(header) > MOST_COLUMNS:
            raise FeedRefused(Reason.TABLE_BROKEN)
        for cells in csv.reader(lines, delimiter=_delimiter(first)):
            row = {
                name: cell for name, cell in zip(header, cells, strict=False) if name and cell.strip() not in _NOTHING
            }
            if row:
                yield row
    except csv.Error as error:
        raise FeedRefused(Reason.TABLE_BROKEN) from error
    finally:
        text.detach()


def _delimiter(line: str) -> str:
    return max(_DELIMITERS, key=line.count)


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    """Yield the lines of a text, without what no text has."""
    while line := text.readline(_LONGEST_LINE):
        if len(line) == _LONGEST_LINE:
            raise FeedRefused(Reason.TABLE_BROKEN)
        yield line.replace("\x00", "")
