"""When we ask whether an offer is still right, and how far the asking has come; and short links about room."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from brobygger.accounts.permissions import Permission
from brobygger.directory.models.offers import Offer, Status
from brobygger.kernel.actors import Actor
from brobygger.kernel.models import BaseModel


class Stage(models.TextChoices):
    """How far the asking has come. Nothing is ever deleted: an answer brings the offer back at once."""

    WAITING = "waiting", _("venter på næste gang")
    ASKED = "asked", _("spurgt første gang")
    REMINDED = "reminded", _("mindet om det")
    GREYED = "greyed", _("spurgt tre gange; vises gråt")
    HIDDEN = "hidden", _("skjult, fordi ingen svarede")


#: After how many days in one stage the next begins: asked on day 0, 14 and 30, grey from then, hidden on day 60.
NEXT_STAGE: dict[str, tuple[Stage, timedelta]] = {
    Stage.WAITING: (Stage.ASKED, timedelta(0)),
    Stage.ASKED: (Stage.REMINDED, timedelta(days=14)),
    Stage.REMINDED: (Stage.GREYED, timedelta(days=16)),
    Stage.GREYED: (Stage.HIDDEN, timedelta(days=30)),
}
#: The first question comes this long before the day it should have been looked at; the third on the day itself.
ASK_AHEAD = timedelta(days=30)
#: Those somebody should call: mail has not helped.
TO_CALL = frozenset({Stage.GREYED, Stage.HIDDEN})
LONGEST_CODE_DIGEST = 64


class CheckQuerySet(models.QuerySet["Check"]):
    """Named questions about what is to be asked."""

    def of_offer(self, offer_id: UUID) -> "CheckQuerySet":
        """The one of an offer, if there is one."""
        return self.filter(offer_id=offer_id)

    def of_offers(self, offer_ids: Collection[UUID]) -> "CheckQuerySet":
        """Those of some offers."""
        return self.filter(offer_id__in=offer_ids)

    def to_ask_about_room(self, *, at: datetime, not_since: date, offer_ids: Collection[UUID]) -> "CheckQuerySet":
        """Those of some shown offers where no answer about room counts, and nobody was asked since a day."""
        is_unknown = Q(offer__capacity=None) | Q(offer__capacity__expires_at__lte=at)
        not_asked = Q(room_asked_on=None) | Q(room_asked_on__lte=not_since)
        return self.filter(is_unknown, not_asked, offer_id__in=offer_ids, offer__status=Status.PUBLISHED)

    def with_ids(self, ids: Collection[UUID]) -> "CheckQuerySet":
        """Those with some ids."""
        return self.filter(id__in=ids)

    def due(self, today: date) -> "CheckQuerySet":
        """Those of shown offers whose next stage begins today, or should have begun."""
        ready = Q(stage=Stage.WAITING, due_on__lte=today)
        for stage, (_to, after) in NEXT_STAGE.items():
            ready |= Q(stage=stage, stage_on__lte=today - after)
        return self.filter(ready, offer__status=Status.PUBLISHED)

    def in_stage(self, *stages: str) -> "CheckQuerySet":
        """Those that have come so far."""
        return self.filter(stage__in=stages)

    def asked_of_mailbox(self, digest: str) -> "CheckQuerySet":
        """Those that a mailbox was asked about last, and that still wait for an answer."""
        return self.filter(asked_of=digest).exclude(stage=Stage.WAITING)

    def mailboxes_asked_on(self, today: date) -> set[str]:
        """Return the digests of the mailboxes that have had a question on a day."""
        return set(self.filter(stage_on=today).exclude(asked_of="").values_list("asked_of", flat=True))

    def shown_again_by_hand(self) -> "CheckQuerySet":
        """Those that were hidden for want of an answer, of offers that somebody has since shown again."""
        return self.filter(stage=Stage.HIDDEN, offer__status=Status.PUBLISHED)

    def due_after(self, day: date) -> "CheckQuerySet":
        """Those to be asked about later than a day."""
        return self.filter(due_on__gt=day)

    def to_call(self) -> "CheckQuerySet":
        """Those mail does not help with: three questions unanswered, or nowhere to send them."""
        unreachable = Q(is_reachable=False) & ~Q(stage=Stage.WAITING)
        return self.filter(Q(stage__in=TO_CALL) | unreachable).exclude(
            Q(offer__status=Status.REMOVED) | Q(offer__status=Status.DRAFT)
        )

    def callable_by(self, actor: Actor) -> "CheckQuerySet":
        """Those whose offers the actor may call about: own municipalities', or all."""
        offers = Offer.objects.within_reach(actor, Permission.CALL_LIST_READ)
        return self.filter(offer__in=offers.values("id"))

    def in_municipality(self, code: str) -> "CheckQuerySet":
        """Those of offers for one municipality alone or among others; national ones not counted."""
        return self.filter(offer__is_national=False, offer__served_municipalities=code)

    def of_nobody_local(self, codes_with_team: Collection[str]) -> "CheckQuerySet":
        """Those of offers that no municipality's team looks after."""
        looked_after = Offer.objects.local_to(codes_with_team)
        return self.exclude(offer__in=looked_after.values("id"))

    def longest_waiting_first(self) -> "CheckQuerySet":
        """The order of a call list."""
        return self.order_by(F("stage_on").asc(nulls_last=True), "offer__name")


class Check(BaseModel):
    """Et eftersyn: when an offer is to be asked about, and how far the asking has come. One for each offer."""

    offer = models.OneToOneField("directory.Offer", on_delete=models.CASCADE, related_name="check_row")
    due_on = models.DateField(_("spørges første gang"))
    reasons = models.JSONField(_("hvorfor netop da"), default=list, blank=True)
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.WAITING)
    stage_on = models.DateField(_("kom så langt"), null=True, blank=True)
    #: Whether the last question had somewhere to go.
    is_reachable = models.BooleanField(default=True)
    #: A keyed digest of the address asked last: tells one mailbox from another without holding it.
    asked_of = models.CharField(max_length=32, blank=True)
    room_asked_on = models.DateField(_("spurgt om plads"), null=True, blank=True)

    objects: ClassVar[models.Manager["Check"]] = CheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("eftersyn")
        verbose_name_plural = _("eftersyn")
        indexes = [
            models.Index(fields=["stage", "due_on"], name="check_due"),
            models.Index(fields=["stage", "stage_on"], name="check_stage"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="check_stage_is_known"),
            models.CheckConstraint(
                condition=Q(stage=Stage.WAITING, stage_on=None) | (~Q(stage=Stage.WAITING) & Q(stage_on__isnull=False)),
                name="check_asked_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.offer_id} {self.stage}"


class ShortLinkQuerySet(models.QuerySet["ShortLink"]):
    """Named questions about short links."""

    def alive(self, at: datetime) -> "ShortLinkQuerySet":
        """Those that still work."""
        return self.filter(expires_at__gt=at)

    def ended(self, at: datetime) -> "ShortLinkQuerySet":
        """Those that no longer do."""
        return self.filter(expires_at__lte=at)

    def of_offers(self, offer_ids: Collection[UUID]) -> "ShortLinkQuerySet":
        """Those of some offers."""
        return self.filter(offer_id__in=offer_ids)

    def with_ids(self, ids: Collection[UUID]) -> "ShortLinkQuerySet":
        """Those with these ids."""
        return self.filter(id__in=ids)

    def with_digest(self, digest: str) -> "ShortLinkQuerySet":
        """The one of a code."""
        return self.filter(code_digest=digest)


class ShortLink(BaseModel):
    """Et kort link om plads, til en telefon: the code itself is not kept, only a keyed digest of it."""

    offer = models.ForeignKey("directory.Offer", on_delete=models.CASCADE, related_name="short_links")
    code_digest = models.CharField(max_length=LONGEST_CODE_DIGEST, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    objects: ClassVar[models.Manager["ShortLink"]] = ShortLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="short_link_ends_after_it_begins")
        ]

    def __str__(self) -> str:
        return str(self.offer_id)
