"""Things published by hand, for tests of what reads them: an object as JSON, and beside it what lists filter by."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from brobygger.opendata.folding import folded
from brobygger.opendata.models import Area, Kind, Place, Record, Term, Time

MORNING = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


def put(kind: Kind = Kind.SERVICE, *, name: str = "Café", **values: Any) -> Record:
    """Publish a thing after all others; ``terms``, ``places``, ``areas`` and ``times`` are rows beside it."""
    beside = {key: values.pop(key, ()) for key in ("terms", "places", "areas", "times")}
    last = Record.objects.order_by("-number").first()
    number = (last.number if last else 0) + 1
    sequence = max(Record.objects.values_list("sequence", flat=True), default=0) + 1
    thing_id: UUID = values.pop("thing_id", None) or uuid4()
    changed_at = values.pop("changed_at", MORNING + timedelta(minutes=number))
    thing = {"id": str(thing_id), "name": name, "description": "Kom, som du er.", **values.pop("thing", {})}
    texts = {"full": json.dumps({**thing, "status": "active"}), "brief": json.dumps(thing)}
    record = Record.objects.create(
        number=number, kind=kind, thing_id=thing_id, sequence=sequence, changed_at=changed_at,
        **{"folded": folded(f"{name} {thing['description']}"), "digest": texts["full"][:64], **texts, **values},
    )  # fmt: skip
    _beside(record, **beside)
    return record


def _beside(
    record: Record,
    *,
    terms: Sequence[tuple[UUID, UUID]],
    places: Sequence[tuple[float, float]],
    areas: Sequence[str],
    times: Sequence[tuple[str, time | None, time | None]],
) -> None:
    for term_id, taxonomy_id in terms:
        Term.objects.create(record=record, term_id=term_id, taxonomy_id=taxonomy_id)
    for lat, lon in places:
        Place.objects.create(record=record, lat=lat, lon=lon)
    for code in areas:
        Area.objects.create(record=record, municipality_code=code)
    for day, opens, closes in times:
        Time.objects.create(record=record, day=day, opens=opens, closes=closes)


def take_away(record: Record, *, at: datetime, moved_to: UUID | None = None) -> None:
    """Leave a tombstone where a thing was."""
    sequence = max(Record.objects.values_list("sequence", flat=True)) + 1
    Record.objects.filter(number=record.number).update(
        gone_at=at, changed_at=at, sequence=sequence, full="", brief="", folded="", digest="", moved_to=moved_to
    )
    for rows in (record.terms, record.places, record.areas, record.times):
        rows.all().delete()
