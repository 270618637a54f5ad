"""Reading offers from a file with one JSON object a line: each line becomes a record, or says what is wrong with it.

The format is described in ``data/SOURCES_real_offers.md``. A line is taken whole or not at all. Tolerated: blank lines,
a byte order mark, missing optional fields, and fields we do not know (they are told, not dropped silently).
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from brobygger.directory.values import KEY

_ORGANISATION_FIELDS = frozenset({"name", "type", "website", "cvr"})
#: Longer lines are no offer; a broken file is not read into memory as one.
LONGEST_LINE = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationRecord:
    """Who offers it, as the file says."""

    name: str
    type: str
    website: str | None = None
    cvr: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferRecord:
    """One line of the file. ``None`` means that the source does not say."""

    id: str
    organization: OrganisationRecord
    name: str
    summary: str
    description: str = ""
    activities: tuple[str, ...] = ()
    challenges: tuple[str, ...] = ()
    target_groups: tuple[str, ...] = ()
    age_min: int | None = None
    age_max: int | None = None
    roles_open: tuple[str, ...] = ()
    municipality: str | None = None
    municipality_code: str | None = None
    postal_code: str | None = None
    address: str | None = None
    lat: float | None = None
    lon: float | None = None
    delivery: tuple[str, ...] = ()
    price: str | None = None
    schedule: str | None = None
    signup: str | None = None
    languages: tuple[str, ...] = ()
    accessibility: str | None = None
    source_url: str | None = None
    source_year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line: its number and either a record or what is wrong, and names of fields we do not know."""

    number: int
    record: OfferRecord | None = None
    errors: tuple[str, ...] = ()
    unknown_fields: tuple[str, ...] = ()


class _Wrong(ValueError):
    """What is wrong with a value, in Danish."""


def read_lines(lines: Iterable[bytes]) -> Iterator[Line]:
    """Yield every line that is not blank, as a record or with what is wrong; an id that came before is wrong."""
    seen: dict[str, int] = {}
    for number, raw in enumerate(lines, start=1):
        text = raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw
        if not text.strip():
            continue
        line = _read(number, text)
        if line.record and (first := seen.setdefault(line.record.id, number)) != number:
            line = Line(number=number, errors=(f"Id'et »{line.record.id}« står også i linje {first}.",))
        yield line


def _read(number: int, raw: bytes) -> Line:
    """Read one line."""
    if len(raw) > LONGEST_LINE:
        return Line(number=number, errors=(f"Linjen er længere end {LONGEST_LINE} tegn.",))
    try:
        value = json.loads(raw.decode("utf-8"))
    except UnicodeDecodeError:
        return Line(number=number, errors=("Linjen er ikke skrevet i UTF-8.",))
    except (json.JSONDecodeError, RecursionError) as error:
        return Line(number=number, errors=(f"Linjen er ikke JSON: {error}",))
    if not isinstance(value, dict):
        return Line(number=number, errors=("Linjen er ikke et JSON-objekt { … }.",))
    return _record(number, value)


def _record(number: int, value: Mapping[str, Any]) -> Line:
    """Make the record of one object, or the list of everything that is wrong with it."""
    errors: list[str] = []
    clean: dict[str, Any] = {}
    for name, read in _READERS.items():
        try:
            clean[name] = read(value.get(name))
        except _Wrong as wrong:
            errors.append(f"{name}: {wrong}")
    if errors:
        return Line(number=number, errors=tuple(errors))
    unknown = [name for name in value if name not in _READERS]
    unknown += [f"organization.{name}" for name in value["organization"] if name not in _ORGANISATION_FIELDS]
    return Line(number=number, record=OfferRecord(**clean), unknown_fields=tuple(unknown))


def _key(value: Any) -> str:
    if not isinstance(value, str) or not KEY.fullmatch(value):
        raise _Wrong("skal være små bogstaver a-z, tal og bindestreg")
    return value


def _text(value: Any) -> str:
    text = _optional_text(value)
    if not text:
        raise _Wrong("mangler")
    return text


def _optional_text(value: Any) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise _Wrong("skal være tekst")
    if any(ord(character) < 32 and character not in "\n\r\t" for character in value):
        raise _Wrong("indeholder usynlige styretegn")
    return value.strip() or None


def _texts(value: Any) -> tuple[str, ...]:
    """Read a list of texts; nothing is an empty list, and the same word twice counts once."""
    if value is None:
        return ()
    if not isinstance(value, list):
        raise _Wrong("skal være en liste")
    return tuple(dict.fromkeys(_text(item) for item in value))


def _list_or_text(value: Any) -> str | None:
    """Read a remark that may come as a list of remarks."""
    return "; ".join(_texts(value)) or None if isinstance(value, list) else _optional_text(value)


def _number(value: Any) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        raise _Wrong("skal være et tal")
    return float(value)


def _whole(value: Any) -> int | None:
    number = _number(value)
    if number is not None and (not number.is_integer() or not 0 <= number <= 3000):
        raise _Wrong("skal være et helt tal fra 0 og op")
    return None if number is None else int(number)


def _code(value: Any) -> str | None:
    """Read a municipality code or postcode: four digits, also when a spreadsheet ate the first zero."""
    if value is None or value == "":
        return None
    text = str(value).zfill(4)
    if isinstance(value, bool) or not (len(text) == 4 and text.isascii() and text.isdigit()):
        raise _Wrong("skal være fire cifre")
    return text


def _organisation(value: Any) -> OrganisationRecord:
    if not isinstance(value, dict):
        raise _Wrong("skal være et objekt med navn og type")
    return OrganisationRecord(
        name=_text(value.get("name")),
        type=_text(value.get("type")),
        website=_optional_text(value.get("website")),
        cvr=_optional_text(str(value["cvr"]) if isinstance(value.get("cvr"), int) else value.get("cvr")),
    )


def _optional_or_empty(value: Any) -> str:
    return _optional_text(value) or ""


_READERS: dict[str, Any] = {
    "id": _key,
    "organization": _organisation,
    "name": _text,
    "summary": _text,
    "description": _optional_or_empty,
    "activities": _texts,
    "challenges": _texts,
    "target_groups": _texts,
    "age_min": _whole,
    "age_max": _whole,
    "roles_open": _texts,
    "municipality": _optional_text,
    "municipality_code": _code,
    "postal_code": _code,
    "address": _optional_text,
    "lat": _number,
    "lon": _number,
    "delivery": _texts,
    "price": _optional_text,
    "schedule": _optional_text,
    "signup": _optional_text,
    "languages": _texts,
    "accessibility": _list_or_text,
    "source_url": _optional_text,
    "source_year": _whole,
}
assert _READERS.keys() == {field.name for field in fields(OfferRecord)}
