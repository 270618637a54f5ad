"""Reads: readings of a source and what they come to."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import NotFound
from brobygger.sources.models import Came, Outcome, Result, Run, Source

OUTCOMES_ON_A_PAGE = 50
MOST_RUNS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many things came to what."""

    total: int
    same: int
    new: int
    changed: int
    back: int
    missing: int
    hidden: int
    left_out: int
    done: int
    sent: int
    failed: int

    @property
    def to_write(self) -> int:
        """How many ask for something."""
        return self.new + self.changed + self.back + self.missing + self.hidden


def get_run(*, actor: Actor, run_id: UUID) -> Run:
    """Return a reading of a source the actor keeps; raises ``NotFound``."""
    run = Run.objects.with_id(run_id).select_related("source__municipality", "source__organisation").first()
    if run is None or not Source.objects.visible_to(actor).with_id(run.source_id).exists():
        raise NotFound
    return run


def runs_of(source: Source) -> tuple[Run, ...]:
    """Return a source's readings, newest first."""
    return tuple(Run.objects.of_source(source.id).newest_first()[:MOST_RUNS])


def runs_at_work(*, at: datetime) -> tuple[UUID, ...]:
    """Return the readings with something left to do that nobody works on, first come first served."""
    return tuple(Run.objects.at_work().free(at).values_list("id", flat=True))


def counts_of(run: Run) -> Counts:
    """Return how many things came to what."""
    results = dict.fromkeys(Result.values, 0)
    came = dict.fromkeys(Came.values, 0)
    rows = Outcome.objects.of_run(run.id).values_list("result", "came").annotate(number=Count("id"))
    for result, word, number in rows.order_by():
        results[result] += number
        came[word] += number
    return Counts(
        total=run.total, same=run.same, **results, done=came[Came.DONE], sent=came[Came.SENT], failed=came[Came.FAILED]
    )


def outcomes_of(run: Run, *, result: str = "", came: str = "", page: int = 1) -> tuple[Outcome, ...]:
    """Return one page of what a reading comes to: everything, or one result, or what became one thing."""
    rows = Outcome.objects.of_run(run.id).defer("raw")
    rows = rows.with_result(result) if result else rows
    rows = rows.that_came(came) if came else rows
    first = (max(page, 1) - 1) * OUTCOMES_ON_A_PAGE
    return tuple(rows.in_order()[first : first + OUTCOMES_ON_A_PAGE])
