"""Reads: which rows came from another register."""

from collections.abc import Collection
from uuid import UUID

from brobygger.opendata.models import Kind, Origin


def offers_from_elsewhere(*, offer_ids: Collection[UUID]) -> frozenset[UUID]:
    """Return those of some offers that came from a source."""
    return frozenset(Origin.objects.of(Kind.SERVICE, offer_ids).values_list("subject_id", flat=True))
