"""Addresses on the net that the register shows, and whether somebody still answers there."""

from collections.abc import Collection
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from brobygger.kernel.models import BaseModel


class LinkState(models.TextChoices):
    """What came of the last looks."""

    WAITING = "waiting", _("ikke set efter endnu")
    OK = "ok", _("virker")
    MOVED = "moved", _("er flyttet")
    DOUBTFUL = "doubtful", _("svarede ikke sidst")
    BROKEN = "broken", _("virker ikke")


class LinkCheckQuerySet(models.QuerySet["LinkCheck"]):
    """Named questions about addresses."""

    def due(self, at: datetime) -> "LinkCheckQuerySet":
        """Those to look at now, those that have waited longest first."""
        return self.filter(due_at__lte=at).order_by("due_at", "id")

    def well(self) -> "LinkCheckQuerySet":
        """Those that answered the last time, those seen last first."""
        return self.filter(state=LinkState.OK).order_by("-checked_at", "id")

    def broken(self) -> "LinkCheckQuerySet":
        """Those that did not answer twice."""
        return self.filter(state=LinkState.BROKEN)

    def with_urls(self, urls: Collection[str]) -> "LinkCheckQuerySet":
        """Those of some addresses."""
        return self.filter(url__in=urls)


class LinkCheck(BaseModel):
    """Et eftersyn af en internetadresse: one row for each address, however many offers show it."""

    url = models.CharField(max_length=600, unique=True)
    state = models.CharField(max_length=8, choices=LinkState.choices, default=LinkState.WAITING)
    #: What the server answered; None when nobody did.
    code = models.PositiveSmallIntegerField(null=True, blank=True)
    problem = models.CharField(max_length=60, blank=True)
    moved_to = models.CharField(max_length=600, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField()
    failed_since = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["LinkCheck"]] = LinkCheckQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="link_check_due")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=LinkState.values), name="link_check_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state=LinkState.BROKEN) | Q(failed_since__isnull=False), name="link_check_broken_since"
            ),
            models.CheckConstraint(
                condition=Q(checked_at=None) | Q(due_at__gt=F("checked_at")), name="link_check_is_due_after_the_last"
            ),
        ]

    def __str__(self) -> str:
        return self.url
