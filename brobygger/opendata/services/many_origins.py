"""Keeping what a source said of many offers at once, as a long import does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction

from brobygger.directory.events import told as offers_told
from brobygger.kernel.actors import Actor
from brobygger.opendata.mapping.parts import Thing
from brobygger.opendata.models import Kind, Origin
from brobygger.opendata.selectors.offers import mapped_rows, shown_offers, taken_ids
from brobygger.organisations.events import told as organisations_told

#: An origin without a mapping gets the next one that is made (``keeping``), in the same transaction.
_NOT_YET: Thing = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a source said of one of our rows, by its own id of it, and the id it is to be published under."""

    subject_id: UUID
    thing_id: UUID
    foreign_id: str
    raw: Thing


@transaction.atomic
def keep_origins(*, actor: Actor, kind: Kind, source_id: UUID, told: Sequence[Told], at: datetime) -> int:
    """Do for many offers or organisations what ``keep_origin`` does for one; return how many.

    To be called in the import's transaction, when the rows are written. What is published follows together with what
    the import announces (``directory.events.told_together``).
    """
    by_row = {one.subject_id: one for one in told}
    wanted = {one.subject_id: one.thing_id for one in by_row.values()}
    taken = taken_ids(kind, wanted=wanted)
    ids = {
        row_id: uuid5(source_id, f"{kind}:{by_row[row_id].foreign_id}") if thing_id in taken else thing_id
        for row_id, thing_id in wanted.items()
    }
    mapped = _mapped(kind, ids, at)
    known = dict(Origin.objects.of(kind, ids).values_list("subject_id", "id"))
    rows = [
        Origin(
            **({"id": known[row_id]} if row_id in known else {}),
            kind=kind,
            subject_id=row_id,
            thing_id=ids[row_id],
            source_id=source_id,
            foreign_id=one.foreign_id,
            raw=one.raw,
            mapped=mapped[row_id],
            seen_at=at,
        )
        for row_id, one in by_row.items()
        if row_id in mapped
    ]
    Origin.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["thing_id", "source_id", "foreign_id", "raw", "mapped", "seen_at"],
    )
    tell = offers_told if kind == Kind.SERVICE else organisations_told
    tell.tell(by_row, at=at)
    return len(rows)


def _mapped(kind: Kind, ids: dict[UUID, UUID], at: datetime) -> dict[UUID, Thing]:
    """Return rows in the standard's words; what is shown is mapped once, when it is published in this transaction."""
    shown = shown_offers(ids) if kind == Kind.SERVICE else frozenset()
    rest = {row_id: thing_id for row_id, thing_id in ids.items() if row_id not in shown}
    return dict.fromkeys(shown, _NOT_YET) | (mapped_rows(kind, thing_ids=rest, at=at) if rest else {})
