"""Keys for other systems, as rows: never the key itself, only what it is known by."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from brobygger.accounts.permissions import Permission
from brobygger.accounts.policies import reach_of
from brobygger.exchange.owners import Owner
from brobygger.kernel.actors import Actor
from brobygger.kernel.models import BaseModel


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    """Named questions about keys."""

    def of_owner(self, owner: Owner) -> "ApiKeyQuerySet":
        """One organisation's or municipality's."""
        return self.filter(organisation=owner.organisation, municipality=owner.municipality)

    def visible_to(self, actor: Actor) -> "ApiKeyQuerySet":
        """Those of the organisations and municipalities an actor puts offers in for."""
        reach = reach_of(actor, Permission.OFFERS_IMPORT)
        if reach.is_everywhere:
            return self
        return self.filter(Q(organisation__in=reach.organisation_ids) | Q(municipality__in=reach.municipality_codes))

    def with_prefix(self, prefix: str) -> "ApiKeyQuerySet":
        """The key that begins so, if any."""
        return self.filter(prefix=prefix)

    def with_id(self, key_id: UUID | None) -> "ApiKeyQuerySet":
        """One key, if it is there."""
        return self.filter(id=key_id)

    def not_used_since(self, moment: datetime) -> "ApiKeyQuerySet":
        """Those last used before a moment, or never."""
        return self.exclude(last_used_at__gt=moment)

    def usable(self, at: datetime) -> "ApiKeyQuerySet":
        """Those that open something now."""
        return self.filter(revoked_at=None, expires_at__gt=at)

    def newest_first(self) -> "ApiKeyQuerySet":
        """The order people read a list in."""
        return self.order_by("-made_at", "id")


class ApiKey(BaseModel):
    """En nøgle til et andet system: what it opens is one organisation's or one municipality's, and it ends."""

    name = models.CharField(_("hvilket system"), max_length=80)
    #: The beginning of the key, which people see; the rest is kept as a SHA-256 of 256 random bits, not guessable.
    prefix = models.CharField(max_length=12, unique=True)
    digest = models.CharField(max_length=64)
    organisation = models.ForeignKey(
        "organisations.Organisation", null=True, blank=True, on_delete=models.CASCADE, related_name="api_keys"
    )
    municipality = models.ForeignKey(
        "places.Municipality", null=True, blank=True, on_delete=models.PROTECT, related_name="api_keys"
    )
    is_read_only = models.BooleanField(_("kun hente"), default=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["ApiKey"]] = ApiKeyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation=None, municipality__isnull=False)
                | Q(organisation__isnull=False, municipality=None),
                name="api_key_has_one_owner",
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=models.F("made_at")), name="api_key_ends"),
        ]

    def __str__(self) -> str:
        return self.prefix

    def is_usable(self, at: datetime) -> bool:
        """Test whether it opens anything now."""
        return self.revoked_at is None and at < self.expires_at
