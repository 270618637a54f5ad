"""A thing as it should be published, and what lists filter it by: read from the thing itself, so that both agree."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import time
from functools import lru_cache
from hashlib import sha256
from typing import Any
from uuid import UUID

import orjson

from brobygger.opendata.folding import folded
from brobygger.opendata.mapping import brief_of
from brobygger.opendata.mapping.parts import Thing
from brobygger.opendata.mapping.times import parts_of
from brobygger.opendata.models import Kind, Origin

#: A person's age in the standard is any number; the columns hold those that make sense.
_OLDEST = 32_767


@dataclass(frozen=True, slots=True, kw_only=True)
class Fresh:
    """One thing that should be published; ``body`` without ``last_modified`` unless a source said it."""

    kind: Kind
    thing_id: UUID
    body: Thing
    organization_id: UUID | None = None
    parent_id: UUID | None = None
    taxonomy_id: UUID | None = None
    has_children: bool = False
    areas: tuple[str, ...] = ()
    #: Whether the moment of the last change is told in the thing, and is ours to tell.
    is_stamped: bool = False
    #: Its origin with our mapping of it, when it is mapped for the first time since the import and that is to be kept.
    newly_mapped: Origin | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """What is sent, in both forms, with its fingerprint."""

    full: str
    brief: str
    digest: str


def texts_of(kind: Kind, body: Thing) -> Texts:
    """Return a thing as JSON text; the list form of what is the same in both is left empty in no case."""
    full, brief = orjson.dumps(body), orjson.dumps(brief_of(kind, body))
    return Texts(full=full.decode(), brief=brief.decode(), digest=sha256(full + b"\n" + brief).hexdigest())


def uuid_or_none(value: object) -> UUID | None:
    """Return an id as a source wrote it, None when it is none."""
    try:
        return UUID(str(value))
    except ValueError:
        return None


def terms_in(body: Thing) -> set[tuple[UUID, UUID]]:
    """Return the terms a thing carries, each with its taxonomy (the term's own id where a source names none)."""
    found = set()
    for attribute in _service_in(body).get("attributes", ()):
        term = attribute.get("taxonomy_term") or {}
        taxonomy = (term.get("taxonomy_detail") or {}).get("id") or term.get("taxonomy_id")
        if term_id := uuid_or_none(term.get("id")):
            found.add((term_id, uuid_or_none(taxonomy) or term_id))
    return found


def points_in(body: Thing) -> set[tuple[float, float]]:
    """Return the points where a thing is."""
    places = [at.get("location") or {} for at in body.get("service_at_locations", ())]
    if isinstance(body.get("location"), dict):
        places.append(body["location"])
    return {point for place in places if (point := _point(place.get("latitude"), place.get("longitude")))}


def times_in(body: Thing) -> set[tuple[str, time | None, time | None]]:
    """Return weekdays with hours, at the thing itself and at each of its places."""
    schedules = [*body.get("schedules", ()), *_service_in(body).get("schedules", ())]
    for at in (body, *body.get("service_at_locations", ())):
        schedules += at.get("schedules", ())
        schedules += (at.get("location") or {}).get("schedules", ())
    return {each for schedule in schedules for each in _times(schedule)}


def ages_in(body: Thing) -> tuple[int | None, int | None]:
    """Return the least and the highest age."""
    service = _service_in(body)
    low, high = (_age(service.get(key)) for key in ("minimum_age", "maximum_age"))
    return low, high


def words_in(body: Thing) -> str:
    """Return every word a thing is found by, folded."""
    service = _service_in(body)
    words = _folded("\n".join(_texts(service)))
    return words if service is body else f"{folded(' '.join(_names_of_places(body)))} {words}"


def _service_in(body: Thing) -> Mapping[str, Any]:
    """Return the service that a service at a place is; anything else is itself."""
    inner = body.get("service")
    return inner if isinstance(inner, dict) else body


def _point(lat: object, lon: object) -> tuple[float, float] | None:
    if not isinstance(lat, int | float) or not isinstance(lon, int | float):
        return None
    return (float(lat), float(lon)) if -90 <= lat <= 90 and -180 <= lon <= 180 else None


def _times(schedule: Mapping[str, Any]) -> Iterator[tuple[str, time | None, time | None]]:
    """Yield the weekdays of a time; one whose days are not told by weekday has none."""
    rule = str(schedule.get("dk_rrule") or "")
    days = str(schedule.get("byday") or "") or parts_of(rule).get("BYDAY", "")
    opens, closes = (_clock(schedule.get(key)) for key in ("opens_at", "closes_at"))
    for day in {day.strip()[-2:].upper() for day in days.split(",")}:
        yield day, opens, closes


def _clock(value: object) -> time | None:
    """Return the hour as the place's clock shows it, whatever zone it is said to be in."""
    try:
        return time.fromisoformat(str(value)).replace(tzinfo=None, microsecond=0)
    except ValueError:
        return None


def _age(value: object) -> int | None:
    return int(value) if isinstance(value, int | float) and 0 <= value <= _OLDEST else None


#: A service and each of its places have most words in common.
_folded = lru_cache(maxsize=512)(folded)


def _texts(service: Mapping[str, Any]) -> Iterator[str]:
    """Yield what names and describes a thing, with the names of what belongs to it."""
    for thing in (service, service.get("organization") or {}, service.get("program") or {}):
        yield from (str(thing[key]) for key in ("name", "alternate_name", "description") if thing.get(key))
    yield from (str(service[key]) for key in ("eligibility_description", "dk_summary") if service.get(key))
    yield from map(str, service.get("dk_tags", ()))
    for attribute in service.get("attributes", ()):
        yield str((attribute.get("taxonomy_term") or {}).get("name", ""))
    yield from _names_of_places(service)


def _names_of_places(body: Mapping[str, Any]) -> Iterator[str]:
    for place in (at.get("location") or {} for at in (body, *body.get("service_at_locations", ()))):
        yield str(place.get("name", ""))
        yield from (str(address.get("city", "")) for address in place.get("addresses", ()))
