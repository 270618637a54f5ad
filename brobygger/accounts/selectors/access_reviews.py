"""Whom an administrator is asked about, and whose right can be given back."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from brobygger.accounts.access_sources import access_source
from brobygger.accounts.models import AccessQuestion
from brobygger.accounts.models.access_reviews import QuestionQuerySet
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question on the page: about whom, which right, and until when."""

    id: UUID
    name: str
    email: str
    right: str
    last_seen_at: datetime | None
    due_at: datetime
    ended_at: datetime | None


def questions_waiting_for(*, actor: Actor) -> list[Asked]:
    """Return the questions that wait for this actor's answer, the most urgent first."""
    return _as_asked(actor, AccessQuestion.objects.waiting())


def rights_to_restore(*, actor: Actor, at: datetime) -> list[Asked]:
    """Return the rights that ended lately and that the actor decides about."""
    return _as_asked(actor, AccessQuestion.objects.restorable(at))


def get_question(*, actor: Actor, question_id: UUID) -> AccessQuestion:
    """Return a question the actor decides about. Raises ``NotFound``, whether hidden or absent."""
    question = AccessQuestion.objects.select_for_update().filter(id=question_id).first()
    if question is None or not _decides(actor, question):
        raise NotFound
    return question


def _as_asked(actor: Actor, questions: QuestionQuerySet) -> list[Asked]:
    """Put the questions an actor decides about into words."""
    rows = questions.oldest_first().select_related("holder")
    return [_asked(question) for question in rows if _decides(actor, question)]


def _decides(actor: Actor, question: AccessQuestion) -> bool:
    """Ask the room that gave the right whether the actor decides about it."""
    source = access_source(question.kind)
    return source is not None and source.may_answer(actor, holder_id=question.holder_id, scope=question.scope)


def _asked(question: AccessQuestion) -> Asked:
    """Put one question into words."""
    source = access_source(question.kind)
    assert source is not None  # _decides
    return Asked(
        id=question.id,
        name=question.holder.name or question.holder.email,
        email=question.holder.email,
        right=source.in_words(scope=question.scope, what=question.right),
        last_seen_at=question.holder.last_login,
        due_at=question.due_at,
        ended_at=question.ended_at,
    )
