"""Acts: loading the concept scheme, and the everyday words that editors put on a concept or take off it."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat

from brobygger.audit.services import record
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import BadData, NotAllowed
from brobygger.privacy.cpr import forbid_cpr
from brobygger.taxonomy.concept_file import PACKAGED, ConceptRecord, read_concepts, version_of
from brobygger.taxonomy.edited_words import put_in_edited_words, version_with
from brobygger.taxonomy.models import Concept, EditedWord, Scheme, WordLanguage, concept_id
from brobygger.taxonomy.policies import may_edit_words, may_load_concepts
from brobygger.taxonomy.selectors import ConceptNotFound

#: A saying, not a story.
LONGEST_WORD = 120
#: Copied from the file as they are; links are written when every concept is there.
_FIELDS = (
    "key", "facet", "position", "pref_da", "pref_en", "alt_da", "alt_en", "expressions_da", "expressions_en",
    "note_da", "note_en", "codes", "needs_quick_exit",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ConceptsLoaded:
    """How many concepts the scheme has after a load, how many were new, and how many left the scheme."""

    concepts: int
    created: int
    retired: int
    is_changed: bool


def load_concepts(*, actor: Actor, at: datetime, folder: Path = PACKAGED) -> ConceptsLoaded:
    """Make the concepts exactly as the files have them; runs any number of times with the same result.

    A concept that is no longer in the files is retired, not deleted: offers may point at it. Raises ``NotAllowed``,
    and ``ConceptsUnreadable`` with every problem of the files, before anything is written.
    """
    if not may_load_concepts(actor):
        raise NotAllowed
    records = read_concepts(folder)
    version = version_of(records)
    with transaction.atomic():
        before = set(Concept.objects.current().values_list("key", flat=True))
        if before and Scheme.objects.filter(id=1, file_version=version).exists():
            return ConceptsLoaded(concepts=len(records), created=0, retired=0, is_changed=False)
        loaded = _replace(records, before=before, at=at)
        words = put_in_edited_words()
        values = {"version": version_with(version, words), "file_version": version, "loaded_at": at}
        Scheme.objects.update_or_create(id=1, defaults=values)
        record(
            actor=actor,
            act="taxonomy.concepts.loaded",
            subject_kind="concept_scheme",
            subject_id=version[:12],
            at=at,
            changes={"concepts": loaded.concepts, "created": loaded.created, "retired": loaded.retired},
        )
    return loaded


class WordInvalid(BadData):
    """Ordet kan ikke bruges."""

    code = "word_invalid"


@transaction.atomic
def change_word(*, actor: Actor, key: str, language: str, text: str, is_removed: bool, at: datetime) -> None:
    """Put an everyday word on a concept, or take one off; it stays so when the package's own files are loaded again.

    The scheme gets a new version, which tells the search to read it. What is so already changes nothing. Raises
    ``NotAllowed``, ``ConceptNotFound``, ``WordInvalid`` and ``TextLooksLikeCpr``.
    """
    if not may_edit_words(actor):
        raise NotAllowed
    words = " ".join(text.split())
    words = words if is_removed else words.lower()
    concept = _for_words(key, language=language, words=words)
    field = f"expressions_{language}"
    if (words in getattr(concept, field)) != is_removed:
        return
    EditedWord.objects.update_or_create(
        concept_key=key, language=language, text=words, defaults={"is_removed": is_removed, "changed_at": at}
    )
    edited = put_in_edited_words()
    scheme = Scheme.objects.select_for_update().get(id=1)
    scheme.version = version_with(scheme.file_version, edited)
    scheme.save(update_fields=["version"])
    record(
        actor=actor,
        act="taxonomy.words.changed",
        subject_kind="concept",
        subject_id=key,
        at=at,
        changes={field: [words, None] if is_removed else [None, words]},
    )


def _for_words(key: str, *, language: str, words: str) -> Concept:
    """Return the concept that a word is to be put on, or refuse."""
    concept = Concept.objects.current().with_keys([key]).first()
    if concept is None:
        raise ConceptNotFound
    if language not in WordLanguage.values or not 2 <= len(words) <= LONGEST_WORD:
        raise WordInvalid(f"Skriv mellem 2 og {LONGEST_WORD} tegn.")
    forbid_cpr(words)
    return concept


def _replace(records: Iterable[ConceptRecord], *, before: set[str], at: datetime) -> ConceptsLoaded:
    """Write concepts and links, and retire what is gone."""
    records = list(records)
    keys = {row.key for row in records}
    gone = Concept.objects.current().exclude(key__in=keys)
    retired = gone.update(retired_at=at)
    _write_concepts(records)
    _write_links(records)
    return ConceptsLoaded(concepts=len(records), created=len(keys - before), retired=retired, is_changed=True)


def _write_concepts(records: list[ConceptRecord]) -> None:
    """Insert or update the rows."""
    ids = [concept_id(row.key) for row in records]
    # Two concepts may have swapped names, which no order of writing allows: set the names free first.
    Concept.objects.with_keys(row.key for row in records).update(
        pref_da=Concat(Value("~"), F("key")), pref_en=Concat(Value("~"), F("key"))
    )
    Concept.objects.bulk_create(
        [
            Concept(id=id_, **{name: value for name, value in asdict(row).items() if name in _FIELDS})
            for id_, row in zip(ids, records, strict=True)
        ],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[*_FIELDS, "retired_at"],
        batch_size=50,
    )


def _write_links(records: list[ConceptRecord]) -> None:
    """Make broader and related exactly the files' links; related counts both ways."""
    broader, related = Concept.broader.through, Concept.related.through
    broader.objects.all().delete()
    related.objects.all().delete()
    broader.objects.bulk_create(
        [
            broader(from_concept_id=concept_id(row.key), to_concept_id=concept_id(key))
            for row in records
            for key in row.broader
        ]
    )
    pairs = {pair for row in records for key in row.related for pair in ((row.key, key), (key, row.key))}
    related.objects.bulk_create(
        [related(from_concept_id=concept_id(a), to_concept_id=concept_id(b)) for a, b in sorted(pairs)]
    )
