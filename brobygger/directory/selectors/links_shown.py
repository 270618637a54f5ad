"""Reads: the addresses the register shows, who shows them, and which of them do not answer."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q

from brobygger.accounts.permissions import Permission
from brobygger.accounts.policies import reach_of
from brobygger.directory.models import Link, LinkCheck, Offer, OfferAtLocation, Status
from brobygger.kernel.actors import Actor
from brobygger.organisations.models import Organisation

#: Hidden and removed offers are nobody's to look at.
_SHOWN = Q(offer__status=Status.PUBLISHED)


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenLink:
    """An address that does not answer, on one offer."""

    url: str
    since: datetime
    offer_key: str
    offer_name: str
    organisation_key: str


def shown_urls() -> set[str]:
    """Return every address that shown offers, their places and their organisations have."""
    of_offers = Link.objects.filter(_SHOWN).values_list("url", flat=True)
    of_places = OfferAtLocation.objects.filter(_SHOWN).values_list("location__url", flat=True)
    shown = Organisation.objects.filter(offers__status=Status.PUBLISHED)
    of_organisations = shown.values_list("website", flat=True)
    return {url for urls in (of_offers, of_places, of_organisations) for url in urls if url}


def offers_showing(*, urls: Collection[str]) -> frozenset[UUID]:
    """Return the shown offers that have one of some addresses of their own; an organisation's website is not."""
    of_links = Link.objects.filter(_SHOWN, url__in=urls).values_list("offer_id", flat=True)
    of_places = OfferAtLocation.objects.filter(_SHOWN, location__url__in=urls).values_list("offer_id", flat=True)
    return frozenset((*of_links, *of_places))


def has_broken_link(*, offer_id: UUID) -> bool:
    """Test whether one of an offer's own addresses does not answer."""
    of_links = Q(url__in=Link.objects.filter(offer=offer_id).values("url"))
    of_places = Q(url__in=OfferAtLocation.objects.filter(offer=offer_id).values("location__url"))
    return LinkCheck.objects.broken().filter(of_links | of_places).exists()


def broken_links_for(*, actor: Actor) -> tuple[BrokenLink, ...]:
    """Return the broken addresses on the offers of the actor's own associations, those broken longest first."""
    return _broken(Q(offer__organisation_id__in=reach_of(actor, Permission.OFFER_EDIT).organisation_ids))


def broken_links_in(*, municipality_code: str) -> tuple[BrokenLink, ...]:
    """Return the broken addresses on the offers for one municipality, those broken longest first."""
    return _broken(Q(offer__in=Offer.objects.local_to([municipality_code]).values("id")))


def _broken(condition: Q) -> tuple[BrokenLink, ...]:
    since = {row.url: row.failed_since for row in LinkCheck.objects.broken() if row.failed_since}
    named = {
        "offer_key": F("offer__key"),
        "offer_name": F("offer__name"),
        "organisation_key": F("offer__organisation__key"),
    }
    rows = [
        *Link.objects.filter(_SHOWN, condition, url__in=since).values("url", **named),
        *OfferAtLocation.objects.filter(_SHOWN, condition, location__url__in=since).values(
            url=F("location__url"), **named
        ),
    ]
    found = {
        BrokenLink(
            url=row["url"],
            since=since[row["url"]],
            offer_key=row["offer_key"],
            offer_name=row["offer_name"],
            organisation_key=row["organisation_key"],
        )
        for row in rows
    }
    return tuple(sorted(found, key=lambda one: (one.since, one.url, one.offer_key)))
