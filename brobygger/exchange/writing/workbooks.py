"""Excel files, written row by row so that a long one takes no more memory than a short."""

import re
from collections.abc import Iterable, Sequence
from typing import IO, Any

import xlsxwriter

from brobygger.exchange.cells import harmless, plain

#: A number as people write it; more digits than Excel keeps, or a zero first, make it a name for something.
_NUMBER = re.compile(r"0|[1-9]\d{0,8}")
#: Excel takes no longer texts, and no control characters.
_LONGEST_CELL = 32_767
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
#: Nothing is made of what a text looks like: no formulas, no links, no numbers.
_OPTIONS = {
    "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
}  # fmt: skip
_USUAL_WIDTH = 24


def write_workbook(
    file: IO[bytes], *, name: str, rows: Iterable[list[str]], numbers: frozenset[int],
    about: Sequence[tuple[str, str]] = (),
) -> None:  # fmt: skip
    """Write a sheet, header first. All cells are text that Excel keeps as text, but the columns in ``numbers``.

    ``about`` is what the file says of itself, on a sheet before it.
    """
    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        bold = book.add_format({"bold": True, "text_wrap": True})
        text = book.add_format({"num_format": "@", "quote_prefix": True})
        if about:
            _write_about(book, about, words=bold, form=text)
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows):
            if number == 0:
                sheet.set_column(0, len(row) - 1, _USUAL_WIDTH)
            for column, cell in enumerate(row):
                _write(sheet, number, column, cell, is_number=column in numbers, form=text if number else bold)


def _write_about(book: Any, about: Sequence[tuple[str, str]], *, words: Any, form: Any) -> None:
    sheet = book.add_worksheet("Om filen")
    sheet.set_column(0, 1, _USUAL_WIDTH)
    for number, (word, said) in enumerate(about):
        _write(sheet, number, 0, word, is_number=False, form=words)
        _write(sheet, number, 1, said, is_number=False, form=form)


def _write(sheet: Any, row: int, column: int, cell: str, *, is_number: bool, form: Any) -> None:
    if is_number and _NUMBER.fullmatch(cell):
        sheet.write_number(row, column, int(cell))
    elif cell:
        sheet.write_string(row, column, _kept(cell)[:_LONGEST_CELL], form)


def _kept(cell: str) -> str:
    """Return a text as the import reads it back: an apostrophe more only where one would be taken away."""
    clean = _CONTROL.sub("", cell)
    return clean if plain(clean) == clean else harmless(clean)
