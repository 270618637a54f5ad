"""What one row of a file says, put on top of what the register says of the same offer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from brobygger.directory.editing.reading import Country, cpr_in, read_typed
from brobygger.directory.editing.steps import Problem, Typed, rows_of, value_of
from brobygger.directory.services.rules import check_offer
from brobygger.directory.values import OfferData
from brobygger.directory.wholeness import broken_rules
from brobygger.exchange.cells import plain
from brobygger.exchange.columns import COLUMNS_BY_KEY, KEY, ORGANISATION, CellRefused, Column, Words, put
from brobygger.kernel.errors import BadData

#: What stands in a cell from which somebody's number was taken away before it was kept.
TAKEN_AWAY = "⟦cpr⟧"
_OF_THE_ROW = frozenset({KEY, ORGANISATION})
_ROWS = ("places", "contacts", "links")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """Something to put right: the file's own name of the column (empty for the whole row), and a sentence."""

    column: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What reading the rows of one file takes: its columns, the concepts and the country."""

    header: Sequence[str]
    mapping: Sequence[str]
    words: Words
    country: Country
    #: Where those are from who say nothing else.
    home: str = ""
    #: The one municipality every row must be for; empty when an association puts in its own.
    only_in: str = ""

    def column_name(self, field: str) -> str:
        """Return what the file calls one of our fields; our own name for it when the file does not have it."""
        for name, key in zip(self.header, self.mapping, strict=True):
            if key and (key == field or key.startswith(f"{field}-")):
                return name
        column = COLUMNS_BY_KEY.get(field)
        return column.label if column else ""

    def cell(self, cells: Sequence[str], key: str) -> str:
        """Return what a row says in one of our columns; empty when the file does not have it."""
        found = (cell for cell, mapped in zip(cells, self.mapping, strict=True) if mapped == key)
        return plain(next(found, "")).strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a row says: the whole offer as it would be typed, the columns that say something new, what is wrong."""

    typed: Typed
    changes: tuple[str, ...]
    wrong: tuple[Wrong, ...]


def say(cells: Sequence[str], *, sheet: Sheet, before: Typed) -> Said:
    """Return what a row says on top of what was there; empty cells leave what was there as it is."""
    typed: Typed = dict(before)
    changes: dict[str, str] = {}
    wrong: list[Wrong] = []
    for name, key, raw in zip(sheet.header, sheet.mapping, cells, strict=True):
        if raw == TAKEN_AWAY:
            wrong.append(Wrong(column=name, message=_numbers()))
        cell = plain(raw)
        if not key or key in _OF_THE_ROW or not cell.strip() or raw == TAKEN_AWAY:
            continue
        try:
            if _take(cell, column=COLUMNS_BY_KEY[key], typed=typed, before=before, words=sheet.words):
                changes[key] = name
        except CellRefused as error:
            wrong.append(Wrong(column=name, message=error.message))
    if "reach" not in changes and not changes.keys().isdisjoint({"municipalities", "regions"}):
        typed["reach"] = ""
    typed = _rounded_off(typed, home=sheet.home)
    return Said(typed=typed, changes=tuple(changes.values()), wrong=tuple(wrong))


def look_over(said: Said, *, sheet: Sheet, before: OfferData, at: datetime) -> tuple[Wrong, ...]:
    """Return everything the register's own rules say no to, each at the file's column."""
    reading = read_typed(said.typed, before=before, country=sheet.country, at=at)
    problems = [*reading.problems, *cpr_in(said.typed)] or _broken(reading.data)
    if not problems and sheet.only_in and not _is_local(reading.data, sheet.only_in):
        message = gettext("Her lægger du kun ind for %(home)s, så tilbuddet skal gælde der.") % {"home": sheet.home}
        problems = [Problem(field="municipalities", message=message)]
    told = {wrong.column for wrong in said.wrong}
    found = (Wrong(column=sheet.column_name(_field(problem)), message=problem.message) for problem in problems)
    return (*said.wrong, *dict.fromkeys(wrong for wrong in found if not wrong.column or wrong.column not in told))


def _broken(data: OfferData) -> list[Problem]:
    """Return what the rules say no to; most rows are well, and are looked at once."""
    try:
        check_offer(data)
    except BadData:
        return broken_rules(data)
    return []


def _is_local(data: OfferData, code: str) -> bool:
    return code in data.municipality_codes and not data.is_national


def _take(cell: str, *, column: Column, typed: Typed, before: Typed, words: Words) -> bool:
    """Put a cell where it belongs, unless it says what was there; return whether it said something new."""
    was = column.write(before, words)
    if _same(was, cell):
        return False
    value = column.read(cell, words)
    put(typed, column.key, value)
    return column.write(typed, words) != was


def _same(was: str, cell: str) -> bool:
    """Test whether two texts are the same to those who read them: spreadsheets change the ends of lines."""
    return was.replace("\r\n", "\n").strip() == cell.replace("\r\n", "\n").strip()


def _rounded_off(typed: Typed, *, home: str) -> Typed:
    """Return what was said with what goes without saying: whose town, whom a number leads to, what a link is."""
    for name in _ROWS:
        typed[name] = [dict(row) for row in rows_of(typed, name) if any(row.values())]
    for row in typed["contacts"]:
        row["function"] = value_of(row, "function") or gettext("Kontakt")
    for row in typed["links"]:
        row["label"] = value_of(row, "label") or gettext("Hjemmeside")
    if not value_of(typed, "municipalities") and not value_of(typed, "regions") and home and not _is_national(typed):
        typed["municipalities"] = home
    typed["reach"] = value_of(typed, "reach") or _reach(typed)
    return typed


def _is_national(typed: Typed) -> bool:
    return value_of(typed, "reach") == "landet"


def _reach(typed: Mapping[str, object]) -> str:
    has_regions = bool(value_of(typed, "regions"))
    if value_of(typed, "municipalities"):
        return "begge" if has_regions else "kommuner"
    return "regioner" if has_regions else ""


def _field(problem: Problem) -> str:
    """Return the field a problem is about, as the columns name it."""
    return "municipalities" if problem.field == "reach" else problem.field


def _numbers() -> str:
    return gettext("Det ligner et CPR-nummer. Vi har slettet det hos os. Slet det også i filen.")
