"""What texts mean to a model, kept in the database because it is slow to work out; documents with one text share it."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from brobygger.meaning.selectors import current_encoder
from brobygger.search.changelog import lock_log, log_changes
from brobygger.search.models import DocumentVector, IndexedDocument


def current_model() -> str:
    """Return the name of the model that works out meanings here; nothing when there is none."""
    encoder = current_encoder()
    return encoder.model if encoder is not None else ""


@transaction.atomic
def keep_meanings(*, model: str, vectors: Mapping[str, bytes], is_logged: bool, at: datetime) -> None:
    """Keep what some texts (by digest) mean to a model.

    With ``is_logged`` every process takes them in at its next question; without, they come with the next file.
    """
    if is_logged:
        newest = lock_log()
    DocumentVector.objects.bulk_create(
        [DocumentVector(model=model, text_digest=digest, values=values) for digest, values in vectors.items()],
        ignore_conflicts=True,
    )
    if is_logged:
        told = IndexedDocument.objects.with_texts(vectors).in_order().values_list("id", flat=True)
        log_changes(newest, told, at=at)


def forget_orphaned_meanings() -> int:
    """Take away the meanings of texts that are gone; return how many."""
    forgotten, _ = DocumentVector.objects.orphaned().delete()
    return forgotten
