"""What the oracle knows of some rows, read straight from the documents."""

from collections.abc import Callable, Iterable
from datetime import datetime
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from brobygger.search.documents import Document
from brobygger.search.engine.columns import (
    CAPACITIES,
    DELIVERIES,
    GENDERS,
    NO_AGE_MAX,
    NO_AGE_MIN,
    ROLES,
    bits_of,
    lot_of,
    slot_bits,
)
from brobygger.search.engine.interface import Entry, Mask


def room_at(document: Document, at: datetime) -> int:
    """Return the number of its capacity, 0 when that is out of date."""
    is_current = document.capacity_expires_at is None or document.capacity_expires_at.timestamp() > at.timestamp()
    return CAPACITIES.index(document.capacity) if is_current and document.capacity in CAPACITIES else 0


class OracleFeatures:
    """The ``Features`` of some entries."""

    def __init__(self, entries: list[Entry], at: datetime) -> None:
        self._entries, self._at = entries, at

    def _each(self, dtype: type, read: Callable[[Document], object]) -> NDArray:
        return np.array([read(entry.document) for entry in self._entries], dtype=dtype)

    @property
    def age_min(self) -> NDArray[np.int16]:
        return self._each(np.int16, lambda d: NO_AGE_MIN if d.age_min is None else d.age_min)

    @property
    def age_max(self) -> NDArray[np.int16]:
        return self._each(np.int16, lambda d: NO_AGE_MAX if d.age_max is None else d.age_max)

    @property
    def gender(self) -> NDArray[np.uint8]:
        return self._each(np.uint8, lambda d: GENDERS.index(d.gender) if d.gender in GENDERS else 0)

    @property
    def roles(self) -> NDArray[np.uint8]:
        return self._each(np.uint8, lambda d: bits_of(d.roles, ROLES))

    @property
    def delivery(self) -> NDArray[np.uint8]:
        return self._each(np.uint8, lambda d: bits_of(d.delivery, DELIVERIES))

    @property
    def slots(self) -> NDArray[np.uint32]:
        return self._each(np.uint32, lambda d: slot_bits(d.weekly))

    @property
    def is_national(self) -> Mask:
        codes = [
            {*e.document.municipality_codes, *(s.municipality_code for s in e.document.spots)} for e in self._entries
        ]
        pairs = zip(self._entries, codes, strict=True)
        return np.array(
            [e.document.is_national or not (e.document.region_codes or c - {""}) for e, c in pairs], dtype=bool
        )

    @property
    def free(self) -> NDArray[np.int8]:
        return self._tristate(lambda d: d.is_free)

    @property
    def referral_free(self) -> NDArray[np.int8]:
        return self._tristate(lambda d: d.is_referral_free)

    @property
    def companion(self) -> NDArray[np.int8]:
        return self._tristate(lambda d: d.is_companion_possible)

    @property
    def sober(self) -> NDArray[np.int8]:
        return self._tristate(lambda d: d.needs_sobriety)

    def _tristate(self, read: Callable[[Document], bool | None]) -> NDArray[np.int8]:
        return self._each(np.int8, lambda d: {None: -1, False: 0, True: 1}[read(d)])

    @property
    def capacity(self) -> NDArray[np.uint8]:
        return self._each(np.uint8, lambda d: room_at(d, self._at))

    @property
    def assured(self) -> NDArray[np.float64]:
        return self._each(np.float64, lambda d: d.assured_day)

    @property
    def owner(self) -> NDArray[np.uint64]:
        return self._each(
            np.uint64,
            lambda d: int.from_bytes(blake2b(d.owner_key.encode("utf-8", "replace"), digest_size=8).digest(), "little"),
        )

    @property
    def lot(self) -> NDArray[np.uint32]:
        return self._each(np.uint32, lambda d: lot_of(d.key))

    @property
    def has_spot(self) -> Mask:
        return self._each(np.bool_, lambda d: bool(d.spots))

    def has_any(self, name: str, values: Iterable[str]) -> Mask:
        wished = {*values} - {""}
        held = {
            "concepts": lambda e: e.concepts,
            "languages": lambda e: e.document.languages,
            "municipalities": lambda e: {
                *e.document.municipality_codes,
                *(spot.municipality_code for spot in e.document.spots),
            },
        }[name]
        return np.array([bool(wished & {*held(entry)}) for entry in self._entries], dtype=np.bool_)

    def holds_any(self, terms: Iterable[str]) -> Mask:
        wished = set(terms)
        return np.array([any(wished & set(of) for of in e.fields.values()) for e in self._entries], dtype=np.bool_)
