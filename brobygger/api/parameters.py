"""The parameters of the doors: how each is read, and what our description says of it. One table for both.

A value that cannot be read is refused, and the refusal names the parameter; a parameter nobody knows is left alone.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import Any
from uuid import UUID

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext_noop

from brobygger.kernel.errors import DomainError
from brobygger.opendata.models import Kind

LONGEST_SEARCH = 200
MOST_ON_A_PAGE, USUALLY_ON_A_PAGE = 1000, 50
HIGHEST_PAGE = 1_000_000_000
FARTHEST_M = 1_000_000
OLDEST = 150
MOST_TERMS = 20
#: Codes of weekdays as RFC 5545 has them, and the English names that older British tools send.
DAYS = {
    "MO": "MONDAY",
    "TU": "TUESDAY",
    "WE": "WEDNESDAY",
    "TH": "THURSDAY",
    "FR": "FRIDAY",
    "SA": "SATURDAY",
    "SU": "SUNDAY",
}
_NUMBER = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,30})?(?:[eE][-+]?[0-9]{1,3})?")
_SPACE_FOR_PLUS = re.compile(r" (?=[0-9]{2}:?[0-9]{2}$)")
_POSTCODE = re.compile(r"(?:DK[- ]?)?([0-9]{4})", re.IGNORECASE)


class BadParameter(DomainError):
    """En oplysning i adressen kan ikke læses."""

    code = "bad_parameter"
    status = 400

    def __init__(self, parameter: str, message: str) -> None:
        self.parameter = parameter
        super().__init__(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter: ``read`` gives its value, or None when it cannot be one; ``must_be`` then says what it may be."""

    read: Callable[[str], Any]
    must_be: str
    schema: Mapping[str, Any]
    description: str
    is_of_uk: bool = field(default=False)


def _whole(least: int, most: int) -> Callable[[str], int | None]:
    def read(text: str) -> int | None:
        is_number = text.isascii() and text.isdigit() and len(text) < 12
        return int(text) if is_number and least <= int(text) <= most else None

    return read


def _number(most: float) -> Callable[[str], float | None]:
    def read(text: str) -> float | None:
        return float(text) if _NUMBER.fullmatch(text) and float(text) <= most else None

    return read


def _yes(text: str) -> bool | None:
    return {"true": True, "1": True, "false": False, "0": False}.get(text.lower())


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _moment(text: str) -> datetime | None:
    """A moment or a day; without a zone it is UTC, and a "+" that became a space on its way is one again."""
    try:
        read = parse_datetime(_SPACE_FOR_PLUS.sub("+", text))
        day = None if read else parse_date(text)
        found = read or (datetime.combine(day, time.min) if day else None)
        return found and (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _clock(text: str) -> time | None:
    try:
        return time.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None


def _day(text: str) -> str | None:
    wanted = text.upper()
    return next((code for code, name in DAYS.items() if wanted in {code, name}), None)


def _postcode(text: str) -> str | None:
    found = _POSTCODE.fullmatch(text)
    return found and found[1]


def _search(text: str) -> str | None:
    return text if len(text) <= LONGEST_SEARCH else None


def _format(text: str) -> str | None:
    return text.lower() if text.lower() in {"json", "ndjson"} else None


_MUST_BE_ID = gettext_noop("Det skal være et id (UUID).")
_MUST_BE_YES = gettext_noop("Det skal være true eller false.")
_MUST_BE_AGE = gettext_noop("Det skal være en alder i år, fra 0 til 150.")
_MUST_BE_TIME = gettext_noop("Det skal være et klokkeslæt som 16:30.")
_ID = {"type": "string", "format": "uuid"}
_YES = {"type": "boolean", "default": False}
_AGE = {"type": "number", "minimum": 0, "maximum": OLDEST}
_CLOCK = {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$", "examples": ["16:30"]}

PARAMETERS: dict[str, Parameter] = {
    "search": Parameter(
        read=_search,
        must_be=gettext_noop("Skriv højst 200 tegn."),
        schema={"type": "string", "maxLength": LONGEST_SEARCH},
        description=(
            "Full text search: each word must be found, also as a part of a longer word, in the name, the alternate "
            "name, the description, who it is for, the names of its terms and places, or the name or description of "
            "the organization. æ, ø and å may be written ae, oe and aa, or a and o. Nothing is ranked: things come in "
            "the order of the list. Words that look like a Danish civil registration number are refused (code `cpr`)."
        ),
    ),
    "page": Parameter(
        read=_whole(1, HIGHEST_PAGE),
        must_be=gettext_noop("Det skal være et helt tal fra 1 og op."),
        schema={"type": "integer", "minimum": 1, "maximum": HIGHEST_PAGE, "default": 1},
        description="Page number, from 1. A page beyond the last is answered 200 with `empty` true.",
    ),
    "per_page": Parameter(
        read=_whole(1, MOST_ON_A_PAGE),
        must_be=gettext_noop("Det skal være et helt tal fra 1 til 1000."),
        schema={"type": "integer", "minimum": 1, "maximum": MOST_ON_A_PAGE, "default": USUALLY_ON_A_PAGE},
        description="How many places on a page. With `minimal=true` and no `per_page` everything is on one page.",
    ),
    "format": Parameter(
        read=_format,
        must_be=gettext_noop("Det skal være json eller ndjson."),
        schema={"type": "string", "enum": ["json", "ndjson"], "default": "json"},
        description="`ndjson` streams everything that fits, one JSON object a line, without pages.",
    ),
    "taxonomy_term_id": Parameter(
        read=_id,
        must_be=_MUST_BE_ID,
        schema=_ID,
        description="Only what carries this term. Given several times, all of them; 20 different terms at the most.",
    ),
    "taxonomy_id": Parameter(
        read=_id,
        must_be=_MUST_BE_ID,
        schema=_ID,
        description="Only what carries a term of this taxonomy; of terms, those of the taxonomy.",
    ),
    "organization_id": Parameter(
        read=_id, must_be=_MUST_BE_ID, schema=_ID, description="Only what this organization provides."
    ),
    "modified_after": Parameter(
        read=_moment,
        must_be=gettext_noop("Det skal være et tidspunkt som 2026-11-22T10:00:00Z."),
        schema={"type": "string", "format": "date-time"},
        description=(
            "Only what was published as it is at this moment or later. Ask on from the latest `last_modified` that "
            "`minimal=true` has told you, not from your own clock. Things that are gone are not told: see `/changes`."
        ),
    ),
    "minimal": Parameter(
        read=_yes,
        must_be=_MUST_BE_YES,
        schema=_YES,
        description="Only `id` and `last_modified` of each; everything on one page unless `per_page` says otherwise.",
    ),
    "full": Parameter(read=_yes, must_be=_MUST_BE_YES, schema=_YES, description="Each thing fully nested."),
    "full_service": Parameter(
        read=_yes,
        must_be=_MUST_BE_YES,
        schema=_YES,
        description="Each organization with its services, fully nested, as `services`.",
    ),
    "postcode": Parameter(
        read=_postcode,
        must_be=gettext_noop("Det skal være et dansk postnummer som 5000."),
        schema={"type": "string", "pattern": "^[0-9]{4}$", "examples": ["5000"]},
        description=(
            "A Danish postcode. Only what is for the municipality that has most of it, for the whole country, or has "
            "no service area; but not what that municipality does not show. A postcode that does not exist is refused."
        ),
    ),
    "proximity": Parameter(
        read=_number(FARTHEST_M),
        must_be=gettext_noop("Det skal være en afstand i meter fra 0 til 1000000."),
        schema={"type": "number", "minimum": 0, "maximum": FARTHEST_M},
        description="Metres from the middle of `postcode`, which must be given too. Only what has a place within them.",
    ),
    "top_only": Parameter(
        read=_yes,
        must_be=_MUST_BE_YES,
        schema=_YES,
        description=(
            "Only terms at the top: those that have no parent. (The words of the official description say terms "
            "without children; the name and its use say otherwise, and we follow the name.)"
        ),
    ),
    "parent_id": Parameter(
        read=_id, must_be=_MUST_BE_ID, schema=_ID, description="Only terms whose parent is this one."
    ),
    "minimum_age": Parameter(
        read=_number(OLDEST),
        must_be=_MUST_BE_AGE,
        schema=_AGE,
        is_of_uk=True,
        description="Only services whose minimum age is this or higher; without a minimum age they are left out.",
    ),
    "maximum_age": Parameter(
        read=_number(OLDEST),
        must_be=_MUST_BE_AGE,
        schema=_AGE,
        is_of_uk=True,
        description="Only services whose maximum age is this or lower; without a maximum age they are left out.",
    ),
    "start_time": Parameter(
        read=_clock,
        must_be=_MUST_BE_TIME,
        schema=_CLOCK,
        is_of_uk=True,
        description="Only what has a time that begins then or later, by the clock of the place.",
    ),
    "end_time": Parameter(
        read=_clock,
        must_be=_MUST_BE_TIME,
        schema=_CLOCK,
        is_of_uk=True,
        description="Only what has a time that ends then or earlier. One time must fit day, beginning and end alike.",
    ),
    "day": Parameter(
        read=_day,
        must_be=gettext_noop("Det skal være en ugedag: MO, TU, WE, TH, FR, SA eller SU."),
        schema={"type": "string", "enum": list(DAYS)},
        is_of_uk=True,
        description="Only what has a time on this weekday.",
    ),
}

_EVERYWHERE = ("search", "page", "per_page", "format", "minimal", "modified_after")
_CARRIERS = ("taxonomy_term_id", "taxonomy_id", "full")
_WHERE_AND_WHEN = (
    "organization_id", "postcode", "proximity", "minimum_age", "maximum_age", "start_time", "end_time", "day",
)  # fmt: skip
#: Which parameters each kind of list knows.
KNOWN: dict[Kind, tuple[str, ...]] = {
    Kind.SERVICE: (*_EVERYWHERE, *_CARRIERS, *_WHERE_AND_WHEN),
    Kind.SERVICE_AT_LOCATION: (*_EVERYWHERE, *_CARRIERS, *_WHERE_AND_WHEN),
    Kind.ORGANIZATION: (*_EVERYWHERE, *_CARRIERS, "full_service"),
    Kind.TAXONOMY: _EVERYWHERE,
    Kind.TAXONOMY_TERM: (*_EVERYWHERE, "taxonomy_id", "top_only", "parent_id"),
}
