"""Acts: sending a draft in to be decided on, taking it back, throwing it away."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from brobygger.audit.services import record
from brobygger.curation import services as curation
from brobygger.directory.corrections import is_small_correction
from brobygger.directory.editing.steps import list_of
from brobygger.directory.models import Draft, DraftStatus, Status
from brobygger.directory.selectors.drafts import offer_before
from brobygger.directory.selectors.visibility import municipalities_to_ask
from brobygger.directory.services.drafts.applying import DraftNotWhole, apply_draft
from brobygger.directory.services.drafts.saving import locked_draft, open_draft
from brobygger.directory.services.offers import WrongStep
from brobygger.directory.values import OfferData
from brobygger.directory.wholeness import look_through
from brobygger.kernel.actors import Actor

#: What a review of a draft is about, in curation's words.
SUBJECT_KIND = "draft"


@transaction.atomic
def submit_draft(*, actor: Actor, draft_id: UUID, at: datetime) -> Draft:
    """Send a draft in: from now on it waits for a decision, nationally and in each municipality it comes to.

    A small correction of what a trusted organisation shows already is shown at once, and looked at afterwards.
    Raises ``NotFound``, ``DraftClosed``, and ``DraftNotWhole`` with every problem at its step and field.
    """
    draft = open_draft(actor=actor, draft_id=draft_id)
    reading = look_through(draft, at=at)
    if reading.problems:
        raise DraftNotWhole(reading.problems)
    draft.status, draft.submitted_at = DraftStatus.SUBMITTED, at
    draft.is_sent_by_own = draft.organisation_id in actor.organisation_ids
    draft.save(update_fields=["status", "submitted_at", "is_sent_by_own"])
    record(actor=actor, act="directory.draft.submitted", subject_kind="draft", subject_id=draft.id, at=at)
    is_new, is_after = draft.offer_id is None, _is_shown_at_once(draft, reading.data, actor=actor)
    asked = municipalities_to_ask(offer_id=draft.offer_id, municipality_codes=reading.data.municipality_codes)
    if is_after:
        apply_draft(actor=actor, draft_id=draft.id, at=at)
        draft.status = DraftStatus.LIVE
    curation.open_reviews(
        actor=actor,
        subject_kind=SUBJECT_KIND,
        subject_id=draft.id,
        subject_label=draft.name,
        organisation_id=draft.organisation_id,
        municipality_codes=asked,
        is_new=is_new,
        is_after=is_after,
        at=at,
        author_ids=[author for author in (draft.author_id, draft.editor_id) if author],
    )
    return draft


def _is_shown_at_once(draft: Draft, data: OfferData, *, actor: Actor) -> bool:
    """Test whether a draft is a small correction by an organisation that is trusted with those."""
    if draft.offer is None or draft.offer.status != Status.PUBLISHED or actor.only_on is not None:
        return False
    # A new picture is no small correction: somebody looks at it first.
    if list_of(draft.data, "pictures") != list_of(draft.base, "pictures"):
        return False
    return draft.organisation.is_trusted and is_small_correction(offer_before(draft), data)


@transaction.atomic
def take_back_draft(*, actor: Actor, draft_id: UUID, at: datetime) -> Draft:
    """Take a draft that waits for a decision back, to write more in it. Raises ``NotFound`` and ``WrongStep``."""
    draft = locked_draft(actor=actor, draft_id=draft_id)
    if draft.status != DraftStatus.SUBMITTED:
        raise WrongStep("Kladden venter ikke på en afgørelse.")
    return _leave_the_queue(draft, DraftStatus.EDITING, act="taken_back", actor=actor, at=at)


@transaction.atomic
def withdraw_draft(*, actor: Actor, draft_id: UUID, at: datetime) -> Draft:
    """Throw a draft away; the offer it was to change stays as it is. Raises ``NotFound`` and ``WrongStep``."""
    draft = locked_draft(actor=actor, draft_id=draft_id)
    if draft.status == DraftStatus.LIVE:
        raise WrongStep("Kladden er allerede blevet til tilbuddet.")
    return _leave_the_queue(draft, DraftStatus.WITHDRAWN, act="withdrawn", actor=actor, at=at)


def _leave_the_queue(draft: Draft, status: DraftStatus, *, act: str, actor: Actor, at: datetime) -> Draft:
    """Change what a draft is, and take it away from those who decide."""
    was_waiting = draft.status == DraftStatus.SUBMITTED
    draft.status = status
    draft.save(update_fields=["status"])
    record(actor=actor, act=f"directory.draft.{act}", subject_kind="draft", subject_id=draft.id, at=at)
    if was_waiting:
        curation.withdraw_reviews(actor=actor, subject_kind=SUBJECT_KIND, subject_id=draft.id, at=at)
    return draft
