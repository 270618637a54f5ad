"""Reads: what a source's organisations are here."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from brobygger.opendata.models import Kind, Origin


def made_organisations(*, source_id: UUID, foreign_ids: Collection[str]) -> dict[str, tuple[UUID, dict[str, Any]]]:
    """Return which of our organisations were made from some of a source's, and what it said of each last."""
    rows = Origin.objects.from_source(source_id).filter(kind=Kind.ORGANIZATION, foreign_id__in=foreign_ids)
    return {row.foreign_id: (row.subject_id, row.raw) for row in rows}
