"""Door for events: what the public sees anew in the register is published anew, in the same transaction."""

from brobygger.directory.events import OffersChanged
from brobygger.kernel.actors import SYSTEM
from brobygger.kernel.events import on
from brobygger.opendata.services import keep_in_step
from brobygger.organisations.events import OrganisationsChanged


@on(OffersChanged)
def publish_offers(event: OffersChanged) -> None:
    """Publish the offers as they are now, or that they are gone."""
    keep_in_step(actor=SYSTEM, offer_ids=event.offer_ids, at=event.at)


@on(OrganisationsChanged)
def publish_organisations(event: OrganisationsChanged) -> None:
    """Publish the organisations as they are now, and what names them."""
    keep_in_step(actor=SYSTEM, organisation_ids=event.organisation_ids, at=event.at)
