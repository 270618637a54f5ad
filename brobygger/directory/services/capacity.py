"""Acts on room: free, few, waiting list or paused; always with an end, because an old answer is no answer."""

from datetime import datetime, timedelta

from brobygger.audit.services import record
from brobygger.directory.models import Capacity, Offer
from brobygger.directory.rows import capacity_data, capacity_of
from brobygger.directory.values import CapacityData
from brobygger.kernel.actors import Actor

#: Two months: longer than most groups run before somebody leaves or joins.
CAPACITY_LASTS = timedelta(days=60)


def write_capacity(*, actor: Actor, offer: Offer, data: CapacityData | None, at: datetime) -> bool:
    """Keep an answer about room, with its line in the book; return whether it says anything new.

    Called by the acts on offers in their transaction. The same answer again, while the old one still counts,
    changes nothing.
    """
    before = capacity_of(offer)
    if data is None or _is_same(before, data, at=at):
        return False
    expires_at = data.expires_at or at + CAPACITY_LASTS
    offer.capacity, _ = Capacity.objects.update_or_create(
        offer=offer,
        defaults={"status": data.status, "wait_weeks": data.wait_weeks, "set_at": at, "expires_at": expires_at},
    )
    old = capacity_data(before)
    record(
        actor=actor,
        act="directory.offer.capacity_set",
        subject_kind="offer",
        subject_id=offer.id,
        at=at,
        changes={"capacity": [old and old.status, data.status], "expires_at": expires_at},
    )
    return True


def _is_same(before: Capacity | None, data: CapacityData, *, at: datetime) -> bool:
    """Test whether an answer that still counts says the same."""
    if before is None or before.expires_at <= at:
        return False
    same_answer = (before.status, before.wait_weeks) == (data.status, data.wait_weeks)
    return same_answer and data.expires_at in (None, before.expires_at)
