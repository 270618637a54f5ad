"""Offers that may be the one somebody is writing: a warning before the same stands there twice."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from brobygger.directory.models import Offer
from brobygger.directory.models.offers import OfferQuerySet, Status
from brobygger.directory.rows import locations_of
from brobygger.directory.values import OfferData
from brobygger.directory.writing.likeness import (
    LEAST_ALIKE,
    NAME_BESIDE,
    Traits,
    compare,
    name_likeness,
    plain_phones,
    plain_place,
)
from brobygger.organisations.likeness import own_domain

#: So many offers in the same area are looked at: more than any municipality has.
_MOST_LOOKED_AT = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarOffer:
    """An offer that may be the same: who has it, and what the two have in common."""

    id: UUID
    key: str
    name: str
    organisation_name: str
    is_shown: bool
    shared: tuple[str, ...]
    score: float


def similar_offers(*, data: OfferData, limit: int, offer_id: UUID | None = None) -> tuple[SimilarOffer, ...]:
    """Return the offers in the same area most like what is written, likest first; ``offer_id`` is its own, left out.

    An association's branches in other towns are other offers. What is not shown is told only to its own association.
    """
    if not data.name.strip():
        return ()
    names = _rivals(data, offer_id).values_list("id", "name")[:_MOST_LOOKED_AT]
    near = [row_id for row_id, name in names if name_likeness(data.name, name) >= NAME_BESIDE]
    mine = _traits_of_data(data)
    found = []
    rows = Offer.objects.with_ids(near).select_related("organisation")
    for offer in rows.prefetch_related("contacts", "links", "at_locations__location"):
        alike = compare(mine, _traits_of(offer))
        if alike.score >= LEAST_ALIKE:
            found.append(
                SimilarOffer(
                    id=offer.id,
                    key=offer.key,
                    name=offer.name,
                    organisation_name=offer.organisation.name,
                    is_shown=offer.status == Status.PUBLISHED,
                    shared=alike.shared,
                    score=round(alike.score, 2),
                )
            )
    return tuple(sorted(found, key=lambda one: (-one.score, one.name, str(one.id)))[:limit])


def _rivals(data: OfferData, offer_id: UUID | None) -> OfferQuerySet:
    """Return the offers for the same people: in the same municipalities or regions, or all over the country alike."""
    codes = data.municipality_codes | {place.municipality_id for place in data.locations if place.municipality_id}
    area = Q(is_national=True) if data.is_national else Q()
    if not data.is_national:
        area = Q(served_municipalities__in=codes) | Q(served_regions__in=data.region_codes)
    is_told = Q(status=Status.PUBLISHED) | Q(organisation_id=data.organisation_id)
    rows = OfferQuerySet(Offer).not_removed().filter(area, is_told).distinct()
    return rows.exclude(id=offer_id) if offer_id else rows


def _traits_of_data(data: OfferData) -> Traits:
    return Traits(
        name=data.name,
        organisation_id=data.organisation_id,
        phones=plain_phones(contact.phone for contact in data.contacts),
        emails=frozenset(contact.email.lower() for contact in data.contacts if contact.email),
        addresses=_domains(link.url for link in data.links),
        places=frozenset(filter(None, (plain_place(row.address, row.postcode_id or "") for row in data.locations))),
    )


def _traits_of(offer: Offer) -> Traits:
    contacts = offer.contacts.all()
    return Traits(
        name=offer.name,
        organisation_id=offer.organisation_id,
        phones=plain_phones(contact.phone for contact in contacts),
        emails=frozenset(contact.email.lower() for contact in contacts if contact.email),
        addresses=_domains(link.url for link in offer.links.all()),
        places=frozenset(
            filter(None, (plain_place(place.address, place.postcode_id or "") for place in locations_of(offer)))
        ),
    )


def _domains(urls: Iterable[str]) -> frozenset[str]:
    return frozenset(domain for url in urls if (domain := own_domain(url)))
