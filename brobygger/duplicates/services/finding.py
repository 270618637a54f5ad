"""Acts: looking through what has changed for entries that may be one. Safe to kill and to repeat."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TypeVar
from uuid import UUID

from django.db import transaction

from brobygger.duplicates import policies
from brobygger.duplicates.matching.blocking import candidates, keys_of
from brobygger.duplicates.matching.entries import Entry, entry_of
from brobygger.duplicates.matching.reasons import reasons_in
from brobygger.duplicates.matching.scoring import Model, current_models, score
from brobygger.duplicates.models import Key, Kind, Looked, Pair
from brobygger.duplicates.selectors.entries import changed_entries, entries
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import NotAllowed

Value = TypeVar("Value")
#: So many changed entries are compared in one transaction.
_BATCH = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a round came to: entries looked at, pairs compared, and pairs that wait for an answer now."""

    looked_at: int
    compared: int
    proposed: int
    waiting: int


def find_pairs(*, actor: Actor, at: datetime, is_anew: bool = False) -> Found:
    """Compare what is new or changed with everything it may be the same as; ``is_anew`` compares all of it.

    What somebody has answered is not asked again. Raises ``NotAllowed``.
    """
    if not policies.may_find(actor):
        raise NotAllowed
    looked_at = compared = 0
    for kind in Kind:
        if is_anew:
            Looked.objects.of_kind(kind).delete()
        changed, gone = changed_entries(kind)
        _forget(kind, gone)
        for stamps in _batches(changed.items()):
            compared += _compare(kind, dict(stamps), at=at)
        looked_at += len(changed)
    waiting = Pair.objects.waiting()
    models = current_models()
    proposed = sum(waiting.of_kind(kind).proposed(models[kind].proposed).count() for kind in Kind)
    return Found(looked_at=looked_at, compared=compared, proposed=proposed, waiting=waiting.count())


@transaction.atomic
def _forget(kind: str, gone: Collection[UUID]) -> None:
    """Take away the questions about entries that are not there any more."""
    for ids in _batches(gone):
        Looked.objects.about(kind, ids).delete()
        Key.objects.about(kind, ids).delete()
        Pair.objects.waiting().never_merged().touching(kind, ids).delete()


@transaction.atomic
def _compare(kind: Kind, stamps: dict[UUID, str], *, at: datetime) -> int:
    """Compare some changed entries with all that share a key with them; return how many pairs that were."""
    model = current_models()[kind]
    known = {said.id: entry_of(said) for said in entries(kind=kind, ids=list(stamps))}
    _note_keys(kind, known.values(), ids=list(stamps))
    keys = Key.objects.of_kind(kind).values_list("word", "subject_id")
    pairs = list(candidates(keys, touched=stamps.keys()))
    others = {row_id for pair in pairs for row_id in pair} - known.keys()
    known |= {said.id: entry_of(said) for said in entries(kind=kind, ids=others)}
    there = _that_stay(kind)
    Pair.objects.waiting().never_merged().touching(kind, list(stamps)).delete()
    asked = [pair for pair in pairs if pair not in there and known.keys() >= set(pair)]
    Pair.objects.bulk_create(_likely(kind, asked, known=known, model=model, at=at), batch_size=500)
    Looked.objects.about(kind, list(stamps)).delete()
    rows = [Looked(kind=kind, subject_id=row_id, stamp=stamp) for row_id, stamp in stamps.items()]
    Looked.objects.bulk_create(rows, batch_size=500)
    return len(pairs)


def _that_stay(kind: Kind) -> set[tuple[UUID, UUID]]:
    """Return the pairs that are not asked about anew: those answered, and those a merge tells of, undone or not."""
    pairs = Pair.objects.of_kind(kind)
    return {ids for rows in (pairs.decided(), pairs.merged_before()) for ids in rows.values_list("one_id", "other_id")}


def _likely(
    kind: Kind, pairs: Iterable[tuple[UUID, UUID]], *, known: dict[UUID, Entry], model: Model, at: datetime
) -> Iterator[Pair]:
    """Yield the pairs that are worth a person's look."""
    for one, other in pairs:
        scored = score(known[one], known[other], model=model)
        if scored.probability >= model.looked_at:
            yield Pair(
                kind=kind,
                one_id=one,
                other_id=other,
                score=round(scored.probability, 4),
                reasons=reasons_in(scored.found),
                found_at=at,
            )


def _note_keys(kind: Kind, known: Iterable[Entry], *, ids: Collection[UUID]) -> None:
    Key.objects.about(kind, ids).delete()
    rows = [Key(kind=kind, subject_id=entry.id, word=word) for entry in known for word in sorted(keys_of(entry))]
    Key.objects.bulk_create(rows, batch_size=1_000)


def _batches(values: Iterable[Value]) -> Iterator[list[Value]]:
    waiting = iter(values)
    while batch := list(islice(waiting, _BATCH)):
        yield batch
