"""Writing in the book, and proving that nobody has changed it."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from brobygger.audit.models import Entry, Head
from brobygger.kernel.actors import Actor

Changes = Mapping[str, Any]


@transaction.atomic
def record(
    *,
    actor: Actor,
    act: str,
    subject_kind: str,
    subject_id: object,
    at: datetime,
    changes: Changes | None = None,
) -> Entry:
    """Write one act, in the caller's transaction.

    ``act`` is ``room.thing.past_tense``; ``changes`` maps field names to ``[before, after]`` (or to a harmless
    value) and must hold no personal data: name the field and leave the value out.
    """
    head, _ = Head.objects.select_for_update().get_or_create(id=1)
    entry = Entry(
        number=head.number + 1,
        at=at.astimezone(UTC),
        actor_kind=actor.kind,
        actor_id=str(actor.id or ""),
        act=act,
        subject_kind=subject_kind,
        subject_id=str(subject_id),
        changes=json.loads(json.dumps(changes or {}, default=str)),
        previous_hash=head.hash,
    )
    entry.hash = _seal(entry)
    entry.save(force_insert=True)
    head.number, head.hash = entry.number, entry.hash
    head.save(update_fields=["number", "hash"])
    return entry


def verify() -> int | None:
    """Return the number of the first entry that does not fit the chain, or None when the whole book is true."""
    previous = ""
    expected = 1
    for entry in Entry.objects.order_by("number").iterator(chunk_size=1000):
        is_true = entry.number == expected and entry.previous_hash == previous and entry.hash == _seal(entry)
        if not is_true:
            return expected
        previous, expected = entry.hash, expected + 1
    head = Head.objects.filter(id=1).first()
    return expected if head is not None and head.number != expected - 1 else None


def _seal(entry: Entry) -> str:
    """Compute the hash of an entry from its content and the hash before it."""
    content = [
        entry.previous_hash,
        entry.number,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.actor_kind,
        entry.actor_id,
        entry.act,
        entry.subject_kind,
        entry.subject_id,
        entry.changes,
    ]
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
