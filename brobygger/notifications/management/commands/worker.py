"""``brobygger worker``: send what is in the outbox and do what is due, until stopped."""

import json
import signal
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from brobygger.notifications.tasks.working import Worker


class Command(BaseCommand):
    """Work."""

    help = "Sender mails fra udbakken og gør det, der er tid til, indtil den bliver stoppet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take how long to work, and how."""
        parser.add_argument("--once", action="store_true", help="gør det, der er tid til nu, og slut")
        parser.add_argument("--senders", type=int, default=2, help="forbindelser til mailserveren (2)")
        parser.add_argument("--without-jobs", action="store_true", help="send kun mails, intet natarbejde")
        parser.add_argument("--json", action="store_true", help="svar som JSON (--once)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it."""
        worker = Worker(senders=options["senders"], with_jobs=not options["without_jobs"])
        if options["once"]:
            done = worker.run_once()
            words = (
                json.dumps(done) if options["json"] else "\n".join(f"{name}: {count}" for name, count in done.items())
            )
            self.stdout.write(words)
            return
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: worker.stop.set())
        worker.run()
