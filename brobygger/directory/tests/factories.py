"""Offers for tests, as rows and as values."""

from datetime import UTC, datetime
from typing import Any

import factory

from brobygger.directory.models import Location, Offer, Status
from brobygger.directory.services.offers import publish_offer, save_offer
from brobygger.directory.values import OfferData, offer_id_for
from brobygger.kernel.actors import SYSTEM
from brobygger.organisations.tests.factories import OrganisationFactory

NOON = datetime(2026, 11, 22, 11, tzinfo=UTC)


class OfferFactory(factory.django.DjangoModelFactory[Offer]):
    """A shown offer for the whole country, as a row alone (nothing is published to the search)."""

    class Meta:
        model = Offer

    key = factory.Sequence(lambda number: f"tilbud-{number}")
    id = factory.LazyAttribute(lambda offer: offer_id_for(offer.key))
    organisation = factory.SubFactory(OrganisationFactory)
    status = Status.PUBLISHED
    name = factory.Sequence(lambda number: f"Tilbud {number}")
    summary = "Et sted at være sammen."
    is_national = True
    created_at = NOON
    changed_at = NOON


class LocationFactory(factory.django.DjangoModelFactory[Location]):
    """A place on the net, which needs no municipality."""

    class Meta:
        model = Location

    kind = "virtual"


def offer_data(**values: Any) -> OfferData:
    """Return a whole offer as a value; its organisation is made when none is given."""
    if "organisation_id" not in values:
        values["organisation_id"] = OrganisationFactory.create().id
    given = {"key": "cafe", "name": "Café", "summary": "Kaffe og snak.", "is_national": True, **values}
    return OfferData(**given)


def published(**values: Any) -> Offer:
    """Save and show an offer through the services."""
    saved = save_offer(actor=SYSTEM, at=NOON, data=offer_data(**values))
    publish_offer(actor=SYSTEM, offer_id=saved.offer.id, at=NOON)
    return Offer.objects.for_page().get(id=saved.offer.id)
