"""HSDS objects become rows of the standard's tables.

What several objects share (an organisation, a place, a concept) becomes one row; what repeats an id that is another's
part gets an id of its own. A cell that its column does not allow, or that names a row that is not there, is left out:
every package can be read by those who hold it to its own description. What could not be kept is counted.
"""

import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from brobygger.exchange.register.tables import LISTS, ONES, TABLES, Column, Table

Thing = Mapping[str, Any]
#: What several things may hold and is still one row.
_SHARED = frozenset({"location", "program"})
Write = Callable[[str, list[str]], None]

_SHAPES = {
    "uuid": re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"),
    "uri": re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]+"),
    "email": re.compile(r"[^@\s\"<>,]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+"),
    "number": re.compile(r"-?\d+(\.\d+)?"),
    "date": re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"),
    "time": re.compile(r"([01]\d|2[0-3]):[0-5]\d:[0-5]\d"),
    "datetime": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)"),
}
_SHORT_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_LONG_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d:[0-5]\d")


class Seen:
    """Which rows there are, on disk: a register of any size is known in the same memory."""

    def __init__(self) -> None:
        self._rows = sqlite3.connect("", isolation_level=None)
        self._rows.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-16384;"
            "CREATE TABLE seen (id BLOB, name TEXT, PRIMARY KEY (id, name)) WITHOUT ROWID; BEGIN"
        )

    def add(self, table: str, id_: str) -> bool:
        """Note a row; return False when it was there."""
        done = self._rows.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", (UUID(id_).bytes, table))
        return done.rowcount == 1

    def has(self, table: str, id_: str) -> bool:
        """Test whether there is such a row."""
        found = self._rows.execute("SELECT 1 FROM seen WHERE id = ? AND name = ?", (UUID(id_).bytes, table))
        return found.fetchone() is not None

    def close(self) -> None:
        """Let go of the disk."""
        self._rows.close()


class Flattening:
    """Turns one object after another into rows. ``rows`` counts them by table, ``left_out`` what could not be kept."""

    def __init__(self, *, write: Write, seen: Seen) -> None:
        self._write, self._seen = write, seen
        self.rows: Counter[str] = Counter()
        self.left_out: Counter[str] = Counter()
        self._open: dict[tuple[str, str], list[str]] = {}

    def add_all(self, table: str, things: Iterable[Thing]) -> None:
        """Write the rows of some objects, unless another brought them."""
        for thing in things:
            self._add(table, thing, above={})
            for (name, _id), cells in self._open.items():
                self._write(name, cells)
                self.rows[name] += 1
            self._open.clear()

    def _add(self, name: str, thing: Thing, *, above: Mapping[str, str]) -> str:
        """Note an object's row and those of everything in it; return its id, or nothing when it cannot be kept."""
        table, id_ = TABLES[name], as_uuid(thing.get("id", ""))
        if self._seen.has(name, id_):
            return id_
        cells = self._cells(table, thing, id_, above)
        if missing := [c.name for c, cell in zip(table.columns, cells, strict=True) if c.is_required and not cell]:
            self.left_out.update(f"{name}.{one}" for one in missing)
            return ""
        self._seen.add(name, id_)
        self._open[name, id_] = cells
        self._add_lists(table, thing, id_)
        return id_

    def _cells(self, table: Table, thing: Thing, id_: str, above: Mapping[str, str]) -> list[str]:
        known = {**above, "id": id_, **self._rows_it_names(table, thing, above)}
        return [self._cell(table, column, known.get(column.name, thing.get(column.name))) for column in table.columns]

    def _rows_it_names(self, table: Table, thing: Thing, above: Mapping[str, str]) -> dict[str, str]:
        """Note what an object holds whole and other objects may hold too, before the row that names it."""
        named: dict[str, str] = {}
        for key, (name, column) in ONES.items():
            if isinstance(inner := thing.get(key), Mapping) and column in table.column_names:
                owner = named.get("organization_id") or thing.get("organization_id") or above.get("organization_id")
                lent = {"organization_id": as_uuid(owner)} if name == "program" and owner else {}
                named[column] = self._add(name, {**lent, **inner}, above={})
        return named

    def _add_lists(self, table: Table, thing: Thing, id_: str) -> None:
        above = {f"{table.name}_id": id_, "link_id": id_, "link_entity": table.name,
                 "resource_id": id_, "resource_type": table.name}  # fmt: skip
        for key, name in LISTS.items():
            for part in thing.get(key) or ():
                self._add_part(name, part, owner=id_, above=above)

    def _add_part(self, name: str, part: Thing, *, owner: str, above: Mapping[str, str]) -> None:
        """Note a part. One that is told twice of the same thing (a service's phone is a contact's too) is one row."""
        id_ = as_uuid(part.get("id", ""))
        if name not in _SHARED and self._seen.has(name, id_):
            row = self._open.get((name, id_))
            if row is not None and _fill(row, self._cells(TABLES[name], part, id_, above)):
                return
            part = {**part, "id": str(uuid5(UUID(owner), id_))}
        self._add(name, part, above=above)

    def _cell(self, table: Table, column: Column, value: Any) -> str:
        """Return a value as its cell, or nothing."""
        if value is None or value == "":
            return ""
        text = _written(value, column.type)
        if column.names and text and not self._seen.has(column.names, text):
            text = ""
        if not text:
            self.left_out[f"{table.name}.{column.name}"] += 1
        return text


def _fill(row: list[str], cells: list[str]) -> bool:
    """Put into a row what it does not say yet; return False, and change nothing, when the two disagree."""
    if any(one and other and one != other for one, other in zip(row, cells, strict=True)):
        return False
    row[:] = [one or other for one, other in zip(row, cells, strict=True)]
    return True


def _written(value: Any, type_: str) -> str:
    """Return a value as text, or nothing when it is not what the column says."""
    if type_ == "uuid":
        return as_uuid(value)
    text = ",".join(map(str, value)) if isinstance(value, list) else str(value)
    if type_ == "time":
        text = f"{text}:00" if _SHORT_TIME.fullmatch(text) else text[:8] if _LONG_TIME.match(text) else text
    if type_ == "date":
        text = text[:10]
    shape = _SHAPES.get(type_)
    return text if shape is None or shape.fullmatch(text) else ""


def as_uuid(value: Any) -> str:
    """Return an id as a UUID: itself, or one made of it where another register has ids of its own kind."""
    text = str(value).strip().lower()
    return text if _SHAPES["uuid"].fullmatch(text) else str(uuid5(NAMESPACE_URL, text))
