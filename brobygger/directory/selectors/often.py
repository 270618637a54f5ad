"""Reads: the offers people open often."""

from datetime import date
from uuid import UUID

from django.db.models import Sum

from brobygger.directory.models import DailyCount


def opened_often(*, since: date, at_least: int) -> frozenset[UUID]:
    """Return the offers that were opened so often since a day."""
    rows = DailyCount.objects.since(since).values("offer_id").annotate(times=Sum("opened"))
    return frozenset(row["offer_id"] for row in rows.filter(times__gte=at_least))
