"""The log of changes, through which every process keeps its index in step with the database.

A change is written in the transaction of what it tells of. Numbers follow one another without gaps in the order of
the commits, also with many writers on PostgreSQL: the one row of ``Generation`` is locked first and until the end.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from brobygger.search.models import Change, Generation

_ROWS_AT_A_TIME = 500
#: The log holds at least this much: a file of the index that is further behind is made anew.
_KEPT_FOR = timedelta(days=30)
_KEPT_AT_LEAST = 50_000


class _Own:
    """The last time that this process wrote to the log, or ended an act that did."""

    last: object = object()


def last_written() -> object:
    """Return a mark that is another one after each change that this process itself makes.

    So it sees its own changes at once, though it does not ask the log at every question (``library.py``).
    """
    return _Own.last


def _note_own_change() -> None:
    _Own.last = object()


def lock_log() -> int:
    """Let nobody else change documents until the transaction ends; return the number of the newest change.

    Called before the first row is touched, so that two acts can never wait for each other in a ring.
    """
    numbers = Generation.objects.only_one().select_for_update().values_list("number", flat=True)
    newest = numbers.first()
    if newest is None:
        Generation.objects.bulk_create([Generation(stamp=uuid4())], ignore_conflicts=True)
        newest = numbers.get()
    return newest


def log_changes(newest: int, document_ids: Iterable[UUID], *, at: datetime) -> None:
    """Write the changes after the newest one, so that every process takes them in; of nothing nothing is written."""
    stamp = uuid4()
    changes = [
        Change(number=number, stamp=stamp, document_id=document_id, at=at)
        for number, document_id in enumerate(document_ids, start=newest + 1)
    ]
    if changes:
        Change.objects.bulk_create(changes, batch_size=_ROWS_AT_A_TIME)
        Generation.objects.only_one().update(number=changes[-1].number, stamp=stamp)
        # Within the transaction for who asks in it, and after it for everybody else.
        _note_own_change()
        transaction.on_commit(_note_own_change)


@transaction.atomic
def begin_log() -> None:
    """Write one change of no document, where there are documents without a log to go on from."""
    Change.objects.create(number=lock_log() + 1, stamp=(stamp := uuid4()), document_id=stamp, at=Now())
    Generation.objects.only_one().update(number=F("number") + 1, stamp=stamp)


@transaction.atomic
def forget_old_changes(*, at: datetime) -> int:
    """Take from the log what no file of the index needs any more; return how many changes."""
    newest = Generation.objects.only_one().values_list("number", flat=True).first() or 0
    forgotten, _ = Change.objects.older(than=at - _KEPT_FOR, below=newest - _KEPT_AT_LEAST).delete()
    return forgotten
