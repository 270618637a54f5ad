"""The feed of changes: what to read on from, and from where it is whole."""

from collections.abc import Sequence
from dataclasses import dataclass

from brobygger.kernel.errors import DomainError
from brobygger.opendata.models import Head, Record
from brobygger.opendata.selectors.listing import changes


class FeedBeganAnew(DomainError):
    """Strømmen kan ikke læses videre herfra. Glem, hvad du har, og læs den forfra fra 0."""

    code = "feed_began_anew"
    status = 410


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOfChanges:
    """Some changes in order. Who asks on from ``next`` until there is no more has exactly our state."""

    records: Sequence[Record]
    next: int
    has_more: bool
    whole_from: int


def page_of_changes(*, after: int, limit: int) -> PageOfChanges:
    """Return what changed after a point in the feed.

    Raises ``FeedBeganAnew`` for a point that the feed has not come to (we are back at an older copy of ourselves), or
    that is older than tombstones we have forgotten.
    """
    head = Head.objects.first() or Head()
    if after > head.sequence or 0 < after < head.forgotten_to:
        raise FeedBeganAnew
    found = changes(after=after, limit=limit + 1)
    records = found[:limit]
    return PageOfChanges(
        records=records,
        next=records[-1].sequence if records else after,
        has_more=len(found) > limit,
        whole_from=head.forgotten_to,
    )
