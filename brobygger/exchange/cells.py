"""Cells that a spreadsheet cannot take for orders.

A cell that begins with one of these signs is run as a formula when somebody opens our file (CWE-1236, OWASP "CSV
Injection"). An apostrophe in front makes it text; spreadsheets hide it, and ``plain`` takes it away again at import.
"""

import re

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
#: A number is a number, below zero too. What begins with a plus is a telephone number, and keeps it as text.
_NUMBER = re.compile(r"-?\d+([.,]\d+)?")


def harmless(text: str) -> str:
    """Return a text as a cell that is shown and never run."""
    is_order = text.startswith(_STARTS) or text.lstrip().startswith(_STARTS)
    is_kept = text.startswith("'") and harmless(text[1:]) != text[1:]
    return f"'{text}" if is_kept or (is_order and not _NUMBER.fullmatch(text)) else text


def plain(cell: str) -> str:
    """Return what a cell said before it was made harmless, so that a file can go out and come back unchanged."""
    return cell[1:] if cell.startswith("'") and harmless(cell[1:]) == cell else cell
