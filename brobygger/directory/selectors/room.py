"""Reads about room: whether there is any now."""

from datetime import datetime

from brobygger.directory.models import Capacity, CapacityStatus
from brobygger.directory.selectors.page_values import CapacityNow


def capacity_now(row: Capacity | None, *, at: datetime) -> CapacityNow:
    """Return room as seen now: an old answer is no answer."""
    if row is None or row.expires_at <= at:
        return CapacityNow(status="unknown", label="")
    label = str(CapacityStatus(row.status).label)
    return CapacityNow(
        status=row.status, label=label, wait_weeks=row.wait_weeks, set_at=row.set_at, expires_at=row.expires_at
    )
