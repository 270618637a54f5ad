"""What follows from a decision: a yes lets a draft become the offer, a no gives it back, a local one shows or hides."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from brobygger.audit.services import record
from brobygger.curation.models import Decision, Outcome, Review, Scope
from brobygger.curation.selectors import reviews_about
from brobygger.directory.editing.merging import merge
from brobygger.directory.editing.reading import read_typed
from brobygger.directory.models import Draft, DraftStatus, Offer
from brobygger.directory.rows import data_of
from brobygger.directory.selectors.drafts import country_for, typed_of
from brobygger.directory.services.drafts.applying import apply_draft, return_draft
from brobygger.directory.services.drafts.submitting import SUBJECT_KIND
from brobygger.directory.services.offers import save_offer
from brobygger.directory.services.visibility import (
    follow_local_visibility,
    hide_until_looked_at,
    set_local_visibility,
)
from brobygger.kernel.actors import Actor
from brobygger.sites.models import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A decision on a draft as this room needs it: whose (no municipality: the nation's), and what it says."""

    draft_id: UUID
    municipality_code: str
    is_yes: bool
    is_after: bool
    words: str


@transaction.atomic
def follow_verdict(*, actor: Actor, verdict: Verdict, at: datetime) -> None:
    """Do what a decision says. Raises what ``apply_draft`` raises, so that a yes that cannot be carried out is none."""
    draft = Draft.objects.with_id(verdict.draft_id).select_for_update(of=("self",)).first()
    if draft is None:
        return
    if verdict.municipality_code:
        _follow_local(draft, verdict, actor=actor, at=at)
    elif verdict.is_after:
        _follow_after(draft, verdict, actor=actor, at=at)
    elif verdict.is_yes:
        _publish(draft, actor=actor, at=at)
    else:
        return_draft(actor=actor, draft_id=draft.id, at=at)


@transaction.atomic
def take_back_correction(*, actor: Actor, draft_id: UUID, at: datetime) -> Offer:
    """Let an offer say again what it said before a correction that was shown at once.

    What others have changed since stays. The draft is given back to those who wrote it, unless they have begun another.
    """
    draft = Draft.objects.select_for_update(of=("self",)).get(id=draft_id)
    offer = Offer.objects.for_page().get(id=draft.offer_id)
    values = merge(before=draft.data, mine=draft.base, theirs=typed_of(offer), fields=draft.base).values
    reading = read_typed(values, before=data_of(offer), country=country_for(values), at=at)
    save_offer(actor=actor, at=at, data=reading.data)
    if not Draft.objects.of_offer(offer.id).under_way().exists():
        draft.status = DraftStatus.RETURNED
        draft.save(update_fields=["status"])
    record(actor=actor, act="directory.draft.undone", subject_kind="draft", subject_id=draft.id, at=at)
    return Offer.objects.for_page().get(id=offer.id)


def _publish(draft: Draft, *, actor: Actor, at: datetime) -> None:
    """Let the draft become the offer, with what the municipalities have said about it in the meantime."""
    is_new = draft.offer_id is None
    offer = apply_draft(actor=actor, draft_id=draft.id, at=at)
    draft.offer = offer
    for review in reviews_about(subject_kind=SUBJECT_KIND, subject_id=draft.id):
        if review.scope == Scope.LOCAL and review.status in Outcome.values:
            _show_or_hide(draft, _verdict_of(review), actor=actor, at=at)
    if is_new:
        served = [municipality.code for municipality in offer.served_municipalities.all()]
        first = Site.objects.reviewing_first(served).values_list("municipality_id", flat=True)
        hide_until_looked_at(actor=actor, offer_id=offer.id, municipality_codes=list(first), at=at)
    follow_local_visibility(actor=actor, offer_id=offer.id, at=at)


def _follow_local(draft: Draft, verdict: Verdict, *, actor: Actor, at: datetime) -> None:
    """Show or hide in one municipality; of an offer that is not there yet it waits for the national yes."""
    if draft.offer_id is not None and draft.status == DraftStatus.LIVE:
        _show_or_hide(draft, verdict, actor=actor, at=at)


def _show_or_hide(draft: Draft, verdict: Verdict, *, actor: Actor, at: datetime) -> None:
    assert draft.offer_id is not None
    set_local_visibility(
        actor=actor,
        offer_id=draft.offer_id,
        municipality_code=verdict.municipality_code,
        is_shown=verdict.is_yes,
        reason=verdict.words,
        at=at,
    )


def _follow_after(draft: Draft, verdict: Verdict, *, actor: Actor, at: datetime) -> None:
    """Leave a correction that is shown already, or take it back; an appeal that is won puts it in again."""
    if verdict.is_yes and draft.status == DraftStatus.RETURNED:
        _publish(draft, actor=actor, at=at)
    elif not verdict.is_yes and draft.status == DraftStatus.LIVE:
        take_back_correction(actor=actor, draft_id=draft.id, at=at)


def _verdict_of(review: Review) -> Verdict:
    """Return what a municipality has decided already."""
    last: Decision = review.decisions.latest("decided_at")
    return Verdict(
        draft_id=review.subject_id,
        municipality_code=review.municipality_id or "",
        is_yes=review.status == Outcome.APPROVED,
        is_after=False,
        words=last.text,
    )
