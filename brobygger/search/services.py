"""Acts: putting a document in, taking it out, and noting what somebody missed.

``publish`` and ``withdraw`` take no actor: they follow from an act in the room that owns the document, which has
asked its policy and written its line in the book of acts, and run in that act's transaction.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import islice
from secrets import token_hex
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from brobygger.audit.services import record
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import BadData
from brobygger.privacy.cpr import forbid_cpr
from brobygger.search.documents import Document
from brobygger.search.in_vain.counting import digest_of, is_ordinary, visit_mark, wording_of
from brobygger.search.keeping.changelog import lock_log, log_changes
from brobygger.search.keeping.codec import decode, encode, text_digest
from brobygger.search.models import (
    ENOUGH_VISITS,
    LONGEST_NEED,
    DailySalt,
    IndexedDocument,
    NeedInVain,
    UnmetNeed,
    VisitInVain,
    WordingInVain,
)
from brobygger.search.understanding.concepts import load_concepts
from brobygger.search.understanding.crisis import crisis_topics

_ROWS_AT_A_TIME = 200


class NeedIsEmpty(BadData):
    """Skriv med et par ord, hvad du manglede."""

    code = "need_is_empty"


def publish(*, document: Document, at: datetime) -> None:
    """Make a document findable, or replace it; it is found by every process as soon as the transaction is done."""
    publish_many(documents=(document,), at=at)


@transaction.atomic
def publish_many(*, documents: Iterable[Document], at: datetime) -> int:
    """Make many documents findable in one transaction; return how many. What is as it was is not logged as a change."""
    count = 0
    for batch in _in_batches(documents):
        newest = lock_log()
        rows = {document.id: _row(document, at) for document in batch}
        contents = IndexedDocument.objects.with_ids(rows).values_list("id", "content")
        same = {key for key, content in contents if rows[key].content == content}
        IndexedDocument.objects.with_ids(same).update(changed_at=at)
        changed = [row for key, row in rows.items() if key not in same]
        IndexedDocument.objects.bulk_create(
            changed,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["kind", "content", "text_digest", "changed_at"],
        )
        log_changes(newest, [row.id for row in changed], at=at)
        count += len(batch)
    return count


@transaction.atomic
def withdraw(*, document_id: UUID, at: datetime) -> None:
    """Take a document out of the search; nothing happens when it was not there (it may have been withdrawn twice)."""
    withdraw_many(document_ids=[document_id], at=at)


@transaction.atomic
def mark_unanswered(*, document_ids: Collection[UUID], at: datetime) -> None:
    """Note of some documents that nobody answers whether they still are right; what is not there does not count."""
    newest = lock_log()
    rows = list(IndexedDocument.objects.with_ids(document_ids))
    for row in rows:
        row.content, row.changed_at = encode(replace(decode(row.content), is_unanswered=True)), at
    IndexedDocument.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["id"], update_fields=["content", "changed_at"]
    )
    log_changes(newest, [row.id for row in rows], at=at)


@transaction.atomic
def withdraw_many(*, document_ids: Collection[UUID], at: datetime) -> None:
    """Take some documents out of the search in one transaction; those that are not there make no difference."""
    newest = lock_log()
    there = list(IndexedDocument.objects.with_ids(document_ids).values_list("id", flat=True))
    IndexedDocument.objects.with_ids(there).delete()
    log_changes(newest, there, at=at)


@transaction.atomic
def note_unmet_need(*, actor: Actor, text: str, municipality_code: str = "", at: datetime) -> UnmetNeed:
    """Keep what a visitor missed, for 180 days.

    Raises ``NeedIsEmpty``, or ``TextLooksLikeCpr`` when the text holds a CPR-shaped number.
    """
    text = text.replace("\0", "").strip()[:LONGEST_NEED]
    if not text:
        raise NeedIsEmpty
    forbid_cpr(text)
    need = UnmetNeed.objects.create(text=text, municipality_code=municipality_code[:4], created_at=at)
    record(
        actor=actor,
        act="search.unmet_need.noted",
        subject_kind="search.unmetneed",
        subject_id=need.id,
        at=at,
        changes={"municipality_code": need.municipality_code},
    )
    return need


@transaction.atomic
def note_search_in_vain(
    *, actor: Actor, text: str, concepts: Collection[str], municipality_code: str = "", network: str, at: datetime
) -> None:
    """Count a search that found nothing good, once for each network and day.

    The concepts are counted by municipality and month. The wording is counted under a keyed digest, and kept readable
    only once ``ENOUGH_VISITS`` networks wrote it on one day, and if every word is an ordinary one. Crisis wording is
    never noted.
    """
    if crisis_topics(text):
        return
    today = timezone.localdate(at)
    salt = _salt_of(today)
    for concept in sorted(set(concepts)):
        if _is_first_today(salt, network=network, subject=f"{concept}|{municipality_code}", day=today):
            _count_need(concept, municipality_code, month=today.replace(day=1))
    wording = wording_of(text)
    if wording and _is_first_today(salt, network=network, subject=digest_of(wording), day=today):
        _count_wording(wording, actor=actor, at=at)


def _salt_of(day: date) -> str:
    """Return the day's salt; the first time in a day, everything that could tell of the day before is thrown away."""
    row, is_new = DailySalt.objects.get_or_create(day=day, defaults={"salt": token_hex(32)})
    if is_new:
        DailySalt.objects.before(day).delete()
        VisitInVain.objects.before(day).delete()
    return row.salt


def _is_first_today(salt: str, *, network: str, subject: str, day: date) -> bool:
    mark = visit_mark(salt=salt, network=network, subject=subject)
    _row, is_new = VisitInVain.objects.get_or_create(mark=mark, defaults={"day": day})
    return is_new


def _count_need(concept: str, municipality_code: str, *, month: date) -> None:
    row, _is_new = NeedInVain.objects.get_or_create(month=month, municipality_code=municipality_code, concept=concept)
    NeedInVain.objects.filter(id=row.id).update(visits=F("visits") + 1)


def _count_wording(wording: str, *, actor: Actor, at: datetime) -> None:
    """Count one visit; the one that makes it enough makes the wording readable, with a line in the book."""
    digest, today = digest_of(wording), timezone.localdate(at)
    WordingInVain.objects.get_or_create(digest=digest, defaults={"first_noted_on": today, "day": today})
    WordingInVain.objects.with_digest(digest).count_visit(today)
    row = WordingInVain.objects.get(digest=digest)
    if row.wording or row.most_on_a_day < ENOUGH_VISITS or not is_ordinary(wording, load_concepts()):
        return
    WordingInVain.objects.with_digest(digest).update(wording=wording)
    record(
        actor=actor,
        act="search.wording.made_readable",
        subject_kind="search.wordinginvain",
        subject_id=row.id,
        at=at,
        changes={"visits": row.visits},
    )


def _row(document: Document, at: datetime) -> IndexedDocument:
    return IndexedDocument(
        id=document.id,
        kind=document.kind,
        content=encode(document),
        text_digest=text_digest(document),
        changed_at=at,
    )


def _in_batches(documents: Iterable[Document]) -> Iterator[Sequence[Document]]:
    """Cut into batches; of two documents with the same id in one batch, the last counts."""
    waiting = iter(documents)
    while batch := {document.id: document for document in islice(waiting, _ROWS_AT_A_TIME)}:
        yield list(batch.values())
