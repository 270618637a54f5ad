"""What is known of addresses: what their owners want, and that some do not work. Known by hash, never in clear."""

import hashlib
from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from brobygger.kernel.models import BaseModel
from brobygger.notifications.models.messages import Message
from brobygger.notifications.topics import CHOOSABLE, Rhythm


def hash_of(address: str) -> str:
    """Return what an address is known by: the same however it is capitalised, and not to be read by chance."""
    return hashlib.sha256(f"brobygger.address|{address.strip().lower()}".encode()).hexdigest()


class Preference(BaseModel):
    """When an address wants mail of one topic; without a row, at once."""

    address_hash = models.CharField(max_length=64)
    topic = models.CharField(max_length=20, choices=[(topic.value, topic.label) for topic in CHOOSABLE])
    rhythm = models.CharField(max_length=10, choices=Rhythm.choices)
    chosen_at = models.DateTimeField()

    objects: ClassVar[models.Manager["Preference"]] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["address_hash", "topic"], name="notifications_preference_once")]

    class Privacy:
        """A no is kept for as long as it is a no."""

        personal = frozenset({"address_hash"})
        keep_for: timedelta | None = None

    def __str__(self) -> str:
        return f"{self.topic} {self.rhythm}"


class BounceQuerySet(models.QuerySet["Bounce"]):
    """Named questions to what came back."""

    def soft_since(self, address_hash: str, since: datetime) -> "BounceQuerySet":
        """What came back for now only, from one address since a moment."""
        return self.filter(address_hash=address_hash, is_hard=False, at__gte=since)


class Bounce(BaseModel):
    """Mail that came back. ``is_hard``: the address does not exist, says the server that should know."""

    #: A hash of the report, so that reading the same one twice counts once.
    key = models.CharField(max_length=64, unique=True)
    address_hash = models.CharField(max_length=64)
    message = models.ForeignKey(Message, null=True, blank=True, on_delete=models.SET_NULL)
    is_hard = models.BooleanField()
    #: RFC 3463, such as 5.1.1.
    status = models.CharField(max_length=12)
    at = models.DateTimeField()

    objects: ClassVar[models.Manager["Bounce"]] = BounceQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["address_hash", "at"], name="notifications_bounce_address")]

    class Privacy:
        """Kept for as long as it says something about the address."""

        personal = frozenset({"address_hash"})
        keep_for: timedelta | None = timedelta(days=180)
        since = "at"

    def __str__(self) -> str:
        return f"{self.status} {self.at:%Y-%m-%d}"


class Cause(models.TextChoices):
    """Why an address is written to no more."""

    HARD_BOUNCE = "hard_bounce", _("adressen findes ikke")
    SOFT_BOUNCES = "soft_bounces", _("mail kommer tilbage gang på gang")


class Suppression(BaseModel):
    """An address that is not written to, because it does not work. Mail about an account is tried all the same."""

    address_hash = models.CharField(max_length=64, unique=True)
    cause = models.CharField(max_length=20, choices=Cause.choices)
    at = models.DateTimeField()

    objects: ClassVar[models.Manager["Suppression"]] = models.Manager()

    class Privacy:
        """After half a year the address is tried again."""

        personal = frozenset({"address_hash"})
        keep_for: timedelta | None = timedelta(days=180)
        since = "at"

    def __str__(self) -> str:
        return f"{self.cause} {self.at:%Y-%m-%d}"
