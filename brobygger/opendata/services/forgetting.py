"""Forgetting tombstones: who has not read the feed of changes for two years reads the whole register again."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Max, Min

from brobygger.directory import policies
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import NotAllowed
from brobygger.opendata.models import Record
from brobygger.opendata.services.writing import Pen, take_pen

#: As long as anybody can be thought to have been away, and still want only what is new.
TOMBSTONES_LAST = timedelta(days=730)


@transaction.atomic
def forget_tombstones(*, actor: Actor, at: datetime) -> int:
    """Forget what has been gone for two years, unless it says where it went; return how many.

    The head keeps the last place in the feed that was forgotten: from there on the feed is whole
    (``selectors.state.feed_state``). What is still here gets a place after it: who begins at 0 would else stand before
    it after the first page, where nobody can read on. Raises ``NotAllowed``.
    """
    if not policies.may_load(actor):
        raise NotAllowed
    pen = take_pen(actor=actor, at=at)
    old = Record.objects.gone_before(at - TOMBSTONES_LAST).without_address()
    last = old.order_by("-sequence").values_list("sequence", flat=True).first()
    count, _kinds = old.delete()
    pen.head.forgotten_to = max(pen.head.forgotten_to, last or 0)
    _lift(pen)
    pen.head.save(update_fields=["forgotten_to", "sequence"])
    return count


def _lift(pen: Pen) -> None:
    """Give everything that is here before the last place forgotten a place at the end of the feed, in its own order.

    One statement, however many there are: all go up by the same number, and no place up there is taken. What changed
    last stays the last, as it tells when the register changed last.
    """
    low = Record.objects.up_to(pen.head.forgotten_to)
    ends = low.aggregate(first=Min("sequence"), last=Max("sequence"))
    if ends["first"] is None:
        return
    newest, place = Record.objects.order_by("-sequence").values_list("number", "sequence")[0]
    up = pen.head.sequence - ends["first"] + 1
    low.update(sequence=F("sequence") + up)
    pen.head.sequence = ends["last"] + up
    if place > pen.head.forgotten_to:
        Record.objects.numbered([newest]).update(sequence=pen.next_sequence())
