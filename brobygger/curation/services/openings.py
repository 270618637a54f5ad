"""Sending in for approval, taking it back, and who in the team sees to it."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from brobygger.audit.services import record
from brobygger.curation.deadlines import working_days_after
from brobygger.curation.models import REVIEW_TRANSITIONS, Review, ReviewStatus, Scope
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import DomainError, NotFound

#: An association that has written something good should not wait more than a week for an answer.
DECIDE_WITHIN_WORKING_DAYS = 5


class AlreadyDecided(DomainError):
    """Sagen er allerede afgjort eller trukket tilbage."""

    code = "already_decided"
    status = 409


@transaction.atomic
def open_reviews(
    *,
    actor: Actor,
    subject_kind: str,
    subject_id: UUID,
    subject_label: str,
    organisation_id: UUID,
    municipality_codes: Collection[str],
    is_new: bool,
    is_after: bool,
    at: datetime,
    author_ids: Collection[UUID] = (),
) -> tuple[Review, ...]:
    """Ask for a national decision, and one in each of some municipalities; return every review that now waits.

    The caller has asked its own policy who may send in what. Sent in again after a no, the same review opens again,
    with its thread. ``author_ids`` are those who wrote it (the actor is counted too): they do not decide.
    """
    common = {
        "subject_label": subject_label[:200],
        "organisation_id": organisation_id,
        "is_new": is_new,
        "is_after": is_after,
        "author_ids": sorted({str(author) for author in (*author_ids, actor.id) if author}),
    }
    existing = _existing(subject_kind, subject_id)
    wanted = (None, *sorted(set(municipality_codes)))
    for code in existing.keys() - set(wanted):
        if existing[code].is_undecided:
            _withdraw(existing[code], actor=actor, at=at)
    reviews = []
    for code in wanted:
        review = existing.get(code) or Review(subject_kind=subject_kind, subject_id=subject_id, municipality_id=code)
        for field, value in common.items():
            setattr(review, field, value)
        reviews.append(_open(review, actor=actor, at=at))
    return tuple(review for review in reviews if review.is_undecided)


@transaction.atomic
def withdraw_reviews(*, actor: Actor, subject_kind: str, subject_id: UUID, at: datetime) -> int:
    """Take back what was sent in, wherever it has not been approved; return how many reviews that ended.

    The caller has asked its own policy.
    """
    rows = _existing(subject_kind, subject_id).values()
    ending = [review for review in rows if ReviewStatus.WITHDRAWN in REVIEW_TRANSITIONS[review.status]]
    for review in ending:
        _withdraw(review, actor=actor, at=at)
    return len(ending)


@transaction.atomic
def take_review(*, actor: Actor, review_id: UUID, at: datetime) -> Review:
    """Say that one sees to it oneself, so that nobody else does. Raises ``NotFound`` and ``AlreadyDecided``."""
    return _hand_to(actor.id, actor=actor, review_id=review_id, at=at)


@transaction.atomic
def release_review(*, actor: Actor, review_id: UUID, at: datetime) -> Review:
    """Give it back to the queue. Raises ``NotFound`` and ``AlreadyDecided``."""
    return _hand_to(None, actor=actor, review_id=review_id, at=at)


def locked_review(*, actor: Actor, review_id: UUID) -> Review:
    """Return a review the actor's role lets them decide, locked for what comes next; raises ``NotFound``."""
    review = Review.objects.for_reviewer(actor).with_id(review_id).select_for_update(of=("self",)).first()
    if review is None:
        raise NotFound
    return review


def _existing(subject_kind: str, subject_id: UUID) -> dict[str | None, Review]:
    """Return the reviews there are of a row, locked, by municipality (None: the nation's)."""
    rows = Review.objects.about(subject_kind=subject_kind, subject_id=subject_id).select_for_update(of=("self",))
    return {review.municipality_id: review for review in rows}


def _hand_to(user_id: UUID | None, *, actor: Actor, review_id: UUID, at: datetime) -> Review:
    review = locked_review(actor=actor, review_id=review_id)
    if not review.is_undecided:
        raise AlreadyDecided
    before, review.taken_by = review.taken_by, user_id
    review.save(update_fields=["taken_by"])
    _note(review, act="taken" if user_id else "released", actor=actor, at=at, changes={"taken_by": [before, user_id]})
    return review


def _open(review: Review, *, actor: Actor, at: datetime) -> Review:
    """Open a review that is new or was said no to; leave one that waits, or a local yes, as it is."""
    is_first = review._state.adding
    is_settled = review.status == ReviewStatus.APPROVED and review.municipality_id is not None
    before = "" if is_first else review.status
    review.waits_for_association = False
    if not is_settled and not (review.is_undecided and not is_first):
        review.scope = Scope.LOCAL if review.municipality_id else Scope.NATIONAL
        review.status, review.decided_at, review.opened_at = ReviewStatus.WAITING, None, at
        review.answer_by = working_days_after(timezone.localdate(at), count=DECIDE_WITHIN_WORKING_DAYS)
    review.save(force_insert=is_first)
    if before != review.status:
        _note(review, act="opened", actor=actor, at=at, changes={"status": [before, review.status]})
    return review


def _withdraw(review: Review, *, actor: Actor, at: datetime) -> None:
    before = review.status
    review.status, review.decided_at, review.waits_for_association = ReviewStatus.WITHDRAWN, at, False
    review.save(update_fields=["status", "decided_at", "waits_for_association"])
    _note(review, act="withdrawn", actor=actor, at=at, changes={"status": [before, review.status]})


def _note(review: Review, *, act: str, actor: Actor, at: datetime, changes: dict[str, object]) -> None:
    """Write one line in the book about a review."""
    about = {"about": [review.subject_kind, str(review.subject_id)], "scope": review.municipality_id or review.scope}
    record(
        actor=actor,
        act=f"curation.review.{act}",
        subject_kind="review",
        subject_id=review.id,
        at=at,
        changes={**about, **changes},
    )
