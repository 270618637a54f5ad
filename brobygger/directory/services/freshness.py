"""Acts that keep offers true: confirming, saying whether there is room, and the nightly refresh."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from brobygger.curation import services as curation
from brobygger.curation.models import Assurance
from brobygger.directory import policies
from brobygger.directory.documents import document_for, fresh_document
from brobygger.directory.models import Offer, Status
from brobygger.directory.services.capacity import write_capacity
from brobygger.directory.services.offers import get_editable
from brobygger.directory.services.rules import OfferInvalid, check_capacity
from brobygger.directory.values import CapacityData
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import NotAllowed, NotFound
from brobygger.search import services as search
from brobygger.search.documents import Document

_ROWS_AT_A_TIME = 200


@transaction.atomic
def confirm_offer(*, actor: Actor, offer_id: UUID, at: datetime, by_label: str) -> Assurance:
    """Keep that somebody looked at an offer and it is still right; the answer says when to look again.

    ``by_label`` is a function ("foreningen selv"), not a name. Raises ``NotFound`` and ``NotAllowed``.
    """
    offer = Offer.objects.visible_to(actor).with_id(offer_id).prefetch_related("served_municipalities").first()
    if offer is None:
        raise NotFound
    codes = {row.code for row in offer.served_municipalities.all()}
    if not policies.may_confirm(
        actor,
        offer_id=offer.id,
        organisation_id=offer.organisation_id,
        is_national=offer.is_national,
        municipality_codes=codes,
    ):
        raise NotAllowed
    assurance = curation.assure(actor=actor, subject_kind="offer", subject_id=offer.id, by_label=by_label, at=at)
    offer.assured_on, offer.next_check_on = timezone.localdate(at), assurance.next_check_on
    offer.save(update_fields=["assured_on", "next_check_on"])
    if offer.status == Status.PUBLISHED:
        search.publish(document=fresh_document(offer_id=offer.id, at=at), at=at)
    return assurance


@transaction.atomic
def set_capacity(
    *,
    actor: Actor,
    offer_id: UUID,
    status: str,
    at: datetime,
    wait_weeks: int | None = None,
    expires_at: datetime | None = None,
) -> Offer:
    """Say whether there is room; it counts for 60 days when no other end is given.

    Raises ``NotFound``, ``NotAllowed`` and ``OfferInvalid``.
    """
    offer = get_editable(actor=actor, offer_id=offer_id)
    data = CapacityData(status=status, wait_weeks=wait_weeks, expires_at=expires_at)
    check_capacity(data)
    if expires_at is not None and expires_at <= at:
        raise OfferInvalid("Svaret om plads skal gælde til et tidspunkt, der ikke er gået.")
    if write_capacity(actor=actor, offer=offer, data=data, at=at) and offer.status == Status.PUBLISHED:
        search.publish(document=fresh_document(offer_id=offer.id, at=at), at=at)
    return offer


def republish_all(*, actor: Actor, at: datetime) -> int:
    """Hand every shown offer to the search again, with its next times as seen now; return how many.

    No line in the book: nothing that anybody said has changed. Raises ``NotAllowed``.
    """
    if not policies.may_load(actor):
        raise NotAllowed
    return search.publish_many(documents=_documents(at), at=at)


def _documents(at: datetime) -> Iterator[Document]:
    """Yield the document of every shown offer, a few hundred rows in memory at a time."""
    for offer in Offer.objects.published().for_page().iterator(chunk_size=_ROWS_AT_A_TIME):
        yield document_for(offer, at=at)
