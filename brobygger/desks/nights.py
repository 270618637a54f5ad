"""What is done every night, one step after the other. A step that fails is told of and does not stop the others."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, is_dataclass
from datetime import datetime
from time import perf_counter
from typing import Any

import structlog

from brobygger.accounts.services.access_review import advance_access_reviews
from brobygger.audit.services import cut_old_entries
from brobygger.curation.services import escalate_reports, remind_of_reports
from brobygger.desks.review_letters import tell_of_waiting_reviews
from brobygger.directory.services import republish_all
from brobygger.directory.services.counts import forget_counts
from brobygger.directory.services.room_asking import ask_about_room
from brobygger.directory.services.rounds import nightly_round
from brobygger.directory.services.shown_pictures import clear_pictures
from brobygger.duplicates.services import find_pairs
from brobygger.kernel.actors import SYSTEM
from brobygger.opendata.services import forget_tombstones, rebuild
from brobygger.privacy.services import erase_expired

log = structlog.get_logger("brobygger.nightly")

Step = Callable[..., Any]

#: In this order: what is hidden tonight is not handed to the search again.
STEPS: dict[str, Step] = {
    "freshness": nightly_round,
    "room": ask_about_room,
    "reports-near-their-day": remind_of_reports,
    "reports-past-their-day": escalate_reports,
    "reviews-waiting": tell_of_waiting_reviews,
    "access-reviews": advance_access_reviews,
    "pictures": clear_pictures,
    "duplicates": find_pairs,
    "forget": erase_expired,
    "cut-the-book": cut_old_entries,
    "old-counts": forget_counts,
    "refresh-search": republish_all,
    "open-data": rebuild,
    "old-tombstones": forget_tombstones,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What came of one step: its figures, or what stopped it."""

    step: str
    is_done: bool
    seconds: float
    figures: dict[str, Any]
    problem: str = ""


def work_through(*, at: datetime, steps: dict[str, Step] | None = None) -> Iterator[Done]:
    """Yield what came of each step, as it is done. Every step is safe to kill and to repeat."""
    for name, step in (STEPS if steps is None else steps).items():
        started = perf_counter()
        try:
            figures = _figures(step(actor=SYSTEM, at=at))
        except Exception as error:
            log.exception("nightly step failed", step=name)
            yield Done(step=name, is_done=False, seconds=_since(started), figures={}, problem=type(error).__name__)
        else:
            yield Done(step=name, is_done=True, seconds=_since(started), figures=figures)


def _figures(result: object) -> dict[str, Any]:
    """Return what a step told, as figures with names."""
    if is_dataclass(result) and not isinstance(result, type):
        return asdict(result)
    return dict(result) if isinstance(result, dict) else {"rows": result}


def _since(started: float) -> float:
    return round(perf_counter() - started, 2)
