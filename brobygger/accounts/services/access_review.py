"""The half-yearly review of who has access: asked, reminded, answered; what nobody stands by lapses.

A round begins on 15 January and 15 August. Rights that are older than three months are asked about; whoever decides
about them is mailed then, after 14 and after 25 days. After 30 days an unanswered right ends, and can be given back
for another 30.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import transaction

from brobygger.accounts.access_sources import AccessSource, LastOfItsKind, Right, access_source, access_sources
from brobygger.accounts.events import AccountMailWanted
from brobygger.accounts.mail_links import absolute, day_in_words
from brobygger.accounts.models import ANSWER_WITHIN, AccessQuestion, Answer, User
from brobygger.accounts.selectors.access_reviews import get_question
from brobygger.audit.services import record
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import DomainError
from brobygger.kernel.events import announce

_ROUND_BEGINS = ((1, 15), (8, 15))
_NEW_RIGHTS_ARE_SPARED = timedelta(days=90)
#: When whoever decides is mailed, after the question was asked.
_MAILS = (timedelta(0), timedelta(days=14), timedelta(days=25))


class AnsweredAlready(DomainError):
    """Det er der allerede svaret på."""

    code = "answered_already"
    status = 409


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewReport:
    """What one night did: questions asked, mails announced, rights ended, rights kept because they were the last."""

    asked: int
    mailed: int
    lapsed: int
    kept: int


def advance_access_reviews(*, actor: Actor, at: datetime) -> ReviewReport:
    """Take the review one day further. Safe to run at any time, again, and to kill: each right is its own step."""
    asked = sum(_ask(right, source=source, actor=actor, at=at) for source, right in _due(at))
    mailed = sum(_mail_reviewers(stage, actor=actor, at=at) for stage in range(len(_MAILS)))
    ended = [_lapse(question, actor=actor, at=at) for question in AccessQuestion.objects.overdue(at).oldest_first()]
    return ReviewReport(asked=asked, mailed=mailed, lapsed=sum(ended), kept=len(ended) - sum(ended))


@transaction.atomic
def answer_access_question(*, actor: Actor, question_id: UUID, answer: Answer, at: datetime) -> None:
    """Say yes or no to one person's right; a no ends it at once.

    Raises ``NotFound`` for those who do not decide about it, ``AnsweredAlready`` and ``LastOfItsKind``.
    """
    question = get_question(actor=actor, question_id=question_id)
    if question.answer or question.ended_at or question.settled_at:
        raise AnsweredAlready
    question.answer, question.answered_at, question.answered_by_id = answer, at, actor.id
    question.save(update_fields=["answer", "answered_at", "answered_by"])
    _write(actor=actor, act="answered", question=question, at=at, answer=answer)
    if answer == Answer.NO:
        _end(question, actor=actor, at=at)


@transaction.atomic
def restore_access(*, actor: Actor, question_id: UUID, at: datetime) -> None:
    """Give back a right that ended lately. Raises ``NotFound``, and ``NotAllowed`` when it cannot be given."""
    question = get_question(actor=actor, question_id=question_id)
    source = access_source(question.kind)
    is_restorable = AccessQuestion.objects.restorable(at).filter(id=question.id).exists()
    if source is None or not is_restorable:
        raise AnsweredAlready
    source.restore(actor=actor, holder_id=question.holder_id, scope=question.scope, what=question.right, at=at)
    question.restored_at = at
    question.save(update_fields=["restored_at"])
    _write(actor=actor, act="restored", question=question, at=at)


def round_of(at: datetime) -> tuple[str, datetime]:
    """Return the name of the newest round that has begun, and when it did."""
    begins = [
        (f"{year}-{half}", datetime(year, month, day, tzinfo=UTC))
        for year in (at.year - 1, at.year)
        for half, (month, day) in enumerate(_ROUND_BEGINS, start=1)
    ]
    return max((begin for begin in begins if begin[1] <= at), key=lambda begin: begin[1])


def _due(at: datetime) -> list[tuple[AccessSource, Right]]:
    """Return the rights that this round has not asked about yet."""
    name, begins = round_of(at)
    asked = set(AccessQuestion.objects.in_round(name).values_list("kind", "holder_id", "scope"))
    return [
        (source, right)
        for source in access_sources()
        for right in source.rights()
        if right.since < begins - _NEW_RIGHTS_ARE_SPARED and (source.kind, right.holder_id, right.scope) not in asked
    ]


def _ask(right: Right, *, source: AccessSource, actor: Actor, at: datetime) -> bool:
    """Write one question down, unless another process was quicker."""
    name, _ = round_of(at)
    with transaction.atomic():
        question, is_new = AccessQuestion.objects.get_or_create(
            round=name,
            kind=source.kind,
            holder_id=right.holder_id,
            scope=right.scope,
            defaults={"right": right.what, "asked_at": at, "due_at": at + ANSWER_WITHIN},
        )
        if is_new:
            _write(actor=actor, act="asked", question=question, at=at)
    return is_new


def _mail_reviewers(stage: int, *, actor: Actor, at: datetime) -> int:
    """Mail everybody who has waiting questions of some age, once each for this stage; return how many."""
    waiting = AccessQuestion.objects.to_be_reminded(stage=stage + 1, asked_before=at - _MAILS[stage])
    by_reviewer: dict[tuple[str, UUID], list[AccessQuestion]] = defaultdict(list)
    for question in waiting:
        source = access_source(question.kind)
        reviewers = source.reviewers(holder_id=question.holder_id, scope=question.scope) if source else ()
        for reviewer in reviewers:
            by_reviewer[question.round, reviewer].append(question)
    people = User.objects.in_bulk([reviewer for _, reviewer in by_reviewer])
    with transaction.atomic():
        for (name, reviewer), questions in by_reviewer.items():
            _announce_waiting(people[reviewer], questions, key=f"access-review:{name}:{reviewer}:{stage}", at=at)
        waiting.update(reminders=stage + 1)
    return len(by_reviewer)


def _announce_waiting(person: User, questions: list[AccessQuestion], *, key: str, at: datetime) -> None:
    """Tell one administrator how many wait, until when and where; never about whom."""
    context = {
        "url": absolute("accounts:access_review", language="da"),
        "count": len(questions),
        "due_on": day_in_words(min(question.due_at for question in questions), language="da"),
    }
    announce(
        AccountMailWanted(to=person.email, template="accounts/mail/access_review", key=key, at=at, context=context)
    )


def _lapse(question: AccessQuestion, *, actor: Actor, at: datetime) -> bool:
    """End an unanswered right; return False when it is the last of its kind, or was gone already."""
    source = access_source(question.kind)
    is_held = source is not None and source.holds(holder_id=question.holder_id, scope=question.scope)
    try:
        with transaction.atomic():
            if is_held:
                _end(question, actor=actor, at=at)
                return True
    except LastOfItsKind:
        is_held = False
    with transaction.atomic():
        question.settled_at = at
        question.save(update_fields=["settled_at"])
        _write(actor=actor, act="kept", question=question, at=at)
    return False


def _end(question: AccessQuestion, *, actor: Actor, at: datetime) -> None:
    """Take the right away and tell its holder."""
    source = access_source(question.kind)
    assert source is not None  # asked for by both callers
    source.end(actor=actor, holder_id=question.holder_id, scope=question.scope, at=at)
    question.ended_at = at
    question.save(update_fields=["ended_at"])
    _write(actor=actor, act="ended", question=question, at=at)
    announce(
        AccountMailWanted(
            to=question.holder.email,
            template="accounts/mail/access_ended",
            key=f"access-ended:{question.id}",
            at=at,
            context={
                "right": source.in_words(scope=question.scope, what=question.right),
                "was_answered": bool(question.answer),
            },
        )
    )


def _write(*, actor: Actor, act: str, question: AccessQuestion, at: datetime, answer: str = "") -> None:
    """Write an act of the review in the book, about the account it concerns."""
    changes = {"kind": question.kind, "scope": question.scope, "right": question.right, "answer": answer}
    record(
        actor=actor, act=f"accounts.access_review.{act}", subject_kind="user", subject_id=question.holder_id, at=at,
        changes=changes,
    )  # fmt: skip
