"""Acts: a draft becomes the offer, or comes back to those who wrote it."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from brobygger.audit.services import record
from brobygger.directory.editing.merging import merge
from brobygger.directory.editing.steps import Problem, Typed
from brobygger.directory.models import Draft, DraftStatus, Offer, Status
from brobygger.directory.selectors.drafts import typed_of
from brobygger.directory.services.drafts.saving import locked_draft
from brobygger.directory.services.freshness import confirm_by_sending
from brobygger.directory.services.offers import WrongStep, publish_offer, reopen_offer, save_offer
from brobygger.directory.services.shown_pictures import place_pictures
from brobygger.directory.wholeness import look_through
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import BadData

#: Who is said to have confirmed what a draft became: functions, not names.
BY_THEM, BY_EDITORS = "foreningen selv", "redaktionen"


class DraftNotWhole(BadData):
    """Der mangler lidt, før tilbuddet kan sendes."""

    code = "draft_not_whole"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__()
        self.problems = problems


@transaction.atomic
def apply_draft(*, actor: Actor, draft_id: UUID, at: datetime) -> Offer:
    """Let a draft become its offer, or change it, and show it; a second time changes nothing.

    What others have changed in the offer since the draft began stays, unless the draft changed it too.
    Raises ``NotFound``, ``NotAllowed``, ``WrongStep`` (it was thrown away) and ``DraftNotWhole``.
    """
    draft = locked_draft(actor=actor, draft_id=draft_id)
    if draft.status == DraftStatus.LIVE and draft.offer is not None:
        return draft.offer
    if draft.status == DraftStatus.WITHDRAWN:
        raise WrongStep("Kladden er smidt væk og kan ikke blive til et tilbud.")
    draft.data = up_to_date(draft)
    reading = look_through(draft, at=at)
    if reading.problems:
        raise DraftNotWhole(reading.problems)
    data = reading.data if draft.offer_id else replace(reading.data, key=free_key(reading.data.key))
    offer = save_offer(actor=actor, at=at, data=data).offer
    place_pictures(actor=actor, draft=draft, offer=offer, at=at)
    _confirm(draft, offer, actor=actor, at=at)
    _show(offer, actor=actor, at=at)
    draft.offer, draft.status = offer, DraftStatus.LIVE
    draft.save(update_fields=["offer", "status", "data"])
    record(
        actor=actor, act="directory.draft.applied", subject_kind="draft", subject_id=draft.id, at=at,
        changes={"offer": str(offer.id)},
    )  # fmt: skip
    return Offer.objects.for_page().get(id=offer.id)


@transaction.atomic
def return_draft(*, actor: Actor, draft_id: UUID, at: datetime) -> Draft:
    """Give a draft that was sent in back to those who wrote it. Raises ``NotFound`` and ``WrongStep``."""
    draft = locked_draft(actor=actor, draft_id=draft_id)
    if draft.status not in {DraftStatus.SUBMITTED, DraftStatus.RETURNED}:
        raise WrongStep("Kun en kladde, der er sendt, kan komme tilbage.")
    draft.status = DraftStatus.RETURNED
    draft.save(update_fields=["status"])
    record(actor=actor, act="directory.draft.returned", subject_kind="draft", subject_id=draft.id, at=at)
    return draft


def up_to_date(draft: Draft) -> Typed:
    """Return what a draft says, with what others have changed in its offer since it began."""
    if draft.offer is None or draft.offer.changed_at == draft.based_on_changed_at:
        return dict(draft.data)
    now = typed_of(Offer.objects.for_page().get(id=draft.offer.id))
    # The draft's own words stand where both changed the same: whoever sent it saw what the offer says now.
    merged = merge(before=draft.base, mine=now, theirs=draft.data, fields=draft.data)
    return merged.values


def free_key(key: str) -> str:
    """Return a key no offer has: the one asked for, or the same with a number."""
    taken, number = key, 1
    while Offer.objects.with_key(taken).exists():
        number += 1
        taken = f"{key[:110]}-{number}"
    return taken


def _confirm(draft: Draft, offer: Offer, *, actor: Actor, at: datetime) -> None:
    """Let the offer say who stood for its words, from the moment they were sent in."""
    was_sent = draft.submitted_at is not None
    is_own = draft.is_sent_by_own if was_sent else draft.organisation_id in actor.organisation_ids
    confirm_by_sending(
        actor=actor,
        offer_id=offer.id,
        sent_at=draft.submitted_at or at,
        by_label=BY_THEM if is_own else BY_EDITORS,
        at=at,
    )


def _show(offer: Offer, *, actor: Actor, at: datetime) -> None:
    """Take the steps until the offer is shown."""
    if offer.status == Status.REMOVED:
        reopen_offer(actor=actor, offer_id=offer.id, at=at)
        offer.status = Status.DRAFT
    if offer.status != Status.PUBLISHED:
        publish_offer(actor=actor, offer_id=offer.id, at=at)
