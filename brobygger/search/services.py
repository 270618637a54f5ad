"""Acts: putting a document in, taking it out, and noting what somebody missed.

``publish`` and ``withdraw`` take no actor: they follow from an act in the room that owns the document, which has
asked its policy and written its line in the book of acts, and run in that act's transaction.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.db import transaction

from brobygger.audit.services import record
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import BadData
from brobygger.privacy.cpr import forbid_cpr
from brobygger.search.changelog import lock_log, log_changes
from brobygger.search.codec import encode, text_digest
from brobygger.search.documents import Document
from brobygger.search.models import LONGEST_NEED, IndexedDocument, UnmetNeed

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
    newest = lock_log()
    deleted, _ = IndexedDocument.objects.with_ids([document_id]).delete()
    log_changes(newest, [document_id] if deleted else [], at=at)


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
