"""One reading of a source, and how far it has come."""

from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from brobygger.kernel.models import BaseModel
from brobygger.sources.models.sources import Source


class RunState(models.TextChoices):
    """How far a reading has come. Nothing is written in the register before the feed has been read to its end."""

    READING = "reading", _("bliver læst")
    READ = "read", _("set igennem, ikke lagt ind")
    WRITING = "writing", _("bliver lagt ind")
    WRITTEN = "written", _("lagt ind")
    FAILED = "failed", _("kunne ikke læses")
    DROPPED = "dropped", _("ikke lagt ind")


AT_WORK = frozenset({RunState.READING, RunState.WRITING})
RUN_TRANSITIONS: dict[str, frozenset[str]] = {
    RunState.READING: frozenset({RunState.READ, RunState.WRITING, RunState.FAILED}),
    RunState.READ: frozenset({RunState.WRITING, RunState.DROPPED}),
    # It fails here by a fault of ours alone; what is in stays, and the next reading goes on with the rest.
    RunState.WRITING: frozenset({RunState.WRITTEN, RunState.FAILED}),
    # When somebody says that what is gone really is.
    RunState.WRITTEN: frozenset({RunState.WRITING}),
    RunState.FAILED: frozenset(),
    RunState.DROPPED: frozenset(),
}


class RunQuerySet(models.QuerySet["Run"]):
    """Named questions about readings."""

    def of_source(self, source_id: UUID) -> "RunQuerySet":
        """One source's."""
        return self.filter(source_id=source_id)

    def with_id(self, run_id: UUID) -> "RunQuerySet":
        """One reading, if it is there."""
        return self.filter(id=run_id)

    def at_work(self) -> "RunQuerySet":
        """Those the machine has something left to do with, first come first served."""
        return self.filter(state__in=AT_WORK).order_by("started_at")

    def free(self, at: datetime) -> "RunQuerySet":
        """Those nobody works on now."""
        return self.filter(Q(leased_until=None) | Q(leased_until__lt=at))

    def open(self) -> "RunQuerySet":
        """Those that are under way, or wait for somebody to say yes."""
        return self.filter(state__in=[*AT_WORK, RunState.READ])

    def newest_first(self) -> "RunQuerySet":
        """The order people read a list in."""
        return self.order_by("-started_at", "id")


class Run(BaseModel):
    """En hentning: the source is read to its end and compared with the register; then, if it is to be, it is put in."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="runs")
    is_dry = models.BooleanField(_("prøve"), default=False)
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.READING)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    format = models.CharField(max_length=80, blank=True)
    etag = models.TextField(blank=True)
    total = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    #: What was wrong with the feed: ``[{"what": sentence, "times": number, "where": path}]``.
    remarks = models.JSONField(default=list, blank=True)
    #: Why the whole was stopped, or why nothing was hidden.
    problem = models.CharField(max_length=500, blank=True)
    #: So much is gone that we do not believe it: nothing is hidden.
    is_doubted = models.BooleanField(default=False)
    leased_until = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["Run"]] = RunQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["source", "started_at"], name="sources_run_started")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RunState.values), name="sources_run_state_is_known")
        ]

    class Privacy:
        """Says who asked for a reading; kept as long as the outcomes beside it."""

        personal = frozenset({"user"})
        keep_for: timedelta | None = timedelta(days=183)
        since = "started_at"

    def __str__(self) -> str:
        return f"{self.source_id} {self.started_at:%Y-%m-%d %H:%M}"

    @property
    def is_at_work(self) -> bool:
        """Test whether the machine has something left to do."""
        return self.state in AT_WORK
