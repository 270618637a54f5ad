"""One sheet as rows of text."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from charset_normalizer import from_bytes

from brobygger.exchange.reading import opening
from brobygger.exchange.reading.packages import look_through
from brobygger.exchange.reading.refusals import FileRefused

MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 60_000
MOST_COLUMNS = 200
#: A cell that goes on longer has a quotation mark that nobody closed.
_LONGEST_READ = 128 * 1024
LONGEST_CELL = 20_000
#: By the clock; what the other process may work is a limit of its own (``opening.MOST_SECONDS``).
_MOST_SECONDS = 2 * opening.MOST_SECONDS
_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
#: As Danish spreadsheets save CSV, most usual first.
_DELIMITERS = (";", "\t", ",")
#: What Danish text in no Unicode is written in: Windows, DOS (old Excel's "CSV (MS-DOS)"), old Macs.
_OLD_ENCODINGS = ["cp1252", "cp850", "mac_roman"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A sheet: the names of its columns, and its rows, each as long as the header. ``first_row`` is 2 in most files.

    Row n of ``rows`` is what a spreadsheet calls row ``numbers[n]``.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]


def read_table(content: bytes) -> Table:
    """Return the first sheet of a file, whatever it is called and claims to be. Raises ``FileRefused``.

    The first row with words is the header; rows without anything are left out. Numbers, days and times are text as
    people write them (12, 2026-11-22, 14:30).
    """
    if len(content) > MOST_BYTES:
        raise FileRefused(f"Filen er for stor. Den må højst fylde {MOST_BYTES // 1024 // 1024} MB.")
    if content.startswith(_OLD_EXCEL):
        raise FileRefused("Det er en ældre Excel-fil. Gem den som Excel-projektmappe (.xlsx), og prøv igen.")
    return _table(_from_workbook(content) if content.startswith(_ZIP) else _from_csv(content))


def _table(rows: Iterable[list[str]]) -> Table:
    """Find the header, even out the rows, and refuse what is too much."""
    header: tuple[str, ...] = ()
    kept: list[tuple[str, ...]] = []
    numbers: list[int] = []
    for number, row in enumerate(rows, start=1):
        if not any(row):
            continue
        if not header:
            header = _header(row)
            continue
        if len(kept) == MOST_ROWS:
            raise FileRefused(f"Der er flere end {MOST_ROWS} rækker. Del filen i flere.")
        cells = [cell[:LONGEST_CELL] for cell in row[: len(header)]]
        kept.append((*cells, *("",) * (len(header) - len(cells))))
        numbers.append(number)
    if not header:
        raise FileRefused("Filen er tom.")
    if not kept:
        raise FileRefused("Filen har kun en overskrift og ingen rækker.")
    return Table(header=header, rows=tuple(kept), numbers=tuple(numbers))


def _header(row: list[str]) -> tuple[str, ...]:
    """Return the names of the columns; those without one are called by their letter, and a name twice gets a number."""
    while row and not row[-1]:
        row = row[:-1]
    if len(row) > MOST_COLUMNS:
        raise FileRefused(f"Der er flere end {MOST_COLUMNS} kolonner.")
    names: list[str] = []
    for number, cell in enumerate(row):
        name = " ".join(cell.split())[:100] or f"Kolonne {number + 1}"
        names.append(name if name not in names else f"{name} ({number + 1})")
    return tuple(names)


def _from_workbook(content: bytes) -> Iterator[list[str]]:
    """Yield the rows of the first sheet that has any, as another process reads them (``reading.opening``)."""
    look_through(content)
    limits = (str(MOST_ROWS * 2), str(MOST_COLUMNS * 4))
    try:
        opened = subprocess.run(  # noqa: S603 - our own file; what a stranger sent is its input
            [sys.executable, "-I", opening.__file__, *limits],
            input=content, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}, check=True, timeout=_MOST_SECONDS,
        )  # fmt: skip
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise FileRefused(
            "Arket kan ikke læses, eller det er alt for stort. Kopiér kun rækkerne med tilbud til et nyt regneark, "
            "og prøv igen."
        ) from error
    yield from map(json.loads, opened.stdout.splitlines())


def _from_csv(content: bytes) -> Iterator[list[str]]:
    """Yield the rows of a text file."""
    text = _decoded(content)
    if "\x00" in text:
        raise FileRefused("Det er ikke en tekstfil. Gem regnearket som Excel (.xlsx) eller CSV, og prøv igen.")
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=lambda sign: len(next(csv.reader([first], delimiter=sign), [])))
    # For the whole process: said here, as a library may have said otherwise.
    csv.field_size_limit(_LONGEST_READ)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            yield [cell.strip() for cell in row]
    except csv.Error as error:
        raise FileRefused(
            "Filen er i stykker: et citationstegn er ikke lukket, eller en celle er alt for lang."
        ) from error


def _decoded(content: bytes) -> str:
    """Return a text file's text: Unicode when it is, else the old encoding that fits best."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        best = from_bytes(content[:200_000], cp_isolation=_OLD_ENCODINGS).best()
        return content.decode(best.encoding if best else "cp1252", errors="replace")
