"""Confirmations as rows: who looked, and when to look again."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from brobygger.kernel.models import BaseModel


class AssuranceQuerySet(models.QuerySet["Assurance"]):
    """Named questions about confirmations."""

    def about(self, *, subject_kind: str, subject_id: object) -> "AssuranceQuerySet":
        """Confirmations of one row."""
        return self.filter(subject_kind=subject_kind, subject_id=subject_id)

    def of_kind(self, subject_kind: str) -> "AssuranceQuerySet":
        """Confirmations of rows of one kind."""
        return self.filter(subject_kind=subject_kind)

    def counting_at(self, moment: datetime) -> "AssuranceQuerySet":
        """Those that counted at a moment: given before, with the next check still to come."""
        return self.filter(assured_at__lte=moment, next_check_on__gt=moment.date())

    def since(self, at: datetime) -> "AssuranceQuerySet":
        """Those given at or after a moment."""
        return self.filter(assured_at__gte=at)

    def newest_first(self) -> "AssuranceQuerySet":
        """The order a history is read in."""
        return self.order_by("-assured_at")


class Assurance(BaseModel):
    """En bekræftelse: somebody looked, and it was still right. Never changed afterwards."""

    subject_kind = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    assured_at = models.DateTimeField()
    next_check_on = models.DateField()
    by_kind = models.CharField(max_length=20)
    by_id = models.CharField(max_length=36, blank=True)
    by_label = models.CharField(_("hvem, med ord"), max_length=120)

    objects: ClassVar[models.Manager["Assurance"]] = AssuranceQuerySet.as_manager()

    class Meta:
        verbose_name = _("bekræftelse")
        verbose_name_plural = _("bekræftelser")
        indexes = [models.Index(fields=["subject_kind", "subject_id", "assured_at"], name="assurance_subject")]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.assured_at:%Y-%m-%d}"
