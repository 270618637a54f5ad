"""Who writes for whom, as rows."""

from collections.abc import Collection
from datetime import timedelta
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from brobygger.accounts.permissions import Permission
from brobygger.accounts.policies import reach_of
from brobygger.kernel.actors import Actor
from brobygger.kernel.models import BaseModel


class MemberRole(models.TextChoices):
    """What somebody may do for an organisation."""

    MEMBER = "member", _("skriver")
    ADMINISTRATOR = "administrator", _("skriver og bestemmer, hvem der ellers gør")


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Named questions about memberships."""

    def visible_to(self, actor: Actor) -> "MembershipQuerySet":
        """Memberships this actor may see: of the organisations the actor belongs to, or decides about."""
        reach = reach_of(actor, Permission.MEMBERS_MANAGE)
        if reach.is_everywhere:
            return self
        is_in_reach = Q(organisation_id__in=actor.organisation_ids | reach.organisation_ids)
        return self.filter(is_in_reach | Q(organisation__municipality__in=reach.municipality_codes))

    def of_organisation(self, organisation_id: UUID) -> "MembershipQuerySet":
        """Those of one organisation."""
        return self.filter(organisation_id=organisation_id)

    def of_organisations(self, organisation_ids: Collection[UUID]) -> "MembershipQuerySet":
        """Those of some organisations."""
        return self.filter(organisation_id__in=organisation_ids)

    def newest_first(self) -> "MembershipQuerySet":
        """Those who came last come first."""
        return self.order_by("-since")

    def of_user(self, user_id: UUID) -> "MembershipQuerySet":
        """Those of one person, as long as the account is open."""
        return self.filter(user_id=user_id).able_to_sign_in()

    def of_users(self, user_ids: Collection[UUID]) -> "MembershipQuerySet":
        """Those of some people."""
        return self.filter(user_id__in=user_ids)

    def able_to_sign_in(self) -> "MembershipQuerySet":
        """Those whose account is open."""
        return self.filter(user__is_active=True)

    def administrators(self) -> "MembershipQuerySet":
        """Those who decide who else writes, and can still sign in."""
        return self.filter(role=MemberRole.ADMINISTRATOR).able_to_sign_in()

    def by_name(self) -> "MembershipQuerySet":
        """With the person, administrators first."""
        return self.select_related("user").order_by("role", "user__name", "user__email")


class Membership(BaseModel):
    """Et medlemskab: somebody writes for an organisation. A person may write for several."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("må"), max_length=14, choices=MemberRole.choices, default=MemberRole.MEMBER)
    since = models.DateTimeField()

    objects: ClassVar[models.Manager["Membership"]] = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "user"], name="membership_once"),
            models.CheckConstraint(condition=Q(role__in=MemberRole.values), name="membership_role_is_known"),
        ]

    class Privacy:
        """Kept as long as the person writes for the organisation; gone with the membership or the account."""

        personal = frozenset({"user"})
        keep_for: timedelta | None = None

    def __str__(self) -> str:
        return f"{self.role} {self.id}"
