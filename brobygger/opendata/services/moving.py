"""Two things that turned out to be one: the one that goes says where it went."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from brobygger.kernel.actors import Actor
from brobygger.opendata.models import Kind, Record
from brobygger.opendata.selectors.offers import thing_ids_of
from brobygger.opendata.services.writing import bury, point_to, take_pen


@transaction.atomic
def move(*, actor: Actor, kind: Kind, thing_id: UUID, to: UUID, at: datetime) -> None:
    """Say of a published thing that another has taken its place: a tombstone with an address.

    Both ids are those that are published. A thing that is gone already is pointed too, and told of again. No line in
    the book: the act that merged them wrote it, whoever ``actor`` is.
    """
    pen = take_pen(actor=actor, at=at)
    rows = Record.objects.one(kind, thing_id)
    if not bury(pen, rows=rows, moved_to=to):
        point_to(pen, rows=rows, to=to)
    if kind == Kind.SERVICE:
        bury(pen, rows=Record.objects.parts_of([thing_id]))
    pen.put_down()


@transaction.atomic
def move_rows(*, actor: Actor, kind: Kind, dropped_ids: Collection[UUID], kept_id: UUID, at: datetime) -> None:
    """Say the same of our own rows, under whatever ids they are published."""
    given = thing_ids_of(kind, subject_ids=[*dropped_ids, kept_id])
    for dropped_id in dropped_ids:
        move(actor=actor, kind=kind, thing_id=given[dropped_id], to=given[kept_id], at=at)
