"""Error reports as rows: a reader's word that something is wrong."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from brobygger.accounts.permissions import Permission
from brobygger.accounts.policies import reach_of
from brobygger.kernel.actors import Actor
from brobygger.kernel.models import BaseModel


class ReportReason(models.TextChoices):
    """What a reader says is wrong."""

    CLOSED = "closed", _("Tilbuddet findes ikke mere")
    TIME = "time", _("Tid eller sted passer ikke")
    CONTACT = "contact", _("Telefon, mail eller link virker ikke")
    AUDIENCE = "audience", _("Det er for nogle andre, end der står")
    UNSAFE = "unsafe", _("Noget er ikke i orden eller føles utrygt")
    OTHER = "other", _("Noget andet")


class ReportStatus(models.TextChoices):
    """Where a report is."""

    OPEN = "open", _("ny")
    FIXED = "fixed", _("rettet")
    REJECTED = "rejected", _("ingen fejl")


TRANSITIONS: dict[str, frozenset[str]] = {
    ReportStatus.OPEN: frozenset({ReportStatus.FIXED, ReportStatus.REJECTED}),
    ReportStatus.FIXED: frozenset(),
    ReportStatus.REJECTED: frozenset(),
}


class ErrorReportQuerySet(models.QuerySet["ErrorReport"]):
    """Named questions about error reports."""

    def visible_to(self, actor: Actor) -> "ErrorReportQuerySet":
        """Reports this actor may read: all, or those about what is for the actor's own municipalities."""
        reach = reach_of(actor, Permission.ERROR_REPORT_HANDLE)
        if reach.is_everywhere:
            return self
        # As a question in the question: PostgreSQL locks no rows that were made distinct.
        theirs = ErrorReportQuerySet(self.model).filter(municipalities__in=reach.municipality_codes)
        return self.filter(is_national=False, id__in=theirs.values("id"))

    def waiting_for(self, actor: Actor) -> "ErrorReportQuerySet":
        """Those that are the actor's own to handle: nationally only what is no municipality's, or waited too long."""
        visible = self.visible_to(actor).open()
        if not reach_of(actor, Permission.ERROR_REPORT_HANDLE).is_everywhere:
            return visible
        return visible.filter(Q(is_national=True) | Q(municipalities=None) | Q(escalated_on__isnull=False)).distinct()

    def with_id(self, report_id: UUID) -> "ErrorReportQuerySet":
        """One report, if it is there."""
        return self.filter(id=report_id)

    def with_ids(self, ids: Collection[UUID]) -> "ErrorReportQuerySet":
        """Those with some ids."""
        return self.filter(id__in=ids)

    def open(self) -> "ErrorReportQuerySet":
        """Reports nobody has answered yet."""
        return self.filter(status=ReportStatus.OPEN)

    def about_any(self, *, subject_kind: str, subject_ids: Collection[UUID]) -> "ErrorReportQuerySet":
        """Those about some rows of one kind."""
        return self.filter(subject_kind=subject_kind, subject_id__in=subject_ids)

    def since(self, at: datetime) -> "ErrorReportQuerySet":
        """Those sent at or after a moment, and those that still wait."""
        return self.filter(Q(created_at__gte=at) | Q(status=ReportStatus.OPEN))

    def to_remind_of(self, day: date) -> "ErrorReportQuerySet":
        """Open ones to be answered by a day, whose handlers nobody has reminded yet."""
        return self.open().filter(answer_by__lte=day, reminded_on=None)

    def to_escalate(self, today: date) -> "ErrorReportQuerySet":
        """Open ones that should have been answered, and that the national administrators do not have yet."""
        return self.open().filter(answer_by__lt=today, escalated_on=None)

    def oldest_first(self) -> "ErrorReportQuerySet":
        """The order they should be handled in."""
        return self.order_by("created_at")


class ErrorReport(BaseModel):
    """En fejlmelding fra en læser: no log-in, no name asked for."""

    subject_kind = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    subject_label = models.CharField(max_length=200)
    reason = models.CharField(max_length=12, choices=ReportReason.choices)
    text = models.TextField(_("hvad er galt?"), blank=True)
    reply_to = models.EmailField(_("e-mail, hvis du vil have svar"), blank=True)
    status = models.CharField(max_length=10, choices=ReportStatus.choices, default=ReportStatus.OPEN)
    created_at = models.DateTimeField()
    answer_by = models.DateField(_("skal være set på"))
    closed_at = models.DateTimeField(null=True, blank=True)
    closing_note = models.TextField(blank=True)
    #: What the reader is told, when an address was left.
    answer = models.TextField(_("svar til læseren"), blank=True)
    #: Whose task it is: the municipalities it is for; for the whole country, or nowhere, the national administrators.
    municipalities = models.ManyToManyField("places.Municipality", related_name="+", blank=True)
    is_national = models.BooleanField(default=False)
    reminded_on = models.DateField(null=True, blank=True)
    escalated_on = models.DateField(_("givet videre til de nationale"), null=True, blank=True)

    objects: ClassVar[models.Manager["ErrorReport"]] = ErrorReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("fejlmelding")
        verbose_name_plural = _("fejlmeldinger")
        indexes = [models.Index(fields=["status", "created_at"], name="error_report_queue")]
        constraints = [
            models.CheckConstraint(condition=Q(reason__in=ReportReason.values), name="error_report_reason_is_known"),
            models.CheckConstraint(condition=Q(status__in=ReportStatus.values), name="error_report_status_is_known"),
            models.CheckConstraint(
                condition=Q(status=ReportStatus.OPEN, closed_at=None)
                | (~Q(status=ReportStatus.OPEN) & Q(closed_at__isnull=False)),
                name="error_report_closes_once",
            ),
        ]

    class Privacy:
        """180 days: long enough to mend the entry and answer, short enough for a text nobody should keep."""

        personal = frozenset({"text", "reply_to", "answer"})
        keep_for: timedelta | None = timedelta(days=180)
        since = "created_at"

    def __str__(self) -> str:
        return f"{self.reason} {self.subject_label}"
