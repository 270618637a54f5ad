"""Reads: how sending goes, for operators and for those who can mend what went wrong."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, QuerySet

from brobygger.kernel.actors import Actor
from brobygger.notifications.models import JobRun, Message, State, Worker
from brobygger.notifications.policies import may_see_to_mail

#: A worker says that it lives three times a minute.
_WORKER_LIVES_FOR = timedelta(minutes=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """How the outbox is: messages by state, since when the oldest waits to be sent, and how many workers live."""

    by_state: dict[str, int]
    oldest_due_at: datetime | None
    workers: int
    unfinished_jobs: int


def sending(*, at: datetime) -> Sending:
    """Return how the outbox is."""
    counts = dict(Message.objects.order_by().values_list("state").annotate(count=Count("id")))
    oldest = Message.objects.due(at).order_by().aggregate(oldest=Min("due_at"))["oldest"]
    return Sending(
        by_state={state.value: counts.get(state.value, 0) for state in State},
        oldest_due_at=oldest,
        workers=Worker.objects.alive(at - _WORKER_LIVES_FOR).count(),
        unfinished_jobs=JobRun.objects.filter(is_done=False, ended_at__lt=at).count(),
    )


def doubts() -> QuerySet[Message]:
    """Return the messages of which only the other server knows whether they arrived, oldest first."""
    return Message.objects.in_state(State.UNCERTAIN).order_by("created_at")


def troubles(*, actor: Actor) -> QuerySet[Message]:
    """Return the messages that a person has to see to, as far as the actor is the one: operators of the whole."""
    if not may_see_to_mail(actor):
        return Message.objects.none()
    return Message.objects.in_state(State.UNCERTAIN, State.FAILED).select_related("content").order_by("-created_at")
