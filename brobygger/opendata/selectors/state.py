"""Reads: how far the feed of changes goes, both ways, and how much is published."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from brobygger.opendata.models import Head, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """``sequence`` is the last change; whoever has read up to ``whole_since`` or later misses nothing by reading on."""

    sequence: int
    whole_since: int
    changed_at: datetime | None
    here: dict[str, int]
    tombstones: int


def feed_state() -> FeedState:
    """Return how far the feed goes, and how much is published."""
    head = Head.objects.first() or Head()
    last = Record.objects.order_by("-sequence").values_list("changed_at", flat=True).first()
    counts = Record.objects.here().values_list("kind").annotate(count=Count("number")).order_by("kind")
    return FeedState(
        sequence=head.sequence,
        whole_since=head.forgotten_to,
        changed_at=last,
        here=dict(counts),
        tombstones=Record.objects.gone().count(),
    )
