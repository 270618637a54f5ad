"""Reads about addresses."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Count, Q

from brobygger.notifications.models import Message, Preference, State, Suppression
from brobygger.notifications.models.addresses import hash_of
from brobygger.notifications.policies import Receiver
from brobygger.notifications.topics import CHOOSABLE, Rhythm, Topic

#: What was never going to be sent at once does not count when it is asked whether somebody is sent too much.
_NOT_SENT_AT_ONCE = (State.WITHHELD, State.COLLECTED, State.GATHERED)


def receivers(hashes: Collection[str], *, at: datetime) -> dict[str, Receiver]:
    """Return what is known of each of some addresses."""
    rhythms: dict[str, dict[str, Rhythm]] = defaultdict(dict)
    for preference in Preference.objects.filter(address_hash__in=hashes):
        rhythms[preference.address_hash][preference.topic] = Rhythm(preference.rhythm)
    suppressed = set(Suppression.objects.filter(address_hash__in=hashes).values_list("address_hash", flat=True))
    counts = _counts(hashes, at=at)
    return {
        address_hash: Receiver(
            rhythms=rhythms.get(address_hash, {}),
            is_suppressed=address_hash in suppressed,
            account_mails_in_hour=(count := counts.get(address_hash, (0, 0, 0)))[0],
            account_mails_in_day=count[1],
            other_mails_in_day=count[2],
        )
        for address_hash in hashes
    }


def _counts(hashes: Collection[str], *, at: datetime) -> dict[str, tuple[int, int, int]]:
    """Count what addresses were sent: about accounts in the last hour and day, and other mail in the last day."""
    is_account = Q(topic=Topic.ACCOUNT)
    rows = (
        Message.objects.filter(address_hash__in=hashes, created_at__gt=at - timedelta(days=1))
        .exclude(state__in=_NOT_SENT_AT_ONCE)
        .values("address_hash")
        .annotate(
            hour=Count("id", filter=is_account & Q(created_at__gt=at - timedelta(hours=1))),
            day=Count("id", filter=is_account),
            other=Count("id", filter=~is_account & ~Q(topic=Topic.DIGEST)),
        )
        .order_by()
    )
    return {row["address_hash"]: (row["hour"], row["day"], row["other"]) for row in rows}


def choices_of(address_hash: str) -> dict[Topic, Rhythm]:
    """Return what an address wants of each topic there is a choice about."""
    chosen = {row.topic: Rhythm(row.rhythm) for row in Preference.objects.filter(address_hash=address_hash)}
    return {topic: chosen.get(topic, Rhythm.AT_ONCE) for topic in CHOOSABLE}


def wants_mail(*, address: str, topic: Topic) -> bool:
    """Test whether mail of a topic would be sent to an address: it works, and nobody has said no."""
    address_hash = hash_of(address)
    if topic == Topic.ACCOUNT:
        return True
    is_declined = Preference.objects.filter(address_hash=address_hash, topic=topic, rhythm=Rhythm.NEVER).exists()
    return not is_declined and not Suppression.objects.filter(address_hash=address_hash).exists()
