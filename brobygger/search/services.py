"""Acts: putting a document in, taking it out, and noting what somebody missed.

``publish`` and ``withdraw`` take no actor: they follow from an act in the room that owns the document, which has
asked its policy and written its line in the book of acts, and run in that act's transaction.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F

from brobygger.audit.services import record
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import BadData
from brobygger.privacy.cpr import forbid_cpr
from brobygger.search.codec import encode
from brobygger.search.documents import Document
from brobygger.search.models import LONGEST_NEED, Generation, IndexedDocument, UnmetNeed

_ROWS_AT_A_TIME = 200


class NeedIsEmpty(BadData):
    """Skriv med et par ord, hvad du manglede."""

    code = "need_is_empty"


def publish(*, document: Document, at: datetime) -> None:
    """Make a document findable, or replace it; it is found by every process as soon as the transaction is done."""
    publish_many(documents=(document,), at=at)


@transaction.atomic
def publish_many(*, documents: Iterable[Document], at: datetime) -> int:
    """Make many documents findable in one transaction; return how many."""
    count = 0
    for batch in _in_batches(documents):
        IndexedDocument.objects.bulk_create(
            [IndexedDocument(id=d.id, kind=d.kind, content=encode(d), changed_at=at) for d in batch],
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["kind", "content", "changed_at"],
        )
        count += len(batch)
    if count:
        _mark_changed()
    return count


@transaction.atomic
def withdraw(*, document_id: UUID, at: datetime) -> None:
    """Take a document out of the search; nothing happens when it was not there (it may have been withdrawn twice)."""
    deleted, _ = IndexedDocument.objects.with_ids([document_id]).delete()
    if deleted:
        _mark_changed()


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


def _mark_changed() -> None:
    """Give the generation a new stamp, so that every process reads the documents again."""
    changed = Generation.objects.only_one().update(number=F("number") + 1, stamp=uuid4())
    if not changed:
        Generation.objects.update_or_create(id=1, defaults={"number": 1, "stamp": uuid4()})


def _in_batches(documents: Iterable[Document]) -> Iterator[Sequence[Document]]:
    """Cut into batches; of two documents with the same id in one batch, the last counts."""
    waiting = iter(documents)
    while batch := {document.id: document for document in islice(waiting, _ROWS_AT_A_TIME)}:
        yield list(batch.values())
