"""A draft: everything somebody has typed about an offer, half done or whole, before it is an offer or changes one."""

from collections.abc import Collection
from datetime import timedelta
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from brobygger.accounts.permissions import Permission
from brobygger.accounts.policies import reach_of
from brobygger.directory.models.offers import Offer, OfferQuerySet
from brobygger.kernel.actors import Actor
from brobygger.kernel.models import BaseModel


class DraftStatus(models.TextChoices):
    """Where a draft is: with those who write it, with those who decide, or done with."""

    EDITING = "editing", _("kladde")
    SUBMITTED = "submitted", _("sendt til godkendelse")
    RETURNED = "returned", _("kom tilbage til jer")
    LIVE = "live", _("blev til tilbuddet")
    WITHDRAWN = "withdrawn", _("smidt væk")


#: A draft somebody can still write in.
OPEN = frozenset({DraftStatus.EDITING, DraftStatus.RETURNED})
#: A draft that is not done with: there is at most one of an offer.
UNDER_WAY = OPEN | {DraftStatus.SUBMITTED}


class DraftQuerySet(models.QuerySet["Draft"]):
    """Named questions about drafts."""

    def visible_to(self, actor: Actor) -> "DraftQuerySet":
        """Drafts this actor may read and write: their organisations', and those of their municipalities."""
        if actor.is_system:
            return self
        reach = reach_of(actor, Permission.OFFER_EDIT)
        if reach.only_on is not None:
            return self.filter(offer_id=reach.only_on, organisation_id__in=reach.organisation_ids)
        if reach.is_everywhere:
            return self
        offers = OfferQuerySet(Offer).within_reach(actor, Permission.OFFER_EDIT)
        return self.filter(
            Q(organisation_id__in=reach.organisation_ids)
            | Q(offer=None, organisation__municipality__in=reach.municipality_codes)
            | Q(offer__in=offers.values("id"))
        )

    def with_id(self, draft_id: UUID) -> "DraftQuerySet":
        """One draft, if it is there."""
        return self.filter(id=draft_id)

    def of_organisation(self, organisation_id: UUID) -> "DraftQuerySet":
        """One organisation's drafts."""
        return self.filter(organisation_id=organisation_id)

    def of_offer(self, offer_id: UUID) -> "DraftQuerySet":
        """The drafts that became or change one offer."""
        return self.filter(offer_id=offer_id)

    def untouched_by(self, author_id: UUID | None) -> "DraftQuerySet":
        """Drafts of something new that somebody began and has typed nothing in."""
        return self.filter(author_id=author_id, offer=None, status=DraftStatus.EDITING, revision=1)

    def of_offers(self, offer_ids: Collection[UUID]) -> "DraftQuerySet":
        """The drafts that became or change some offers."""
        return self.filter(offer_id__in=offer_ids)

    def under_way(self) -> "DraftQuerySet":
        """Drafts that are not done with."""
        return self.filter(status__in=UNDER_WAY)

    def newest_first(self) -> "DraftQuerySet":
        """The one written in last first."""
        return self.order_by("-saved_at", "id")


class Draft(BaseModel):
    """En kladde til et tilbud.

    ``data`` is what was typed, field by field, right or wrong (``directory.editing``); ``base`` is what the offer said
    when the draft began, so that what others change in the meantime is not undone. ``set_aside`` keeps what could not
    be put in at once: somebody else had changed the same, or the writer was no longer signed in.
    """

    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, related_name="drafts", verbose_name=_("organisation")
    )
    offer = models.ForeignKey("directory.Offer", null=True, blank=True, on_delete=models.CASCADE, related_name="drafts")
    status = models.CharField(max_length=10, choices=DraftStatus.choices, default=DraftStatus.EDITING)
    data = models.JSONField(_("det skrevne"), default=dict)
    base = models.JSONField(_("det, tilbuddet sagde"), default=dict)
    set_aside = models.JSONField(_("lagt til side"), default=list, blank=True)
    revision = models.PositiveIntegerField(default=1)
    based_on_changed_at = models.DateTimeField(null=True, blank=True)
    author_id = models.UUIDField(null=True, blank=True)
    editor_id = models.UUIDField(null=True, blank=True)
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    #: Sent in by those whose offer it is, not by somebody who writes for them.
    is_sent_by_own = models.BooleanField(default=True)

    objects: ClassVar[models.Manager["Draft"]] = DraftQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["organisation", "status"], name="draft_organisation_status")]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=DraftStatus.values), name="draft_status_is_known"),
            models.UniqueConstraint(
                fields=["offer"], condition=Q(status__in=sorted(UNDER_WAY)), name="draft_once_under_way_for_an_offer"
            ),
        ]

    class Privacy:
        """May name a contact person; gone a year after anybody wrote in it, whatever became of it."""

        personal = frozenset({"data", "base", "set_aside"})
        keep_for: timedelta | None = timedelta(days=365)
        since = "saved_at"

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What the offer is called in the draft so far; may be empty."""
        return str(self.data.get("name", "")).strip()

    @property
    def is_open(self) -> bool:
        """Test whether somebody can still write in it."""
        return self.status in OPEN
