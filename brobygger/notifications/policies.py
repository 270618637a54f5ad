"""Rules: what becomes of a letter, given what its receiver wants and has been sent already."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from django.utils import timezone

from brobygger.accounts.permissions import Permission
from brobygger.accounts.policies import reach_of
from brobygger.kernel.actors import Actor
from brobygger.notifications.models import State
from brobygger.notifications.topics import Rhythm, Topic

#: Mail about accounts to one address: whoever asks for more is not the one who reads it.
MOST_ACCOUNT_MAILS_AN_HOUR = 5
MOST_ACCOUNT_MAILS_A_DAY = 15
#: Other mail to one address in a day; what comes on top is gathered for the next morning.
MOST_MAILS_A_DAY = 12
#: When gathered mail is sent.
MORNING = time(7, 0)
_MONDAY = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver:
    """What is known of an address: its choices by topic, whether it works, and how much it was sent lately."""

    rhythms: Mapping[str, Rhythm] = field(default_factory=dict)
    is_suppressed: bool = False
    account_mails_in_hour: int = 0
    account_mails_in_day: int = 0
    other_mails_in_day: int = 0


def fate_of(*, topic: Topic, receiver: Receiver, at: datetime) -> tuple[State, datetime]:
    """Return the state a new letter begins in, and when it is to be sent."""
    if topic == Topic.ACCOUNT:
        return (State.WITHHELD if _is_flooded(receiver) else State.WAITING), at
    rhythm = receiver.rhythms.get(topic, Rhythm.AT_ONCE)
    if receiver.is_suppressed or rhythm == Rhythm.NEVER:
        return State.WITHHELD, at
    if rhythm == Rhythm.WEEKLY:
        return State.COLLECTED, next_morning(at, weekday=_MONDAY)
    if rhythm == Rhythm.DAILY or receiver.other_mails_in_day >= MOST_MAILS_A_DAY:
        return State.COLLECTED, next_morning(at)
    return State.WAITING, at


def _is_flooded(receiver: Receiver) -> bool:
    """Test whether an address has had so much mail about an account that somebody must be playing."""
    return (
        receiver.account_mails_in_hour >= MOST_ACCOUNT_MAILS_AN_HOUR
        or receiver.account_mails_in_day >= MOST_ACCOUNT_MAILS_A_DAY
    )


def next_morning(at: datetime, *, weekday: int | None = None) -> datetime:
    """Return the next morning in Denmark after a moment; the next one of a weekday (Monday is 0) when that is given."""
    local = timezone.localtime(at)
    day = local.date()
    if local.time() >= MORNING:
        day += timedelta(days=1)
    if weekday is not None:
        day += timedelta(days=(weekday - day.weekday()) % 7)
    return timezone.make_aware(datetime.combine(day, MORNING))


#: After the first failure; doubled each time.
_FIRST_DELAY = timedelta(minutes=1)
_LONGEST_DELAY = timedelta(hours=12)
#: With these delays the last one comes after about three days.
MOST_ATTEMPTS = 15


def next_try(*, attempts: int, chance: float) -> timedelta | None:
    """Return how long to wait after so many failures, or None when it is time to give up.

    ``chance`` (0 to 1) moves it by a quarter, so that what failed together does not come back together.
    """
    if attempts >= MOST_ATTEMPTS:
        return None
    delay = min(_FIRST_DELAY * int(2 ** max(attempts - 1, 0)), _LONGEST_DELAY)
    return delay * (0.75 + 0.5 * chance)


def may_see_to_mail(actor: Actor) -> bool:
    """Test whether somebody decides about mail that went wrong: those who run the whole."""
    return reach_of(actor, Permission.BACK_OFFICE_OPEN).is_everywhere
