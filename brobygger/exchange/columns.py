"""The columns of a file: what each is called, and how a cell becomes what would be typed in the editor, and back.

The same list makes the header of every export and is what the import knows by itself, so that a file can go out,
be worked on and come back. Cells say what the editor's fields say (``directory.editing``).
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext, override

from brobygger.directory.editing.filling import FIELD_OF_FACET
from brobygger.directory.editing.steps import Typed, list_of, rows_of, value_of
from brobygger.directory.models import (
    Access,
    Accessibility,
    CommunityType,
    Delivery,
    Gender,
    Language,
    PriceKind,
    Role,
    Signup,
)
from brobygger.kernel.errors import BadData
from brobygger.places.names import slugify
from brobygger.taxonomy.selectors import ConceptValue

#: The two columns that say which offer a row is about; the rest is what the offer says.
KEY, ORGANISATION = "key", "organisation"
#: A cell that empties what stood there; an empty cell leaves it.
EMPTY_IT = "slet"
_SPLIT = re.compile(r"[;\n]")
_YES, _NO = (
    frozenset({"ja", "j", "x", "1", "true", "yes", "sand"}),
    frozenset({"nej", "n", "0", "false", "no", "falsk"}),
)
_REACHES = {
    "kommuner": "bestemte kommuner",
    "regioner": "hele regioner",
    "begge": "kommuner og regioner",
    "landet": "hele landet",
}


class CellRefused(BadData):
    """Det, der står i cellen, kan vi ikke læse."""

    code = "cell_refused"


class Says(StrEnum):
    """What a cell holds."""

    TEXT = "text"
    CHOICE = "choice"
    CHOICES = "choices"
    YES = "yes"
    CONCEPTS = "concepts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The concepts: what each is called, and which one a word means. Made once for a file."""

    labels: Mapping[str, str]
    keys: Mapping[str, Mapping[str, str]]

    @classmethod
    def of(cls, concepts: Iterable[ConceptValue]) -> "Words":
        """Return the words of some concepts: their names, other names and keys, each in its own facet's column."""
        known = tuple(concepts)
        keys: dict[str, dict[str, str]] = {name: {} for name in FIELD_OF_FACET.values()}
        for concept in known:
            words = keys.get(FIELD_OF_FACET.get(concept.facet, "needs"), {})
            words[bare(concept.pref_da)] = words[concept.key] = concept.key
            for word in concept.alt_da:
                words.setdefault(bare(word), concept.key)
        return cls(labels={concept.key: concept.pref_da for concept in known}, keys=keys)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column. ``key`` is the editor's field, with row and part when there are several ("places-0-postcode")."""

    key: str
    label: str
    says: Says = Says.TEXT
    choices: Callable[[], Mapping[str, str]] = dict
    #: What people's own files call it.
    also: tuple[str, ...] = field(default=())

    def write(self, typed: Typed, words: Words) -> str:
        """Return what an offer, as it would be typed, says in this column; not yet harmless (``cells``)."""
        value = _value(typed, self.key)
        if self.says == Says.TEXT:
            return str(value or "")
        labels = words.labels if self.says == Says.CONCEPTS else self.choices()
        if self.says in {Says.CHOICES, Says.CONCEPTS}:
            return "; ".join(labels.get(key, key) for key in value or ())
        return labels.get(str(value), str(value or "")) if self.says == Says.CHOICE else str(value or "")

    def read(self, cell: str, words: Words) -> Any:
        """Return what a cell that is not empty says, as it would be typed. Raises ``CellRefused`` with a sentence."""
        is_many = self.says in {Says.CHOICES, Says.CONCEPTS}
        if cell.strip().lower() == EMPTY_IT:
            return [] if is_many else ""
        if self.says == Says.TEXT:
            return cell.strip()
        if self.says == Says.YES:
            return _yes_or_no(cell)
        known = words.keys[self.key] if self.says == Says.CONCEPTS else _by_word(self.choices())
        if not is_many:
            return _known(cell, known, self.choices())
        return list(dict.fromkeys(_known(part, known, self.choices()) for part in _parts(cell, known)))


def put(typed: Typed, key: str, value: Any) -> None:
    """Put what a cell says where the editor keeps it; rows before it that nobody mentions are made when needed."""
    name, number, part = _address(key)
    if number is None:
        typed[name] = value
        return
    rows = [dict(row) for row in rows_of(typed, name)]
    while len(rows) <= number:
        rows.append({})
    rows[number][part] = value
    typed[name] = rows


def bare(word: str) -> str:
    """Return a word or a header for comparing: what differs is only capitals, signs and spaces."""
    return slugify(word)


@lru_cache(maxsize=1)
def columns_by_name() -> Mapping[str, Column]:
    """Return every column by the bare names it goes under."""
    found = {bare(column.label): column for column in COLUMNS} | {bare(column.key): column for column in COLUMNS}
    for column in COLUMNS:
        for name in column.also:
            found.setdefault(bare(name), column)
    return found


def _address(key: str) -> tuple[str, int | None, str]:
    """Return the field of a key, and the number and part of a row when it is about one."""
    name, _, rest = key.partition("-")
    number, _, part = rest.partition("-")
    return (name, int(number), part) if part else (key, None, "")


def _value(typed: Typed, key: str) -> Any:
    name, number, part = _address(key)
    if number is None:
        value = typed.get(name, "")
        return list_of(typed, name) if isinstance(value, list | tuple) else value
    rows = rows_of(typed, name)
    return value_of(rows[number], part) if number < len(rows) else ""


def _yes_or_no(cell: str) -> str:
    word = cell.strip().lower()
    if word not in _YES | _NO:
        raise CellRefused(gettext("Skriv ja eller nej."))
    return "ja" if word in _YES else "nej"


def _parts(cell: str, known: Mapping[str, str]) -> list[str]:
    """Return the parts of a list: with semicolons between them, or with commas where no name has one."""
    parts = [part.strip() for part in _SPLIT.split(cell) if part.strip()]
    found: list[str] = []
    for part in parts:
        found += [part] if bare(part) in known else [word.strip() for word in part.split(",") if word.strip()]
    return found


def _known(word: str, known: Mapping[str, str], choices: Mapping[str, str]) -> str:
    """Return the key of a word. Raises ``CellRefused``."""
    key = known.get(bare(word)) or known.get(word.strip().lower())
    if key is None:
        message = gettext("Vi kender ikke »%(word)s«.") % {"word": word.strip()[:60]}
        if choices:
            message += " " + gettext("Skriv for eksempel: %(choices)s.") % {
                "choices": ", ".join(choices.values())[:200]
            }
        raise CellRefused(message)
    return key


def _by_word(choices: Mapping[str, str]) -> dict[str, str]:
    return {bare(label): key for key, label in choices.items()} | {key.lower(): key for key in choices}


def _labels_of(kind: Any) -> Callable[[], Mapping[str, str]]:
    """Return a question for the choices of a field, in Danish whatever language the reader has chosen."""

    @lru_cache(maxsize=1)
    def labels() -> Mapping[str, str]:
        with override("da"):
            return {str(key): str(label) for key, label in kind.choices if key != "unknown"}

    return labels


def _text(key: str, label: str, *also: str) -> Column:
    return Column(key=key, label=label, also=also)


def _choice(key: str, label: str, kind: Any, *also: str) -> Column:
    return Column(key=key, label=label, says=Says.CHOICE, choices=_labels_of(kind), also=also)


def _choices(key: str, label: str, kind: Any, *also: str) -> Column:
    return Column(key=key, label=label, says=Says.CHOICES, choices=_labels_of(kind), also=also)


def _concepts(key: str, label: str, *also: str) -> Column:
    return Column(key=key, label=label, says=Says.CONCEPTS, also=also)


def _yes(key: str, label: str, *also: str) -> Column:
    return Column(key=key, label=label, says=Says.YES, also=also)


def _place(number: int) -> tuple[Column, ...]:
    """Return the columns of one place; the first has the plain names."""
    tail, at = f" {number + 1}" if number else "", f"places-{number}"
    return (
        _text(f"{at}-name", f"Sted{tail}", f"stedets navn{tail}", f"lokale{tail}", f"mødested{tail}"),
        _text(f"{at}-address", f"Adresse{tail}", f"vej{tail}", f"gade{tail}", f"vej og nr{tail}"),
        _text(f"{at}-postcode", f"Postnummer{tail}", f"postnr{tail}", f"post nr{tail}"),
        _text(f"{at}-directions", f"Sådan finder man frem{tail}", f"vejvisning{tail}"),
    )


def _contact(number: int) -> tuple[Column, ...]:
    """Return the columns of one contact; a person's name comes only with a yes, so it is not brought in by a file."""
    tail, at = f" {number + 1}" if number else "", f"contacts-{number}"
    return (
        _text(f"{at}-function", f"Kontakt{tail}", f"hvem man kontakter{tail}", f"funktion{tail}"),
        _text(f"{at}-phone", f"Telefon{tail}", f"tlf{tail}", f"telefonnummer{tail}", f"mobil{tail}"),
        _text(f"{at}-email", f"Mail{tail}", f"e-mail{tail}", f"email{tail}", f"mailadresse{tail}"),
        _text(f"{at}-hours", f"Træffetid{tail}", f"telefontid{tail}"),
    )


def _link(number: int) -> tuple[Column, ...]:
    tail, at = f" {number + 1}" if number else "", f"links-{number}"
    return (
        _text(f"{at}-url", f"Hjemmeside{tail}", f"link{tail}", f"www{tail}", f"website{tail}", f"url{tail}"),
        _text(f"{at}-label", f"Hjemmesidens navn{tail}", f"linktekst{tail}"),
    )


#: Every column, in the order of a file that goes out. ``key`` and ``organisation`` come from the offer's own row.
COLUMNS: tuple[Column, ...] = (
    _text(KEY, "Id", "nøgle", "nummer", "løbenummer", "tilbuds-id"),
    _text(ORGANISATION, "Forening", "organisation", "foreningens navn", "arrangør", "udbyder"),
    _text("name", "Navn", "titel", "tilbud", "aktivitet", "tilbuddets navn", "overskrift"),
    _text("summary", "Kort fortalt", "kort beskrivelse", "resume", "resumé", "undertitel"),
    _text("description", "Beskrivelse", "tekst", "lang beskrivelse", "om tilbuddet"),
    _text("audience", "Hvem er det for", "målgruppe, med ord"),
    _text("age_from", "Fra alder", "alder fra", "min alder"),
    _text("age_to", "Til alder", "alder til", "max alder"),
    _choice("gender", "Køn", Gender),
    _text("gender_reason", "Hvorfor kun ét køn"),
    _yes("needs_sobriety", "Skal være ædru"),
    _choice("access", "Henvisning", Access, "adgang"),
    _concepts("needs", "Udfordringer", "emner", "emne", "problemer", "kategori", "kategorier"),
    _concepts("target_groups", "Målgrupper", "målgruppe"),
    _concepts("activities", "Aktiviteter", "aktivitetstype", "type"),
    _choices("roles", "Hvordan kan man være med", Role, "roller"),
    Column(key="reach", label="Hvor gælder det", says=Says.CHOICE, choices=lambda: _REACHES, also=("dækning",)),
    _text("municipalities", "Kommuner", "kommune"),
    _text("regions", "Regioner", "region"),
    _choices("delivery", "Hvordan mødes man", Delivery, "form"),
    *_place(0),
    *_place(1),
    *_place(2),
    _text("schedule_note", "Hvornår", "tid", "tidspunkt", "tider", "dag og tid", "åbningstid", "åbningstider"),
    _text("alert", "Vigtig besked lige nu"),
    _choice("signup", "Tilmelding", Signup),
    _text("signup_note", "Sådan melder man sig"),
    _choice("price_kind", "Pris", PriceKind),
    _text("price_note", "Pris, med ord", "prisen"),
    _text("concessions", "Rabat", "rabat og hjælp til betaling"),
    _text("first_visit", "Første gang"),
    _text("host_function", "Hvem tager imod"),
    _yes("companion", "Kan man blive fulgt", "ledsager"),
    _choice("community_type", "Fællesskab", CommunityType),
    _choices("accessibility", "Tilgængelighed", Accessibility),
    _text("accessibility_note", "Tilgængelighed, med ord"),
    _text("practical_help", "Praktisk hjælp", "kørsel"),
    _choices("languages", "Sprog", Language),
    *_contact(0),
    *_contact(1),
    *_link(0),
    *_link(1),
)
COLUMNS_BY_KEY: Mapping[str, Column] = {column.key: column for column in COLUMNS}


def cells_of(*, key: str, organisation: str, typed: Typed, words: Words) -> list[str]:
    """Return one offer's row of a file, a cell for each column; make each ``harmless`` before it is written."""
    said = {**typed, KEY: key, ORGANISATION: organisation}
    return [column.write(said, words) for column in COLUMNS]
