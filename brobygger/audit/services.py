"""Writing in the book, and proving that nobody has changed it."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction

from brobygger.audit.models import Anchor, Entry, Head, Reading
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import NotAllowed

Changes = Mapping[str, Any]

#: Five years, as accounts are kept (bogføringsloven, lov nr. 700 of 24 May 2022, § 12), and
#: longer than any complaint about access or a refusal can be brought.
ENTRIES_KEPT_FOR = timedelta(days=5 * 365)
#: Reading a list up and down is one reading.
SAME_READING_WITHIN = timedelta(hours=1)
CUT = "audit.entries.cut"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """One act among many that are written together."""

    act: str
    subject_kind: str
    subject_id: object
    changes: Changes = field(default_factory=dict)


@transaction.atomic
def record_many(*, actor: Actor, done: Sequence[Done], at: datetime) -> int:
    """Write many acts of one actor, in their order and in the caller's transaction, as ``record`` writes one."""
    head, _ = Head.objects.select_for_update().get_or_create(id=1)
    entries = []
    for one in done:
        entry = Entry(
            number=head.number + 1,
            at=at.astimezone(UTC),
            actor_kind=actor.kind,
            actor_id=str(actor.id or ""),
            act=one.act,
            subject_kind=one.subject_kind,
            subject_id=str(one.subject_id),
            changes=json.loads(json.dumps(one.changes, default=str)),
            previous_hash=head.hash,
        )
        entry.hash = _seal(entry)
        head.number, head.hash = entry.number, entry.hash
        entries.append(entry)
    Entry.objects.bulk_create(entries)
    head.save(update_fields=["number", "hash"])
    return len(entries)


def note_reading(*, actor: Actor, subject_kind: str, subject_id: object, why: str, at: datetime) -> Reading:
    """Keep that somebody looked at what the portal knows of a person, and why ("for at svare på en fejlmelding").

    The edge that shows it calls this before it shows. Once an hour is enough for the same person, row and reason.
    """
    key = {
        "actor_kind": actor.kind,
        "actor_id": str(actor.id or ""),
        "subject_kind": subject_kind,
        "subject_id": str(subject_id),
        "why": why,
    }
    seen = Reading.objects.filter(**key, at__gt=at - SAME_READING_WITHIN, at__lte=at).first()
    return seen or Reading.objects.create(at=at, **key)


@transaction.atomic
def cut_old_entries(*, actor: Actor, at: datetime) -> int:
    """Cut off what is older than the book is kept for; return how many entries are gone.

    What is left begins at an anchor that holds the last hash before it, and the cut is an entry of its own: ``verify``
    holds before and after. Raises ``NotAllowed`` for everybody but the operator.
    """
    if not actor.is_system:
        raise NotAllowed
    last = Entry.objects.before(at - ENTRIES_KEPT_FOR).order_by("-number").first()
    if last is None:
        return 0
    Anchor.objects.update_or_create(id=1, defaults={"number": last.number, "hash": last.hash})
    old = Entry.objects.up_to(last.number)
    gone = old.count()
    # The queryset refuses to delete, on purpose; this is the one place that may.
    old._raw_delete(old.db)
    record(
        actor=actor,
        act=CUT,
        subject_kind="book",
        subject_id="-",
        at=at,
        changes={"number": last.number, "hash": last.hash, "entries": gone},
    )
    return gone


def verify(*, since: int = 0) -> int | None:
    """Return the number of the first entry that does not fit the chain, or None when the book is true.

    ``since`` looks at the entries after that number only, for a quick look at the end of a long book. Reads entry by
    entry, so a book of any length takes little memory.
    """
    anchor = Anchor.objects.filter(id=1).first() or Anchor()
    start = _start(anchor, since)
    if start is None:
        return since
    previous, expected, told = start.hash, start.number + 1, anchor.number == 0
    for entry in Entry.objects.filter(number__gt=start.number).order_by("number").iterator(chunk_size=1000):
        is_true = entry.number == expected and entry.previous_hash == previous and entry.hash == _seal(entry)
        if not is_true:
            return expected
        previous, expected = entry.hash, expected + 1
        told = told or _tells_of(entry, anchor)
    head = Head.objects.filter(id=1).first() or Head()
    is_whole = (head.number, head.hash) == (expected - 1, previous)
    if not is_whole:
        return expected
    return None if told or since > anchor.number else anchor.number


def _start(anchor: Anchor, since: int) -> Anchor | Entry | None:
    """Return the link before the first that is looked at; None when it should be there and is not."""
    if since <= anchor.number:
        return anchor
    return Entry.objects.filter(number=since).first()


def _tells_of(entry: Entry, anchor: Anchor) -> bool:
    """Test whether an entry is the cut that an anchor comes from."""
    return entry.act == CUT and (entry.changes["number"], entry.changes["hash"]) == (anchor.number, anchor.hash)


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
