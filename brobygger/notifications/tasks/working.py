"""The worker: senders in threads of their own, and everything else that is due, one thing after the other."""

import os
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import datetime
from tempfile import TemporaryFile
from threading import Event, Thread
from time import monotonic
from typing import IO

import structlog
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from brobygger.kernel.actors import SYSTEM
from brobygger.notifications.models import JobRun
from brobygger.notifications.schedule import Job, jobs
from brobygger.notifications.services import delivery, digests
from brobygger.notifications.services import jobs as acts
from brobygger.notifications.tasks.sending import Outcome, Sender
from brobygger.notifications.tasks.settling import settle_by_own_log

log = structlog.get_logger("brobygger.notifications")

#: How soon a new letter is seen.
POLL_SECONDS = 1.0
#: How often everything else is looked at.
CHORES_SECONDS = 20.0
_AFTER_AN_ERROR_SECONDS = 5.0
#: A sender that waits for an answer is given this long when the worker is to stop.
_LAST_WORDS_SECONDS = 20.0
#: Of what a job prints, the log keeps its end.
_LAST_LINES = 50


@dataclass(slots=True)
class JobInHand:
    """A job that runs as a process of its own; what it prints goes to a file, and from there to the log."""

    run: JobRun
    process: "subprocess.Popen[bytes]"
    printed: IO[bytes]

    def last_words(self) -> list[str]:
        """Return the last lines it printed."""
        self.printed.seek(0)
        return self.printed.read().decode(errors="replace").splitlines()[-_LAST_LINES:]


@dataclass(slots=True)
class Worker:
    """Empties the outbox and does what is due until it is told to stop."""

    senders: int = 2
    with_jobs: bool = True
    stop: Event = field(default_factory=Event)
    name: str = field(default_factory=lambda: f"{socket.gethostname()[:60]}:{os.getpid()}")
    started_at: datetime = field(default_factory=timezone.now)
    _job: JobInHand | None = None

    def run(self) -> None:
        """Work until told to stop, or until whoever began this process is gone."""
        parent, next_chores = os.getppid(), 0.0
        threads = [Thread(target=self._send, daemon=True, name=f"sender-{n}") for n in range(self.senders)]
        for thread in threads:
            thread.start()
        while not self.stop.is_set() and os.getppid() == parent:
            if monotonic() >= next_chores or self._job is not None:
                next_chores = monotonic() + CHORES_SECONDS
                self._chores()
            self.stop.wait(POLL_SECONDS)
        self.stop.set()
        self._end(threads)

    def run_once(self) -> dict[str, int]:
        """Do everything that is due now, and return what came of it."""
        done = {outcome.value: 0 for outcome in Outcome if outcome != Outcome.IDLE}
        self._look_round()
        while self._job is not None:
            self._job.process.wait()
            self._look_round()
        sender = Sender()
        while (outcome := sender.send_next()) != Outcome.IDLE:
            done[outcome.value] += 1
        return done

    def _send(self) -> None:
        """Send one letter after the other, in a thread of its own."""
        sender = Sender()
        while not self.stop.is_set():
            try:
                is_idle = sender.send_next() == Outcome.IDLE
            except DatabaseError as error:
                self._note_trouble(error)
                is_idle = True
            if is_idle:
                self.stop.wait(POLL_SECONDS)
        sender.carrier.close()
        connection.close()

    def _chores(self) -> None:
        """Look round, and go on when the database is away for a moment."""
        try:
            self._look_round()
        except DatabaseError as error:
            self._note_trouble(error)

    def _note_trouble(self, error: DatabaseError) -> None:
        log.warning("outbox_unreachable", error=type(error).__name__)
        close_old_connections()
        self.stop.wait(_AFTER_AN_ERROR_SECONDS)

    def _look_round(self) -> None:
        """Say that this worker lives, and do what is due besides sending."""
        at = timezone.now()
        acts.note_worker(actor=SYSTEM, name=self.name, started_at=self.started_at, at=at)
        delivery.take_back(actor=SYSTEM, at=at)
        digests.gather_digests(actor=SYSTEM, at=at)
        settle_by_own_log()
        self._see_to_the_job(at)
        if self.with_jobs and self._job is None:
            self._job = next(filter(None, (_begin(job, at=at) for job in jobs() if job.is_awaited())), None)

    def _see_to_the_job(self, at: datetime) -> None:
        """Say that the job in hand goes on, or how it ended."""
        if self._job is None:
            return
        exit_code = self._job.process.poll()
        if exit_code is None:
            acts.still_at_it(actor=SYSTEM, run=self._job.run, at=at)
            return
        acts.end_job(actor=SYSTEM, run=self._job.run, exit_code=exit_code, at=at)
        run, printed = self._job.run, self._job.last_words()
        log.info("job", job=run.job, period=run.period, exit_code=exit_code, printed=printed)
        self._job = None

    def _end(self, threads: list[Thread]) -> None:
        """Let senders finish the letter in hand, and end a job; what it had left is done when it is run again."""
        if self._job is not None:
            self._job.process.terminate()
            exit_code = self._job.process.wait(timeout=_LAST_WORDS_SECONDS)
            acts.end_job(actor=SYSTEM, run=self._job.run, exit_code=exit_code, at=timezone.now())
        deadline = monotonic() + _LAST_WORDS_SECONDS
        for thread in threads:
            thread.join(timeout=max(deadline - monotonic(), 0))
        acts.note_worker_gone(actor=SYSTEM, name=self.name, at=timezone.now())


def _begin(job: Job, *, at: datetime) -> JobInHand | None:
    """Begin a job as a process of its own, unless it is done, or somebody does it."""
    run = acts.claim_job(actor=SYSTEM, job=job.name, period=job.period(at), at=at)
    if run is None:
        return None
    printed = TemporaryFile()  # noqa: SIM115 (open for as long as the job runs)
    process = subprocess.Popen([sys.executable, "-m", "brobygger", *job.command], stdout=printed)  # noqa: S603
    return JobInHand(run=run, process=process, printed=printed)
