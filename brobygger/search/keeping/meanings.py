"""What texts mean to a model, kept in the database because it is slow to work out; documents with one text share it."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from brobygger.meaning.encoder import Encoder
from brobygger.meaning.selectors import current_encoder
from brobygger.meaning.vectors import quantize
from brobygger.search.keeping.changelog import lock_log, log_changes
from brobygger.search.keeping.codec import decode, meaning_text
from brobygger.search.models import DocumentVector, IndexedDocument


def current_model() -> str:
    """Return the name of the model that works out meanings here; nothing when there is none."""
    encoder = current_encoder()
    return encoder.model if encoder is not None else ""


def count_missing_meanings(model: str) -> int:
    """Return how many documents' meaning is not known yet."""
    return IndexedDocument.objects.without_meaning(model).count()


def work_out_meanings(encoder: Encoder, *, most: int, is_logged: bool, at: datetime) -> int:
    """Work out what some texts mean whose meaning is not known yet, and keep it; return how many texts.

    The slow part holds no transaction. Several machines may work on the same texts: what is there first is kept.
    """
    rows = IndexedDocument.objects.without_meaning(encoder.model).in_order().values_list("text_digest", "content")
    texts = {digest: meaning_text(decode(content)) for digest, content in rows[:most]}
    if texts:
        made = quantize(encoder.passages(list(texts.values())))
        vectors = {digest: vector.tobytes() for digest, vector in zip(texts, made, strict=True)}
        keep_meanings(model=encoder.model, vectors=vectors, is_logged=is_logged, at=at)
    return len(texts)


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
