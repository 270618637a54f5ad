"""What a thing was in the register we got it from."""

from collections.abc import Collection
from typing import ClassVar
from uuid import UUID

from django.db import models

from brobygger.kernel.models import BaseModel
from brobygger.opendata.models.records import Kind


class OriginQuerySet(models.QuerySet["Origin"]):
    """Named questions about origins."""

    def of(self, kind: Kind, subject_ids: Collection[UUID]) -> "OriginQuerySet":
        """The origins of some of our rows."""
        return self.filter(kind=kind, subject_id__in=subject_ids)

    def published_as(self, kind: Kind, thing_ids: Collection[UUID]) -> "OriginQuerySet":
        """The origins of what is published under some ids."""
        return self.filter(kind=kind, thing_id__in=thing_ids)

    def from_source(self, source_id: UUID) -> "OriginQuerySet":
        """Everything one source has told."""
        return self.filter(source_id=source_id)


class Origin(BaseModel):
    """One thing as its source tells it, beside what we made of it.

    ``raw`` is the source's HSDS object, ``mapped`` is ours as it was right after the import. What is published is
    ``raw``, but for every key where ours has changed since (``opendata.overlay``): so what we have no field for is not
    lost, and what came in unchanged goes out unchanged. An empty ``mapped`` stands for ours as it is, until it is made.
    """

    kind = models.CharField(max_length=20, choices=Kind.choices)
    subject_id = models.UUIDField()
    thing_id = models.UUIDField()
    source_id = models.UUIDField()
    foreign_id = models.CharField(max_length=200)
    raw = models.JSONField(default=dict)
    mapped = models.JSONField(default=dict)
    seen_at = models.DateTimeField()

    objects: ClassVar[models.Manager["Origin"]] = OriginQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["kind", "thing_id"], name="opendata_origin_thing")]
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject_id"], name="opendata_one_origin_for_each_row"),
            models.UniqueConstraint(fields=["source_id", "kind", "foreign_id"], name="opendata_foreign_id_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.foreign_id}"
