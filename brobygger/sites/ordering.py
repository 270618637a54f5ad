"""The order of what a site shows first, as one tap changes it."""

from collections.abc import Sequence
from uuid import UUID


def reordered(ids: Sequence[UUID], *, subject_id: UUID, act: str) -> tuple[UUID, ...]:
    """Return the order after one tap: "add" last, "up" or "down" a place, "remove". Anything else changes nothing."""
    rest = [one for one in ids if one != subject_id]
    if act == "remove":
        return tuple(rest)
    if act == "add":
        return tuple(ids) if subject_id in ids else (*ids, subject_id)
    steps = {"up": -1, "down": 1}
    if subject_id not in ids or act not in steps:
        return tuple(ids)
    place = max(0, list(ids).index(subject_id) + steps[act])
    rest.insert(place, subject_id)
    return tuple(rest)
