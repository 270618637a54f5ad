"""Rows of the book."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from brobygger.kernel.models import BaseModel


class EntryQuerySet(models.QuerySet["Entry"]):
    """Named questions to the book."""

    def about(self, *, subject_kind: str, subject_id: object) -> "EntryQuerySet":
        """Entries about one row, whoever wrote them."""
        return self.filter(subject_kind=subject_kind, subject_id=str(subject_id))

    def newest_first(self) -> "EntryQuerySet":
        """The order people read a history in."""
        return self.order_by("-number")

    def in_order(self) -> "EntryQuerySet":
        """The order they were written in, which is the order of the chain."""
        return self.order_by("number")


class Entry(BaseModel):
    """En handling i bogen: who did what, to which row, when; chained to the entry before it.

    ``hash`` is SHA-256 over the previous hash and this entry's canonical JSON, so that a changed or removed
    entry is seen by ``audit.services.verify``.
    """

    number = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=20)
    actor_id = models.CharField(max_length=36, blank=True)
    act = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=64)
    changes = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    objects: ClassVar[models.Manager["Entry"]] = EntryQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="audit_entry_subject")]
        constraints = [
            models.CheckConstraint(condition=~Q(act=""), name="audit_entry_names_its_act"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.act}"


class Head(models.Model):
    """The last link of the chain: the one row that writers lock, so that numbers have no gaps."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="audit_head_is_one_row")]

    def __str__(self) -> str:
        return str(self.number)
