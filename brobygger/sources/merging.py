"""When both the source and somebody here have changed the same: who is right, field by field, by the source's rule.

Compared are what the source said last time, what it says now, and what stands here. A field the source has not changed
is never touched, so an edit here stays until the source says something new about that very field.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time
from typing import Any

from brobygger.directory.values import OfferData
from brobygger.kernel.values import columns_of
from brobygger.sources.models import Edits

#: Fields that only make sense together.
GROUPS: tuple[tuple[str, ...], ...] = (
    ("locations", "schedules"),
    ("is_national", "municipality_codes", "region_codes"),
    ("age_min", "age_max"),
    ("price_kind", "price_note"),
)
#: Ours alone: what it is called in addresses, and whose it is. Room is an answer with a time, not an edit.
_NOT_SAID = frozenset({"key", "organisation_id", "capacity"})
_TOGETHER = {name for group in GROUPS for name in group}
_ALONE = tuple((f.name,) for f in fields(OfferData) if f.name not in _NOT_SAID | _TOGETHER)
ALL_GROUPS = GROUPS + _ALONE
FIELD_NAMES = frozenset(name for group in ALL_GROUPS for name in group)

Plain = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What an offer is to say; names of the fields that change, and of those where ours stays though theirs changed."""

    data: OfferData
    changed: tuple[str, ...]
    kept: tuple[str, ...]


def plain(data: OfferData) -> Plain:
    """Return what an offer says, field by field, as JSON keeps it: only what is said."""
    said = {}
    for field in fields(data):
        if field.name in _NOT_SAID:
            continue
        value = getattr(data, field.name)
        if value != field.default:
            said[field.name] = _plain(value)
    if data.capacity is not None:
        said["capacity"] = data.capacity.status
    return said


def merge(
    *, before: Mapping[str, Any], now: OfferData, theirs: OfferData, edits: str, our_fields: Collection[str]
) -> Merged:
    """Return an offer with what its source has changed since ``before``, by the rule for edits."""
    said, here = plain(theirs), plain(now)
    changes: dict[str, Any] = {}
    kept: list[str] = []
    for group in ALL_GROUPS:
        new, old, ours = ({name: told.get(name) for name in group} for told in (said, before, here))
        if new in (old, ours):
            continue
        if _is_ours(group, is_edited=ours != old, edits=edits, our_fields=our_fields):
            kept += [name for name in group if new[name] != ours[name]]
        else:
            changes |= {name: getattr(theirs, name) for name in group}
    has_news = said.get("capacity") != before.get("capacity")
    data = replace(now, **changes, capacity=theirs.capacity if has_news else None)
    changed = tuple(name for name in changes if here.get(name) != said.get(name))
    is_new_room = has_news and theirs.capacity is not None
    return Merged(data=data, changed=(*changed, *(("capacity",) if is_new_room else ())), kept=tuple(kept))


def news_of(before: Mapping[str, Any], said: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names of the fields about which a source says something else than it did."""
    return tuple(name for name in {**before, **said} if before.get(name) != said.get(name))


def _is_ours(group: Collection[str], *, is_edited: bool, edits: str, our_fields: Collection[str]) -> bool:
    if edits == Edits.THEIRS_EXCEPT:
        return not set(our_fields).isdisjoint(group)
    return edits == Edits.OURS and is_edited


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [_plain(item if isinstance(item, str | dict) else columns_of(item)) for item in value]
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items() if item not in (None, "", ())}
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return value
