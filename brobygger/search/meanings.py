"""What texts mean to a model, kept in the database because it is slow to work out; documents with one text share it."""

from collections.abc import Iterable, Mapping
from datetime import datetime

import numpy as np
from django.db import transaction
from numpy.typing import NDArray

from brobygger.search.changelog import lock_log, log_changes
from brobygger.search.models import DocumentVector, IndexedDocument


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


def known_meanings(model: str, digests: Iterable[str]) -> dict[str, NDArray[np.int8]]:
    """Return the vectors of those texts that have one."""
    rows = DocumentVector.objects.of_texts(model, digests).values_list("text_digest", "values")
    return {digest: np.frombuffer(bytes(values), dtype=np.int8) for digest, values in rows}


def forget_orphaned_meanings() -> int:
    """Take away the meanings of texts that are gone; return how many."""
    forgotten, _ = DocumentVector.objects.orphaned().delete()
    return forgotten
