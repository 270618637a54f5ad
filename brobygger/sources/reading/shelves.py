"""Tables put together into whole things: a service with its places, its places with their addresses, and so on.

A package may hold its rows in any order and more of them than there is memory for. They are put in a database of their
own, in a file that is gone when the reading is, and taken out again a service at a time.
"""

import sqlite3
import tempfile
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import orjson

from brobygger.sources.reading.older import kind_of_table, merge_eligibility, modern_row
from brobygger.sources.reading.reports import Remark, RemarkKind, Thing, remark
from brobygger.sources.reading.shapes import SHAPES
from brobygger.sources.reading.tidying import MOST_IN_A_LIST, sane

#: One thing with more parts than this is no thing.
MOST_PARTS = 20_000
_KEPT_WHOLE = 200
_ROWS_AT_A_TIME = 2_000
#: Lists of rows that point to whatever they belong to by one id and a word for its kind.
_LOOSE: Mapping[str, tuple[str, str, str]] = {
    "attribute": ("attributes", "link_id", "link_entity"),
    "metadata": ("metadata", "resource_id", "resource_type"),
}


def _lists() -> dict[str, list[tuple[str, str, str]]]:
    """Return for each kind its lists: what is in them, what they are called, and the field that points back."""
    return {
        kind: [
            (field.of, field.name, pointer.name)
            for field in shape.fields.values()
            if field.holds == "list" and field.of not in _LOOSE
            for pointer in SHAPES[field.of].fields.values()
            if pointer.holds == "key" and pointer.of == kind and pointer.name != "parent_organization_id"
        ]
        for kind, shape in SHAPES.items()
    }


def _pointers() -> dict[str, list[tuple[str, str, str]]]:
    """Return for each kind what it holds one of: its name, its kind, and the field that points to it."""
    return {
        kind: [
            (field.name, field.of, pointer.name)
            for field in shape.fields.values()
            if field.holds == "object"
            for pointer in shape.fields.values()
            if pointer.holds == "key" and pointer.of == field.of and not pointer.name.startswith("parent_")
        ]
        for kind, shape in SHAPES.items()
    }


_LISTS, _POINTERS = _lists(), _pointers()
#: Which fields of a row are looked up by, for each kind.
_LOOKED_UP: Mapping[str, frozenset[str]] = {
    kind: frozenset(back for lists in _LISTS.values() for of, _name, back in lists if of == kind)
    | ({_LOOSE[kind][1]} if kind in _LOOSE else frozenset())
    for kind in SHAPES
} | {"eligibility": frozenset({"service_id"}), "service": frozenset({"organization_id"})}
_TABLES = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
CREATE TABLE rows (n INTEGER PRIMARY KEY, kind TEXT, id TEXT, data BLOB);
CREATE TABLE ties (kind TEXT, field TEXT, value TEXT, n INTEGER);
"""
_INDEXES = """
CREATE INDEX rows_by_id ON rows (id, kind);
CREATE INDEX rows_by_kind ON rows (kind, n);
CREATE INDEX ties_by_value ON ties (kind, field, value, n);
"""


class TooManyParts(Exception):
    """A thing has more parts than a thing has."""


class Shelf:
    """Rows of one package. First everything is put on it, then whole things are taken from it."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="brobygger-feed-")
        self._db = sqlite3.connect(Path(self._folder.name) / "rows.sqlite3")
        self._db.executescript(_TABLES)
        self._rows: list[tuple[int, str, str, bytes]] = []
        self._ties: list[tuple[str, str, str, int]] = []
        self._count = 0
        self._whole: OrderedDict[tuple[str, str], Thing] = OrderedDict()
        self._parts = 0
        self.remarks: list[Remark] = []

    def put(self, table: str, row: Thing) -> bool:
        """Put a row on the shelf; False when we do not know its table."""
        kind, row = modern_row(kind_of_table(table), row)
        if kind not in _LOOKED_UP:
            return False
        self._count += 1
        data = _dumped(row)
        self._rows.append((self._count, kind, _id(row.get("id")), data))
        for field in _LOOKED_UP[kind]:
            if value := _id(row.get(field)):
                self._ties.append((kind, field, value, self._count))
        if len(self._rows) >= _ROWS_AT_A_TIME:
            self._write()
        return True

    def done(self) -> None:
        """Say that everything is there."""
        self._write()
        self._db.executescript(_INDEXES)

    def things(self, kind: str) -> Iterator[Thing]:
        """Yield each row of a kind with everything that belongs to it. ``remarks`` are about the last one."""
        for (data,) in self._db.cursor().execute("SELECT data FROM rows WHERE kind = ? ORDER BY n", (kind,)):
            self.remarks, self._parts = [], 0
            row = orjson.loads(data)
            try:
                yield self._put_together(kind, row)
            except TooManyParts:
                self.remarks.append(remark(RemarkKind.CUT_SHORT, ""))
                yield row

    def astray(self) -> Iterator[tuple[Remark, int]]:
        """Yield what points to nothing: where, and how often."""
        found = self._db.execute(
            "SELECT kind, field, COUNT(*), MIN(value) FROM ties"
            " WHERE NOT EXISTS (SELECT 1 FROM rows WHERE id = value) GROUP BY kind, field"
        )
        for kind, field, count, value in found.fetchall():
            yield remark(RemarkKind.NOT_FOUND, f"{kind}.{field}", value), count

    def is_used(self, organization: Thing) -> bool:
        """Test whether a service points to an organisation."""
        found = self._db.execute(
            "SELECT 1 FROM ties WHERE kind = 'service' AND field = 'organization_id' AND value = ? LIMIT 1",
            (_id(organization.get("id")),),
        )
        return found.fetchone() is not None

    def _put_together(self, kind: str, row: Thing) -> Thing:
        """Return a row with its lists and what it points to."""
        whole = dict(row)
        identity = _id(row.get("id"))
        for of, name, back in _LISTS[kind]:
            self._add(whole, name, [self._put_together(of, part) for part in self._tied(of, back, identity)])
        for of, (name, back, word) in _LOOSE.items():
            if name in SHAPES[kind].fields:
                found = [part for part in self._tied(of, back, identity) if _fits(part.get(word), kind)]
                self._add(whole, name, [self._put_together(of, part) for part in found])
        for name, of, pointer in _POINTERS[kind]:
            if not whole.get(name) and (there := _id(row.get(pointer))):
                self._point(whole, name, of, there)
        if kind == "service":
            merge_eligibility(whole, self._tied("eligibility", "service_id", identity))
        return whole

    def _add(self, whole: Thing, name: str, found: list[Thing]) -> None:
        if found:
            there = whole.get(name)
            whole[name] = [*(there if isinstance(there, list) else []), *found]

    def _point(self, whole: Thing, name: str, of: str, there: str) -> None:
        """Put what a row points to inside it, or note that it is not there."""
        if (of, there) in self._whole:
            self._whole.move_to_end((of, there))
            whole[name] = self._whole[of, there]
            return
        found = self._db.execute("SELECT data FROM rows WHERE kind = ? AND id = ? ORDER BY n LIMIT 1", (of, there))
        if (row := found.fetchone()) is None:
            self.remarks.append(remark(RemarkKind.NOT_FOUND, name, there))
            return
        self._count_part()
        whole[name] = self._whole[of, there] = self._put_together(of, orjson.loads(row[0]))
        if len(self._whole) > _KEPT_WHOLE:
            self._whole.popitem(last=False)

    def _tied(self, kind: str, field: str, value: str) -> list[Thing]:
        """Return the rows that point to something, each id once."""
        if not value:
            return []
        found = self._db.execute(
            "SELECT rows.id, data FROM ties JOIN rows USING (n)"
            " WHERE ties.kind = ? AND field = ? AND value = ? ORDER BY ties.n LIMIT ?",
            (kind, field, value, MOST_IN_A_LIST),
        ).fetchall()
        once: dict[str, bytes] = {}
        for place, (identity, data) in enumerate(found):
            self._count_part()
            once.setdefault(identity or f"{place}.", data)
        return [orjson.loads(data) for data in once.values()]

    def _count_part(self) -> None:
        self._parts += 1
        if self._parts > MOST_PARTS:
            raise TooManyParts

    def _write(self) -> None:
        self._db.executemany("INSERT INTO rows VALUES (?, ?, ?, ?)", self._rows)
        self._db.executemany("INSERT INTO ties VALUES (?, ?, ?, ?)", self._ties)
        self._rows.clear()
        self._ties.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()
        self._folder.cleanup()


def _id(value: Any) -> str:
    """Return an id as it is looked up by; empty when there is none."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return str(value).strip()[:500]


def _dumped(row: Thing) -> bytes:
    try:
        return orjson.dumps(row)
    except orjson.JSONEncodeError:
        return orjson.dumps(sane(row))


def _fits(word: Any, kind: str) -> bool:
    """Test whether a loose row may belong to a kind; a word that names no kind says nothing."""
    named = kind_of_table(word) if isinstance(word, str) else ""
    return named in {"", kind}
