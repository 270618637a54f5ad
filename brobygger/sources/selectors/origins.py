"""Reads: what a source's organisations are here."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from brobygger.opendata.models import Kind, Origin


def origins_of_organizations(source_id: UUID, foreign_ids: Iterable[str]) -> dict[str, Any]:
    """Return some of a source's organisations as it told them last, by its ids of them."""
    rows = Origin.objects.from_source(source_id).filter(kind=Kind.ORGANIZATION, foreign_id__in=list(foreign_ids))
    return dict(rows.values_list("foreign_id", "raw"))


def organisation_ids(source_id: UUID, foreign_ids: Iterable[str]) -> dict[str, UUID]:
    """Return which of our organisations were made from some of a source's."""
    rows = Origin.objects.from_source(source_id).filter(kind=Kind.ORGANIZATION, foreign_id__in=list(foreign_ids))
    return dict(rows.values_list("foreign_id", "subject_id"))


def origin_of_organization(source_id: UUID, foreign_id: str) -> Origin | None:
    """Return what one of a source's organisations was when it was taken in, if one of ours was made from it."""
    rows = Origin.objects.from_source(source_id).filter(kind=Kind.ORGANIZATION, foreign_id=foreign_id)
    return rows.first()
