"""What the machine does with a file: a bit at a time, each bit kept, by one worker at once, safe to kill and go on."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from brobygger.audit.services import record
from brobygger.exchange.models import Import, ImportStatus
from brobygger.exchange.policies import may_import, writer_for
from brobygger.exchange.selectors.imports import actor_behind, counts_of
from brobygger.exchange.services.imports.checking import check_rows
from brobygger.exchange.services.imports.undoing import undo_rows
from brobygger.exchange.services.imports.writing import write_rows
from brobygger.kernel.actors import Actor

#: Longer than any bit takes. Whoever works says so anew with each bit.
LEASE = timedelta(minutes=2)
_STEPS: dict[str, tuple[Callable[..., int], ImportStatus]] = {
    ImportStatus.CHECKING: (check_rows, ImportStatus.CHECKED),
    ImportStatus.WRITING: (write_rows, ImportStatus.WRITTEN),
    ImportStatus.UNDOING: (undo_rows, ImportStatus.UNDONE),
}
#: Where a file goes when whoever it is done for may do nothing any more.
_STOPPED_AT: dict[str, ImportStatus] = {
    ImportStatus.CHECKING: ImportStatus.MAPPING,
    ImportStatus.WRITING: ImportStatus.WRITTEN,
    ImportStatus.UNDOING: ImportStatus.WRITTEN,
}


def work_a_bit(*, actor: Actor, import_id: UUID, at: datetime) -> bool:
    """Do the next bit of a file's work as whoever it is done for; return whether there is more to do.

    ``actor`` is who asks for it to be done now: the worker, or the person at the page. What may be done is asked of
    the one behind the import each time.
    """
    rows = Import.objects.with_id(import_id).at_work()
    if not rows.free(at).update(leased_until=at + LEASE):
        return False
    imported = Import.objects.select_related("organisation__municipality", "municipality", "user", "api_key").get(
        id=import_id
    )
    try:
        is_more = _do(imported, at=at)
    finally:
        Import.objects.with_id(import_id).update(leased_until=None)
    return is_more


def _do(imported: Import, *, at: datetime) -> bool:
    work, then = _STEPS[imported.status]
    behind = actor_behind(imported, at=at)
    if not may_import(behind, imported.owner):
        _end(imported, _STOPPED_AT[imported.status], actor=behind, at=at, problem=_LOST)
        return False
    if work(actor=writer_for(behind), imported=imported, at=at):
        return True
    _end(imported, then, actor=behind, at=at)
    return False


_LOST = "Den, der lagde filen ind, har ikke længere adgang til det."


def _end(imported: Import, status: ImportStatus, *, actor: Actor, at: datetime, problem: str = "") -> None:
    """Keep that a step is done with, and what it came to."""
    imported.status, imported.problem, imported.ended_at = status, problem, at
    imported.save(update_fields=["status", "problem", "ended_at"])
    if status in {ImportStatus.WRITTEN, ImportStatus.UNDONE}:
        counts = counts_of(imported)
        record(
            actor=actor, act="exchange.import.ended", subject_kind="import", subject_id=imported.id, at=at,
            changes={"owner": imported.owner.key, "shown": counts.shown, "sent": counts.sent, "failed": counts.failed,
                     "taken_back": counts.taken_back, "left": counts.left},
        )  # fmt: skip
