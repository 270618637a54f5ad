"""Reads: the offers people open often."""

from datetime import date
from uuid import UUID

from django.db.models import Sum

from brobygger.directory.models.counts import DailyCount


def opened_often(*, since: date, at_least: int) -> frozenset[UUID]:
    """Return the offers that were opened at least so often since a day."""
    opened = DailyCount.objects.since(since).values("offer_id").annotate(times=Sum("opened"))
    return frozenset(opened.filter(times__gte=at_least).values_list("offer_id", flat=True))
