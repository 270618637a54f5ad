"""The worker and its schedule."""

import json
import os
from datetime import datetime, time, timedelta
from io import StringIO
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import OperationalError

from brobygger.accounts.permissions import Role
from brobygger.accounts.selectors import actor_for
from brobygger.accounts.tests.factories import UserFactory
from brobygger.kernel.actors import SYSTEM
from brobygger.notifications import schedule
from brobygger.notifications.letters import message_id_of
from brobygger.notifications.models import JobRun, Message, State
from brobygger.notifications.models import Worker as WorkerRow
from brobygger.notifications.schedule import Job
from brobygger.notifications.selectors import sending, troubles
from brobygger.notifications.services import delivery
from brobygger.notifications.services import jobs as acts
from brobygger.notifications.services.jobs import claim_job, end_job, note_worker, note_worker_gone, still_at_it
from brobygger.notifications.tasks import working
from brobygger.notifications.tasks.sending import Outcome, Sender
from brobygger.notifications.tasks.settling import settle_by_own_log
from brobygger.notifications.tasks.working import Worker
from brobygger.notifications.tests.factories import queued

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_is_due(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedule, "_jobs", {})


def in_doubt(at: datetime) -> Message:
    message = queued(at)
    assert message
    parcel = delivery.claim_next(actor=SYSTEM, at=at)
    assert parcel
    delivery.begin_end(actor=SYSTEM, parcel=parcel, at=at)
    delivery.note_uncertain(actor=SYSTEM, parcel=parcel, problem="gone", at=at)
    return message


def state_of(message: Message) -> str:
    message.refresh_from_db()
    return message.state


class TestJob:
    def test_is_yesterdays_until_its_time_has_come(self, noon: datetime) -> None:
        job = Job(name="night", command=("nightly",), at=time(3, 0))

        assert job.period(noon) == "2026-11-22"
        assert job.period(noon - timedelta(hours=10)) == "2026-11-21"

    def test_of_hours_begins_at_midnight(self, noon: datetime) -> None:
        assert Job(name="often", command=("x",), hours=6).period(noon) == "2026-11-22T12"


class TestClaimJob:
    def claim(self, at: datetime) -> JobRun | None:
        return claim_job(actor=SYSTEM, job="night", period="2026-11-22", at=at)

    def test_is_given_once(self, noon: datetime) -> None:
        assert self.claim(noon)
        assert self.claim(noon) is None

    def test_is_not_given_again_when_it_is_done(self, noon: datetime) -> None:
        run = self.claim(noon)
        assert run
        end_job(actor=SYSTEM, run=run, exit_code=0, at=noon)

        assert self.claim(noon + timedelta(days=1)) is None

    def test_is_given_on_when_whoever_had_it_is_gone(self, noon: datetime) -> None:
        run = self.claim(noon)
        assert run
        still_at_it(actor=SYSTEM, run=run, at=noon + timedelta(minutes=4))

        assert self.claim(noon + timedelta(minutes=6)) is None
        taken = self.claim(noon + timedelta(minutes=10))
        assert taken
        assert taken.attempts == 2

    def test_is_tried_three_times(self, noon: datetime) -> None:
        tries, at = 0, noon
        while (run := self.claim(at)) is not None:
            tries += 1
            end_job(actor=SYSTEM, run=run, exit_code=1, at=at)
            assert self.claim(at + timedelta(minutes=1)) is None
            at += timedelta(hours=1)

        assert tries == 3
        assert sending(at=at).unfinished_jobs == 1


class TestNoteWorker:
    def test_tells_who_lives_and_forgets_the_rest(self, noon: datetime) -> None:
        note_worker(actor=SYSTEM, name="old", started_at=noon, at=noon - timedelta(days=2))
        note_worker(actor=SYSTEM, name="new", started_at=noon, at=noon)

        assert list(WorkerRow.objects.values_list("name", flat=True)) == ["new"]
        assert sending(at=noon).workers == 1
        assert sending(at=noon + timedelta(hours=1)).workers == 0
        note_worker_gone(actor=SYSTEM, name="new", at=noon)
        assert not WorkerRow.objects.exists()


class TestRunOnce:
    def test_sends_what_is_due(self, noon: datetime) -> None:
        queued(noon)
        queued(noon)
        call_command("worker", "--once", "--json", stdout=(out := StringIO()))

        assert json.loads(out.getvalue())["sent"] == 2

    def test_runs_what_is_due_as_a_process_of_its_own(self, monkeypatch: pytest.MonkeyPatch) -> None:
        schedule.every_day("night", command=("permissions-table",), at=time(0, 0))
        schedule.every_hours("broken", command=("no-such-command",), hours=1)
        call_command("worker", "--once", stdout=StringIO())
        call_command("worker", "--once", stdout=StringIO())

        assert {run.job: run.is_done for run in JobRun.objects.all()} == {"night": True, "broken": False}


class TestRun:
    def test_ends_well_when_told_to(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(working, "POLL_SECONDS", 0.01)
        worker = Worker(senders=0)
        worker.stop.wait = lambda timeout=None: worker.stop.set()  # type: ignore[method-assign,assignment]
        worker.run()

        assert not WorkerRow.objects.exists()

    def test_ends_a_job_with_itself(self, monkeypatch: pytest.MonkeyPatch) -> None:
        schedule.every_day("night", command=("index", "keep"), at=time(0, 0))
        worker = Worker(senders=0)
        worker.stop.wait = lambda timeout=None: worker.stop.set()  # type: ignore[method-assign,assignment]
        worker.run()

        assert not JobRun.objects.get().is_done

    def test_ends_with_whoever_began_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        parents = iter([1, 2])
        monkeypatch.setattr(os, "getppid", lambda: next(parents))
        worker = Worker(senders=0)
        worker.run()

        assert worker.stop.is_set()

    def test_goes_on_when_the_database_is_away_for_a_moment(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def away(**_: object) -> None:
            raise OperationalError

        monkeypatch.setattr(working, "_AFTER_AN_ERROR_SECONDS", 0.0)
        monkeypatch.setattr(working, "close_old_connections", lambda: None)
        monkeypatch.setattr(acts, "note_worker", away)

        Worker()._chores()

    def test_a_sender_goes_on_too(self, monkeypatch: pytest.MonkeyPatch) -> None:
        worker, turns = Worker(), []

        class Tired:
            """Fails once, and finds nothing to do the second time."""

            carrier = Sender().carrier

            def send_next(self) -> Outcome:
                turns.append(1)
                if len(turns) == 1:
                    raise OperationalError
                worker.stop.set()
                return Outcome.IDLE

        monkeypatch.setattr(working, "_AFTER_AN_ERROR_SECONDS", 0.0)
        monkeypatch.setattr(working, "Sender", Tired)
        thread = Thread(target=worker._send)
        thread.start()
        thread.join(timeout=20)

        assert len(turns) == 2


class TestSettling:
    def log_of(self, tmp_path: Path, *lines: str) -> str:
        (path := tmp_path / "mail.log").write_text("\n".join(lines), encoding="utf-8")
        return str(path)

    def test_believes_the_servers_log(self, noon: datetime, tmp_path: Path, settings: Any) -> None:
        taken, lost = in_doubt(noon), in_doubt(noon)
        settings.MAIL_SERVER_LOG = self.log_of(
            tmp_path,
            f"mx postfix/cleanup[7]: ABC: message-id={message_id_of(taken.id)}",
            f"mx postfix/cleanup[7]: DEF: message-id={message_id_of(lost.id)}",
            "mx postfix/qmgr[8]: ABC: from=<x@y>, size=900, nrcpt=1 (queue active)",
        )
        settle_by_own_log()

        assert state_of(taken) == State.SENT
        assert state_of(lost) == State.WAITING

    def test_does_not_take_an_old_logs_silence_for_an_answer(
        self, noon: datetime, tmp_path: Path, settings: Any
    ) -> None:
        message = in_doubt(noon)
        settings.MAIL_SERVER_LOG = self.log_of(tmp_path, "")
        os.utime(settings.MAIL_SERVER_LOG, (noon.timestamp(), noon.timestamp()))
        settle_by_own_log()

        assert state_of(message) == State.UNCERTAIN

    def test_waits_when_there_is_no_log(self, noon: datetime, settings: Any, tmp_path: Path) -> None:
        message = in_doubt(noon)
        settle_by_own_log()
        settings.MAIL_SERVER_LOG = str(tmp_path / "nowhere")
        settle_by_own_log()

        assert state_of(message) == State.UNCERTAIN


def outbox(*words: str) -> Any:
    call_command("outbox", *words, "--json", stdout=(out := StringIO()))
    return json.loads(out.getvalue())


class TestTheOutboxCommand:
    def test_tells_how_it_is(self, noon: datetime) -> None:
        queued(noon)
        call_command("outbox", "status", stdout=(out := StringIO()))

        assert outbox("status")["by_state"]["waiting"] == 1
        assert "by_state" in out.getvalue()

    def test_lists_doubts_and_ends_them(self, noon: datetime, tmp_path: Path) -> None:
        message, other, third = in_doubt(noon), in_doubt(noon), in_doubt(noon)

        assert {line["id"] for line in outbox("uncertain")} == {str(m.id) for m in (message, other, third)}
        assert outbox("sent", str(message.id)) == {"settled": 1}
        log = tmp_path / "exim.log"
        log.write_text(
            f"2026-11-22 12:00 1abc-2 <= x@y H=h id={message_id_of(other.id).strip('<>')}\n", encoding="utf-8"
        )
        with time_machine.travel(noon, tick=False):
            assert outbox("settle", str(log)) == {"sent": 1, "resent": 0, "uncertain": 1}
            assert outbox("resend") == {"settled": 1}
        assert state_of(third) == State.WAITING

    def test_tries_what_failed_again(self, noon: datetime) -> None:
        queued(noon)
        parcel = delivery.claim_next(actor=SYSTEM, at=noon)
        assert parcel
        delivery.note_refused(actor=SYSTEM, parcel=parcel, problem="no", at=noon)

        assert [line["problem"] for line in outbox("failed")] == ["no"]
        assert outbox("retry") == {"retried": 1}

    def test_opens_an_address(self) -> None:
        assert outbox("open-address", "anna@forening.example") == {"opened": 0}

    @pytest.mark.parametrize("words", [["settle"], ["sent", "not-an-id"]])
    def test_says_what_it_needs(self, words: list[str]) -> None:
        with pytest.raises(CommandError):
            outbox(*words)


class TestTroubles:
    def test_are_the_operators_only(self, noon: datetime) -> None:
        in_doubt(noon)
        national = actor_for(UserFactory.create(role=Role.NATIONAL_ADMINISTRATOR), has_second_factor=True)
        local = actor_for(UserFactory.create(municipality_codes=["0461"]), has_second_factor=True)

        assert troubles(actor=national).count() == 1
        assert troubles(actor=local).count() == 0
