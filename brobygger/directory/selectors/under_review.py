"""Reads: what somebody who decides has to look at: the draft, what it changes, and what is known of the rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from brobygger.directory.differences import FieldLine, Names, changes, facts
from brobygger.directory.editing.reading import read_typed
from brobygger.directory.editing.steps import list_of
from brobygger.directory.models import Draft, Offer
from brobygger.directory.posting_rules import Known, known_answers
from brobygger.directory.rows import data_of
from brobygger.directory.selectors.drafts import country_for, read_draft
from brobygger.directory.selectors.page_values import PictureCard
from brobygger.directory.selectors.pictures import picture_cards, pictures_of
from brobygger.directory.values import OfferData
from brobygger.kernel.errors import NotFound
from brobygger.organisations.models import Organisation
from brobygger.places.models import Municipality, Region
from brobygger.taxonomy.selectors import concept_labels


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderReview:
    """A draft as those see it who decide. ``lines`` are what it changes, or everything when it is new.

    ``is_open``: those who wrote it can write in it now.
    """

    draft_id: UUID
    organisation: Organisation
    offer_id: UUID | None
    offer_key: str
    is_change: bool
    is_open: bool
    lines: tuple[FieldLine, ...]
    known: Mapping[str, Known]
    pictures: tuple[PictureCard, ...]
    are_pictures_new: bool


def under_review(*, draft_id: UUID, language: str, at: datetime) -> UnderReview | None:
    """Return what is to be decided on; None when the draft is gone, which it is a year after.

    The caller has asked whether the actor may see the review that is about it.
    """
    draft = Draft.objects.with_id(draft_id).select_related("organisation__municipality", "offer").first()
    if draft is None:
        return None
    before, after = _versions(draft, at=at)
    names = _names(after.concepts | (before.concepts if before else frozenset()), language)
    return UnderReview(
        draft_id=draft.id,
        organisation=draft.organisation,
        offer_id=draft.offer_id,
        offer_key=draft.offer.key if draft.offer else "",
        is_change=before is not None,
        is_open=draft.is_open,
        lines=changes(before, after, names=names) if before else facts(after, names=names),
        known=known_answers(data=after, organisation=draft.organisation),
        pictures=picture_cards(pictures_of(draft)),
        are_pictures_new=list_of(draft.data, "pictures") != list_of(draft.base, "pictures"),
    )


def draft_under_review(*, draft_id: UUID) -> Draft:
    """Return the draft a review is about; the caller has asked as above. Raises ``NotFound`` when it is gone."""
    draft = Draft.objects.with_id(draft_id).select_related("organisation__municipality", "offer").first()
    if draft is None:
        raise NotFound
    return draft


def drafts_of_offer(*, offer_id: UUID) -> tuple[UUID, ...]:
    """Return the drafts that an offer came from and was changed by."""
    return tuple(Draft.objects.of_offer(offer_id).values_list("id", flat=True))


def _versions(draft: Draft, *, at: datetime) -> tuple[OfferData | None, OfferData]:
    """Return what the offer said when the draft began (nothing, for a new one) and what the draft says."""
    if not draft.base:
        return None, read_draft(draft, at=at).data
    assert draft.offer_id is not None
    now = data_of(Offer.objects.for_page().get(id=draft.offer_id))
    country = country_for(draft.data | {"places": [*draft.data.get("places", []), *draft.base.get("places", [])]})
    said, says = (read_typed(typed, before=now, country=country, at=at).data for typed in (draft.base, draft.data))
    return said, says


def _names(concepts: frozenset[str], language: str) -> Names:
    return Names(
        concepts=concept_labels(keys=concepts, language=language),
        municipalities=dict(Municipality.objects.values_list("code", "name")),
        regions=dict(Region.objects.values_list("code", "name")),
    )
