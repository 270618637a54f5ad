"""Acts on files that go out: that somebody took them is in the book, before the first line is sent."""

from datetime import datetime

from django.db import transaction

from brobygger.audit.services import note_reading, record
from brobygger.exchange.owners import Owner
from brobygger.exchange.selectors.exports import offers_to_export
from brobygger.kernel.actors import Actor

#: In the book of readings, for people.
WHY = "for at hente alt, de selv ejer, som en fil"


@transaction.atomic
def note_export(*, actor: Actor, owner: Owner, what: str, has_persons: bool, at: datetime) -> int:
    """Keep that somebody takes a file out, and that there are persons in it; return of how many offers.

    Raises ``NotFound`` for those who may not have it.
    """
    count = offers_to_export(actor=actor, owner=owner).count()
    kind = "organisation" if owner.organisation else "municipality"
    subject_id = owner.organisation.id if owner.organisation else owner.code
    record(
        actor=actor,
        act="exchange.offers.exported",
        subject_kind=kind,
        subject_id=subject_id,
        at=at,
        changes={"file": what, "offers": count},
    )
    if has_persons and owner.organisation:
        note_reading(actor=actor, subject_kind=kind, subject_id=subject_id, why=WHY, at=at)
    return count
