"""Acts: saying that two are not the same, which is remembered, and taking that back."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from brobygger.audit.services import record
from brobygger.directory.models import Offer
from brobygger.duplicates.models import Kind, Pair, PairStatus
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import DomainError, NotFound
from brobygger.organisations.models import Organisation


class AlreadyAnswered(DomainError):
    """En anden har allerede svaret på det."""

    code = "already_answered"
    status = 409


@transaction.atomic
def refuse_pair(*, actor: Actor, pair_id: UUID, at: datetime) -> Pair:
    """Say that two are not the same: nobody is asked about them again. Raises ``NotFound`` and ``AlreadyAnswered``."""
    pair = locked_pair(actor=actor, pair_id=pair_id)
    if pair.status != PairStatus.WAITING:
        raise AlreadyAnswered
    return _answer(pair, PairStatus.REFUSED, act="refused", actor=actor, at=at)


@transaction.atomic
def reopen_pair(*, actor: Actor, pair_id: UUID, at: datetime) -> Pair:
    """Take back that two are not the same. Raises ``NotFound`` and ``AlreadyAnswered`` (they are merged)."""
    pair = locked_pair(actor=actor, pair_id=pair_id)
    if pair.status != PairStatus.REFUSED:
        raise AlreadyAnswered
    return _answer(pair, PairStatus.WAITING, act="reopened", actor=actor, at=at)


def locked_pair(*, actor: Actor, pair_id: UUID) -> Pair:
    """Return a pair the actor decides about, held until the act is done. Raises ``NotFound``."""
    if not Pair.objects.visible_to(actor).with_id(pair_id).exists():
        raise NotFound
    return Pair.objects.select_for_update().get(id=pair_id)


def hold_both(*, kind: str, ids: Collection[UUID]) -> None:
    """Hold two entries until the act is done, in one order for all: merges that overlap come one after the other."""
    model = Offer if kind == Kind.OFFER else Organisation
    list(model.objects.with_ids(ids).order_by("id").select_for_update())


def note_answer(*, actor: Actor, pair: Pair, status: PairStatus, at: datetime) -> None:
    """Keep what was answered, by whom and when; who answers again has the last word."""
    is_answered = status != PairStatus.WAITING
    pair.status = status
    pair.decided_at = at if is_answered else None
    pair.decided_by = actor.id if is_answered else None
    pair.save(update_fields=["status", "decided_at", "decided_by"])


def _answer(pair: Pair, status: PairStatus, *, act: str, actor: Actor, at: datetime) -> Pair:
    note_answer(actor=actor, pair=pair, status=status, at=at)
    record(
        actor=actor,
        act=f"duplicates.pair.{act}",
        subject_kind="pair",
        subject_id=pair.id,
        at=at,
        changes={pair.kind: [str(pair.one_id), str(pair.other_id)]},
    )
    return pair
