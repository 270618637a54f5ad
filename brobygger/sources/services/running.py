"""Acts: reading a source, dry or for good; safe to kill anywhere and to begin again."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from brobygger.audit.services import record
from brobygger.kernel.actors import SYSTEM, Actor, ActorKind
from brobygger.kernel.errors import DomainError, NotAllowed, NotFound
from brobygger.sources.feed_files import feed_of
from brobygger.sources.models import RUN_TRANSITIONS, Run, RunState, Source
from brobygger.sources.models.sources import PAUSES
from brobygger.sources.policies import machine_of, may_keep
from brobygger.sources.reading import FeedRefused
from brobygger.sources.selectors.runs import Counts, counts_of, get_run
from brobygger.sources.selectors.sources import due_sources
from brobygger.sources.services.linking import link_reviewed
from brobygger.sources.services.looking import look_through
from brobygger.sources.services.telling import tell_keepers
from brobygger.sources.services.writing import write_out

#: Longer than any handful takes. Whoever works says so anew with each.
LEASE = timedelta(minutes=5)


class AlreadyRunning(DomainError):
    """Kilden bliver læst lige nu. Vent, til det er færdigt."""

    code = "source_already_running"
    status = 409


class NotNow(DomainError):
    """Hentningen er et andet sted i forløbet nu. Se siden igen."""

    code = "run_not_now"
    status = 409


@transaction.atomic
def start_run(*, actor: Actor, source_id: UUID, at: datetime, is_dry: bool = True) -> Run:
    """Begin a reading; the worker does it. One that waits for a yes is dropped for the new one.

    Raises ``NotFound`` and ``AlreadyRunning``.
    """
    source = Source.objects.with_id(source_id).select_for_update(of=("self",)).first()
    if source is None or not _may(actor, source):
        raise NotFound
    open_runs = Run.objects.of_source(source.id).open()
    if any(run.is_at_work for run in open_runs):
        raise AlreadyRunning
    open_runs.update(state=RunState.DROPPED, ended_at=at)
    user_id = actor.id if actor.kind == ActorKind.USER else None
    run = Run.objects.create(source=source, is_dry=is_dry, user_id=user_id, started_at=at)
    _plan_next(source, at=at)
    _record(actor, run, "begun", at=at, is_dry=is_dry)
    return run


@transaction.atomic
def apply_run(*, actor: Actor, run_id: UUID, at: datetime) -> Run:
    """Say that what a dry reading found is to be put in. Raises ``NotFound`` and ``NotNow``."""
    run = _locked(actor, run_id)
    if run.state != RunState.READ:
        raise NotNow
    _advance(run, RunState.WRITING)
    run.is_dry = False
    run.user_id = actor.id if actor.kind == ActorKind.USER else run.user_id
    run.save(update_fields=["state", "is_dry", "user"])
    counts = counts_of(run)
    _record(actor, run, "confirmed", at=at, new=counts.new, changed=counts.changed, gone=counts.missing + counts.hidden)
    return run


@transaction.atomic
def believe_run(*, actor: Actor, run_id: UUID, at: datetime) -> Run:
    """Say that so much really is gone at the source, of its last reading. Raises ``NotFound`` and ``NotNow``."""
    run = _locked(actor, run_id)
    newest = Run.objects.of_source(run.source_id).newest_first().first()
    if not run.is_doubted or run.state != RunState.WRITTEN or newest is None or newest.id != run.id:
        raise NotNow
    _advance(run, RunState.WRITING)
    run.is_doubted, run.problem = False, ""
    run.save(update_fields=["state", "is_doubted", "problem"])
    _record(actor, run, "believed", at=at)
    return run


@transaction.atomic
def drop_run(*, actor: Actor, run_id: UUID, at: datetime) -> Run:
    """Say that what a dry reading found is not to be put in. Raises ``NotFound`` and ``NotNow``."""
    run = _locked(actor, run_id)
    _advance(run, RunState.DROPPED)
    run.ended_at = at
    run.save(update_fields=["state", "ended_at"])
    _record(actor, run, "dropped", at=at)
    return run


def begin_due_runs(*, actor: Actor, at: datetime) -> int:
    """Begin a reading for good of every source whose day it is; return how many. Raises ``NotAllowed``."""
    if not actor.is_system:
        raise NotAllowed
    due = due_sources(at=at)
    for source_id in due:
        start_run(actor=actor, source_id=source_id, at=at, is_dry=False)
    return len(due)


def run_source(
    *, actor: Actor, source_id: UUID, at: datetime, is_dry: bool = True, path: Path | None = None,
    clock: Callable[[], datetime] | None = None,
) -> tuple[Run, Counts]:  # fmt: skip
    """Read a source from beginning to end, and put in what it comes to unless it is a dry run.

    ``path`` reads a file in place of the source's address; ``clock`` says what time it is when the first step is done
    (without it no time passes). Raises ``NotFound`` and ``AlreadyRunning``.
    """
    run = start_run(actor=actor, source_id=source_id, at=at, is_dry=is_dry)
    while work_on_run(actor=actor, run_id=run.id, at=at, path=path):
        at = clock() if clock else at
    run = Run.objects.select_related("source").get(id=run.id)
    return run, counts_of(run)


def work_on_run(*, actor: Actor, run_id: UUID, at: datetime, path: Path | None = None) -> bool:
    """Do the next step of a reading, unless somebody else does; return whether there is another.

    ``actor`` is who asks for it to be done now: the worker, or the person at the page. Raises ``NotFound``.
    """
    rows = Run.objects.with_id(run_id).at_work()
    if not rows.free(at).update(leased_until=at + LEASE):
        return False
    begun = monotonic()
    run = Run.objects.select_related("source__municipality", "source__organisation").get(id=run_id)
    if not _may(actor, run.source):
        raise NotFound

    def still_here() -> datetime:
        now = at + timedelta(seconds=monotonic() - begun)
        Run.objects.with_id(run_id).update(leased_until=now + LEASE)
        return now

    try:
        if run.state == RunState.READING:
            _read(run, at=at, path=path, still_here=still_here)
        else:
            _write(run, actor=actor, at=at, still_here=still_here)
    finally:
        Run.objects.with_id(run_id).update(leased_until=None)
    return run.is_at_work


@transaction.atomic
def give_up_run(*, actor: Actor, run_id: UUID, at: datetime) -> Run:
    """End a reading that a fault of ours has stopped: it would stop there again. Raises ``NotFound`` and ``NotNow``.

    What it has put in stays; the next one reads all of the source again.
    """
    run = _locked(actor, run_id)
    run.problem = gettext("Noget gik galt hos os. Det er vores fejl, ikke din.")
    _end(run, RunState.FAILED, at=at)
    Source.objects.with_id(run.source_id).update(etag="")
    return run


def _read(run: Run, *, at: datetime, path: Path | None, still_here: Callable[[], object]) -> None:
    """Read the feed to its end; what is broken or hostile ends here, and has changed nothing."""
    link_reviewed(actor=SYSTEM, source=run.source, at=at)
    try:
        with feed_of(run.source, path=path, still_here=still_here) as feed:
            look_through(actor=machine_of(run.source), run=run, feed=feed, at=at, still_here=still_here)
    except FeedRefused as error:
        run.problem = gettext(error.message)[:500]
        _end(run, RunState.FAILED, at=at)
        return
    if run.is_dry:
        _end(run, RunState.READ, at=at)
    else:
        _advance(run, RunState.WRITING)
        run.save(update_fields=["state"])


def _write(run: Run, *, actor: Actor, at: datetime, still_here: Callable[[], datetime]) -> None:
    at = write_out(actor=machine_of(run.source), run=run, at=at, still_here=still_here)
    _end(run, RunState.WRITTEN, at=at)
    counts = counts_of(run)
    # What could not be put in, or was not believed, is tried again: the feed is not as it was even if it is. And what
    # was read by other rules than the source has now is no measure of it: whoever changed them has let go of the etag.
    etag = "" if counts.failed or run.is_doubted else run.etag
    Source.objects.with_id(run.source_id).as_it_was(run.started_at).update(etag=etag)
    _record(actor, run, "written", at=at, done=counts.done, sent=counts.sent, failed=counts.failed)


@transaction.atomic
def _end(run: Run, state: RunState, *, at: datetime) -> None:
    """Keep how a reading went, and tell the keepers the first time it goes wrong."""
    _advance(run, state)
    run.ended_at = at
    run.save(update_fields=["state", "ended_at", "problem", "is_doubted"])
    source = run.source
    is_wrong = state == RunState.FAILED or run.is_doubted
    if is_wrong and source.broken_since is None:
        source.broken_since = at
        source.save(update_fields=["broken_since"])
        tell_keepers(actor=SYSTEM, source=source, run=run, at=at)
    elif not is_wrong and source.broken_since is not None:
        source.broken_since = None
        source.save(update_fields=["broken_since"])


def _plan_next(source: Source, *, at: datetime) -> None:
    """Say when a source is to be read again by itself."""
    if source.rhythm in PAUSES:
        source.next_read_at = at + PAUSES[source.rhythm]
        source.save(update_fields=["next_read_at"])


def _may(actor: Actor, source: Source) -> bool:
    return may_keep(actor, municipality_code=source.municipality_id, organisation_id=source.organisation_id)


def _locked(actor: Actor, run_id: UUID) -> Run:
    """Return a reading of a source the actor keeps, locked; raises ``NotFound``."""
    get_run(actor=actor, run_id=run_id)
    return Run.objects.select_for_update(of=("self",)).select_related("source").get(id=run_id)


def _advance(run: Run, to: RunState) -> None:
    """Take one step; the caller saves. Raises ``NotNow``."""
    if to not in RUN_TRANSITIONS[run.state]:
        raise NotNow
    run.state = to


def _record(actor: Actor, run: Run, act: str, *, at: datetime, **changes: object) -> None:
    record(
        actor=actor, act=f"sources.run.{act}", subject_kind="source", subject_id=run.source_id, at=at,
        changes={"run": str(run.id), **changes},
    )  # fmt: skip
