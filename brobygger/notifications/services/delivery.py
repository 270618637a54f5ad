"""Taking letters out of the outbox, and keeping how far each has come. ADR 11 says what is promised and why.

A worker holds a message for a while (``claim``, ``leased_until``); every step names the claim, so that whoever has lost
a message can do nothing more to it. A message whose worker is gone is sent again, unless its end was already on the
way: then only the other server knows, and it is in doubt.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import random
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from brobygger.audit.services import record
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import NotFound
from brobygger.notifications.models import Content, Message, State
from brobygger.notifications.policies import next_try
from brobygger.notifications.selectors import troubles

#: Longer than everything a worker may wait for while it holds one message (``smtp.py``).
LEASE = timedelta(minutes=15)
ERASE_SENT_AFTER = timedelta(days=30)
_ERASE_FAILED_AFTER = timedelta(days=90)
#: A doubt is left alone for this long: the answer may only be slow, and a log is written a little later.
DOUBT_LASTS = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A message in a worker's hands."""

    message_id: UUID
    claim: UUID
    to: str
    subject: str
    text: str
    html: str
    language: str
    topic: str
    created_at: datetime
    attempts: int


def claim_next(*, actor: Actor, at: datetime) -> Parcel | None:
    """Take the next letter that is due; None when there is none. Two workers never get the same."""
    if not Message.objects.due(at).exists():
        return None
    with transaction.atomic():
        message = Message.objects.due(at).select_for_update(skip_locked=True).first()
        if message is None:
            return None
        message.state, message.claim, message.leased_until = State.SENDING, uuid4(), at + LEASE
        message.attempts += 1
        message.save(update_fields=["state", "claim", "leased_until", "attempts"])
    return _parcel(message, message.claim)


def _parcel(message: Message, claim: UUID) -> Parcel:
    content = message.content
    return Parcel(
        message_id=message.id,
        claim=claim,
        to=content.to,
        subject=content.subject,
        text=content.text,
        html=content.html,
        language=message.language,
        topic=message.topic,
        created_at=message.created_at,
        attempts=message.attempts,
    )


def begin_end(*, actor: Actor, parcel: Parcel, at: datetime) -> bool:
    """Note that the end of a mail is about to be sent; False when the message is not this worker's any more."""
    held = Message.objects.held_by(parcel.message_id, parcel.claim).in_state(State.SENDING)
    return bool(held.update(state=State.ENDING, leased_until=at + LEASE))


@transaction.atomic
def note_sent(*, actor: Actor, parcel: Parcel, at: datetime) -> bool:
    """Note that the other server took the mail, however late its answer came."""
    held = Message.objects.held_by(parcel.message_id, parcel.claim).in_state(State.ENDING, State.UNCERTAIN)
    return _rest(held, State.SENT, parcel.message_id, at=at)


@transaction.atomic
def note_refused(*, actor: Actor, parcel: Parcel, problem: str, at: datetime) -> bool:
    """Note that the other server will never take the mail."""
    held = Message.objects.held_by(parcel.message_id, parcel.claim).in_state(State.SENDING, State.ENDING)
    return _rest(held, State.FAILED, parcel.message_id, at=at, problem=problem)


@transaction.atomic
def note_put_off(*, actor: Actor, parcel: Parcel, problem: str, at: datetime) -> bool:
    """Note that the other server surely did not take the mail, and try again later; give up after three days."""
    held = Message.objects.held_by(parcel.message_id, parcel.claim).in_state(State.SENDING, State.ENDING)
    delay = next_try(attempts=parcel.attempts, chance=random())  # noqa: S311
    if delay is None:
        return _rest(held, State.FAILED, parcel.message_id, at=at, problem=problem)
    return bool(
        held.update(state=State.WAITING, claim=None, leased_until=None, due_at=at + delay, problem=problem[:300])
    )


def note_uncertain(*, actor: Actor, parcel: Parcel, problem: str, at: datetime) -> bool:
    """Note that the end was sent and no answer came. The claim is kept: a late answer still counts."""
    held = Message.objects.held_by(parcel.message_id, parcel.claim).in_state(State.ENDING)
    return bool(held.update(state=State.UNCERTAIN, leased_until=at, problem=problem[:300]))


@transaction.atomic
def take_back(*, actor: Actor, at: datetime) -> int:
    """Take back what workers that are gone held: to be sent again, or in doubt. Return how many."""
    abandoned = Message.objects.abandoned(at)
    in_doubt = abandoned.in_state(State.ENDING).update(state=State.UNCERTAIN, leased_until=at, problem="worker gone")
    again = abandoned.in_state(State.SENDING).update(state=State.WAITING, claim=None, leased_until=None, due_at=at)
    if settings.MAIL_IN_DOUBT == "resend":
        _resend_old_doubts(at)
    return in_doubt + again


def _resend_old_doubts(at: datetime) -> None:
    """Send again what has been in doubt for a while, with the same Message-ID, where the operator wants that."""
    old = Message.objects.in_state(State.UNCERTAIN).filter(leased_until__lt=at - DOUBT_LASTS)
    old.update(state=State.WAITING, claim=None, leased_until=None, due_at=at)


@transaction.atomic
def settle(*, actor: Actor, message_id: UUID, is_sent: bool, at: datetime) -> bool:
    """End a doubt: the other server has the mail, or it has not and gets it once more. False when there is no doubt."""
    doubtful = Message.objects.filter(id=message_id).in_state(State.UNCERTAIN)
    if is_sent:
        return _rest(doubtful, State.SENT, message_id, at=at)
    return bool(doubtful.update(state=State.WAITING, claim=None, leased_until=None, due_at=at))


@transaction.atomic
def retry(*, actor: Actor, message_id: UUID, at: datetime) -> bool:
    """Send again what failed, from the first attempt on; False when it did not fail, or is erased."""
    failed = Message.objects.filter(id=message_id, content__isnull=False).in_state(State.FAILED)
    again = failed.update(
        state=State.WAITING, claim=None, leased_until=None, due_at=at, attempts=0, ended_at=None, problem=""
    )
    Content.objects.filter(message_id=message_id).update(erase_at=None)
    return bool(again)


def see_to(*, actor: Actor, message_id: UUID, is_sent: bool, at: datetime) -> None:
    """Decide, as a person, about a mail that went wrong: it arrived, or it is to be sent again."""
    if not troubles(actor=actor).filter(id=message_id).exists():
        raise NotFound
    if not settle(actor=actor, message_id=message_id, is_sent=is_sent, at=at) and not is_sent:
        retry(actor=actor, message_id=message_id, at=at)
    record(
        actor=actor, act="notifications.message.seen_to", subject_kind="message", subject_id=message_id, at=at,
        changes={"is_sent": is_sent},
    )  # fmt: skip


def _rest(held: QuerySet[Message], state: State, message_id: UUID, *, at: datetime, problem: str = "") -> bool:
    """Bring a message to rest, and set the day its content is erased."""
    if not held.update(state=state, claim=None, leased_until=None, ended_at=at, problem=problem[:300]):
        return False
    kept_for = ERASE_SENT_AFTER if state == State.SENT else _ERASE_FAILED_AFTER
    Content.objects.filter(message_id=message_id).update(erase_at=at + kept_for)
    return True
