"""Who says that they write for whom, and how it was proved, as rows."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from brobygger.accounts.permissions import Permission
from brobygger.accounts.policies import reach_of
from brobygger.kernel.actors import Actor
from brobygger.kernel.models import BaseModel

#: Those who write for an organisation already have this long to answer; then its volunteer centre decides.
SILENCE = timedelta(days=14)


class Way(models.TextChoices):
    """How a claim is proved."""

    PUBLIC_MAIL = "public_mail", _("mail til den adresse, der står på siden")
    CVR_MAIL = "cvr_mail", _("mail til den adresse, der står i CVR")
    CENTRE = "centre", _("frivilligcentret står inde for dig")
    MEMBERS = "members", _("de, der skriver for foreningen nu, svarer")
    #: Not to write for a group, but for the group itself: a volunteer centre knows that it is there.
    NEW_GROUP = "new_group", _("frivilligcentret står inde for gruppen")


#: Ways in which a link in a mail is the answer.
BY_MAIL = frozenset({Way.PUBLIC_MAIL, Way.CVR_MAIL})
#: Ways in which the volunteer centre is asked.
BY_CENTRE = frozenset({Way.CENTRE, Way.NEW_GROUP})


class ClaimStatus(models.TextChoices):
    """Where a claim is."""

    WAITING = "waiting", _("venter på svar")
    ACCEPTED = "accepted", _("sagt ja")
    REFUSED = "refused", _("sagt nej")
    WITHDRAWN = "withdrawn", _("trukket tilbage")


TRANSITIONS: dict[str, frozenset[str]] = {
    ClaimStatus.WAITING: frozenset({ClaimStatus.ACCEPTED, ClaimStatus.REFUSED, ClaimStatus.WITHDRAWN}),
    ClaimStatus.ACCEPTED: frozenset(),
    ClaimStatus.REFUSED: frozenset(),
    ClaimStatus.WITHDRAWN: frozenset(),
}


class ClaimQuerySet(models.QuerySet["Claim"]):
    """Named questions about claims."""

    def visible_to(self, actor: Actor) -> "ClaimQuerySet":
        """Claims this actor may see: one's own, those about organisations where one decides, and a centre's tasks."""
        if actor.is_system:
            return self
        decides, vouches = reach_of(actor, Permission.MEMBERS_MANAGE), reach_of(actor, Permission.CLAIM_VOUCH)
        seen = Q(organisation_id__in=decides.organisation_ids) & ~Q(user_id=actor.id)
        if vouches.is_everywhere:
            seen |= Q(organisation__isnull=False)
        seen |= Q(organisation__municipality__in=vouches.municipality_codes)
        rows = self if actor.only_on is None else self.filter(id=actor.only_on)
        return rows.filter(seen | Q(user_id=actor.id) if actor.id else seen)

    def with_id(self, claim_id: UUID) -> "ClaimQuerySet":
        """One claim, if it is there."""
        return self.filter(id=claim_id)

    def waiting(self) -> "ClaimQuerySet":
        """Those nobody has answered."""
        return self.filter(status=ClaimStatus.WAITING)

    def of_user(self, user_id: UUID) -> "ClaimQuerySet":
        """One person's."""
        return self.filter(user_id=user_id)

    def about(self, organisation_id: UUID) -> "ClaimQuerySet":
        """Those about one organisation."""
        return self.filter(organisation_id=organisation_id)

    def since(self, at: datetime) -> "ClaimQuerySet":
        """Those made, or whose link was sent, at or after a moment."""
        return self.filter(asked_at__gte=at)

    def by_mail(self) -> "ClaimQuerySet":
        """Those a link in a mail answers."""
        return self.filter(way__in=BY_MAIL)

    def for_members(self) -> "ClaimQuerySet":
        """Those that the ones who write for the organisation already answer."""
        return self.filter(way=Way.MEMBERS)

    def for_centre(self, at: datetime) -> "ClaimQuerySet":
        """Those a volunteer centre is asked about: its own, and those the members have been silent about."""
        is_silent = Q(way=Way.MEMBERS, created_at__lte=at - SILENCE)
        return self.filter(Q(way__in=BY_CENTRE) | is_silent)

    def in_municipalities(self, codes: Collection[str]) -> "ClaimQuerySet":
        """Those about organisations at home in some municipalities."""
        return self.filter(organisation__municipality__in=codes)

    def oldest_first(self) -> "ClaimQuerySet":
        """The order they should be answered in."""
        return self.select_related("organisation__municipality", "user").order_by("created_at", "id")

    def newest_first(self) -> "ClaimQuerySet":
        """The order a history is read in."""
        return self.select_related("organisation").order_by("-created_at", "id")


class Claim(BaseModel):
    """Et krav om at skrive for en forening: who asks, in which way it is to be proved, and what was answered."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="claims")
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="claims")
    way = models.CharField(max_length=12, choices=Way.choices)
    status = models.CharField(max_length=10, choices=ClaimStatus.choices, default=ClaimStatus.WAITING)
    person_words = models.TextField(_("hvem du er i foreningen"), blank=True)
    created_at = models.DateTimeField()
    #: When the last link was sent, or somebody was last asked: a link counts for this moment only.
    asked_at = models.DateTimeField()
    times_asked = models.PositiveSmallIntegerField(default=1)
    language = models.CharField(max_length=5, default="da")
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(_("begrundelse"), blank=True)

    objects: ClassVar[models.Manager["Claim"]] = ClaimQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["status", "created_at"], name="claim_queue")]
        constraints = [
            models.CheckConstraint(condition=Q(way__in=Way.values), name="claim_way_is_known"),
            models.CheckConstraint(condition=Q(status__in=ClaimStatus.values), name="claim_status_is_known"),
            models.UniqueConstraint(
                fields=["organisation", "user"],
                condition=Q(status=ClaimStatus.WAITING),
                name="claim_waits_once_for_a_person",
            ),
            models.CheckConstraint(
                condition=Q(status=ClaimStatus.WAITING, decided_at=None)
                | (~Q(status=ClaimStatus.WAITING) & Q(decided_at__isnull=False)),
                name="claim_is_decided_once",
            ),
        ]

    class Privacy:
        """A year: long enough to see who was let in and why, when somebody asks."""

        personal = frozenset({"person_words", "answer"})
        keep_for: timedelta | None = timedelta(days=365)
        since = "created_at"

    def __str__(self) -> str:
        return f"{self.way} {self.id}"
