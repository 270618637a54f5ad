"""Deciding: yes or no, one or many, and what the association can do about a no."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from brobygger.audit.services import record
from brobygger.curation.deadlines import working_days_after
from brobygger.curation.events import ReviewDecided, ReviewRemarked
from brobygger.curation.models import (
    REVIEW_TRANSITIONS,
    Conflict,
    Decision,
    Outcome,
    Remark,
    Review,
    ReviewStatus,
    Scope,
    Side,
)
from brobygger.curation.rulebook import Answer, reasons_for, rulebook
from brobygger.curation.selectors.reviews import standing_of
from brobygger.curation.services.openings import DECIDE_WITHIN_WORKING_DAYS, AlreadyDecided, locked_review
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import BadData, DomainError, NotFound
from brobygger.kernel.events import announce
from brobygger.privacy.cpr import forbid_cpr

#: Longer than anybody reads with pleasure.
LONGEST_TEXT = 4000
#: One page of the queue, and a little more: what a person can have looked through.
MOST_AT_ONCE = 100


class DecisionInvalid(BadData):
    """Afgørelsen mangler noget."""

    code = "decision_invalid"


class ConflictOfInterest(DomainError):
    """Du kan ikke selv afgøre den her. En anden skal gøre det."""

    code = "conflict_of_interest"
    status = 403


@dataclass(frozen=True, slots=True, kw_only=True)
class NotDecided:
    """One of many that could not be decided, and the sentence that says why."""

    label: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What deciding many came to."""

    decisions: tuple[Decision, ...]
    left: tuple[NotDecided, ...]


@transaction.atomic
def decide(
    *,
    actor: Actor,
    review_id: UUID,
    outcome: str,
    at: datetime,
    reasons: Collection[str] = (),
    text: str = "",
    checklist: Mapping[str, str] | None = None,
) -> Decision:
    """Say yes or no to what was sent in; the room that owns it is told and acts in the same transaction.

    A national yes takes an answer to every posting rule, and none of them no; a no takes a reason from the list and
    words of one's own. Raises ``NotFound``, ``AlreadyDecided``, ``ConflictOfInterest`` (who belongs to the
    organisation, wrote it, or made the decision that is appealed may decide only when there is nobody else, and then
    it is marked), ``DecisionInvalid`` and ``TextLooksLikeCpr``.
    """
    review = locked_review(actor=actor, review_id=review_id)
    if not review.is_undecided:
        raise AlreadyDecided
    standing = standing_of(actor=actor, review=review)
    if not standing.may_decide:
        raise ConflictOfInterest
    answers = dict(checklist or {})
    chosen = _reasons(reasons, answers) if outcome == Outcome.REFUSED else []
    _check(review, outcome=outcome, reasons=chosen, text=text, answers=answers)
    decision = Decision.objects.create(
        review=review,
        outcome=outcome,
        reasons=chosen,
        text=text.strip(),
        checklist=answers,
        is_on_appeal=review.status == ReviewStatus.APPEALED,
        conflict=standing.conflict,
        by_id=actor.id,
        decided_at=at,
    )
    _advance(review, decision, actor=actor, at=at)
    return decision


def decide_many(
    *,
    actor: Actor,
    review_ids: Collection[UUID],
    outcome: str,
    at: datetime,
    reasons: Collection[str] = (),
    text: str = "",
    checklist: Mapping[str, str] | None = None,
) -> Decided:
    """Decide many alike, each in a transaction of its own; what cannot be decided is told and left as it is.

    Raises ``DecisionInvalid`` when too many are chosen, or none.
    """
    if not 0 < len(review_ids) <= MOST_AT_ONCE:
        raise DecisionInvalid(f"Vælg mellem 1 og {MOST_AT_ONCE} sager.")
    labels = dict(Review.objects.for_reviewer(actor).with_ids(review_ids).values_list("id", "subject_label"))
    decisions, left = [], []
    for review_id in dict.fromkeys(review_ids):
        try:
            decision = decide(
                actor=actor, review_id=review_id, outcome=outcome, at=at, reasons=reasons, text=text,
                checklist=checklist,
            )  # fmt: skip
        except DomainError as error:
            left.append(NotDecided(label=labels.get(review_id, ""), message=error.message))
        else:
            decisions.append(decision)
    return Decided(decisions=tuple(decisions), left=tuple(left))


@transaction.atomic
def appeal(*, actor: Actor, review_id: UUID, text: str, at: datetime) -> Review:
    """Ask somebody else to look at a no again. Only the association may, with a word about why.

    Raises ``NotFound``, ``AlreadyDecided`` (there is no no to appeal), ``BadData`` and ``TextLooksLikeCpr``.
    """
    review = Review.objects.of_own(actor).with_id(review_id).select_for_update(of=("self",)).first()
    if review is None:
        raise NotFound
    if ReviewStatus.APPEALED not in REVIEW_TRANSITIONS[review.status]:
        raise AlreadyDecided("Der er ikke noget nej at klage over.")
    review.status, review.decided_at, review.taken_by = ReviewStatus.APPEALED, None, None
    review.waits_for_association = False
    review.answer_by = working_days_after(timezone.localdate(at), count=DECIDE_WITHIN_WORKING_DAYS)
    review.save(update_fields=["status", "decided_at", "taken_by", "waits_for_association", "answer_by"])
    _remark(review, side=Side.ASSOCIATION, text=text, is_appeal=True, actor=actor, at=at)
    return review


@transaction.atomic
def say(*, actor: Actor, review_id: UUID, text: str, at: datetime) -> Remark:
    """Write to the other side of a review: the association to whoever decides, or the other way.

    Who belongs to the association speaks for it. Raises ``NotFound``, ``BadData`` and ``TextLooksLikeCpr``.
    """
    review = Review.objects.visible_to(actor).with_id(review_id).select_for_update(of=("self",)).first()
    if review is None:
        raise NotFound
    is_own = Review.objects.of_own(actor).with_id(review_id).exists()
    side = Side.ASSOCIATION if is_own else Side.REVIEWER
    if review.is_undecided:
        review.waits_for_association = side == Side.REVIEWER
        review.save(update_fields=["waits_for_association"])
    return _remark(review, side=side, text=text, is_appeal=False, actor=actor, at=at)


def _reasons(chosen: Collection[str], answers: Mapping[str, str]) -> list[str]:
    """Return the reasons in the list's order: those chosen, and the rules that were answered with a no."""
    broken = {key for key, answer in answers.items() if answer == Answer.NO}
    known = [reason.key for reason in reasons_for(Scope.NATIONAL)]
    rest = sorted(set(chosen) - set(known))
    return [key for key in known if key in broken or key in chosen] + rest


def _check(review: Review, *, outcome: str, reasons: list[str], text: str, answers: Mapping[str, str]) -> None:
    """Refuse a decision that does not say what it must."""
    if outcome not in Outcome.values:
        raise DecisionInvalid("Vælg ja eller nej.")
    if len(text) > LONGEST_TEXT:
        raise DecisionInvalid(f"Begrundelsen må højst være {LONGEST_TEXT} tegn.")
    forbid_cpr(text)
    allowed = {rule.key: set(rule.answers) for rule in rulebook().rules}
    if any(answer not in allowed.get(key, ()) for key, answer in answers.items()):
        raise DecisionInvalid("Et af svarene på reglerne kender vi ikke.")
    if outcome == Outcome.REFUSED:
        _check_refusal(review, reasons=reasons, text=text)
        return
    if Answer.NO in answers.values():
        raise DecisionInvalid("En af reglerne er ikke overholdt, så svaret må være nej.")
    needs_every_answer = review.scope == Scope.NATIONAL and not review.is_after
    if needs_every_answer and allowed.keys() - answers.keys():
        raise DecisionInvalid("Svar på alle reglerne, før du siger ja.")


def _check_refusal(review: Review, *, reasons: list[str], text: str) -> None:
    """Refuse a no without a reason from the list and words of one's own."""
    if not reasons or not text.strip():
        raise DecisionInvalid("Vælg mindst én grund, og skriv med dine egne ord, hvad der skal til.")
    if set(reasons) - {reason.key for reason in reasons_for(review.scope)}:
        raise DecisionInvalid("En af grundene kender vi ikke.")


def _advance(review: Review, decision: Decision, *, actor: Actor, at: datetime) -> None:
    """Take the step: the row, the book, and the room that owns what was decided."""
    before = review.status
    review.status, review.decided_at, review.waits_for_association = decision.outcome, at, False
    review.save(update_fields=["status", "decided_at", "waits_for_association"])
    marked = {"conflict": decision.conflict} if decision.conflict != Conflict.NONE else {}
    record(
        actor=actor,
        act=f"curation.review.{decision.outcome}",
        subject_kind="review",
        subject_id=review.id,
        at=at,
        changes={
            "status": [before, review.status],
            "about": [review.subject_kind, str(review.subject_id)],
            "scope": review.municipality_id or review.scope,
            "reasons": decision.reasons,
            **marked,
        },
    )
    announce(
        ReviewDecided(
            actor=actor, review_id=review.id, subject_kind=review.subject_kind, subject_id=review.subject_id,
            subject_label=review.subject_label, organisation_id=review.organisation_id, scope=review.scope,
            municipality_code=review.municipality_id or "", at=at, outcome=decision.outcome, is_new=review.is_new,
            is_after=review.is_after, is_on_appeal=decision.is_on_appeal, decision_id=decision.id,
        )
    )  # fmt: skip


def _remark(review: Review, *, side: Side, text: str, is_appeal: bool, actor: Actor, at: datetime) -> Remark:
    """Keep what somebody said, and tell that it was said."""
    if not text.strip() or len(text) > LONGEST_TEXT:
        raise BadData(f"Skriv en besked på højst {LONGEST_TEXT} tegn.")
    forbid_cpr(text)
    remark = Remark.objects.create(
        review=review, side=side, text=text.strip(), is_appeal=is_appeal, by_id=actor.id, said_at=at
    )
    record(
        actor=actor,
        act=f"curation.review.{'appealed' if is_appeal else 'remarked'}",
        subject_kind="review",
        subject_id=review.id,
        at=at,
        changes={"about": [review.subject_kind, str(review.subject_id)], "side": side},
    )
    announce(
        ReviewRemarked(
            actor=actor, review_id=review.id, subject_kind=review.subject_kind, subject_id=review.subject_id,
            subject_label=review.subject_label, organisation_id=review.organisation_id, scope=review.scope,
            municipality_code=review.municipality_id or "", at=at, side=side, remark_id=remark.id,
        )
    )  # fmt: skip
    return remark
