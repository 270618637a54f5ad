"""The outbox: what is to be told, how far it has come, and (apart, because it is erased sooner) what it says."""

from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from brobygger.kernel.models import BaseModel
from brobygger.notifications.topics import Topic


class State(models.TextChoices):
    """How far a message has come."""

    WAITING = "waiting", _("venter på at blive sendt")
    #: The receiver wants mail gathered: it waits for its day.
    COLLECTED = "collected", _("venter på den samlede besked")
    GATHERED = "gathered", _("er med i en samlet besked")
    SENDING = "sending", _("er ved at blive sendt")
    #: The last two characters that make a mail the other server's are about to be sent, or were.
    ENDING = "ending", _("er ved at blive afleveret")
    #: They were sent, and no answer came: only the other server knows whether it has the mail.
    UNCERTAIN = "uncertain", _("måske sendt")
    SENT = "sent", _("sendt")
    FAILED = "failed", _("kunne ikke sendes")
    #: The receiver wants no such mail, or has an address that does not work.
    WITHHELD = "withheld", _("ikke sendt, fordi modtageren ikke vil have den")


#: From which state to which a message may go; every step is taken by an UPDATE that names where it comes from.
TRANSITIONS: dict[State, frozenset[State]] = {
    State.WAITING: frozenset({State.SENDING, State.WITHHELD}),
    State.COLLECTED: frozenset({State.GATHERED, State.WAITING}),
    State.SENDING: frozenset({State.WAITING, State.ENDING, State.FAILED}),
    State.ENDING: frozenset({State.WAITING, State.SENT, State.UNCERTAIN, State.FAILED}),
    State.UNCERTAIN: frozenset({State.WAITING, State.SENT, State.FAILED}),
    State.FAILED: frozenset({State.WAITING}),
    State.SENT: frozenset(),
    State.GATHERED: frozenset(),
    State.WITHHELD: frozenset(),
}
#: States in which an address has been, or may have been, written to.
LEFT_THE_HOUSE = frozenset({State.ENDING, State.UNCERTAIN, State.SENT})
_OPEN = frozenset({State.WAITING, State.COLLECTED, State.SENDING, State.ENDING, State.UNCERTAIN})


class MessageQuerySet(models.QuerySet["Message"]):
    """Named questions to the outbox."""

    def in_state(self, *states: State) -> "MessageQuerySet":
        """Messages that have come so far and no further."""
        return self.filter(state__in=states)

    def due(self, at: datetime) -> "MessageQuerySet":
        """Messages to send now, those about accounts (somebody sits and waits) first."""
        return self.in_state(State.WAITING).filter(due_at__lte=at).order_by("rank", "due_at")

    def abandoned(self, at: datetime) -> "MessageQuerySet":
        """Messages whose worker has not been heard of for so long that it is gone."""
        return self.in_state(State.SENDING, State.ENDING).filter(leased_until__lt=at)

    def held_by(self, message_id: UUID, claim: UUID) -> "MessageQuerySet":
        """One message, as long as it is this worker's."""
        return self.filter(id=message_id, claim=claim)

    def to_be_gathered(self, at: datetime) -> "MessageQuerySet":
        """Messages whose day has come to be sent together."""
        return self.in_state(State.COLLECTED).filter(due_at__lte=at)

    def newest_first(self) -> "MessageQuerySet":
        """The order people look for their mail in."""
        return self.order_by("-created_at", "-id")


class Message(BaseModel):
    """En besked i udbakken: one mail to one address. What it says is in ``Content`` and is erased long before."""

    key = models.CharField(max_length=200, unique=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    topic = models.CharField(max_length=20, choices=Topic.choices)
    template = models.CharField(max_length=120)
    language = models.CharField(max_length=5)
    address_hash = models.CharField(max_length=64)
    #: The row of a room above that the mail is about; opaque here.
    about = models.UUIDField(null=True, blank=True)
    #: Lower goes first.
    rank = models.PositiveSmallIntegerField(default=1)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    #: Why the last attempt did not succeed: a code, and the server's words without addresses.
    problem = models.CharField(max_length=300, blank=True)
    claim = models.UUIDField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    #: When it came to rest: sent, failed, withheld or gathered.
    ended_at = models.DateTimeField(null=True, blank=True)
    digest = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="parts")

    objects: ClassVar[models.Manager["Message"]] = MessageQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["state", "rank", "due_at"], name="notifications_message_due"),
            models.Index(fields=["address_hash", "created_at"], name="notifications_message_to"),
            models.Index(fields=["about"], name="notifications_message_about"),
            models.Index(fields=["created_at"], name="notifications_message_age"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="notifications_message_state"),
            models.CheckConstraint(
                condition=~Q(state__in=[State.SENDING, State.ENDING])
                | Q(claim__isnull=False, leased_until__isnull=False),
                name="notifications_message_is_held",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(_OPEN)) | Q(ended_at__isnull=False), name="notifications_message_ended"
            ),
        ]

    class Privacy:
        """That a mail was sent is remembered for a year, so that nobody is sent it twice."""

        personal = frozenset({"address_hash"})
        keep_for: timedelta | None = timedelta(days=365)
        since = "created_at"

    def __str__(self) -> str:
        return f"{self.topic} {self.state} {self.id}"


class Content(models.Model):
    """What a message says and to whom: gone 30 days after it was sent, 90 after it failed."""

    message = models.OneToOneField(Message, on_delete=models.CASCADE, primary_key=True)
    to = models.EmailField(max_length=254)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField()
    erase_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["Content"]] = models.Manager()

    class Meta:
        indexes = [models.Index(fields=["erase_at"], name="notifications_content_erase")]

    class Privacy:
        """The moment is in the row, because a mail that failed is kept for longer than one that arrived."""

        personal = frozenset({"to", "subject", "text", "html"})
        keep_for: timedelta | None = timedelta(0)
        since = "erase_at"

    def __str__(self) -> str:
        return f"content of {self.message_id}"
