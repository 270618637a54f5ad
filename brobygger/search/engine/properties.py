"""Properties: what is kept of each document beside its words, one number to a column.

One table for the builder and for the changes since: both ask each property for its number of one entry. What a
document may have several of (concepts, languages …) are ``marks``: see ``marks.py``.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from math import isnan, nan
from typing import Any

from brobygger.search.documents import Spot
from brobygger.search.engine.columns import (
    CAPACITIES,
    DAYS,
    DELIVERIES,
    GENDERS,
    NO_AGE_MAX,
    NO_AGE_MIN,
    PARTS_OF_DAY,
    ROLES,
    bits_of,
    lot_of,
    slot_bits,
    when_bits,
)
from brobygger.search.engine.interface import Entry

PRECISIONS = ("", "address", "postcode", "municipality")
#: "Not said" is neither yes nor no.
_TRISTATE = {None: -1, False: 0, True: 1}
_LOW_HALF = 2**64 - 1
#: Seconds since 1970 in four bytes last until 2106.
_LAST_SECOND = 2**32 - 1
_WHEN = {value: when_bits((value,)) for value in (*DAYS, *PARTS_OF_DAY)}


@dataclass(frozen=True, slots=True)
class Property:
    """One column: its name in the file, its type, and how its number is read from an entry."""

    name: str
    dtype: str
    read: Callable[[Entry], Any]


#: Values that every generation knows, whether or not a document has them yet.
STANDING_MARKS = (
    *(("delivery", value) for value in DELIVERIES),
    *(("roles", value) for value in ROLES),
    *(("when", value) for value in _WHEN),
    *(("features", value) for value in ("free", "referral_free", "companion")),
    ("where", "everywhere"),
    ("room", "once"),
)


def hash_of(text: str) -> int:
    """Return a number that stands for a text."""
    return int.from_bytes(blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "little")


#: The same few combinations come again and again.
_hash_of_owner = lru_cache(maxsize=4_096)(hash_of)
_bits = lru_cache(maxsize=4_096)(bits_of)
_slots = lru_cache(maxsize=4_096)(slot_bits)


@lru_cache(maxsize=4_096)
def _when(weekly: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Return the days and parts of the day that some slots touch, as marks."""
    slots = slot_bits(weekly)
    return tuple(("when", value) for value, bits in _WHEN.items() if slots & bits)


def _age(age: int | None, unsaid: int) -> int:
    return unsaid if age is None else max(0, min(age, NO_AGE_MAX))


def _number(value: str, order: tuple[str, ...]) -> int:
    return order.index(value) if value in order else 0


def _first_spot(entry: Entry) -> Spot | None:
    return next(iter(entry.document.spots), None)


def _lat(entry: Entry) -> float:
    spot = _first_spot(entry)
    return spot.lat if spot else nan


def _lon(entry: Entry) -> float:
    spot = _first_spot(entry)
    return spot.lon if spot else nan


def _precision(entry: Entry) -> int:
    spot = _first_spot(entry)
    return precision_number(spot) if spot else 0


def precision_number(spot: Spot) -> int:
    """Return the number of how exactly a spot is known."""
    return _number(spot.precision, PRECISIONS)


def _expiry(entry: Entry) -> float:
    """Return until when the capacity holds; without a date it always does."""
    expires_at = entry.document.capacity_expires_at
    return expires_at.timestamp() if expires_at else float("inf")


def is_everywhere(entry: Entry) -> bool:
    """Test for national, or nothing said about where: then nobody is kept away."""
    document = entry.document
    if document.is_national:
        return True
    return not document.region_codes and next(_municipalities(entry), None) is None


def _municipalities(entry: Entry) -> Iterator[str]:
    """Give the municipalities it is for; a spot's counts too, so that an offer is found where it happens."""
    yield from (code for code in entry.document.municipality_codes if code)
    yield from (spot.municipality_code for spot in entry.document.spots if spot.municipality_code)


PROPERTIES = (
    Property("id_high", "u8", lambda e: e.document.id.int >> 64),
    Property("id_low", "u8", lambda e: e.document.id.int & _LOW_HALF),
    Property("digest_high", "u8", lambda e: int.from_bytes(e.digest[:8].ljust(8, b"\0"), "big")),
    Property("digest_low", "u8", lambda e: int.from_bytes(e.digest[8:16].ljust(8, b"\0"), "big")),
    Property("key", "u8", lambda e: hash_of(e.document.key)),
    Property("owner", "u8", lambda e: _hash_of_owner(e.document.owner_key)),
    Property("lot", "u4", lambda e: lot_of(e.document.key)),
    Property("age_min", "i2", lambda e: _age(e.document.age_min, NO_AGE_MIN)),
    Property("age_max", "i2", lambda e: _age(e.document.age_max, NO_AGE_MAX)),
    Property("gender", "u1", lambda e: _number(e.document.gender, GENDERS)),
    Property("roles", "u1", lambda e: _bits(tuple(e.document.roles), ROLES)),
    Property("delivery", "u1", lambda e: _bits(tuple(e.document.delivery), DELIVERIES)),
    Property("slots", "u4", lambda e: _slots(tuple(e.document.weekly))),
    Property("is_national", "?", is_everywhere),
    Property("free", "i1", lambda e: _TRISTATE[e.document.is_free]),
    Property("referral_free", "i1", lambda e: _TRISTATE[e.document.is_referral_free]),
    Property("companion", "i1", lambda e: _TRISTATE[e.document.is_companion_possible]),
    Property("sober", "i1", lambda e: _TRISTATE[e.document.needs_sobriety]),
    Property("capacity", "u1", lambda e: _number(e.document.capacity, CAPACITIES)),
    Property("capacity_expires", "f8", _expiry),
    Property("assured", "f4", lambda e: e.document.assured_day),
    Property("lat", "f4", _lat),
    Property("lon", "f4", _lon),
    Property("precision", "u1", _precision),
)


def home_of(entry: Entry) -> str:
    """Return the municipality that rows are sorted by: what is near each other is looked at together."""
    return "" if entry.document.is_national else next(_municipalities(entry), "")


def further_spots(entry: Entry) -> tuple[Spot, ...]:
    """Return the spots beside the first, but for those that lie nowhere."""
    return tuple(spot for spot in entry.document.spots[1:] if not (isnan(spot.lat) or isnan(spot.lon)))


def moments(entry: Entry) -> list[int]:
    """Return the next occurrences as whole seconds, soonest first."""
    seconds = (int(at.timestamp()) for at in entry.document.upcoming)
    return sorted(second for second in seconds if 0 <= second < _LAST_SECOND)


def marks_of(entry: Entry) -> set[tuple[str, str]]:
    """Return everything a document may have several of, as pairs of field and value."""
    document = entry.document
    marks = {("concepts", value) for value in entry.concepts}
    marks.update(("delivery", value) for value in document.delivery if value in DELIVERIES)
    marks.update(("roles", value) for value in document.roles if value in ROLES)
    marks.update(_when(tuple(document.weekly)))
    marks.update(("languages", value) for value in document.languages)
    marks.update(("municipalities", code) for code in _municipalities(entry))
    marks.update(("hidden", code) for code in document.hidden_in if code)
    marks.update(("regions", code) for code in document.region_codes if code)
    if document.capacity in ("free", "few"):
        marks.add(("room", "once"))
    if document.is_free:
        marks.add(("features", "free"))
    if document.is_referral_free:
        marks.add(("features", "referral_free"))
    if document.is_companion_possible:
        marks.add(("features", "companion"))
    if is_everywhere(entry):
        marks.add(("where", "everywhere"))
    return marks
