"""What one thing of a feed comes to."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from brobygger.kernel.models import BaseModel
from brobygger.sources.models.runs import Run


class Result(models.TextChoices):
    """What a thing would come to, seen before anything is written. What is the same is only counted."""

    NEW = "new", _("nyt")
    CHANGED = "changed", _("ændret")
    BACK = "back", _("tilbage hos kilden")
    MISSING = "missing", _("væk hos kilden")
    HIDDEN = "hidden", _("skjules, for det har været væk længe")
    LEFT_OUT = "left_out", _("ikke taget med")


class Came(models.TextChoices):
    """What it came to when it was written."""

    NOTHING = "", _("ikke lagt ind")
    DONE = "done", _("lagt ind")
    SENT = "sent", _("sendt til godkendelse")
    FAILED = "failed", _("kunne ikke lægges ind")


#: These ask for something to be written.
TO_WRITE = (Result.NEW, Result.CHANGED, Result.BACK, Result.MISSING, Result.HIDDEN)


class OutcomeQuerySet(models.QuerySet["Outcome"]):
    """Named questions about outcomes."""

    def of_run(self, run_id: UUID) -> "OutcomeQuerySet":
        """One reading's."""
        return self.filter(run_id=run_id)

    def with_result(self, result: str) -> "OutcomeQuerySet":
        """Those that came to one thing."""
        return self.filter(result=result)

    def that_came(self, came: str) -> "OutcomeQuerySet":
        """Those that became one thing when they were written."""
        return self.filter(came=came)

    def to_write(self, *, with_missing: bool) -> "OutcomeQuerySet":
        """Those that ask for something and have not had it; what is gone only when that is believed."""
        asked = TO_WRITE if with_missing else TO_WRITE[:3]
        return self.filter(result__in=asked, came=Came.NOTHING)

    def with_ids(self, ids: Collection[UUID]) -> "OutcomeQuerySet":
        """Some outcomes."""
        return self.filter(id__in=ids)

    def said_of(self, source_id: UUID, foreign_id: str) -> dict[str, Any] | None:
        """What a source said of one of its things, when that was put in last."""
        rows = self.filter(run__source=source_id, foreign_id=foreign_id, came__in=[Came.DONE, Came.SENT])
        return rows.exclude(raw={}).order_by("-happened_at").values_list("raw", flat=True).first()

    def in_order(self) -> "OutcomeQuerySet":
        """As in the feed; what is gone comes last."""
        return self.order_by("number")


class Outcome(BaseModel):
    """Hvad en post bliver til: with the difference, field by field, and why when it is left out."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="outcomes")
    number = models.PositiveIntegerField()
    #: "service" or "organization".
    kind = models.CharField(max_length=20, default="service")
    foreign_id = models.CharField(max_length=200)
    name = models.CharField(max_length=160, blank=True)
    result = models.CharField(max_length=10, choices=Result.choices)
    why = models.CharField(max_length=500, blank=True)
    #: ``[{"field": name, "before": text, "after": text, "kept": bool}]``; ``kept``: ours stays, by the source's rule.
    differences = models.JSONField(default=list, blank=True)
    remarks = models.JSONField(default=list, blank=True)
    #: The source's own object, to be put in as it was when somebody looked at it.
    raw = models.JSONField(default=dict, blank=True)
    came = models.CharField(max_length=10, choices=Came.choices, default=Came.NOTHING, blank=True)
    offer_id = models.UUIDField(null=True, blank=True)
    happened_at = models.DateTimeField()

    objects: ClassVar[models.Manager["Outcome"]] = OutcomeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["run", "result", "number"], name="sources_outcome_result"),
            # What is still to be put in, without reading past all that is in already.
            models.Index(fields=["run", "came", "number"], name="sources_outcome_came"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="sources_outcome_once"),
            models.CheckConstraint(condition=Q(result__in=Result.values), name="sources_outcome_result_is_known"),
        ]

    class Privacy:
        """May name a contact of an association, as its own register does; gone after half a year."""

        personal = frozenset({"raw", "differences", "remarks", "name"})
        keep_for: timedelta | None = timedelta(days=183)
        since = "happened_at"

    def __str__(self) -> str:
        return f"{self.number} {self.result}"
