"""Forgetting tombstones: who has not read the feed of changes for two years reads the whole register again."""

from datetime import datetime, timedelta

from django.db import transaction

from brobygger.directory import policies
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import NotAllowed
from brobygger.opendata.models import Record
from brobygger.opendata.services.writing import take_pen

#: As long as anybody can be thought to have been away, and still want only what is new.
TOMBSTONES_LAST = timedelta(days=730)


@transaction.atomic
def forget_tombstones(*, actor: Actor, at: datetime) -> int:
    """Forget what has been gone for two years, unless it says where it went; return how many.

    The head keeps the last place in the feed that was forgotten: from there on the feed is whole
    (``selectors.state.feed_state``). Raises ``NotAllowed``.
    """
    if not policies.may_load(actor):
        raise NotAllowed
    pen = take_pen(actor=actor, at=at)
    old = Record.objects.gone_before(at - TOMBSTONES_LAST).without_address()
    last = old.order_by("-sequence").values_list("sequence", flat=True).first()
    if last is None:
        return 0
    count, _kinds = old.delete()
    pen.head.forgotten_to = max(pen.head.forgotten_to, last)
    pen.head.save(update_fields=["forgotten_to"])
    return count
