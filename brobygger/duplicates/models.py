"""Rows: what was looked at, pairs that may be one, and merges."""

from collections.abc import Collection
from datetime import timedelta
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from brobygger.accounts.permissions import Permission
from brobygger.accounts.policies import reach_of
from brobygger.directory.models import Offer
from brobygger.directory.models.offers import OfferQuerySet
from brobygger.kernel.actors import Actor
from brobygger.kernel.models import BaseModel
from brobygger.organisations.models import Organisation


class Kind(models.TextChoices):
    """What can stand there twice."""

    OFFER = "offer", _("tilbud")
    ORGANISATION = "organisation", _("forening")


class LookedQuerySet(models.QuerySet["Looked"]):
    """Named questions about what was looked at."""

    def of_kind(self, kind: str) -> "LookedQuerySet":
        """Those of one kind."""
        return self.filter(kind=kind)

    def about(self, kind: str, subject_ids: Collection[UUID]) -> "LookedQuerySet":
        """Those of some entries."""
        return self.filter(kind=kind, subject_id__in=subject_ids)


class Looked(BaseModel):
    """An entry as it was when it was last compared: ``stamp`` changes whenever it does."""

    kind = models.CharField(max_length=12, choices=Kind.choices)
    subject_id = models.UUIDField()
    stamp = models.CharField(max_length=80)

    objects: ClassVar[models.Manager["Looked"]] = LookedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "subject_id"], name="duplicates_looked_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}"


class KeyQuerySet(models.QuerySet["Key"]):
    """Named questions about keys."""

    def of_kind(self, kind: str) -> "KeyQuerySet":
        """Those of one kind."""
        return self.filter(kind=kind)

    def about(self, kind: str, subject_ids: Collection[UUID]) -> "KeyQuerySet":
        """Those of some entries."""
        return self.filter(kind=kind, subject_id__in=subject_ids)


class Key(models.Model):
    """One of the keys by which an entry is found from others that have it (``matching.blocking``)."""

    kind = models.CharField(max_length=12, choices=Kind.choices)
    subject_id = models.UUIDField()
    word = models.CharField(max_length=120)

    objects: ClassVar[models.Manager["Key"]] = KeyQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["kind", "subject_id"], name="duplicates_key_subject")]

    def __str__(self) -> str:
        return self.word


class PairStatus(models.TextChoices):
    """What became of a pair."""

    WAITING = "waiting", _("venter på svar")
    REFUSED = "refused", _("er ikke den samme")
    MERGED = "merged", _("er lagt sammen")


class PairQuerySet(models.QuerySet["Pair"]):
    """Named questions about pairs."""

    def visible_to(self, actor: Actor) -> "PairQuerySet":
        """Pairs this actor may decide: both entries are in reach, for a merge changes both."""
        reach = reach_of(actor, Permission.DUPLICATES_DECIDE)
        if reach.is_everywhere:
            return self
        offers = OfferQuerySet(Offer).within_reach(actor, Permission.DUPLICATES_DECIDE).values("id")
        homes = Organisation.objects.filter(municipality__in=reach.municipality_codes).values("id")
        return self.filter(
            Q(kind=Kind.OFFER, one_id__in=offers, other_id__in=offers)
            | Q(kind=Kind.ORGANISATION, one_id__in=homes, other_id__in=homes)
        )

    def with_id(self, pair_id: UUID) -> "PairQuerySet":
        """One pair, if it is there."""
        return self.filter(id=pair_id)

    def of_kind(self, kind: str) -> "PairQuerySet":
        """Pairs of one kind."""
        return self.filter(kind=kind)

    def waiting(self) -> "PairQuerySet":
        """Pairs nobody has answered."""
        return self.filter(status=PairStatus.WAITING)

    def decided(self) -> "PairQuerySet":
        """Pairs somebody has answered: what was said of them is remembered."""
        return self.exclude(status=PairStatus.WAITING)

    def merged_before(self) -> "PairQuerySet":
        """Pairs that were one at some time: their merges tell of them, so they stay, also when they are asked anew."""
        return self.filter(merges__isnull=False).distinct()

    def never_merged(self) -> "PairQuerySet":
        """Pairs that no merge tells of, which may be taken away."""
        return self.filter(merges=None)

    def refused(self) -> "PairQuerySet":
        """Pairs that are not the same."""
        return self.filter(status=PairStatus.REFUSED)

    def proposed(self, at_least: float) -> "PairQuerySet":
        """Pairs we are as sure of as that."""
        return self.filter(score__gte=at_least)

    def touching(self, kind: str, subject_ids: Collection[UUID]) -> "PairQuerySet":
        """Pairs with one of some entries in them."""
        return self.filter(Q(one_id__in=subject_ids) | Q(other_id__in=subject_ids), kind=kind)

    def between(self, kind: str, one_id: UUID, other_id: UUID) -> "PairQuerySet":
        """The pair of two entries."""
        return self.filter(kind=kind, one_id=min(one_id, other_id), other_id=max(one_id, other_id))

    def surest_first(self) -> "PairQuerySet":
        """The order of the queue."""
        return self.order_by("-score", "id")


class Pair(BaseModel):
    """Et par: two entries that may be one. ``reasons`` are words of ``matching.reasons``, with how they count."""

    kind = models.CharField(max_length=12, choices=Kind.choices)
    one_id = models.UUIDField()
    other_id = models.UUIDField()
    score = models.FloatField()
    reasons = models.JSONField(default=list)
    status = models.CharField(max_length=8, choices=PairStatus.choices, default=PairStatus.WAITING)
    found_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.UUIDField(null=True, blank=True)

    objects: ClassVar[models.Manager["Pair"]] = PairQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["status", "-score"], name="duplicates_queue"),
            models.Index(fields=["other_id"], name="duplicates_pair_other"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["kind", "one_id", "other_id"], name="duplicates_pair_once"),
            models.CheckConstraint(condition=Q(one_id__lt=F("other_id")), name="duplicates_pair_in_order"),
            models.CheckConstraint(condition=Q(score__gte=0, score__lte=1), name="duplicates_score_is_a_probability"),
            models.CheckConstraint(condition=Q(status__in=PairStatus.values), name="duplicates_status_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} = {self.other_id}?"


class MergeQuerySet(models.QuerySet["Merge"]):
    """Named questions about merges."""

    def visible_to(self, actor: Actor) -> "MergeQuerySet":
        """Merges of pairs this actor may decide."""
        pairs = PairQuerySet(Pair).visible_to(actor).values("id")
        return self.filter(pair_id__in=pairs)

    def with_id(self, merge_id: UUID) -> "MergeQuerySet":
        """One merge, if it is there."""
        return self.filter(id=merge_id)

    def standing(self) -> "MergeQuerySet":
        """Merges that nobody has undone."""
        return self.filter(undone_at=None)

    def of_organisations(self) -> "MergeQuerySet":
        """Merges of organisations."""
        return self.filter(kind=Kind.ORGANISATION)

    def that_dropped(self, kind: str, subject_id: UUID) -> "MergeQuerySet":
        """The standing merge in which an entry went into another."""
        return self.standing().filter(kind=kind, dropped_id=subject_id)

    def that_dropped_key(self, kind: str, key: str) -> "MergeQuerySet":
        """The standing merge in which the entry with a public key went into another."""
        return self.standing().filter(kind=kind, dropped_key=key)

    def newest_first(self) -> "MergeQuerySet":
        """The order a history is read in."""
        return self.order_by("-merged_at", "id")


class Merge(BaseModel):
    """En sammenlægning: the dropped one's address leads to the kept one for as long as this stands."""

    kind = models.CharField(max_length=12, choices=Kind.choices)
    pair = models.ForeignKey(Pair, on_delete=models.PROTECT, related_name="merges")
    dropped_id = models.UUIDField()
    dropped_key = models.CharField(max_length=120)
    dropped_name = models.CharField(max_length=200)
    kept_id = models.UUIDField()
    kept_key = models.CharField(max_length=120)
    kept_name = models.CharField(max_length=200)
    merged_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["Merge"]] = MergeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["kind", "dropped_key"], name="duplicates_merge_key")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "dropped_id"], condition=Q(undone_at=None), name="duplicates_dropped_into_one"
            ),
            models.CheckConstraint(condition=~Q(dropped_id=F("kept_id")), name="duplicates_merge_is_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.dropped_key} → {self.kept_key}"


class UndoQuerySet(models.QuerySet["Undo"]):
    """Named questions about what it takes to part."""

    def of_merge(self, merge_id: UUID) -> "UndoQuerySet":
        """That of one merge, if it is not forgotten."""
        return self.filter(merge_id=merge_id)


class Undo(BaseModel):
    """What it takes to part two again: what they said, and which rows moved, as JSON (``snapshots``)."""

    merge = models.OneToOneField(Merge, on_delete=models.CASCADE, related_name="undo")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    moved = models.JSONField(default=dict)
    merged_at = models.DateTimeField()

    objects: ClassVar[models.Manager["Undo"]] = UndoQuerySet.as_manager()

    class Privacy:
        """Holds contacts as they were. A year: whoever finds a mistake later puts it right by hand."""

        personal = frozenset({"before", "after", "moved"})
        keep_for: timedelta | None = timedelta(days=365)
        since = "merged_at"

    def __str__(self) -> str:
        return str(self.merge_id)
