"""What is published: one row for each thing, ready as JSON, with what lists filter by beside it."""

from collections.abc import Collection
from datetime import datetime
from typing import ClassVar, TypeVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """The things HSDS has doors for."""

    SERVICE = "service", _("tilbud")
    ORGANIZATION = "organization", _("organisation")
    SERVICE_AT_LOCATION = "service_at_location", _("tilbud på et sted")
    TAXONOMY = "taxonomy", _("begrebsliste")
    TAXONOMY_TERM = "taxonomy_term", _("begreb")


class Head(models.Model):
    """The last numbers given: the one row that writers lock, so that the feed of changes is in the order of commits."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    sequence = models.PositiveBigIntegerField(default=0)
    number = models.PositiveBigIntegerField(default=0)
    #: The last place in the feed whose tombstone is forgotten: who has read less reads the whole register again.
    forgotten_to = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="opendata_head_is_one_row")]

    def __str__(self) -> str:
        return str(self.sequence)


class RecordQuerySet(models.QuerySet["Record"]):
    """Named questions about what is published."""

    def of_kind(self, kind: Kind) -> "RecordQuerySet":
        """One kind of thing, those that are gone too."""
        return self.filter(kind=kind)

    def here(self) -> "RecordQuerySet":
        """Things that are published now."""
        return self.filter(gone_at=None)

    def gone(self) -> "RecordQuerySet":
        """Tombstones."""
        return self.exclude(gone_at=None)

    def one(self, kind: Kind, thing_id: UUID) -> "RecordQuerySet":
        """One thing, if it was ever published."""
        return self.filter(kind=kind, thing_id=thing_id)

    def things(self, kind: Kind, thing_ids: Collection[UUID]) -> "RecordQuerySet":
        """Some things of a kind."""
        return self.filter(kind=kind, thing_id__in=thing_ids)

    def things_here(self, kind: Kind, thing_ids: Collection[UUID]) -> "RecordQuerySet":
        """Those of some things that are published now.

        Known by their digest, which a tombstone has none of: asked by ``gone_at``, SQLite (it keeps no statistics)
        looks through everything that is here instead of looking these up.
        """
        return self.things(kind, thing_ids).exclude(digest="")

    def listed(self, *, since: datetime) -> "RecordQuerySet":
        """What pages are counted over: things that are here, and the places of those that went after ``since``.

        Who walks through pages while something goes would otherwise miss what moves up.
        """
        return self.filter(Q(gone_at=None) | Q(gone_at__gt=since)).order_by("number")

    def parts_of(self, service_ids: Collection[UUID]) -> "RecordQuerySet":
        """Some services at their places, those that are gone too."""
        return self.filter(kind=Kind.SERVICE_AT_LOCATION, parent_id__in=service_ids)

    def other_than(self, thing_ids: Collection[UUID]) -> "RecordQuerySet":
        """All but some things."""
        return self.exclude(thing_id__in=thing_ids)

    def services_of(self, organization_id: UUID) -> "RecordQuerySet":
        """The services of one organisation that are published now."""
        return self.filter(kind=Kind.SERVICE, organization_id=organization_id, gone_at=None)

    def numbered(self, numbers: Collection[int]) -> "RecordQuerySet":
        """Things by their place in lists."""
        return self.filter(number__in=numbers)

    def numbered_after(self, number: int) -> "RecordQuerySet":
        """What stands after a place, in the order of lists."""
        return self.filter(number__gt=number).order_by("number")

    def without_address(self) -> "RecordQuerySet":
        """Those that do not say what took their place."""
        return self.filter(moved_to=None)

    def gone_before(self, moment: datetime) -> "RecordQuerySet":
        """Tombstones from before a moment."""
        return self.filter(gone_at__lt=moment)

    def after(self, sequence: int) -> "RecordQuerySet":
        """What changed after a point in the feed, in the order of the feed."""
        return self.filter(sequence__gt=sequence).order_by("sequence")

    def up_to(self, sequence: int) -> "RecordQuerySet":
        """What last changed at a point in the feed, or before it."""
        return self.filter(sequence__lte=sequence)


class Record(models.Model):
    """One published thing. ``full`` and ``brief`` are JSON text as it is sent; both are empty for a tombstone.

    ``number`` is the thing's place in lists: given once, never again; what comes back after it was gone gets a new one.
    ``sequence`` is its last place in the feed of changes.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    thing_id = models.UUIDField()
    sequence = models.PositiveBigIntegerField(unique=True)
    changed_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True, blank=True)
    moved_to = models.UUIDField(null=True, blank=True)
    full = models.TextField(blank=True)
    brief = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)

    organization_id = models.UUIDField(null=True, blank=True)
    parent_id = models.UUIDField(null=True, blank=True)
    taxonomy_id = models.UUIDField(null=True, blank=True)
    has_children = models.BooleanField(default=False)
    folded = models.TextField(blank=True)
    age_min = models.PositiveSmallIntegerField(null=True, blank=True)
    age_max = models.PositiveSmallIntegerField(null=True, blank=True)

    objects: ClassVar[models.Manager["Record"]] = RecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "thing_id"], name="opendata_one_record_for_each_thing"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="opendata_kind_is_known"),
            models.CheckConstraint(condition=Q(gone_at=None) | Q(full=""), name="opendata_tombstone_says_nothing"),
        ]
        indexes = [
            models.Index(fields=["kind", "number"], name="opendata_kind_number"),
            # The numbers of a whole list are read from this alone: the rows themselves are large.
            models.Index(fields=["kind", "gone_at", "number"], name="opendata_kind_gone_number"),
            models.Index(fields=["kind", "changed_at"], name="opendata_kind_changed"),
            models.Index(fields=["organization_id"], name="opendata_organization"),
            # Each act looks up the places of what it changes.
            models.Index(fields=["kind", "parent_id"], name="opendata_kind_parent"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing_id}"


Row = TypeVar("Row", bound=models.Model)


class SideQuerySet(models.QuerySet[Row]):
    """Named questions about what lists filter by."""

    def of_records(self, numbers: Collection[int]) -> "SideQuerySet[Row]":
        """What belongs to some things."""
        return self.filter(record_id__in=numbers)


class Term(models.Model):
    """A concept that a thing carries."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="terms")
    term_id = models.UUIDField(db_index=True)
    taxonomy_id = models.UUIDField(db_index=True)

    objects: ClassVar[models.Manager["Term"]] = SideQuerySet["Term"].as_manager()

    def __str__(self) -> str:
        return str(self.term_id)


class Place(models.Model):
    """A point where a thing is, WGS 84 degrees."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="places")
    lat = models.FloatField()
    lon = models.FloatField()

    objects: ClassVar[models.Manager["Place"]] = SideQuerySet["Place"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["lat", "lon"], name="opendata_place_point")]

    def __str__(self) -> str:
        return f"{self.lat:.4f} {self.lon:.4f}"


class Area(models.Model):
    """A municipality a thing is for; an empty code is the whole country."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="areas")
    municipality_code = models.CharField(max_length=4, blank=True, db_index=True)

    objects: ClassVar[models.Manager["Area"]] = SideQuerySet["Area"].as_manager()

    def __str__(self) -> str:
        return self.municipality_code


class Time(models.Model):
    """A weekday and hours when a thing is open, the place's own clock; an unknown hour is None."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="times")
    day = models.CharField(max_length=2, blank=True)
    opens = models.TimeField(null=True, blank=True)
    closes = models.TimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["Time"]] = SideQuerySet["Time"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["day", "opens"], name="opendata_time_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.opens}-{self.closes}"
