"""One sheet as rows of text."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from charset_normalizer import from_bytes
from python_calamine import CalamineError, CalamineWorkbook

from brobygger.exchange.reading.packages import look_through
from brobygger.exchange.reading.refusals import FileRefused

MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 60_000
MOST_COLUMNS = 200
LONGEST_CELL = 20_000
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
    """Yield the rows of the first sheet that has any."""
    look_through(content)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            for name in book.sheet_names:
                sheet = book.get_sheet_by_name(name)
                if sheet.height > MOST_ROWS * 2 or sheet.width > MOST_COLUMNS * 4:
                    raise FileRefused("Arket er alt for stort. Gem kun rækkerne med tilbud, og prøv igen.")
                if sheet.height:
                    yield from ([_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False))
                    return
    except CalamineError as error:
        raise FileRefused from error


def _text(cell: Any) -> str:
    """Return a cell as people write it."""
    if isinstance(cell, bool):
        return "ja" if cell else "nej"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell).replace(".", ",")
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ", timespec="minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return cell.isoformat(timespec="minutes")
    return str(cell).strip()


def _from_csv(content: bytes) -> Iterator[list[str]]:
    """Yield the rows of a text file."""
    text = _decoded(content)
    if "\x00" in text:
        raise FileRefused("Det er ikke en tekstfil. Gem regnearket som Excel (.xlsx) eller CSV, og prøv igen.")
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=lambda sign: len(next(csv.reader([first], delimiter=sign), [])))
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
