"""How often offers are seen, as numbers by day: nothing about who looked."""

from collections.abc import Collection
from datetime import date
from typing import ClassVar
from uuid import UUID

from django.db import models

from brobygger.kernel.models import BaseModel


class DailyCountQuerySet(models.QuerySet["DailyCount"]):
    """Named questions about counts."""

    def of_offers(self, offer_ids: Collection[UUID]) -> "DailyCountQuerySet":
        """Those of some offers."""
        return self.filter(offer_id__in=offer_ids)

    def on_day(self, on: date) -> "DailyCountQuerySet":
        """Those of one day."""
        return self.filter(on=on)

    def empty(self) -> "DailyCountQuerySet":
        """Those of days on which nobody saw anything."""
        return self.filter(shown=0, opened=0)

    def since(self, on: date) -> "DailyCountQuerySet":
        """Those from a day on."""
        return self.filter(on__gte=on)

    def before(self, on: date) -> "DailyCountQuerySet":
        """Those from before a day."""
        return self.filter(on__lt=on)


class DailyCount(BaseModel):
    """Hvor tit et tilbud er set på en dag: shown in a list, and opened. Numbers, and nobody's data."""

    offer = models.ForeignKey("directory.Offer", on_delete=models.CASCADE, related_name="daily_counts")
    on = models.DateField()
    shown = models.PositiveIntegerField(default=0)
    opened = models.PositiveIntegerField(default=0)

    objects: ClassVar[models.Manager["DailyCount"]] = DailyCountQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["on"], name="daily_count_day")]
        constraints = [models.UniqueConstraint(fields=["offer", "on"], name="daily_count_once_a_day")]

    def __str__(self) -> str:
        return f"{self.offer_id} {self.on}"
