"""Whether an offer is shown in one municipality: a decision of its own, beside the national one."""

from collections.abc import Collection
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from brobygger.accounts.permissions import Permission
from brobygger.accounts.policies import reach_of
from brobygger.kernel.actors import Actor
from brobygger.kernel.models import BaseModel


class LocalVisibilityQuerySet(models.QuerySet["LocalVisibility"]):
    """Named questions about what is shown where."""

    def visible_to(self, actor: Actor) -> "LocalVisibilityQuerySet":
        """Those of the municipalities where the actor decides."""
        reach = reach_of(actor, Permission.REVIEW_LOCAL)
        return self if reach.is_everywhere else self.filter(municipality__in=reach.municipality_codes)

    def hidden(self) -> "LocalVisibilityQuerySet":
        """Where something is not shown."""
        return self.filter(is_shown=False)

    def of_offer(self, offer_id: UUID) -> "LocalVisibilityQuerySet":
        """One offer's."""
        return self.filter(offer_id=offer_id)

    def in_municipality(self, code: str) -> "LocalVisibilityQuerySet":
        """One municipality's."""
        return self.filter(municipality_id=code)

    def in_municipalities(self, codes: Collection[str]) -> "LocalVisibilityQuerySet":
        """Those of some municipalities."""
        return self.filter(municipality_id__in=codes)

    def newest_first(self) -> "LocalVisibilityQuerySet":
        """The order a list is read in."""
        return self.order_by("-decided_at", "id")


class LocalVisibility(BaseModel):
    """Vist eller skjult i en kommune. Without a row an offer is shown wherever it is for.

    ``is_waiting``: hidden only because the municipality looks before it shows, and nobody has looked yet.
    ``took_down``: it was hidden everywhere it is for, so that the offer itself went out of sight.
    """

    offer = models.ForeignKey("directory.Offer", on_delete=models.CASCADE, related_name="local_visibility")
    municipality = models.ForeignKey("places.Municipality", on_delete=models.CASCADE, related_name="+")
    is_shown = models.BooleanField(_("vist"))
    is_waiting = models.BooleanField(_("venter på kommunen"), default=False)
    took_down = models.BooleanField(default=False)
    reason = models.CharField(_("begrundelse"), max_length=300, blank=True)
    decided_by = models.UUIDField(null=True, blank=True)
    decided_at = models.DateTimeField()

    objects: ClassVar[models.Manager["LocalVisibility"]] = LocalVisibilityQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["offer", "municipality"], name="local_visibility_once"),
            models.CheckConstraint(
                condition=Q(is_shown=True, is_waiting=False) | Q(is_shown=False),
                name="local_visibility_shown_waits_for_nothing",
            ),
        ]
        indexes = [models.Index(fields=["municipality", "is_shown"], name="local_visibility_hidden")]

    def __str__(self) -> str:
        return f"{self.offer_id} {self.municipality_id}"
