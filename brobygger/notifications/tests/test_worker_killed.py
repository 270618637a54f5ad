"""Workers that are killed (``kill -9``) at any moment, two at once, on a server with bad days: every mail arrives once.

An installation of its own, its real command line, a real mail server that writes a log as Postfix does.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg

from brobygger.notifications.tests.mailserver import Fault, MailServer, mail_server

ROOT = Path(__file__).resolve().parents[3]
LETTERS = 80
KILLS = 10
GIVE_UP_SECONDS = 180

_QUEUE = f"""
from django.utils import timezone
from brobygger.kernel.actors import SYSTEM
from brobygger.notifications.services import queue_mails
from brobygger.notifications.tests.factories import letter
letters = [letter(to=f"p{{n}}@forening.example", key=f"round:{{n}}") for n in range({LETTERS})]
print(len(queue_mails(actor=SYSTEM, letters=letters, at=timezone.now())))
"""
#: A worker as it is, but impatient: what takes minutes in life takes seconds here.
_WORK = """
from datetime import timedelta
from brobygger.notifications import policies, smtp
from brobygger.notifications.services import delivery
from brobygger.notifications.tasks import sending, settling, working
delivery.LEASE, delivery.DOUBT_LASTS = timedelta(seconds=3), timedelta(seconds=1)
settling.DOUBT_LASTS = timedelta(seconds=1)
policies._FIRST_DELAY = timedelta(seconds=0.1)
smtp.STEP_SECONDS = smtp.END_SECONDS = 2.0
sending._FIRST_PAUSE_SECONDS = sending._LONGEST_PAUSE_SECONDS = 0.1
working.POLL_SECONDS, working.CHORES_SECONDS = 0.05, 0.3
from django.core.management import call_command
call_command("worker", "--without-jobs")
"""
_LEFT = """
from brobygger.notifications.models import Message, State
print(Message.objects.exclude(state=State.SENT).count())
"""


@contextmanager
def database_of_its_own(folder: Path) -> Iterator[str]:
    """Give the address of an empty database, of the kind this run of the tests is about."""
    url = os.environ.get("BROBYGGER_DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield f"sqlite:///{folder / 'killed.sqlite3'}"
        return
    name = f"killed_{uuid4().hex[:8]}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
        try:
            yield urlsplit(url)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def python(env: dict[str, str], script: str) -> "subprocess.Popen[str]":
    """Begin a script that knows the installation."""
    begin = f"import django\ndjango.setup()\n{script}"
    return subprocess.Popen([sys.executable, "-c", begin], cwd=ROOT, env=env, text=True, stdout=subprocess.PIPE)


def answer(env: dict[str, str], script: str) -> int:
    """Return the number that a script prints."""
    out, _ = python(env, script).communicate(timeout=60)
    return int(out)


class TestAWorkerThatIsKilled:
    def test_loses_nothing_and_sends_nothing_twice(self, tmp_path: Path) -> None:
        chance = random.Random(4)
        faults = [chance.choice([None, None, None, *Fault]) for _ in range(40)]
        never = {Fault.NEVER, Fault.NO_SUCH_ADDRESS, Fault.REFUSED_AT_THE_END}
        faults = [None if fault in never else fault for fault in faults]
        log = tmp_path / "mail.log"
        log.touch()
        with database_of_its_own(tmp_path) as url, mail_server(faults=faults, log=log, slow_seconds=0.3) as server:
            env = {
                **os.environ, "DJANGO_SETTINGS_MODULE": "brobygger.config.settings", "BROBYGGER_DATA": str(tmp_path),
                "BROBYGGER_DATABASE_URL": url, "BROBYGGER_DEMO": "1", "BROBYGGER_SMTP_HOST": "127.0.0.1",
                "BROBYGGER_SMTP_PORT": str(server.port), "BROBYGGER_SMTP_LOG": str(log),
                "BROBYGGER_LOG_LEVEL": "ERROR",
            }  # fmt: skip
            subprocess.run([sys.executable, "-m", "brobygger", "migrate", "-v0"], cwd=ROOT, env=env, check=True)
            assert answer(env, _QUEUE) == LETTERS

            kills = work_and_kill(env, server, chance)

            assert kills == KILLS
            assert server.ids.total() == len(server.ids) == LETTERS


def work_and_kill(env: dict[str, str], server: MailServer, chance: random.Random) -> int:
    """Keep two workers going, kill one just after a mail came, KILLS times; then let them finish."""
    assert server.log
    workers, kills, deadline = [python(env, _WORK) for _ in range(2)], 0, time.monotonic() + GIVE_UP_SECONDS
    try:
        while kills < KILLS or answer(env, _LEFT):
            assert time.monotonic() < deadline, "not everything was sent"
            server.log.touch()
            if kills < KILLS:
                wait_for_mail(server)
                time.sleep(chance.uniform(0.0, 0.03))
                victim = kills % 2
                workers[victim].send_signal(signal.SIGKILL)
                workers[victim].wait()
                workers[victim], kills = python(env, _WORK), kills + 1
    finally:
        for worker in workers:
            worker.terminate()
            worker.wait(timeout=30)
    return kills


def wait_for_mail(server: MailServer) -> None:
    """Wait until the server took another mail, or nothing came for a while."""
    before, until = len(server.taken), time.monotonic() + 3.0
    while len(server.taken) == before and time.monotonic() < until:
        assert server.log
        server.log.touch()
        time.sleep(0.002)
