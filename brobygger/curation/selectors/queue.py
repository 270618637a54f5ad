"""Reads: what waits for a decision, a page at a time, how long it has waited and who has how much."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Q
from django.utils import timezone

from brobygger.curation.models import Review, ReviewStatus, Scope, Sort
from brobygger.curation.models.reviews import ReviewQuerySet
from brobygger.kernel.actors import Actor

PAGE_SIZE = 25
_SORTS: dict[str, Q] = {
    Sort.APPEAL: Q(status=ReviewStatus.APPEALED),
    Sort.AFTER: Q(status=ReviewStatus.WAITING, is_after=True),
    Sort.NEW: Q(status=ReviewStatus.WAITING, is_after=False, is_new=True),
    Sort.CHANGE: Q(status=ReviewStatus.WAITING, is_after=False, is_new=False),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueWish:
    """Which part of the queue somebody wants to see. Empty means everything; what makes no sense counts as empty.

    ``whose`` is ``mine`` (that one has taken on) or ``free`` (that nobody has).
    """

    sort: str = ""
    scope: str = ""
    whose: str = ""
    municipality_code: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """A page of the queue, the most urgent first. ``by_sort`` counts the whole of what was asked for, by sort."""

    reviews: tuple[Review, ...]
    total: int
    overdue: int
    by_sort: dict[str, int]
    page: int
    page_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """How much somebody, or some place, has waiting. Without ``user_id`` and ``place``: the nation's."""

    waiting: int
    overdue: int
    oldest_on: date
    user_id: UUID | None = None
    place: str = ""
    municipality_code: str = ""


def queue(*, actor: Actor, wish: QueueWish, at: datetime) -> Queue:
    """Return a page of what the actor may decide and nobody has decided. Three queries, however many wait."""
    today = timezone.localdate(at)
    waiting = _waiting(actor, wish)
    counts = waiting.aggregate(
        overdue=Count("id", filter=_is(wish.sort) & Q(answer_by__lt=today)),
        **{f"of_{sort}": Count("id", filter=condition) for sort, condition in _SORTS.items()},
    )
    by_sort = {str(sort): counts[f"of_{sort}"] for sort in _SORTS}
    total = by_sort.get(wish.sort, sum(by_sort.values()))
    page_count = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, wish.page), page_count)
    rows = waiting.filter(_is(wish.sort)).select_related("municipality").most_urgent_first()
    return Queue(
        reviews=tuple(rows[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]),
        total=total,
        overdue=counts["overdue"],
        by_sort=by_sort,
        page=page,
        page_count=page_count,
    )


def waiting_for(*, actor: Actor) -> ReviewQuerySet:
    """Return what waits for the actor's decision, the most urgent first; nothing for those who decide nothing."""
    return Review.objects.for_reviewer(actor).undecided().filter(waits_for_association=False).most_urgent_first()


def waiting_for_own(*, actor: Actor) -> ReviewQuerySet:
    """Return what the actor's own organisations have to answer: a question, or a no they can do something about."""
    asks = Q(waits_for_association=True) | Q(status=ReviewStatus.REFUSED)
    return Review.objects.of_own(actor).filter(asks).newest_first()


def loads_of_people(*, actor: Actor, at: datetime) -> tuple[Load, ...]:
    """Return what each colleague has taken on of what the actor may decide, the most first."""
    rows = _loads(Review.objects.for_reviewer(actor).undecided().exclude(taken_by=None), "taken_by", at=at)
    return tuple(Load(user_id=row.pop("taken_by"), **row) for row in rows)


def loads_of_places(*, actor: Actor, at: datetime) -> tuple[Load, ...]:
    """Return what waits nationally and in each municipality of what the actor may decide, the most first."""
    rows = _loads(Review.objects.for_reviewer(actor).undecided(), "municipality_id", "municipality__name", at=at)
    return tuple(
        Load(municipality_code=row.pop("municipality_id") or "", place=row.pop("municipality__name") or "", **row)
        for row in rows
    )


def next_review(*, actor: Actor, after: Review) -> Review | None:
    """Return the most urgent review that waits for the actor besides one: the same sort of decision first."""
    rows = waiting_for(actor=actor).exclude(id=after.id)
    return rows.of_scope(after.scope).first() or rows.first()


def _waiting(actor: Actor, wish: QueueWish) -> ReviewQuerySet:
    """Return what the actor may decide within a wish, but for its sort."""
    rows = Review.objects.for_reviewer(actor).undecided()
    if wish.scope in Scope.values:
        rows = rows.of_scope(wish.scope)
    if wish.municipality_code:
        rows = rows.of_municipality(wish.municipality_code)
    if wish.whose == "mine":
        rows = rows.taken_by(actor.id)
    return rows.taken_by(None) if wish.whose == "free" else rows


def _is(sort: str) -> Q:
    return _SORTS.get(sort, Q())


def _loads(rows: ReviewQuerySet, *by: str, at: datetime) -> list[dict[str, Any]]:
    today = timezone.localdate(at)
    counted = rows.values(*by).annotate(
        waiting=Count("id"), overdue=Count("id", filter=Q(answer_by__lt=today)), oldest_on=Min("opened_at__date")
    )
    return list(counted.order_by("-waiting", *by))
