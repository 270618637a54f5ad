"""Columns: everything but the words, as arrays with one place for each document."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from brobygger.search.documents import Document

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PARTS_OF_DAY = ("morning", "afternoon", "evening")
ROLES = ("bruger", "deltager", "frivillig")
DELIVERIES = ("in_person", "phone", "online", "home_visit", "outreach")
CAPACITIES = ("", "free", "few", "waiting", "paused")
GENDERS = ("any", "women", "men")

#: "Not said" is neither yes nor no.
_TRISTATE = {None: -1, False: 0, True: 1}
#: Ages that stand for "no limit stated".
NO_AGE_MIN, NO_AGE_MAX = -1, 999

Keyed = Mapping[str, NDArray[np.int32]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """One array for each property; multi-valued ones are bits, or the rows of each value."""

    size: int
    age_min: NDArray[np.int16]
    age_max: NDArray[np.int16]
    gender: NDArray[np.uint8]
    roles: NDArray[np.uint8]
    delivery: NDArray[np.uint8]
    slots: NDArray[np.uint32]
    is_national: NDArray[np.bool_]
    free: NDArray[np.int8]
    referral_free: NDArray[np.int8]
    companion: NDArray[np.int8]
    capacity: NDArray[np.uint8]
    capacity_expires: NDArray[np.float64]
    assured: NDArray[np.float64]
    owner: NDArray[np.int32]
    lot: NDArray[np.uint32]
    upcoming_row: NDArray[np.int32]
    upcoming_at: NDArray[np.float64]
    spot_row: NDArray[np.int32]
    spot_lat: NDArray[np.float64]
    spot_lon: NDArray[np.float64]
    municipalities: Keyed
    regions: Keyed
    languages: Keyed
    owners: Keyed
    concepts: Keyed
    concept_rows: NDArray[np.int32]

    def count_concepts(self, mask: NDArray[np.bool_]) -> dict[str, int]:
        """Return how many of the chosen rows each concept has, in one pass over all of them."""
        if not self.concepts:
            return {}
        lengths = np.fromiter((len(rows) for rows in self.concepts.values()), dtype=np.int64, count=len(self.concepts))
        starts = np.concatenate(([0], np.cumsum(lengths)[:-1]))
        counts = np.add.reduceat(mask[self.concept_rows].astype(np.int32), starts)
        return dict(zip(self.concepts, counts.tolist(), strict=True))

    def mask_of(self, rows_by_value: Keyed, values: Iterable[str]) -> NDArray[np.bool_]:
        """Return which rows have at least one of the values."""
        mask = np.zeros(self.size, dtype=np.bool_)
        for value in values:
            rows = rows_by_value.get(value)
            if rows is not None:
                mask[rows] = True
        return mask


def bits_of(values: Iterable[str], order: Sequence[str]) -> int:
    """Return known values as bits; unknown ones are left out."""
    return sum(1 << order.index(value) for value in set(values) if value in order)


def slot_bits(slots: Iterable[str]) -> int:
    """Return ``tue-evening`` slots as bits, three for each day."""
    bits = 0
    for slot in slots:
        day, _, part = slot.partition("-")
        if day in DAYS and part in PARTS_OF_DAY:
            bits |= 1 << (DAYS.index(day) * len(PARTS_OF_DAY) + PARTS_OF_DAY.index(part))
    return bits


def when_bits(when: Iterable[str]) -> int:
    """Return the slots that wished days and parts of the day leave open; a wish for days only means any part."""
    wished = set(when)
    days = [day for day in DAYS if day in wished] or DAYS
    parts = [part for part in PARTS_OF_DAY if part in wished] or PARTS_OF_DAY
    return slot_bits(f"{day}-{part}" for day in days for part in parts)


def build_columns(documents: Sequence[Document], concepts_of: Callable[[Document], Iterable[str]]) -> Columns:
    """Return the columns of some documents; ``concepts_of`` gives a document's concepts with the broader ones."""
    concepts = _keyed(documents, concepts_of)
    owner_numbers = {key: number for number, key in enumerate(sorted({d.owner_key for d in documents}))}
    moments = [(row, at) for row, d in enumerate(documents) for at in d.upcoming]
    spots = [(row, spot) for row, d in enumerate(documents) for spot in d.spots]
    return Columns(
        size=len(documents),
        age_min=_column(documents, np.int16, lambda d: NO_AGE_MIN if d.age_min is None else _bounded(d.age_min)),
        age_max=_column(documents, np.int16, lambda d: NO_AGE_MAX if d.age_max is None else _bounded(d.age_max)),
        gender=_column(documents, np.uint8, lambda d: _number(d.gender, GENDERS)),
        roles=_column(documents, np.uint8, lambda d: bits_of(d.roles, ROLES)),
        delivery=_column(documents, np.uint8, lambda d: bits_of(d.delivery, DELIVERIES)),
        slots=_column(documents, np.uint32, lambda d: slot_bits(d.weekly)),
        is_national=_column(documents, np.bool_, _is_everywhere),
        free=_column(documents, np.int8, lambda d: _TRISTATE[d.is_free]),
        referral_free=_column(documents, np.int8, lambda d: _TRISTATE[d.is_referral_free]),
        companion=_column(documents, np.int8, lambda d: _TRISTATE[d.is_companion_possible]),
        capacity=_column(documents, np.uint8, lambda d: _number(d.capacity, CAPACITIES)),
        capacity_expires=_column(
            documents, np.float64, lambda d: d.capacity_expires_at.timestamp() if d.capacity_expires_at else np.inf
        ),
        assured=_column(documents, np.float64, lambda d: d.assured_on.toordinal() if d.assured_on else np.nan),
        owner=_column(documents, np.int32, lambda d: owner_numbers[d.owner_key]),
        lot=_column(documents, np.uint32, lambda d: lot_of(d.key)),
        upcoming_row=np.array([row for row, _ in moments], dtype=np.int32),
        upcoming_at=np.array([at.timestamp() for _, at in moments], dtype=np.float64),
        spot_row=np.array([row for row, _ in spots], dtype=np.int32),
        spot_lat=np.array([spot.lat for _, spot in spots], dtype=np.float64),
        spot_lon=np.array([spot.lon for _, spot in spots], dtype=np.float64),
        municipalities=_keyed(documents, _municipalities),
        regions=_keyed(documents, lambda d: d.region_codes),
        languages=_keyed(documents, lambda d: d.languages),
        owners=_keyed(documents, lambda d: (d.owner_key,)),
        concepts=concepts,
        concept_rows=np.concatenate([*concepts.values(), np.empty(0, dtype=np.int32)]),
    )


def lot_of(key: str) -> int:
    """Return a document's lot for the daily draw among equals."""
    return int.from_bytes(blake2b(key.encode("utf-8", "replace"), digest_size=4).digest(), "big")


def _column(documents: Sequence[Document], dtype: type, read: Callable[[Document], object]) -> NDArray:  # type: ignore[type-arg]
    return np.array([read(document) for document in documents], dtype=dtype)


def _keyed(documents: Sequence[Document], read: Callable[[Document], Iterable[str]]) -> Keyed:
    rows: dict[str, list[int]] = {}
    for row, document in enumerate(documents):
        for value in set(read(document)):
            rows.setdefault(value, []).append(row)
    return {value: np.array(found, dtype=np.int32) for value, found in sorted(rows.items())}


def _municipalities(document: Document) -> tuple[str, ...]:
    """A spot counts too, so that an offer is found where it happens."""
    return (
        *document.municipality_codes,
        *(spot.municipality_code for spot in document.spots if spot.municipality_code),
    )


def _is_everywhere(document: Document) -> bool:
    """National, or nothing is said about where: then nobody is kept away."""
    return document.is_national or not (document.region_codes or _municipalities(document))


def _bounded(age: int) -> int:
    return max(0, min(age, NO_AGE_MAX))


def _number(value: str, order: Sequence[str]) -> int:
    return order.index(value) if value in order else 0
