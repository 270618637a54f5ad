"""Acts that keep offers true: confirming, saying whether there is room, and the nightly refresh."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from brobygger.accounts.permissions import Permission
from brobygger.curation import services as curation
from brobygger.curation.models import Assurance
from brobygger.directory import policies
from brobygger.directory.documents import document_for, fresh_document
from brobygger.directory.events import told
from brobygger.directory.models import Check, Offer, Stage, Status
from brobygger.directory.models.checks import ASK_AHEAD
from brobygger.directory.risk import NextCheck, next_check
from brobygger.directory.selectors.asking import digest_of, facts_of, is_reported_lately
from brobygger.directory.selectors.links_shown import has_broken_link
from brobygger.directory.services.capacity import write_capacity
from brobygger.directory.services.offers import advance
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

    An offer that was hidden for want of an answer is shown again at once. ``by_label`` is a function ("foreningen
    selv"), not a name. Raises ``NotFound`` and ``NotAllowed``.
    """
    offer = _locked(actor=actor, offer_id=offer_id, permission=Permission.OFFER_CONFIRM)
    was_hidden_as_stale = Check.objects.of_offer(offer.id).in_stage(Stage.HIDDEN).exists()
    assurance = _write_assurance(actor=actor, offer=offer, at=at, by_label=by_label)
    if offer.status == Status.HIDDEN and was_hidden_as_stale:
        advance(
            actor=actor,
            offer=Offer.objects.for_page().get(id=offer.id),
            to=Status.PUBLISHED,
            at=at,
            because="confirmed",
        )
    elif offer.status == Status.PUBLISHED:
        search.publish(document=fresh_document(offer_id=offer.id, at=at), at=at)
        told.tell([offer.id], at=at)
    return assurance


@transaction.atomic
def confirm_by_sending(*, actor: Actor, offer_id: UUID, sent_at: datetime, by_label: str, at: datetime) -> None:
    """Keep that whoever sent an offer in said that it is right, as of that moment; a later word stands.

    Called by the act that lets what was sent become the offer, which has asked its own policy: to send in is to
    confirm, whoever carries it out.
    """
    offer = Offer.objects.for_page().get(id=offer_id)
    if offer.assured_on is not None and offer.assured_on > timezone.localdate(sent_at):
        return
    sender = replace(actor, own_permissions=actor.own_permissions | {str(Permission.OFFER_CONFIRM)})
    _write_assurance(actor=sender, offer=offer, at=sent_at, by_label=by_label)
    if offer.status == Status.PUBLISHED:
        search.publish(document=fresh_document(offer_id=offer.id, at=at), at=at)
        told.tell([offer.id], at=at)


def _write_assurance(*, actor: Actor, offer: Offer, at: datetime, by_label: str) -> Assurance:
    """Write that an offer (fetched ``for_page``) was right at a moment, and when it is to be looked at again."""
    today = timezone.localdate(at)
    facts = facts_of(
        offer,
        is_reported=is_reported_lately(offer_id=offer.id, at=at),
        has_broken_link=has_broken_link(offer_id=offer.id),
    )
    coming = next_check(facts, seen_on=today)
    assurance = curation.assure(
        actor=actor,
        subject_kind="offer",
        subject_id=offer.id,
        by_label=by_label,
        at=at,
        check_again_after=coming.on - today,
    )
    offer.assured_on, offer.next_check_on = today, assurance.next_check_on
    offer.save(update_fields=["assured_on", "next_check_on"])
    wait_for(offer_id=offer.id, coming=coming)
    return assurance


def wait_for(*, offer_id: UUID, coming: NextCheck) -> Check:
    """Begin to wait for an offer's next check; whatever was being asked is answered.

    Called by the acts of this room in their transaction.
    """
    row, _is_new = Check.objects.update_or_create(
        offer_id=offer_id,
        defaults={
            "due_on": coming.on - ASK_AHEAD,
            "reasons": list(coming.reasons),
            "stage": Stage.WAITING,
            "stage_on": None,
            "is_reachable": True,
            "asked_of": "",
        },
    )
    return row


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
    offer = _locked(actor=actor, offer_id=offer_id, permission=Permission.CAPACITY_SET)
    data = CapacityData(status=status, wait_weeks=wait_weeks, expires_at=expires_at)
    check_capacity(data)
    if expires_at is not None and expires_at <= at:
        raise OfferInvalid("Svaret om plads skal gælde til et tidspunkt, der ikke er gået.")
    if write_capacity(actor=actor, offer=offer, data=data, at=at) and offer.status == Status.PUBLISHED:
        search.publish(document=fresh_document(offer_id=offer.id, at=at), at=at)
        told.tell([offer.id], at=at)
    return offer


def note_unreachable(*, actor: Actor, address: str, at: datetime) -> int:
    """Keep that mail to an address comes back, so that the offers it was asked about are called about; how many.

    Raises ``NotAllowed``.
    """
    if not policies.may_load(actor):
        raise NotAllowed
    return Check.objects.asked_of_mailbox(digest_of(address)).update(is_reachable=False)


def _locked(*, actor: Actor, offer_id: UUID, permission: Permission) -> Offer:
    """Return an offer on which the actor holds a permission, locked; raises ``NotFound`` and ``NotAllowed``."""
    offer = Offer.objects.within_reach(actor, permission).with_id(offer_id).first()
    if offer is None and Offer.objects.visible_to(actor).with_id(offer_id).exists():
        raise NotAllowed
    if offer is None or offer.status == Status.REMOVED:
        raise NotFound
    Offer.objects.select_for_update().get(id=offer_id)
    return Offer.objects.for_page().get(id=offer_id)


def republish_all(*, actor: Actor, at: datetime) -> int:
    """Hand every shown offer to the search again, with its next times as seen now; return how many.

    No line in the book: nothing that anybody said has changed. Raises ``NotAllowed``.
    """
    if not policies.may_load(actor):
        raise NotAllowed
    return search.publish_many(documents=_documents(at), at=at)


def _documents(at: datetime) -> Iterator[Document]:
    """Yield the document of every shown offer, a few hundred rows in memory at a time."""
    for offer in Offer.objects.published().for_search().iterator(chunk_size=_ROWS_AT_A_TIME):
        yield document_for(offer, at=at)
