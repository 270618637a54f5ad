"""Whether what is published is in step with the register, and how old everything is: for people and for programs."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.core.cache import caches

from brobygger.directory.models import Offer
from brobygger.opendata.models import Kind
from brobygger.opendata.selectors.state import feed_state
from brobygger.opendata.status import StatusLine, status_lines
from brobygger.ui.languages import current_language

SECONDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many things of one kind are published."""

    kind: str
    label: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How it is at a moment. ``is_in_step`` when exactly as many offers are published as are shown."""

    at: datetime
    is_in_step: bool
    shown: int
    sequence: int
    whole_since: int
    changed_at: datetime | None
    tombstones: int
    counts: tuple[Count, ...]
    lines: tuple[StatusLine, ...]

    def as_json(self) -> dict[str, Any]:
        """Return it for programs: without labels, which have a language."""
        return {
            "at": self.at,
            "in_step": self.is_in_step,
            "offers_shown": self.shown,
            "sequence": self.sequence,
            "whole_since": self.whole_since,
            "changed_at": self.changed_at,
            "tombstones": self.tombstones,
            "things": {each.kind: each.count for each in self.counts},
            "parts": [{**asdict(line), "label": str(line.label), "note": str(line.note)} for line in self.lines],
        }


def status_now(*, at: datetime) -> Status:
    """Return how it is, at most a minute old."""
    key = f"opendata:status:{current_language()}"
    known: Status | None = caches["memory"].get(key)
    if known is None:
        known = _look(at)
        caches["memory"].set(key, known, timeout=SECONDS)
    return known


def _look(at: datetime) -> Status:
    state = feed_state()
    shown = Offer.objects.published().count()
    return Status(
        at=at,
        is_in_step=state.here.get(Kind.SERVICE, 0) == shown,
        shown=shown,
        sequence=state.sequence,
        whole_since=state.whole_since,
        changed_at=state.changed_at,
        tombstones=state.tombstones,
        counts=tuple(Count(kind=kind, label=str(kind.label), count=state.here.get(kind, 0)) for kind in Kind),
        lines=status_lines(at),
    )
