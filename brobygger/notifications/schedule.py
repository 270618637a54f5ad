"""What is to be done regularly. A room above registers a command of its own in ``schedule.py`` or when it gets ready.

``every_day("nightly", command=("nightly",), at=time(3, 0))``. The worker runs it as a process of its own, once in each
period whatever happens to workers. A night that was missed is made up for as soon as a worker runs again, so a job
must be safe to kill and to repeat.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A command, and when: at a time of day in Denmark, every so many hours, or whenever somebody waits for it."""

    name: str
    command: tuple[str, ...]
    at: time = time(0, 0)
    hours: int = 24
    is_awaited: Callable[[], bool] = _always

    def period(self, now: datetime) -> str:
        """Return the name of the period a moment is in: the job is done once in each."""
        local = timezone.localtime(now)
        if self.hours == 0:
            return local.strftime("%Y-%m-%dT%H:%M")
        if self.hours < 24:
            return f"{local.date().isoformat()}T{local.hour // self.hours * self.hours:02}"
        day = local.date() if local.time() >= self.at else local.date() - timedelta(days=1)
        return day.isoformat()


_jobs: dict[str, Job] = {}


def every_day(name: str, *, command: tuple[str, ...], at: time) -> None:
    """Have a command of ours run once a day, as soon as possible after a time of day in Denmark."""
    _jobs[name] = Job(name=name, command=command, at=at)


def every_hours(name: str, *, command: tuple[str, ...], hours: int) -> None:
    """Have a command of ours run every so many hours (1, 2, 3, 4, 6, 8 or 12, counted from midnight)."""
    _jobs[name] = Job(name=name, command=command, hours=hours)


def whenever(name: str, *, command: tuple[str, ...], is_awaited: Callable[[], bool]) -> None:
    """Have a command of ours run when somebody waits for it, once a minute at most."""
    _jobs[name] = Job(name=name, command=command, hours=0, is_awaited=is_awaited)


def jobs() -> list[Job]:
    """Return every job that was registered."""
    return list(_jobs.values())
