"""Work at its time: whoever can write the row of a job and its period does the work; nobody else does."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F

from brobygger.kernel.actors import Actor
from brobygger.notifications.models import JobRun, Worker

#: A worker that runs a job says so much more often than this.
JOB_LEASE = timedelta(minutes=5)
MOST_JOB_ATTEMPTS = 3
_TRY_AGAIN_AFTER = timedelta(minutes=30)
_FORGET_WORKERS_AFTER = timedelta(days=1)
_FORGET_RUNS_AFTER = timedelta(days=180)


def claim_job(*, actor: Actor, job: str, period: str, at: datetime) -> JobRun | None:
    """Take a job for a period: the first to ask gets it, and another when the first is gone or it went wrong."""
    try:
        with transaction.atomic():
            return JobRun.objects.create(job=job, period=period, started_at=at, leased_until=at + JOB_LEASE)
    except IntegrityError:
        return _take_over(job, period, at=at)


def _take_over(job: str, period: str, *, at: datetime) -> JobRun | None:
    """Take a job that somebody began and did not finish."""
    unfinished = JobRun.objects.filter(
        job=job, period=period, is_done=False, leased_until__lt=at, attempts__lt=MOST_JOB_ATTEMPTS
    )
    with transaction.atomic():
        taken = unfinished.update(attempts=F("attempts") + 1, leased_until=at + JOB_LEASE, ended_at=None)
        return JobRun.objects.get(job=job, period=period) if taken else None


def still_at_it(*, actor: Actor, run: JobRun, at: datetime) -> None:
    """Say that a job is still being done."""
    JobRun.objects.filter(id=run.id).update(leased_until=at + JOB_LEASE)


def end_job(*, actor: Actor, run: JobRun, exit_code: int, at: datetime) -> None:
    """Say how a job ended. What went wrong is tried again half an hour later, and at most three times."""
    JobRun.objects.filter(id=run.id).update(
        ended_at=at, is_done=exit_code == 0, exit_code=exit_code, leased_until=at + _TRY_AGAIN_AFTER
    )


def note_worker(*, actor: Actor, name: str, started_at: datetime, at: datetime) -> None:
    """Say that a worker lives, and forget those that have not for a day."""
    Worker.objects.update_or_create(name=name, defaults={"started_at": started_at, "seen_at": at})
    Worker.objects.filter(seen_at__lt=at - _FORGET_WORKERS_AFTER).delete()
    JobRun.objects.filter(started_at__lt=at - _FORGET_RUNS_AFTER).delete()


def note_worker_gone(*, actor: Actor, name: str, at: datetime) -> None:
    """Say that a worker has ended as it should."""
    Worker.objects.filter(name=name).delete()
