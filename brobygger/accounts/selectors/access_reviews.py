"""Whom an administrator is asked about, and whose right can be given back."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from brobygger.accounts.access_sources import access_source, access_sources
from brobygger.accounts.models import AccessQuestion
from brobygger.accounts.models.access_reviews import QuestionQuerySet
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import NotFound

MOST_ON_A_PAGE = 50


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


def count_waiting_for(*, actor: Actor) -> int:
    """Return how many questions wait for this actor's answer."""
    return _decided_by(actor, AccessQuestion.objects.waiting()).count()


def questions_waiting_for(*, actor: Actor) -> list[Asked]:
    """Return the questions that wait for this actor's answer: the most urgent, as many as a page can hold."""
    return _as_asked(_decided_by(actor, AccessQuestion.objects.waiting()))


def rights_to_restore(*, actor: Actor, at: datetime) -> list[Asked]:
    """Return the rights that ended lately and that the actor decides about."""
    return _as_asked(_decided_by(actor, AccessQuestion.objects.restorable(at)))


def get_question(*, actor: Actor, question_id: UUID) -> AccessQuestion:
    """Return a question the actor decides about. Raises ``NotFound``, whether hidden or absent."""
    question = AccessQuestion.objects.select_for_update().filter(id=question_id).first()
    if question is None or not _decides(actor, question):
        raise NotFound
    return question


def _decided_by(actor: Actor, questions: QuestionQuerySet) -> QuestionQuerySet:
    """Narrow questions to those an actor decides about, in one query; ``_decides`` says the same of one."""
    decided = {source.kind: source.scopes_decided_by(actor) for source in access_sources()}
    return questions.decided_in(decided).exclude(holder_id=actor.id)


def _as_asked(questions: QuestionQuerySet) -> list[Asked]:
    """Put the first questions into words."""
    rows = questions.oldest_first().select_related("holder")[:MOST_ON_A_PAGE]
    return [_asked(question) for question in rows]


def _decides(actor: Actor, question: AccessQuestion) -> bool:
    """Ask the room that gave the right whether the actor decides about it."""
    source = access_source(question.kind)
    return source is not None and source.may_answer(actor, holder_id=question.holder_id, scope=question.scope)


def _asked(question: AccessQuestion) -> Asked:
    """Put one question into words."""
    source = access_source(question.kind)
    assert source is not None  # _decided_by
    return Asked(
        id=question.id,
        name=question.holder.name or question.holder.email,
        email=question.holder.email,
        right=source.in_words(scope=question.scope, what=question.right),
        last_seen_at=question.holder.last_login,
        due_at=question.due_at,
        ended_at=question.ended_at,
    )
