"""Numbers for words: what stands for each day, role and way of help in a column."""

from collections.abc import Iterable, Sequence
from hashlib import blake2b

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PARTS_OF_DAY = ("morning", "afternoon", "evening")
ROLES = ("bruger", "deltager", "frivillig")
DELIVERIES = ("in_person", "phone", "online", "home_visit", "outreach")
CAPACITIES = ("", "free", "few", "waiting", "paused")
GENDERS = ("any", "women", "men")

#: Ages that stand for "no limit stated".
NO_AGE_MIN, NO_AGE_MAX = -1, 999


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


def lot_of(key: str) -> int:
    """Return a document's lot for the daily draw among equals."""
    return int.from_bytes(blake2b(key.encode("utf-8", "replace"), digest_size=4).digest(), "big")
