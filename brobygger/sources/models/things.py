"""What we have taken in from a source: one row for each of its offers, with what it said last, field by field."""

from collections.abc import Collection
from datetime import timedelta
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q

from brobygger.kernel.models import BaseModel
from brobygger.sources.models.sources import Source


class ThingQuerySet(models.QuerySet["Thing"]):
    """Named questions about things."""

    def of_source(self, source_id: UUID) -> "ThingQuerySet":
        """One source's."""
        return self.filter(source_id=source_id)

    def called(self, foreign_ids: Collection[str]) -> "ThingQuerySet":
        """Those with some of a source's ids."""
        return self.filter(foreign_id__in=foreign_ids)

    def here(self) -> "ThingQuerySet":
        """Those the source still had when it was read last."""
        return self.filter(missing_since=None)

    def of_offer(self, offer_id: UUID) -> "ThingQuerySet":
        """Where an offer comes from."""
        return self.filter(offer_id=offer_id)

    def of_other_sources(self, source_id: UUID) -> "ThingQuerySet":
        """Those of all sources but one."""
        return self.exclude(source_id=source_id)

    def published_as(self, thing_ids: Collection[UUID]) -> "ThingQuerySet":
        """Those that have some ids in open data."""
        return self.filter(thing_id__in=thing_ids)

    def waiting_for_review(self) -> "ThingQuerySet":
        """Those that wait for somebody to look at them."""
        return self.filter(offer=None).exclude(draft_id=None)


class Thing(BaseModel):
    """En post fra en kilde, and what it is here: an offer, or a draft that waits for somebody to look at it.

    ``said`` is what the source said last, as our fields; ``said_at`` when it last said something new about each: where
    a field comes from (its provenance), and how we see that somebody here has changed it since.
    """

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="things")
    foreign_id = models.CharField(max_length=200)
    #: The id it has in open data: the source's own.
    thing_id = models.UUIDField()
    offer = models.ForeignKey(
        "directory.Offer", null=True, blank=True, on_delete=models.SET_NULL, related_name="source_things"
    )
    draft_id = models.UUIDField(null=True, blank=True)
    #: Of the source's object together with the rules it was read by.
    digest = models.CharField(max_length=64, blank=True)
    said = models.JSONField(default=dict, blank=True)
    said_at = models.JSONField(default=dict, blank=True)
    missing_since = models.DateTimeField(null=True, blank=True)
    #: We hid it because it was gone at its source; nobody else did.
    is_hidden_by_us = models.BooleanField(default=False)
    first_seen_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects: ClassVar[models.Manager["Thing"]] = ThingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "foreign_id"], name="sources_thing_once"),
            models.UniqueConstraint(fields=["offer"], name="sources_offer_has_one_source"),
            models.CheckConstraint(
                condition=Q(is_hidden_by_us=False) | Q(missing_since__isnull=False), name="sources_hidden_is_missing"
            ),
        ]
        indexes = [models.Index(fields=["thing_id"], name="sources_thing_id")]

    class Privacy:
        """Holds the contacts the offer's page shows; gone with the offer's source."""

        personal = frozenset({"said"})
        keep_for: timedelta | None = None

    def __str__(self) -> str:
        return self.foreign_id
