"""Keeping what a source said of a thing, beside what we made of it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import NotFound
from brobygger.opendata.mapping.parts import Thing
from brobygger.opendata.models import Kind, Origin
from brobygger.opendata.selectors.steps import offers_of_organisations
from brobygger.opendata.services.keeping import keep_in_step
from brobygger.opendata.services.many_origins import Told, keep_origins
from brobygger.opendata.services.moving import move


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
    told = Told(subject_id=subject_id, thing_id=thing_id, foreign_id=foreign_id, raw=raw)
    if not keep_origins(actor=actor, kind=kind, source_id=source_id, told=[told], at=at):
        raise NotFound
    return Origin.objects.of(kind, [subject_id]).get()


@transaction.atomic
def drop_origin(*, actor: Actor, kind: Kind, subject_id: UUID, at: datetime) -> None:
    """Forget where a row came from: from now on it is published in our words and under its own id.

    The source's id leads there. Nothing happens to what has no source.
    """
    origin = Origin.objects.of(kind, [subject_id]).first()
    if origin is None:
        return
    origin.delete()
    offer_ids = [subject_id] if kind == Kind.SERVICE else offers_of_organisations([subject_id])
    organisation_ids = [] if kind == Kind.SERVICE else [subject_id]
    keep_in_step(actor=actor, offer_ids=offer_ids, organisation_ids=organisation_ids, at=at)
    if origin.thing_id != subject_id:
        move(actor=actor, kind=kind, thing_id=origin.thing_id, to=subject_id, at=at)
