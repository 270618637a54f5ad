"""Reads: how often offers were shown and opened."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, Sum

from brobygger.directory.models import DailyCount

MONTH, YEAR = timedelta(days=30), timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """How often an offer was seen in the last month and the last year."""

    shown_month: int = 0
    opened_month: int = 0
    shown_year: int = 0
    opened_year: int = 0


NEVER_SEEN = Seen()


def seen_of(*, offer_ids: Collection[UUID], today: date) -> dict[UUID, Seen]:
    """Return how often some offers were seen, by their ids; one never seen is not there."""
    lately = Q(on__gt=today - MONTH)
    rows = (
        DailyCount.objects.of_offers(offer_ids)
        .since(today - YEAR)
        .values("offer_id")
        .annotate(
            shown_month=Sum("shown", filter=lately, default=0),
            opened_month=Sum("opened", filter=lately, default=0),
            shown_year=Sum("shown"),
            opened_year=Sum("opened"),
        )
    )
    return {
        row["offer_id"]: Seen(
            shown_month=row["shown_month"],
            opened_month=row["opened_month"],
            shown_year=row["shown_year"],
            opened_year=row["opened_year"],
        )
        for row in rows
    }
