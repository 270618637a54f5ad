"""Acts on one offer: saving it, and its steps from draft to shown to hidden to removed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from brobygger.audit.services import record
from brobygger.directory import policies
from brobygger.directory.documents import document_for, fresh_document
from brobygger.directory.events import told
from brobygger.directory.models import TRANSITIONS, Offer, Status
from brobygger.directory.rows import COLUMNS, changes_between, data_of
from brobygger.directory.services.capacity import write_capacity
from brobygger.directory.services.parts import write_parts, write_places_and_times
from brobygger.directory.services.rules import OfferInvalid, check_offer
from brobygger.directory.values import OfferData, offer_id_for
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import DomainError, NotAllowed, NotFound
from brobygger.organisations.models import Organisation
from brobygger.places.models import Municipality, Postcode, Region
from brobygger.search import services as search
from brobygger.taxonomy.models import Concept


class WrongStep(DomainError):
    """Det skridt kan tilbuddet ikke tage, som det er nu."""

    code = "wrong_step"
    status = 409


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedOffer:
    """What a save came to; ``changed_fields`` is empty when the same was there already."""

    offer: Offer
    is_created: bool
    changed_fields: tuple[str, ...]


@transaction.atomic
def save_offer(*, actor: Actor, at: datetime, data: OfferData) -> SavedOffer:
    """Make the offer with this key as a draft, or change it; the same data twice writes nothing.

    A shown offer is found with its new words at once. Raises ``NotAllowed`` and ``OfferInvalid``.
    """
    offer = Offer.objects.with_key(data.key).for_page().first()
    before = data_of(offer) if offer else None
    for version in (before, data):
        if version and not _may_edit(actor, version, offer_id=offer.id if offer else None):
            raise NotAllowed
    check_offer(data)
    changes = changes_between(before, data)
    is_created = offer is None
    if offer is None:
        offer = Offer(id=offer_id_for(data.key), created_at=at, status=Status.DRAFT)
    if changes:
        _write(offer, data, changes=changes, is_created=is_created, at=at)
        act = f"directory.offer.{'created' if is_created else 'changed'}"
        record(actor=actor, act=act, subject_kind="offer", subject_id=offer.id, at=at, changes=changes)
    capacity = write_capacity(actor=actor, offer=offer, data=data.capacity, at=at)
    if (changes or capacity) and offer.status == Status.PUBLISHED:
        search.publish(document=fresh_document(offer_id=offer.id, at=at), at=at)
        told.tell([offer.id], at=at)
    changed = (*changes, *(("capacity",) if capacity else ()))
    return SavedOffer(offer=offer, is_created=is_created, changed_fields=changed)


def publish_offer(*, actor: Actor, offer_id: UUID, at: datetime) -> Offer:
    """Show an offer: from now on it is found. Raises ``NotFound``, ``NotAllowed`` and ``WrongStep``."""
    return _step(actor=actor, offer_id=offer_id, to=Status.PUBLISHED, at=at)


def hide_offer(*, actor: Actor, offer_id: UUID, at: datetime) -> Offer:
    """Take a shown offer out of sight for a while. Raises ``NotFound``, ``NotAllowed`` and ``WrongStep``."""
    return _step(actor=actor, offer_id=offer_id, to=Status.HIDDEN, at=at)


def remove_offer(*, actor: Actor, offer_id: UUID, at: datetime) -> Offer:
    """Take an offer down for good; its address answers with alternatives. Raises as ``hide_offer``."""
    return _step(actor=actor, offer_id=offer_id, to=Status.REMOVED, at=at)


def reopen_offer(*, actor: Actor, offer_id: UUID, at: datetime) -> Offer:
    """Take a removed offer back as a draft. Raises as ``hide_offer``."""
    return _step(actor=actor, offer_id=offer_id, to=Status.DRAFT, at=at)


def get_editable(*, actor: Actor, offer_id: UUID) -> Offer:
    """Return an offer the actor may change, locked; raises ``NotFound`` and ``NotAllowed``."""
    if Offer.objects.visible_to(actor).with_id(offer_id).select_for_update().first() is None:
        raise NotFound
    offer = Offer.objects.for_page().get(id=offer_id)
    if not _may_edit(actor, data_of(offer), offer_id=offer.id):
        raise NotAllowed
    return offer


@transaction.atomic
def _step(*, actor: Actor, offer_id: UUID, to: Status, at: datetime) -> Offer:
    return advance(actor=actor, offer=get_editable(actor=actor, offer_id=offer_id), to=to, at=at)


def advance(*, actor: Actor, offer: Offer, to: Status, at: datetime, because: str = "") -> Offer:
    """Take one step of the state machine: the row, the book, and what can be found.

    Called by this room's acts in their transaction, after they have asked their own policy. Raises ``WrongStep``.
    """
    before = offer.status
    if to not in TRANSITIONS[before]:
        raise WrongStep(f"Tilbuddet er »{Status(before).label}« og kan ikke blive »{to.label}« nu.")
    offer.status, offer.changed_at = to, at
    offer.save(update_fields=["status", "changed_at"])
    record(
        actor=actor,
        act=f"directory.offer.{to}",
        subject_kind="offer",
        subject_id=offer.id,
        at=at,
        changes={"status": [before, str(to)], **({"because": because} if because else {})},
    )
    if to == Status.PUBLISHED:
        search.publish(document=document_for(offer, at=at), at=at)
    if before == Status.PUBLISHED:
        search.withdraw(document_id=offer.id, at=at)
    if Status.PUBLISHED in (before, to):
        told.tell([offer.id], at=at)
    return offer


def _may_edit(actor: Actor, data: OfferData, *, offer_id: UUID | None) -> bool:
    return policies.may_edit(
        actor,
        offer_id=offer_id,
        organisation_id=data.organisation_id,
        is_national=data.is_national,
        municipality_codes=data.municipality_codes,
    )


def _write(offer: Offer, data: OfferData, *, changes: dict[str, object], is_created: bool, at: datetime) -> None:
    """Write the offer's own row and those of its parts that change."""
    _check_neighbours(data)
    for name in COLUMNS:
        value = getattr(data, name)
        setattr(offer, name, list(value) if isinstance(value, tuple) else value)
    offer.changed_at = at
    offer.save(force_insert=is_created)
    if "concepts" in changes:
        offer.concepts.set(Concept.objects.with_keys(data.concepts))
    if "municipality_codes" in changes:
        offer.served_municipalities.set(Municipality.objects.with_codes(data.municipality_codes))
    if "region_codes" in changes:
        offer.served_regions.set(Region.objects.in_bulk(data.region_codes).values())
    if changes.keys() & {"locations", "schedules"}:
        write_places_and_times(offer, data=data, is_created=is_created)
    write_parts(offer, data=data, changes=changes, is_created=is_created)


def _check_neighbours(data: OfferData) -> None:
    """Refuse keys of other rooms' rows that are not there."""
    codes = data.municipality_codes | {place.municipality_id for place in data.locations if place.municipality_id}
    postcodes = {place.postcode_id for place in data.locations if place.postcode_id}
    if not Organisation.objects.with_id(data.organisation_id).exists():
        raise OfferInvalid("Organisationen findes ikke.")
    if unknown := frozenset(codes) - set(Municipality.objects.in_bulk(codes)):
        raise OfferInvalid(f"Vi kender ikke kommunen {', '.join(sorted(unknown))}.")
    if unknown := data.region_codes - set(Region.objects.in_bulk(data.region_codes)):
        raise OfferInvalid(f"Vi kender ikke regionen {', '.join(sorted(unknown))}.")
    if unknown := frozenset(postcodes) - set(Postcode.objects.in_bulk(postcodes)):
        raise OfferInvalid(f"Vi kender ikke postnummeret {', '.join(sorted(unknown))}.")
    if unknown := data.concepts - {concept.key for concept in Concept.objects.with_keys(data.concepts)}:
        raise OfferInvalid(f"Vi kender ikke begrebet {', '.join(sorted(unknown))}.")
