"""Reads: the queue of pairs, and what was merged."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from brobygger.directory.models import Offer
from brobygger.duplicates.matching.scoring import current_models
from brobygger.duplicates.models import Kind, Merge, Pair
from brobygger.kernel.actors import SYSTEM, Actor
from brobygger.kernel.errors import NotFound
from brobygger.organisations.models import Organisation

PAGE_SIZE = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class PairLine:
    """One pair in the queue. ``owners`` are who offers each; organisations have their municipality there."""

    id: UUID
    kind: str
    score: float
    is_proposed: bool
    reasons: tuple[str, ...]
    one_name: str
    other_name: str
    one_owner: str
    other_owner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """A page of the queue, the surest first."""

    lines: tuple[PairLine, ...]
    total: int
    page: int
    page_count: int


def queue(*, actor: Actor, kind: str = "", page: int = 1) -> Queue:
    """Return a page of what the actor may decide; a kind nobody knows shows all of them."""
    rows = Pair.objects.visible_to(actor).waiting()
    rows = rows.of_kind(kind) if kind in Kind.values else rows
    total = rows.count()
    page_count = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, page), page_count)
    shown = rows.surest_first()[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    return Queue(lines=tuple(_lines(shown)), total=total, page=page, page_count=page_count)


def waiting_count(*, actor: Actor) -> int:
    """Return how many likely pairs wait for the actor."""
    waiting = Pair.objects.visible_to(actor).waiting()
    return sum(waiting.of_kind(kind).proposed(model.proposed).count() for kind, model in current_models().items())


def listed_pairs(*, limit: int) -> tuple[PairLine, ...]:
    """Return the surest pairs of all, for the operator."""
    return tuple(_lines(Pair.objects.visible_to(SYSTEM).waiting().surest_first()[:limit]))


def get_pair(*, actor: Actor, pair_id: UUID) -> Pair:
    """Return a pair the actor decides about. Raises ``NotFound``."""
    pair = Pair.objects.visible_to(actor).with_id(pair_id).first()
    if pair is None:
        raise NotFound
    return pair


def next_pair(*, actor: Actor) -> Pair | None:
    """Return the surest pair that waits for the actor."""
    return Pair.objects.visible_to(actor).waiting().surest_first().first()


def merges(*, actor: Actor, limit: int) -> tuple[Merge, ...]:
    """Return what was merged last where the actor decides."""
    return tuple(Merge.objects.visible_to(actor).newest_first()[:limit])


def refused(*, actor: Actor, limit: int) -> tuple[PairLine, ...]:
    """Return what was last said not to be the same where the actor decides."""
    return tuple(_lines(Pair.objects.visible_to(actor).refused().order_by("-decided_at")[:limit]))


def get_merge(*, actor: Actor, merge_id: UUID) -> Merge:
    """Return a merge where the actor decides. Raises ``NotFound``."""
    merge = Merge.objects.visible_to(actor).with_id(merge_id).select_related("pair").first()
    if merge is None:
        raise NotFound
    return merge


def _lines(pairs: Iterable[Pair]) -> list[PairLine]:
    rows = list(pairs)
    ids = {row_id for row in rows for row_id in (row.one_id, row.other_id)}
    offers = Offer.objects.with_ids(ids).values_list("id", "name", "organisation__name")
    names = {row_id: (name, owner) for row_id, name, owner in offers}
    owners = Organisation.objects.with_ids(ids).values_list("id", "name", "municipality__name")
    names |= {row_id: (name, home or "") for row_id, name, home in owners}
    models = current_models()
    return [
        PairLine(
            id=row.id,
            kind=row.kind,
            score=row.score,
            is_proposed=row.score >= models[row.kind].proposed,
            reasons=tuple(row.reasons),
            one_name=names[row.one_id][0],
            other_name=names[row.other_id][0],
            one_owner=names[row.one_id][1],
            other_owner=names[row.other_id][1],
        )
        for row in rows
        if {row.one_id, row.other_id} <= names.keys()
    ]
