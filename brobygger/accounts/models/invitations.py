"""Invitations to have access."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from brobygger.accounts.permissions import ACCOUNT_ROLES, ROLE_LABELS
from brobygger.kernel.models import BaseModel

#: Long enough for a holiday, short enough that a mail lying about opens nothing.
INVITATION_LASTS = timedelta(days=14)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Named questions about invitations."""

    def waiting(self) -> "InvitationQuerySet":
        """Neither accepted nor withdrawn; perhaps too old."""
        return self.filter(accepted_at=None, withdrawn_at=None)

    def to_email(self, email: str) -> "InvitationQuerySet":
        """Those to one address."""
        return self.filter(email__iexact=email)

    def in_municipalities(self, codes: Collection[str]) -> "InvitationQuerySet":
        """Those to a role in at least one of some municipalities."""
        wanted = Q(pk__in=[])
        for code in codes:
            wanted |= Q(municipality_codes__icontains=f'"{code}"')
        return self.filter(wanted)

    def for_role(self) -> "InvitationQuerySet":
        """Those to a role in the portal, not to an association."""
        return self.filter(organisation_id=None)

    def to_organisation(self, organisation_id: UUID) -> "InvitationQuerySet":
        """Those to write for one association."""
        return self.filter(organisation_id=organisation_id)

    def by_since(self, user_id: UUID | None, moment: datetime) -> "InvitationQuerySet":
        """Those one person has sent lately, also those withdrawn since."""
        return self.filter(invited_by=user_id, invited_at__gt=moment)

    def newest_first(self) -> "InvitationQuerySet":
        """The order people read a list in."""
        return self.order_by("-invited_at", "id")


class Invitation(BaseModel):
    """En invitation: a promise of a right (a role, or membership of an association) to whoever reads one mailbox."""

    email = models.EmailField(_("e-mail"))
    role = models.CharField(
        _("rolle"), max_length=40, choices=[(role.value, ROLE_LABELS[role]) for role in ACCOUNT_ROLES]
    )
    municipality_codes = models.JSONField(_("kommuner"), default=list, blank=True)
    #: Which association, and as what: opaque words here, as associations live in a room above.
    organisation_id = models.UUIDField(null=True, blank=True)
    organisation_name = models.CharField(max_length=200, blank=True)
    organisation_role = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=2, default="da")
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    invited_at = models.DateTimeField()
    sent_at = models.DateTimeField()
    times_sent = models.PositiveSmallIntegerField(default=1)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["Invitation"]] = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                "organisation_id",
                condition=Q(accepted_at=None, withdrawn_at=None, organisation_id__isnull=False),
                name="accounts_one_waiting_invitation_to_an_association",
            ),
        ]

    class Privacy:
        """Long enough to see who invited whom the last two months; the right itself lives on the account."""

        personal = frozenset({"email"})
        keep_for = timedelta(days=60)
        since = "invited_at"

    def __str__(self) -> str:
        return f"{self.role} {self.id}"

    @property
    def ends_at(self) -> datetime:
        """When the newest mail's link stops working."""
        return self.sent_at + INVITATION_LASTS

    def is_open(self, at: datetime) -> bool:
        """Test whether it can be accepted now."""
        return self.accepted_at is None and self.withdrawn_at is None and at <= self.ends_at
