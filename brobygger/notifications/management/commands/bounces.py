"""``brobygger bounces FILE_OR_MAILDIR``: read what came back, so that nobody writes to addresses that do not exist."""

import json
import mailbox
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from brobygger.kernel.actors import SYSTEM
from brobygger.notifications.returned_mail import read_report
from brobygger.notifications.services.bounces import note_return


class Command(BaseCommand):
    """Read reports of mail that did not arrive; reading the same ones again changes nothing."""

    help = "Læser mails, der kom retur (RFC 3464), fra en fil, en mbox eller en Maildir."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take where they lie."""
        parser.add_argument("path", help="en mail, en mbox-fil eller en Maildir-mappe")
        parser.add_argument("--json", action="store_true", help="svar som JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read them."""
        path, at, read, noted = Path(options["path"]), timezone.now(), 0, 0
        if not path.exists():
            raise CommandError(f"Der er ingen fil eller mappe: {path}")
        for data in _mails(path):
            read += 1
            noted += sum(note_return(actor=SYSTEM, returned=found, at=at) for found in read_report(data))
        answer = {"read": read, "noted": noted}
        self.stdout.write(json.dumps(answer) if options["json"] else f"Læst: {read}. Nye: {noted}.")


def _mails(path: Path) -> Iterator[bytes]:
    """Yield every mail in a Maildir, in an mbox, or the one that a file is."""
    if path.is_dir():
        for folder in ("new", "cur"):
            yield from (file.read_bytes() for file in sorted((path / folder).glob("*")) if file.is_file())
        return
    with path.open("rb") as file:
        is_mbox = file.read(5) == b"From "
    if not is_mbox:
        yield path.read_bytes()
        return
    box = mailbox.mbox(path, create=False)
    yield from (box.get_bytes(key) for key in box.keys())  # noqa: SIM118
