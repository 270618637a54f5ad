"""Reads for lists: addresses, an organisation's offers, an index of organisations, offers by key."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, F, Q
from django.utils import timezone

from brobygger.directory.models import Offer, Status
from brobygger.directory.models.offers import OfferQuerySet
from brobygger.kernel.actors import VISITOR, Actor
from brobygger.organisations.models import Organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferAddress:
    """Where an offer's page is, and the day it last changed."""

    key: str
    changed_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferLine:
    """An offer as one line in a list."""

    id: UUID
    key: str
    name: str
    summary: str
    organisation_name: str
    status: str
    assured_on: date | None
    source_year: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationLine:
    """An organisation as one line in an index, with how many shown offers it has."""

    key: str
    name: str
    kind_label: str
    offers: int


def offer_addresses() -> tuple[OfferAddress, ...]:
    """Return every shown offer's address, by key."""
    rows = Offer.objects.published().order_by("key").values_list("key", "changed_at")
    return tuple(OfferAddress(key=key, changed_on=timezone.localdate(changed_at)) for key, changed_at in rows)


def offers_of_organisation(*, organisation_id: UUID, actor: Actor = VISITOR) -> tuple[OfferLine, ...]:
    """Return an organisation's offers that the actor may see, by name."""
    return _lines(Offer.objects.visible_to(actor).of_organisation(organisation_id))


def offers_serving(*, municipality_code: str) -> tuple[OfferLine, ...]:
    """Return the shown offers for people in a municipality, also through its region; national ones not counted."""
    return _lines(Offer.objects.published().in_or_for([municipality_code]).shown_in(municipality_code))


def published_ids(*, ids: Collection[UUID]) -> list[UUID]:
    """Return those of some ids that are shown offers, in the order given."""
    shown = set(Offer.objects.shown_among(ids).values_list("id", flat=True))
    return [offer_id for offer_id in ids if offer_id in shown]


def organisation_index() -> tuple[OrganisationLine, ...]:
    """Return the organisations that have something to show, alphabetically."""
    shown = Count("offers", filter=Q(offers__status=Status.PUBLISHED))
    rows = Organisation.objects.annotate(shown=shown).filter(shown__gt=0).alphabetical()
    return tuple(
        OrganisationLine(
            key=row.key,
            name=row.name,
            kind_label=str(row.get_kind_display()),
            offers=row.shown,  # type: ignore[attr-defined]
        )
        for row in rows
    )


def _lines(offers: OfferQuerySet) -> tuple[OfferLine, ...]:
    """Return offers as lines, by name."""
    rows = offers.alphabetical().values(
        "id", "key", "name", "summary", "status", "assured_on", "source_year", organisation_name=F("organisation__name")
    )
    return tuple(OfferLine(**row) for row in rows)
