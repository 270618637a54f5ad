"""``brobygger serve``: serve the portal with gunicorn, the same server as in production."""

import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from gunicorn.app.wsgiapp import WSGIApplication


class Command(BaseCommand):
    """Start the server."""

    help = "Starter portalen på en adresse og port."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the address, the number of worker processes and of threads in each."""
        parser.add_argument("--host", default="localhost", help="adresse at lytte på (localhost)")
        parser.add_argument("--port", type=int, default=8000, help="port (8000)")
        parser.add_argument("--workers", type=int, default=2, help="processer (2)")
        parser.add_argument("--threads", type=int, default=2, help="tråde i hver proces (2)")
        parser.add_argument(
            "--without-worker", action="store_true", help="mails og natarbejde passes af en anden: brobygger worker"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until stopped with Ctrl-C or a signal."""
        if options["without_worker"]:
            os.environ["BROBYGGER_WITHOUT_WORKER"] = "1"
        sys.argv = [
            "gunicorn",
            f"--bind={options['host']}:{options['port']}",
            f"--workers={options['workers']}",
            f"--threads={options['threads']}",
            "--worker-class=gthread",
            "--preload",
            "--config=python:brobygger.config.server_hooks",
            "--max-requests=20000",
            "--max-requests-jitter=2000",
            "--keep-alive=5",
            # Our own page answers a 10,000-character search kindly; gunicorn stops a line at 1 MB.
            "--limit-request-line=0",
            "--log-level=warning",
            "--logger-class=brobygger.config.server_log.ServerLog",
            "brobygger.config.wsgi:application",
        ]
        WSGIApplication("%(prog)s").run()
