"""Acts: keeping what is typed, right or wrong, and putting two people's versions together."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from brobygger.directory.editing.merging import Difference, merge
from brobygger.directory.editing.reading import cpr_in
from brobygger.directory.editing.steps import STEPS_BY_KEY, Problem, Typed
from brobygger.directory.models import Draft
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import DomainError, NotFound

#: So many versions wait aside at most; then the oldest makes room.
MOST_ASIDE = 10


class DraftConflict(DomainError):
    """En anden har rettet det samme, mens du skrev. Dit er gemt, og du kan vælge, hvad der skal stå."""

    code = "draft_conflict"
    status = 409

    def __init__(self, *, draft: Draft, step: str, aside: str, differences: tuple[Difference, ...]) -> None:
        super().__init__()
        self.draft, self.step, self.aside, self.differences = draft, step, aside, differences


class DraftClosed(DomainError):
    """Kladden er sendt. Tag den tilbage, hvis du vil rette mere."""

    code = "draft_closed"
    status = 409


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedDraft:
    """What a save came to. ``refused`` are texts that were not kept, because they hold somebody's number."""

    draft: Draft
    refused: tuple[Problem, ...]


def open_draft(*, actor: Actor, draft_id: UUID) -> Draft:
    """Return a draft to write in, locked; raises ``NotFound`` and ``DraftClosed``."""
    draft = locked_draft(actor=actor, draft_id=draft_id)
    if not draft.is_open:
        raise DraftClosed
    return draft


def locked_draft(*, actor: Actor, draft_id: UUID) -> Draft:
    """Return a draft within the actor's reach, locked; raises ``NotFound``."""
    if not Draft.objects.visible_to(actor).with_id(draft_id).exists():
        raise NotFound
    return Draft.objects.select_for_update(of=("self",)).select_related("organisation", "offer").get(id=draft_id)


def save_draft(
    *,
    actor: Actor,
    draft_id: UUID,
    step: str,
    values: Typed,
    revision: int,
    at: datetime,
    before: Typed | None = None,
) -> SavedDraft:
    """Keep what was typed on one step, whole or half, right or wrong.

    ``before`` is what the page said when it was opened (without it: the draft as it was at ``revision``). What only one
    of two people changed is put together; where both changed the same, this version is kept aside and
    ``DraftConflict`` says where the two differ. Raises ``NotFound`` and ``DraftClosed``.
    """
    with transaction.atomic():
        draft = open_draft(actor=actor, draft_id=draft_id)
        fields = STEPS_BY_KEY[step].fields
        typed = {name: values[name] for name in fields if name in values}
        refused = tuple(cpr_in(typed))
        typed = _without(typed, refused, kept=draft.data)
        differences: tuple[Difference, ...] = ()
        if before is not None or revision != draft.revision:
            merged = merge(before=before or {}, mine=typed, theirs=draft.data, fields=typed)
            differences = merged.differences
            if differences:
                aside = _put_aside(draft, step=step, typed=typed, before=before or {}, by=str(actor.id or ""), at=at)
            typed = merged.values
        _write(draft, typed, actor=actor, at=at)
    if differences:
        raise DraftConflict(draft=draft, step=step, aside=aside, differences=differences)
    return SavedDraft(draft=draft, refused=refused)


@transaction.atomic
def keep_aside(*, actor: Actor, draft_id: UUID, step: str, values: Typed, before: Typed, at: datetime) -> str:
    """Keep what was typed by somebody who is no longer signed in; return the word that finds it again.

    Only those who may write in the draft can read it. Returns a word also for a draft that is not there.
    """
    draft = Draft.objects.select_for_update().with_id(draft_id).first()
    if draft is None or not draft.is_open or cpr_in(values):
        return "0"
    word = _put_aside(draft, step=step, typed=values, before=before, by=str(actor.id or ""), at=at)
    draft.save(update_fields=["set_aside"])
    return word


@transaction.atomic
def take_aside(*, actor: Actor, draft_id: UUID, word: str) -> None:
    """Put away what was kept aside, once it has been dealt with. Raises ``NotFound``."""
    draft = locked_draft(actor=actor, draft_id=draft_id)
    draft.set_aside = [item for item in draft.set_aside if item["word"] != word]
    draft.save(update_fields=["set_aside"])


def _put_aside(draft: Draft, *, step: str, typed: Typed, before: Typed, by: str, at: datetime) -> str:
    """Keep a version beside the draft; return its word. The same version twice is kept once."""
    for item in draft.set_aside:
        if item["step"] == step and item["values"] == typed and item["by"] == by:
            return str(item["word"])
    word = f"{draft.revision}-{int(at.timestamp())}-{len(draft.set_aside)}"
    item = {"word": word, "step": step, "values": typed, "before": before, "by": by, "at": at.isoformat()}
    draft.set_aside = [*draft.set_aside, item][-MOST_ASIDE:]
    return word


def _without(typed: Typed, refused: tuple[Problem, ...], *, kept: dict[str, Any]) -> Typed:
    """Return what was typed less the fields that may not be kept; these stay as they were."""
    names = {problem.field.split("-", 1)[0] for problem in refused}
    return {name: kept.get(name, "") if name in names else value for name, value in typed.items()}


def _write(draft: Draft, typed: Typed, *, actor: Actor, at: datetime) -> None:
    """Write what is new; the same once more changes nothing."""
    data = draft.data | typed
    if data != draft.data:
        draft.data, draft.revision, draft.editor_id, draft.saved_at = data, draft.revision + 1, actor.id, at
    draft.save(update_fields=["data", "revision", "editor_id", "saved_at", "set_aside"])
