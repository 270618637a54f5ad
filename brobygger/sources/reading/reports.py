"""What is handed on: the things found, what was wrong with them, and how the reading went."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

Thing = dict[str, Any]
ThingKind = Literal["service", "organization"]


class Made(str):
    """An id that we have made of a row, so that it is no fault of the source's that it is no UUID."""

    __slots__ = ()


LONGEST_VALUE = 40
#: What may be somebody's: a mail address, a run of digits.
_PERSONAL = re.compile(r"\S+@\S+|\d[\d ./+-]{4,}\d")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_PERSONAL_PATHS = re.compile(r"(?:^|\.)(?:contacts?|phones?|attention|email|assurer_email|updated_by|number)(?:\.|$)")
_PLACE_IN_LIST = re.compile(r"\.\d+(?=\.|$)")
#: More different remarks than this are counted together.
MOST_TALLIES = 200


class Format(StrEnum):
    """What a feed is written in."""

    HSDS_API = "hsds_api"
    HSDS_JSON = "hsds_json"
    HSDS_NDJSON = "hsds_ndjson"
    HSDS_TABLES = "hsds_tables"
    ORUK_API = "oruk_api"
    ORUK_JSON = "oruk_json"
    OLDER_TABLES = "older_tables"
    CSV = "csv"
    OWN_LINES = "own_lines"


class RemarkKind(StrEnum):
    """What was wrong, and what we did."""

    MADE_NUMBER = "made_number"
    MADE_TEXT = "made_text"
    MADE_LIST = "made_list"
    MADE_OBJECT = "made_object"
    MADE_DATE = "made_date"
    MADE_TIME = "made_time"
    MADE_WORD = "made_word"
    MADE_ADDRESS = "made_address"
    MADE_ID = "made_id"
    FILLED_IN = "filled_in"
    RENAMED = "renamed"
    HTML_TAKEN_OUT = "html_taken_out"
    SIGNS_TAKEN_OUT = "signs_taken_out"
    CUT_SHORT = "cut_short"
    OLD_ENCODING = "old_encoding"
    VALUE_LEFT_OUT = "value_left_out"
    PART_LEFT_OUT = "part_left_out"
    THING_LEFT_OUT = "thing_left_out"
    SEEN_BEFORE = "seen_before"
    NOT_FOUND = "not_found"
    LINE_BROKEN = "line_broken"
    ODD_PAGE = "odd_page"
    MANY_KINDS = "many_kinds"


_SENTENCES: dict[RemarkKind, Promise] = {
    RemarkKind.MADE_NUMBER: gettext_lazy("Skal være et tal; vi har læst det som et."),
    RemarkKind.MADE_TEXT: gettext_lazy("Skal være tekst; vi har skrevet det som tekst."),
    RemarkKind.MADE_LIST: gettext_lazy("Skal være en liste; vi har lavet en liste af det."),
    RemarkKind.MADE_OBJECT: gettext_lazy("Skal være et objekt; vi har lavet et af det."),
    RemarkKind.MADE_DATE: gettext_lazy("Datoen er skrevet på en anden måde end standarden; vi har skrevet den om."),
    RemarkKind.MADE_TIME: gettext_lazy("Tiden er skrevet på en anden måde end standarden; vi har skrevet den om."),
    RemarkKind.MADE_WORD: gettext_lazy("Ordet er ikke et af standardens; vi har taget det, der ligger nærmest."),
    RemarkKind.MADE_ADDRESS: gettext_lazy("Adressen på nettet var ikke hel; vi har skrevet den færdig."),
    RemarkKind.MADE_ID: gettext_lazy("Intet id, eller ikke et UUID; vi har lavet et, der er det samme hver gang."),
    RemarkKind.FILLED_IN: gettext_lazy("Standarden kræver det, men det mangler; vi har sat det mindst forkerte ind."),
    RemarkKind.RENAMED: gettext_lazy("Har et navn fra en ældre udgave; vi har brugt det nye."),
    RemarkKind.HTML_TAKEN_OUT: gettext_lazy("Teksten har HTML i sig; vi har taget teksten og ladet resten ligge."),
    RemarkKind.SIGNS_TAKEN_OUT: gettext_lazy("Der var usynlige tegn; dem har vi ladet ligge."),
    RemarkKind.CUT_SHORT: gettext_lazy("Alt for lang; vi har taget begyndelsen."),
    RemarkKind.OLD_ENCODING: gettext_lazy("Ikke skrevet i UTF-8; vi har gættet os til tegnene."),
    RemarkKind.VALUE_LEFT_OUT: gettext_lazy("Kan ikke bruges; det er ladt ude."),
    RemarkKind.PART_LEFT_OUT: gettext_lazy("Mangler noget, den ikke kan undvære; den del er ladt ude."),
    RemarkKind.THING_LEFT_OUT: gettext_lazy("Mangler noget, den ikke kan undvære; posten er ladt ude."),
    RemarkKind.SEEN_BEFORE: gettext_lazy("Det id er brugt før; vi har beholdt den første."),
    RemarkKind.NOT_FOUND: gettext_lazy("Peger på noget, der ikke er der."),
    RemarkKind.LINE_BROKEN: gettext_lazy("Linjen kan ikke læses; den er ladt ude."),
    RemarkKind.ODD_PAGE: gettext_lazy("Siden er ikke, som standarden siger; vi har taget det, der var."),
    RemarkKind.MANY_KINDS: gettext_lazy("Og flere slags end her er plads til."),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One thing that was wrong. ``path`` is where ("phones.0.extension"); ``value`` is short and nobody's."""

    kind: RemarkKind
    path: str
    value: str = ""

    @property
    def text(self) -> str:
        """What was wrong and what we did, in the reader's language."""
        return str(_SENTENCES[self.kind])

    @property
    def general_path(self) -> str:
        """Where, whatever the place in lists: "phones.extension"."""
        return _PLACE_IN_LIST.sub("", self.path)


def remark(kind: RemarkKind, path: str, value: Any = "") -> Remark:
    """Return a remark with as much of the value as may be shown."""
    return Remark(kind=kind, path=printable(path[:200]), value=_shown(path, value))


def printable(text: str) -> str:
    """Return a text with a space for each sign that cannot be shown: some of them no database keeps."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


def _shown(path: str, value: Any) -> str:
    """Return the beginning of a value; nothing of what is, or may be, somebody's."""
    if _PERSONAL_PATHS.search(_PLACE_IN_LIST.sub("", path)):
        return ""
    if isinstance(value, str) and _UUID.fullmatch(value):
        return value
    text = value if isinstance(value, str) else type(value).__name__ if isinstance(value, dict | list) else str(value)
    short = _PERSONAL.sub("…", printable(text[: 4 * LONGEST_VALUE])).strip()
    return short if len(short) <= LONGEST_VALUE else short[: LONGEST_VALUE - 1] + "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One thing, as HSDS 3.1 has it. ``is_brief``: its line in a list, for the whole of it was not to be had."""

    kind: ThingKind
    thing: Thing
    foreign_id: str
    remarks: tuple[Remark, ...] = ()
    is_brief: bool = False


@dataclass(slots=True, kw_only=True)
class Tally:
    """How often a remark was made, and of what it was made first."""

    kind: RemarkKind
    path: str
    count: int = 0
    example_id: str = ""
    example: str = ""

    @property
    def text(self) -> str:
        """What was wrong and what we did, in the reader's language."""
        return str(_SENTENCES[self.kind])


@dataclass(slots=True, kw_only=True)
class Report:
    """How a reading went; filled in while it goes on."""

    format: Format | None = None
    version: str = ""
    services: int = 0
    organizations: int = 0
    left_out: int = 0
    pages: int = 0
    requests: int = 0
    #: Bytes, unpacked.
    size: int = 0
    #: What to give as ``known_etag`` at the next reading.
    etag: str = ""
    is_unchanged: bool = False
    is_whole: bool = False
    #: There was less than it said itself.
    is_short: bool = False
    #: The sentence and the word of what stopped it.
    stopped_by: str = ""
    stopped_reason: str = ""
    tallies: dict[tuple[RemarkKind, str], Tally] = field(default_factory=dict)

    @property
    def remarks(self) -> list[Tally]:
        """Remarks summed up, most frequent first."""
        return sorted(self.tallies.values(), key=lambda tally: (-tally.count, tally.path))

    def note(self, remarks: Iterable[Remark], foreign_id: str = "", *, times: int = 1) -> None:
        """Count remarks, by kind and place."""
        for one in remarks:
            key = (one.kind, one.general_path)
            if key not in self.tallies and len(self.tallies) >= MOST_TALLIES:
                key = (RemarkKind.MANY_KINDS, "")
            tally = self.tallies.setdefault(
                key, Tally(kind=key[0], path=key[1], example_id=foreign_id[:100], example=one.value)
            )
            tally.count += times
