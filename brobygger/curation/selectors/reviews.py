"""Reads: one review, and who may decide it."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from brobygger.accounts.scopes import scope_of
from brobygger.accounts.selectors.holders import holders_of
from brobygger.curation import policies
from brobygger.curation.models import Conflict, Decision, Remark, Review, ReviewStatus
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How somebody stands to a review: what is in the way of deciding it, and whether there is anybody else."""

    conflict: Conflict
    is_alone: bool

    @property
    def may_decide(self) -> bool:
        """Whether this person may decide: nothing in the way, or nobody else to do it."""
        return self.conflict == Conflict.NONE or self.is_alone


def get_review(*, actor: Actor, review_id: UUID) -> Review:
    """Return a review the actor's role lets them decide; raises ``NotFound``."""
    return _one(Review.objects.for_reviewer(actor).with_id(review_id).select_related("municipality").first())


def get_own_review(*, actor: Actor, review_id: UUID) -> Review:
    """Return a review of what the actor's own organisation sent in; raises ``NotFound``."""
    return _one(Review.objects.of_own(actor).with_id(review_id).select_related("municipality").first())


def own_reviews(*, actor: Actor, organisation_id: UUID) -> tuple[Review, ...]:
    """Return the reviews of one of the actor's own organisations, newest first."""
    rows = Review.objects.of_own(actor).of_organisation(organisation_id).select_related("municipality")
    return tuple(rows.newest_first())


def reviews_about(*, subject_kind: str, subject_id: UUID) -> tuple[Review, ...]:
    """Return every review of one row, the national one first. The caller has asked who may see it."""
    rows = Review.objects.about(subject_kind=subject_kind, subject_id=subject_id).select_related("municipality")
    return tuple(sorted(rows, key=lambda review: review.municipality.name if review.municipality else ""))


def holder_of(*, review_id: UUID) -> UUID | None:
    """Return who has taken a review on, if anybody has."""
    return Review.objects.with_id(review_id).values_list("taken_by", flat=True).first()


def decisions_of(*, review: Review) -> tuple[Decision, ...]:
    """Return what was decided, in the order it was."""
    return tuple(review.decisions.order_by("decided_at"))


def decisions_about(*, subject_kind: str, subject_ids: Collection[UUID]) -> tuple[Decision, ...]:
    """Return every decision about some rows, newest first, each with its review."""
    rows = Decision.objects.filter(review__subject_kind=subject_kind, review__subject_id__in=subject_ids)
    return tuple(rows.select_related("review__municipality").order_by("-decided_at"))


def decision_words(*, decision_id: UUID) -> str:
    """Return what was written with a decision."""
    return str(Decision.objects.values_list("text", flat=True).get(id=decision_id))


def remarks_of(*, review: Review) -> tuple[Remark, ...]:
    """Return what was said, in the order it was."""
    return tuple(review.remarks.order_by("said_at"))


def standing_of(*, actor: Actor, review: Review) -> Standing:
    """Return how an actor stands to a review within the actor's reach."""
    last = review.decisions.order_by("decided_at").last() if review.status == ReviewStatus.APPEALED else None
    decided_by = last.by_id if last else None
    conflict = policies.conflict_of(
        actor_id=actor.id,
        organisation_ids=actor.organisation_ids,
        organisation_id=review.organisation_id,
        author_ids=review.author_ids,
        decided_by=decided_by,
    )
    is_alone = conflict != Conflict.NONE and not _has_another(review, actor=actor, decided_by=decided_by)
    return Standing(conflict=conflict, is_alone=is_alone)


def _has_another(review: Review, *, actor: Actor, decided_by: UUID | None) -> bool:
    """Test whether somebody else may decide it, with nothing in the way."""
    people = holders_of(permission=review.permission, municipality_code=review.municipality_id or "")
    return any(
        person.id != actor.id
        and policies.conflict_of(
            actor_id=person.id,
            organisation_ids=scope_of(user_id=person.id).organisation_ids,
            organisation_id=review.organisation_id,
            author_ids=review.author_ids,
            decided_by=decided_by,
        )
        == Conflict.NONE
        for person in people
    )


def _one(review: Review | None) -> Review:
    if review is None:
        raise NotFound
    return review
