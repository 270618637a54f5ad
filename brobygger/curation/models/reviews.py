"""Approvals as rows: what waits for a decision, what was decided and why, and what was said about it."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from brobygger.accounts.permissions import Permission
from brobygger.accounts.policies import reach_of
from brobygger.kernel.actors import Actor
from brobygger.kernel.models import BaseModel


class Scope(models.TextChoices):
    """What is decided: are the rules kept, and is it shown in one municipality. Neither waits for the other."""

    NATIONAL = "national", _("følger det reglerne?")
    LOCAL = "local", _("skal det vises lokalt?")


class ReviewStatus(models.TextChoices):
    """Where a review is."""

    WAITING = "waiting", _("venter på afgørelse")
    APPROVED = "approved", _("godkendt")
    REFUSED = "refused", _("sagt nej til")
    APPEALED = "appealed", _("der er klaget")
    WITHDRAWN = "withdrawn", _("trukket tilbage")


#: Refused and withdrawn ones open again when what was mended is sent again; what is approved stays so.
TRANSITIONS: dict[str, frozenset[str]] = {
    ReviewStatus.WAITING: frozenset({ReviewStatus.APPROVED, ReviewStatus.REFUSED, ReviewStatus.WITHDRAWN}),
    ReviewStatus.REFUSED: frozenset({ReviewStatus.WAITING, ReviewStatus.APPEALED, ReviewStatus.WITHDRAWN}),
    ReviewStatus.APPEALED: frozenset({ReviewStatus.APPROVED, ReviewStatus.REFUSED, ReviewStatus.WITHDRAWN}),
    ReviewStatus.WITHDRAWN: frozenset({ReviewStatus.WAITING}),
    ReviewStatus.APPROVED: frozenset(),
}
UNDECIDED = (ReviewStatus.WAITING, ReviewStatus.APPEALED)
#: What decides which permission a review asks for.
PERMISSION_FOR = {Scope.NATIONAL: Permission.REVIEW_NATIONAL, Scope.LOCAL: Permission.REVIEW_LOCAL}


class Sort(models.TextChoices):
    """What a review is about, as the queue sorts them."""

    NEW = "new", _("nye")
    CHANGE = "change", _("ændringer")
    AFTER = "after", _("rettelser, der allerede vises")
    APPEAL = "appeal", _("klager")


class ReviewQuerySet(models.QuerySet["Review"]):
    """Named questions about reviews."""

    def for_reviewer(self, actor: Actor) -> "ReviewQuerySet":
        """Those the actor's role lets them decide: national ones, and those of their municipalities."""
        return self.filter(_decidable(actor))

    def of_own(self, actor: Actor) -> "ReviewQuerySet":
        """Those about what the actor's own organisations have sent in."""
        return self.filter(_own(actor))

    def visible_to(self, actor: Actor) -> "ReviewQuerySet":
        """Those the actor may read, as a reviewer or as the one who sent it in."""
        return self.filter(_decidable(actor) | _own(actor))

    def with_id(self, review_id: UUID) -> "ReviewQuerySet":
        """One review, if it is there."""
        return self.filter(id=review_id)

    def with_ids(self, ids: Collection[UUID]) -> "ReviewQuerySet":
        """Several; unknown ones give nothing."""
        return self.filter(id__in=ids)

    def about(self, *, subject_kind: str, subject_id: object) -> "ReviewQuerySet":
        """Those about one row."""
        return self.filter(subject_kind=subject_kind, subject_id=subject_id)

    def undecided(self) -> "ReviewQuerySet":
        """Those that wait for somebody. After a national no, towns are asked when what was mended is sent again."""
        refused = Review.objects.filter(
            scope=Scope.NATIONAL,
            status=ReviewStatus.REFUSED,
            subject_kind=models.OuterRef("subject_kind"),
            subject_id=models.OuterRef("subject_id"),
        )
        return self.filter(status__in=UNDECIDED).exclude(models.Exists(refused))

    def of_organisation(self, organisation_id: UUID) -> "ReviewQuerySet":
        """Those about what one organisation has sent in."""
        return self.filter(organisation_id=organisation_id)

    def of_scope(self, scope: str) -> "ReviewQuerySet":
        """National or local ones."""
        return self.filter(scope=scope)

    def of_municipality(self, code: str) -> "ReviewQuerySet":
        """One municipality's."""
        return self.filter(municipality_id=code)

    def of_sort(self, sort: str) -> "ReviewQuerySet":
        """New ones, changes, those already shown, or appeals."""
        if sort == Sort.APPEAL:
            return self.filter(status=ReviewStatus.APPEALED)
        rest = self.exclude(status=ReviewStatus.APPEALED)
        if sort == Sort.AFTER:
            return rest.filter(is_after=True)
        return rest.filter(is_after=False, is_new=sort == Sort.NEW)

    def taken_by(self, user_id: UUID | None) -> "ReviewQuerySet":
        """Those somebody has taken on; None: that nobody has."""
        return self.filter(taken_by=user_id)

    def due(self, on: date) -> "ReviewQuerySet":
        """Those that should be decided by a day."""
        return self.filter(answer_by__lte=on)

    def most_urgent_first(self) -> "ReviewQuerySet":
        """The order they should be decided in."""
        return self.order_by("answer_by", "opened_at", "id")

    def newest_first(self) -> "ReviewQuerySet":
        """The order a history is read in."""
        return self.order_by("-opened_at", "id")


def _decidable(actor: Actor) -> Q:
    """Return what an actor may decide, were nothing else in the way."""
    national, local = (reach_of(actor, permission) for permission in PERMISSION_FOR.values())
    found = Q(scope=Scope.LOCAL, municipality__in=local.municipality_codes)
    if national.is_everywhere:
        found |= Q(scope=Scope.NATIONAL)
    return found | Q(scope=Scope.LOCAL) if local.is_everywhere else found


def _own(actor: Actor) -> Q:
    """Return what the actor's own organisations have sent in; who holds a link reads the one it is about."""
    reach = reach_of(actor, Permission.OFFER_EDIT)
    rows = Q(organisation_id__in=reach.organisation_ids)
    return rows if reach.only_on is None else rows & Q(id=reach.only_on)


class Review(BaseModel):
    """En sag til godkendelse: something sent in by an organisation, that somebody is to say yes or no to.

    The room that owns the row is told by ``ReviewDecided``; here it is an opaque id.
    """

    subject_kind = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    subject_label = models.CharField(max_length=200)
    organisation_id = models.UUIDField()
    scope = models.CharField(max_length=10, choices=Scope.choices)
    municipality = models.ForeignKey("places.Municipality", null=True, blank=True, on_delete=models.PROTECT)
    is_new = models.BooleanField(_("nyt"), default=True)
    is_after = models.BooleanField(_("vises allerede"), default=False)
    status = models.CharField(max_length=10, choices=ReviewStatus.choices, default=ReviewStatus.WAITING)
    waits_for_association = models.BooleanField(_("venter på svar fra foreningen"), default=False)
    author_ids = models.JSONField(_("hvem der har skrevet"), default=list, blank=True)
    taken_by = models.UUIDField(null=True, blank=True)
    opened_at = models.DateTimeField(_("sendt ind"))
    answer_by = models.DateField(_("skal være afgjort"))
    decided_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["Review"]] = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("sag til godkendelse")
        verbose_name_plural = _("sager til godkendelse")
        indexes = [
            models.Index(fields=["status", "answer_by", "opened_at"], name="review_queue"),
            models.Index(fields=["municipality", "status", "answer_by"], name="review_local_queue"),
            models.Index(fields=["subject_kind", "subject_id"], name="review_subject"),
            models.Index(fields=["organisation_id", "opened_at"], name="review_organisation"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=ReviewStatus.values), name="review_status_is_known"),
            models.CheckConstraint(
                condition=Q(scope=Scope.NATIONAL, municipality=None) | Q(scope=Scope.LOCAL, municipality__isnull=False),
                name="review_is_national_or_of_one_municipality",
            ),
            models.UniqueConstraint(
                "subject_kind",
                "subject_id",
                models.functions.Coalesce("municipality", models.Value("")),
                name="review_once_for_each_who_decides",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.subject_label}"

    @property
    def permission(self) -> Permission:
        """What it takes to decide it."""
        return PERMISSION_FOR[Scope(self.scope)]

    @property
    def is_undecided(self) -> bool:
        """Whether it waits for somebody."""
        return self.status in UNDECIDED

    @property
    def sort(self) -> Sort:
        """What it is about, as the queue sorts it."""
        if self.status == ReviewStatus.APPEALED:
            return Sort.APPEAL
        if self.is_after:
            return Sort.AFTER
        return Sort.NEW if self.is_new else Sort.CHANGE


class Outcome(models.TextChoices):
    """What somebody decided."""

    APPROVED = "approved", _("ja")
    REFUSED = "refused", _("nej")


class Conflict(models.TextChoices):
    """Why somebody should not decide; they may when there is nobody else, and then it is marked."""

    NONE = "", _("nej")
    ORGANISATION = "organisation", _("hører selv til foreningen")
    AUTHOR = "author", _("har selv skrevet det")
    OWN_DECISION = "own_decision", _("har selv truffet den afgørelse, der klages over")


class Decision(BaseModel):
    """En afgørelse: never changed afterwards; an appeal or a mended text gets a new one."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="decisions")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reasons = models.JSONField(_("grunde"), default=list)
    text = models.TextField(_("begrundelse"), blank=True)
    checklist = models.JSONField(_("tjekliste"), default=dict)
    is_on_appeal = models.BooleanField(_("efter en klage"), default=False)
    conflict = models.CharField(_("inhabilitet"), max_length=12, choices=Conflict.choices, blank=True)
    by_id = models.UUIDField(null=True, blank=True)
    decided_at = models.DateTimeField()

    class Meta:
        verbose_name = _("afgørelse")
        verbose_name_plural = _("afgørelser")
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="decision_outcome_is_known"),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.APPROVED) | ~Q(text=""), name="decision_refusal_says_why"
            ),
            models.CheckConstraint(condition=Q(conflict__in=Conflict.values), name="decision_conflict_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.decided_at:%Y-%m-%d}"


class Side(models.TextChoices):
    """Who says something in the thread of a review."""

    REVIEWER = "reviewer", _("den, der afgør")
    ASSOCIATION = "association", _("foreningen")


class Remark(BaseModel):
    """En besked i sagen, from one side to the other."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="remarks")
    side = models.CharField(max_length=12, choices=Side.choices)
    text = models.TextField(_("besked"))
    is_appeal = models.BooleanField(_("en klage"), default=False)
    by_id = models.UUIDField(null=True, blank=True)
    said_at = models.DateTimeField()

    class Meta:
        verbose_name = _("besked i en sag")
        verbose_name_plural = _("beskeder i sager")
        constraints = [
            models.CheckConstraint(condition=Q(side__in=Side.values), name="remark_side_is_known"),
            models.CheckConstraint(condition=~Q(text=""), name="remark_says_something"),
        ]

    class Privacy:
        """A year: as long as a decision may be asked about; what was decided, and why, stays without the talk."""

        personal = frozenset({"text", "by_id"})
        keep_for: timedelta | None = timedelta(days=365)
        since = "said_at"

    def __str__(self) -> str:
        return f"{self.side} {self.said_at:%Y-%m-%d}"
