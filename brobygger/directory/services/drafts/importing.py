"""Acts: drafts that come from a file, whole from the beginning, and those that are shown before they are looked at."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from brobygger.curation import services as curation
from brobygger.directory import policies
from brobygger.directory.editing.reading import cpr_in
from brobygger.directory.editing.steps import STEP_OF, Typed
from brobygger.directory.models import Draft, Offer
from brobygger.directory.services.drafts.applying import DraftNotWhole, apply_draft
from brobygger.directory.services.drafts.saving import open_draft
from brobygger.directory.services.drafts.submitting import SUBJECT_KIND
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import NotAllowed


@transaction.atomic
def fill_draft(*, actor: Actor, draft_id: UUID, values: Typed, at: datetime) -> Draft:
    """Put everything a row of a file says in a draft at once; what the row does not speak of stays.

    Raises ``NotFound``, ``DraftClosed``, and ``DraftNotWhole`` when it holds what looks like a CPR number.
    """
    draft = open_draft(actor=actor, draft_id=draft_id)
    if refused := cpr_in(values):
        raise DraftNotWhole(tuple(refused))
    data = draft.data | {name: value for name, value in values.items() if name in STEP_OF}
    if data != draft.data:
        draft.data, draft.revision, draft.editor_id, draft.saved_at = data, draft.revision + 1, actor.id, at
        draft.save(update_fields=["data", "revision", "editor_id", "saved_at"])
    return draft


@transaction.atomic
def show_draft(*, actor: Actor, draft_id: UUID, at: datetime) -> Offer:
    """Let a draft become its offer at once, and have it looked at afterwards: by the nation, and by other towns.

    Only for whoever may decide in the offer's own town. Raises ``NotFound``, ``NotAllowed`` and ``DraftNotWhole``.
    """
    draft = open_draft(actor=actor, draft_id=draft_id)
    is_new = draft.offer_id is None
    known = frozenset[str]() if draft.offer is None else _codes(draft.offer)
    offer = apply_draft(actor=actor, draft_id=draft.id, at=at)
    codes = _codes(offer)
    if not policies.may_show_at_once(actor, organisation_id=offer.organisation_id, municipality_codes=codes):
        raise NotAllowed
    curation.open_reviews(
        actor=actor,
        subject_kind=SUBJECT_KIND,
        subject_id=draft.id,
        subject_label=offer.name,
        organisation_id=draft.organisation_id,
        municipality_codes=codes - known - actor.municipality_codes,
        is_new=is_new,
        is_after=True,
        at=at,
        author_ids=[actor.id] if actor.id else [],
    )
    return offer


def _codes(offer: Offer) -> frozenset[str]:
    return frozenset(offer.served_municipalities.values_list("code", flat=True))
