"""From a form that was sent to what was typed: text as it stands, right or wrong, empty rows left out."""

import json
import re
from typing import Any

from django.http import QueryDict

from brobygger.directory.editing.steps import MOST_ROWS, ROW_FIELDS, Step, Typed

#: What a row says before anybody has typed in it, and what cannot be seen: alone it is no row.
_NOTHING_YET = frozenset({"kind", "fits_when", "municipality", "timezone", "consent", "place"})
#: Longer than any text in the editor may be; what is beyond it is no slip of the pen.
_MOST_LETTERS = 20_000
#: Control signs; line breaks and tabs are typed.
_UNTYPED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def typed_on(step: Step, sent: QueryDict) -> Typed:
    """Return what was typed on one step."""
    return {
        **{name: _clean(sent.get(name, "")) for name in step.texts},
        **{name: [_clean(item) for item in sent.getlist(name)] for name in step.lists},
        **{name: _rows(name, sent) for name in step.rows},
    }


def before_in(sent: QueryDict) -> Typed:
    """Return what the page said when it was opened, as the form carries it; nothing when that cannot be read."""
    try:
        before = json.loads(sent.get("before", ""))
    except ValueError:
        return {}
    return before if isinstance(before, dict) else {}


def revision_in(sent: QueryDict) -> int:
    """Return the draft's revision when the page was opened; 0 when that cannot be read."""
    typed = sent.get("revision", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 9 else 0


def without_row(typed: Typed, asked: str) -> Typed:
    """Return what was typed less one row, named as "places-1"."""
    name, _, number = asked.partition("-")
    rows = typed.get(name)
    if isinstance(rows, list) and number.isdecimal():
        return typed | {name: [row for place, row in enumerate(rows) if place != int(number)]}
    return typed


def _rows(name: str, sent: QueryDict) -> list[dict[str, Any]]:
    """Return the rows of one kind in their order."""
    numbers = sorted({int(found[1]) for key in sent if (found := re.match(rf"{name}-(\d{{1,4}})-", key))})
    rows = [_row(name, number, sent) for number in numbers[:MOST_ROWS]]
    return [row for row in rows if any(value for part, value in row.items() if part not in _NOTHING_YET)]


def _row(name: str, number: int, sent: QueryDict) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for part in ROW_FIELDS[name]:
        plain = part.removesuffix("[]")
        key = f"{name}-{number}-{plain}"
        if part.endswith("[]"):
            row[plain] = [_clean(item) for item in sent.getlist(key)]
        elif value := _clean(sent.get(key, "")):
            row[plain] = value
    return row


def _clean(text: str) -> str:
    """Return a text as it was typed, without signs that no key types: PostgreSQL keeps no NUL, and XML none of them."""
    return _UNTYPED.sub("", text).replace("\r\n", "\n")[:_MOST_LETTERS]
