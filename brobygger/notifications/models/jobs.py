"""Work that is done at its time: each job once in each period, whoever does it."""

from datetime import datetime
from typing import ClassVar

from django.db import models

from brobygger.kernel.models import BaseModel


class JobRun(BaseModel):
    """One job in one period. The row is the lock: whoever could write it does the work."""

    job = models.CharField(max_length=60)
    #: Such as "2026-11-22" for what is done once a day.
    period = models.CharField(max_length=25)
    attempts = models.PositiveSmallIntegerField(default=1)
    started_at = models.DateTimeField()
    leased_until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    is_done = models.BooleanField(default=False)
    exit_code = models.SmallIntegerField(null=True, blank=True)

    objects: ClassVar[models.Manager["JobRun"]] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "period"], name="notifications_jobrun_once")]

    def __str__(self) -> str:
        return f"{self.job} {self.period}"


class WorkerQuerySet(models.QuerySet["Worker"]):
    """Named questions about workers."""

    def alive(self, since: datetime) -> "WorkerQuerySet":
        """Workers that have been heard of since a moment."""
        return self.filter(seen_at__gte=since)


class Worker(models.Model):
    """A process that empties the outbox, and when it was last heard of."""

    name = models.CharField(max_length=80, primary_key=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    objects: ClassVar[models.Manager["Worker"]] = WorkerQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name
