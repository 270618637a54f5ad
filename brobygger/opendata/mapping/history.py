"""What has happened to an offer, from the book of acts, as HSDS ``metadata``.

Values are told of what is chosen from a list or counted. Of free text only that it changed: somebody may have taken a
name out of it. Nobody is named; it says only what sort of somebody did it.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils import timezone

from brobygger.audit.models import Entry
from brobygger.kernel.actors import ActorKind
from brobygger.opendata.mapping.parts import Thing, part_id

#: Longer histories are in the book; who asks what a feed changed lately needs no more.
MOST_ENTRIES = 20
_BEFORE_AND_AFTER = 2
#: Our fields by what the standard calls them; those in ``_TOLD`` with their values.
_NAMES: Mapping[str, str] = {
    "status": "status",
    "name": "name",
    "summary": "description",
    "description": "description",
    "audience": "eligibility_description",
    "alert": "alert",
    "age_min": "minimum_age",
    "age_max": "maximum_age",
    "price_kind": "cost_options",
    "price_note": "fees_description",
    "signup": "application_process",
    "access": "application_process",
    "concepts": "attributes",
    "languages": "languages",
    "municipality_codes": "service_areas",
    "region_codes": "service_areas",
    "is_national": "service_areas",
    "locations": "service_at_locations",
    "schedules": "schedules",
    "contacts": "contacts",
    "links": "additional_urls",
    "capacity": "capacities",
}
_TOLD = frozenset({"status", "age_min", "age_max", "is_national", "municipality_codes", "region_codes", "languages",
                   "concepts", "price_kind", "signup", "access", "capacity"})  # fmt: skip
_STATUSES = {"draft": "inactive", "published": "active", "hidden": "inactive", "removed": "defunct"}
_KINDS: Mapping[str, str] = {
    ActorKind.USER: "en bruger, der er logget ind",
    ActorKind.LINK: "svar på en mail",
    ActorKind.CLIENT: "et andet system",
    ActorKind.SYSTEM: "portalen",
}


def metadata_of(entries: Iterable[Entry], *, resource_id: str) -> list[Thing]:
    """Return the history of one service, newest first; ``entries`` are about it alone and newest first."""
    told: list[Thing] = []
    for entry in entries:
        told += _lines(entry, resource_id)
    return told[:MOST_ENTRIES]


def _lines(entry: Entry, resource_id: str) -> Iterator[Thing]:
    """Yield what one act did, field by field; that it was made is one line."""
    if entry.act.endswith(".created"):
        yield _line(entry, resource_id, field="id", kind="create", before="", after=resource_id)
        return
    for field, change in entry.changes.items():
        if field in _NAMES:
            before, after = change if _is_told(field, change) else ("", "")
            yield _line(
                entry, resource_id, field=field, kind="update", before=_text(field, before), after=_text(field, after)
            )


def _line(entry: Entry, resource_id: str, *, field: str, kind: str, before: str, after: str) -> Thing:
    return {
        "id": part_id(entry.id, field),
        "resource_id": resource_id,
        "resource_type": "service",
        "last_action_date": timezone.localdate(entry.at).isoformat(),
        "last_action_type": kind,
        "field_name": _NAMES.get(field, field),
        "previous_value": before,
        "replacement_value": after,
        "updated_by": _KINDS.get(entry.actor_kind, "en besøgende"),
    }


def _is_told(field: str, change: object) -> bool:
    """Test whether a change is told with what it was and became."""
    return field in _TOLD and isinstance(change, list) and len(change) == _BEFORE_AND_AFTER


def _text(field: str, value: Any) -> str:
    """Return a value as text; the standard wants one, so nothing is the empty text."""
    if value is None:
        return ""
    if isinstance(value, list):
        return ",".join(map(str, value))
    if isinstance(value, bool):
        return str(value).lower()
    return _STATUSES.get(str(value), str(value)) if field == "status" else str(value)
