"""Rows of the book."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from brobygger.kernel.models import BaseModel


class BookIsWritten(TypeError):
    """An entry is to be changed or removed: the code that asks is wrong, so nobody at a screen is told."""


def _midnight(day: date) -> datetime:
    """Return when a day begins, where the portal is."""
    return timezone.make_aware(datetime.combine(day, time.min))


class EntryQuerySet(models.QuerySet["Entry"]):
    """Named questions to the book. It is added to, and never changed; the database refuses too (migration 0003)."""

    def update(self, **kwargs: object) -> int:
        """Refuse."""
        raise BookIsWritten

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse; what is older than the book is kept for is cut off by ``services.cut_old_entries``."""
        raise BookIsWritten

    def up_to(self, number: int) -> "EntryQuerySet":
        """The beginning of the book, to and with one entry."""
        return self.filter(number__lte=number)

    def before(self, at: datetime) -> "EntryQuerySet":
        """Entries written before a moment."""
        return self.filter(at__lt=at)

    def with_act(self, act: str) -> "EntryQuerySet":
        """Entries of one act, or of all acts that begin so ("directory.offer")."""
        return self.filter(Q(act=act) | Q(act__startswith=f"{act}."))

    def by_actor(self, actor_id: str) -> "EntryQuerySet":
        """What one account did."""
        return self.filter(actor_id=actor_id)

    def between(self, first_on: date | None, last_on: date | None) -> "EntryQuerySet":
        """Entries of some days, each end included and either left open."""
        rows = self.filter(at__gte=_midnight(first_on)) if first_on else self
        return rows.filter(at__lt=_midnight(last_on + timedelta(days=1))) if last_on else rows

    def of_kind(self, subject_kind: str) -> "EntryQuerySet":
        """Entries about one kind of row."""
        return self.filter(subject_kind=subject_kind)

    def about_any(self, subject_ids: Collection[str]) -> "EntryQuerySet":
        """Entries about any of some rows."""
        return self.filter(subject_id__in=subject_ids)

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
        indexes = [
            models.Index(fields=["subject_kind", "subject_id"], name="audit_entry_subject"),
            models.Index(fields=["actor_id", "number"], name="audit_entry_actor"),
            models.Index(fields=["at"], name="audit_entry_at"),
        ]
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


class Anchor(models.Model):
    """Where the book begins since its oldest entries were cut off: the last that is gone, and its hash.

    The cut is an act in the book itself, so an anchor that somebody has moved does not fit what was written.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="audit_anchor_is_one_row")]

    def __str__(self) -> str:
        return str(self.number)


class ReadingQuerySet(models.QuerySet["Reading"]):
    """Named questions about readings."""

    def newest_first(self) -> "ReadingQuerySet":
        """The order people read a history in."""
        return self.order_by("-at", "id")

    def between(self, first_on: date | None, last_on: date | None) -> "ReadingQuerySet":
        """Readings of some days, each end included and either left open."""
        rows = self.filter(at__gte=_midnight(first_on)) if first_on else self
        return rows.filter(at__lt=_midnight(last_on + timedelta(days=1))) if last_on else rows

    def of_kind(self, subject_kind: str) -> "ReadingQuerySet":
        """Readings of one kind of row."""
        return self.filter(subject_kind=subject_kind)

    def about_any(self, subject_ids: Collection[str]) -> "ReadingQuerySet":
        """Readings about any of some rows."""
        return self.filter(subject_id__in=subject_ids)

    def by_actor(self, actor_id: str) -> "ReadingQuerySet":
        """What one account looked at."""
        return self.filter(actor_id=actor_id)


class Reading(BaseModel):
    """En læsning: somebody looked at what the portal knows of a person, and why; never what it said."""

    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=20)
    actor_id = models.CharField(max_length=36, blank=True)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=64)
    why = models.CharField(max_length=80)

    objects: ClassVar[models.Manager["Reading"]] = ReadingQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_id"], name="audit_reading_subject"),
            models.Index(fields=["at"], name="audit_reading_at"),
        ]
        constraints = [models.CheckConstraint(condition=~Q(why=""), name="audit_reading_says_why")]

    class Privacy:
        """Who looked is about the one who looked: kept a year, so that a wrong reading can be found out."""

        personal = frozenset({"actor_id"})
        keep_for = timedelta(days=365)
        since = "at"

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.why}"
