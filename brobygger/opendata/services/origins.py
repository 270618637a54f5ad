"""Keeping what a source said of a thing, beside what we made of it."""

from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction

from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import NotFound
from brobygger.opendata.mapping.parts import Thing
from brobygger.opendata.models import Kind, Origin
from brobygger.opendata.selectors.offers import is_taken, mapped_row
from brobygger.opendata.services.keeping import keep_in_step


@transaction.atomic
def keep_origin(
    *,
    actor: Actor,
    kind: Kind,
    subject_id: UUID,
    thing_id: UUID,
    source_id: UUID,
    foreign_id: str,
    raw: Thing,
    at: datetime,
) -> Origin:
    """Keep a source's own object for one of our offers or organisations, as both are right after an import.

    To be called in the import's transaction when the row is written; what is published follows. ``thing_id`` is the
    id it is to be published under (the source's); where another row has it already, one is made from the source and
    its id. Raises ``NotFound``. No line in the book: the import wrote it, whoever ``actor`` is.
    """
    free_id = _free(kind, subject_id=subject_id, thing_id=thing_id, source_id=source_id, foreign_id=foreign_id)
    origin, _is_new = Origin.objects.update_or_create(
        kind=kind,
        subject_id=subject_id,
        defaults={
            "thing_id": free_id,
            "source_id": source_id,
            "foreign_id": foreign_id,
            "raw": raw,
            "mapped": _mapped(kind, subject_id=subject_id, thing_id=free_id, at=at),
            "seen_at": at,
        },
    )
    _publish(actor, kind, subject_id, at=at)
    return origin


@transaction.atomic
def drop_origin(*, actor: Actor, kind: Kind, subject_id: UUID, at: datetime) -> None:
    """Forget where a row came from: from now on it is published in our words and under its own id."""
    Origin.objects.of(kind, [subject_id]).delete()
    _publish(actor, kind, subject_id, at=at)


def _free(kind: Kind, *, subject_id: UUID, thing_id: UUID, source_id: UUID, foreign_id: str) -> UUID:
    """Return the id a source gave, unless another row is published under it."""
    if is_taken(kind, thing_id, by_other_than=subject_id):
        return uuid5(source_id, f"{kind}:{foreign_id}")
    return thing_id


def _mapped(kind: Kind, *, subject_id: UUID, thing_id: UUID, at: datetime) -> Thing:
    thing = mapped_row(kind, subject_id=subject_id, thing_id=thing_id, at=at)
    if thing is None:
        raise NotFound
    return thing


def _publish(actor: Actor, kind: Kind, subject_id: UUID, *, at: datetime) -> None:
    if kind == Kind.SERVICE:
        keep_in_step(actor=actor, offer_ids=[subject_id], at=at)
    else:
        keep_in_step(actor=actor, organisation_ids=[subject_id], at=at)
