"""Ending doubts by what the mail server wrote in its own log."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from brobygger.kernel.actors import SYSTEM
from brobygger.notifications.selectors import doubts
from brobygger.notifications.server_log import taken
from brobygger.notifications.services.delivery import DOUBT_LASTS, settle


def settle_by_log(lines: Iterable[str], *, until: datetime) -> tuple[int, int]:
    """End every doubt that lines of a log can end; return how many were sent, and how many are sent again.

    What is in the log was taken. What is not is only believed when the log goes on long after the doubt began.
    """
    found, sent, again = taken(lines), 0, 0
    for message in doubts():
        is_sent = message.id in found
        began_at = message.leased_until or message.created_at
        if is_sent or began_at + DOUBT_LASTS < until:
            settle(actor=SYSTEM, message_id=message.id, is_sent=is_sent, at=timezone.now())
            sent, again = sent + is_sent, again + (not is_sent)
    return sent, again


def settle_by_own_log() -> None:
    """Read the log the operator named, when there is a doubt and there is such a log."""
    if not settings.MAIL_SERVER_LOG or not doubts().exists():
        return
    path = Path(settings.MAIL_SERVER_LOG)
    try:
        until = datetime.fromtimestamp(path.stat().st_mtime, tz=UTC)
    except OSError:
        return
    settle_by_log(lines_of(path.with_name(f"{path.name}.1"), path), until=until)


def lines_of(*paths: Path) -> Iterator[str]:
    """Yield the lines of some files, the older first; one that is not there has none."""
    for path in paths:
        if path.is_file():
            with path.open(encoding="utf-8", errors="replace") as file:
                yield from file
