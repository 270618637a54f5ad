"""Act: writing down how often offers were seen. No line in the book: nobody did anything to the register."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from brobygger.directory.models import DailyCount, Offer
from brobygger.directory.tally import Counted
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import NotAllowed

#: Two years, so that a season can be seen beside the one before.
KEPT = timedelta(days=730)


@transaction.atomic
def write_counts(*, actor: Actor, counted: Counted, at: datetime) -> int:
    """Add what was counted to the day's numbers; return how many offers. Offers that are not there are left out.

    Three queries and one more for each pair of numbers that occurs, which are few.
    """
    if not actor.is_system:
        raise NotAllowed
    on = timezone.localdate(at)
    known = set(Offer.objects.with_ids(counted.shown.keys() | counted.opened.keys()).values_list("id", flat=True))
    if not known:
        return 0
    DailyCount.objects.bulk_create([DailyCount(offer_id=each, on=on) for each in known], ignore_conflicts=True)
    alike: dict[tuple[int, int], list[UUID]] = defaultdict(list)
    for each in known:
        alike[counted.shown[each], counted.opened[each]].append(each)
    for (shown, opened), offer_ids in alike.items():
        DailyCount.objects.of_offers(offer_ids).on_day(on).update(shown=F("shown") + shown, opened=F("opened") + opened)
    return len(known)


def forget_counts(*, actor: Actor, at: datetime) -> int:
    """Delete numbers older than two years; return how many rows."""
    if not actor.is_system:
        raise NotAllowed
    rows, _ = DailyCount.objects.before(_oldest(at)).delete()
    return rows


def _oldest(at: datetime) -> date:
    return timezone.localdate(at) - KEPT
