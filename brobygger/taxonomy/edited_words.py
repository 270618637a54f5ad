"""Editors' own everyday words, put on top of those that come with the package."""

import hashlib
from collections.abc import Iterable

from brobygger.taxonomy.models import Concept, EditedWord

Edited = list[tuple[str, str, str, bool]]


def put_in_edited_words() -> Edited:
    """Make every concept say what editors have decided; return their decisions, in order."""
    rows = list(EditedWord.objects.in_order())
    concepts = {
        concept.key: concept for concept in Concept.objects.current().with_keys(row.concept_key for row in rows)
    }
    for row in rows:
        if concept := concepts.get(row.concept_key):
            field = f"expressions_{row.language}"
            setattr(concept, field, _with(getattr(concept, field), row))
    Concept.objects.bulk_update(concepts.values(), ["expressions_da", "expressions_en"])
    return [(row.concept_key, row.language, row.text, row.is_removed) for row in rows]


def version_with(file_version: str, edited: Edited) -> str:
    """Return the version of the files with some decisions on top; that of the files alone when there are none."""
    return hashlib.sha256(repr((file_version, edited)).encode()).hexdigest() if edited else file_version


def _with(words: Iterable[str], row: EditedWord) -> list[str]:
    rest = [word for word in words if word != row.text]
    return rest if row.is_removed else [*rest, row.text]
