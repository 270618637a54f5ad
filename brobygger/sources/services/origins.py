"""Handing what a source said to open data, so that what came in goes out (ADR 14)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from brobygger.kernel.actors import Actor
from brobygger.opendata.models import Kind, Origin


def keep(
    *, actor: Actor, kind: Kind, subject_id: UUID, thing_id: UUID, source_id: UUID, foreign_id: str,
    raw: dict[str, Any], at: datetime,
) -> None:  # fmt: skip
    """Keep what a source says of one of our rows."""
    Origin.objects.update_or_create(
        kind=kind, subject_id=subject_id,
        defaults={
            "thing_id": thing_id, "source_id": source_id, "foreign_id": foreign_id, "raw": raw, "seen_at": at,
        },
    )  # fmt: skip
