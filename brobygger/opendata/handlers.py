"""Door for events: what the public sees anew in the register is published anew, in the same transaction."""

from datetime import datetime
from uuid import UUID

from brobygger.directory.events import OffersChanged, RegisterChanged
from brobygger.duplicates.events import Merged, MergeUndone
from brobygger.duplicates.models import Kind as Doubled
from brobygger.kernel.actors import SYSTEM
from brobygger.kernel.events import on
from brobygger.opendata.models import Kind
from brobygger.opendata.services import keep_in_step, move_rows
from brobygger.organisations.events import OrganisationsChanged

_KINDS = {Doubled.OFFER.value: Kind.SERVICE, Doubled.ORGANISATION.value: Kind.ORGANIZATION}


@on(OffersChanged)
def publish_offers(event: OffersChanged) -> None:
    """Publish the offers as they are now, or that they are gone."""
    keep_in_step(actor=SYSTEM, offer_ids=event.offer_ids, at=event.at)


@on(OrganisationsChanged)
def publish_organisations(event: OrganisationsChanged) -> None:
    """Publish the organisations as they are now, and what names them."""
    keep_in_step(actor=SYSTEM, organisation_ids=event.organisation_ids, at=event.at)


@on(RegisterChanged)
def publish_batch(event: RegisterChanged) -> None:
    """Publish a batch as it is now: an organisation that is new with its offers is written once."""
    keep_in_step(actor=SYSTEM, offer_ids=event.offer_ids, organisation_ids=event.organisation_ids, at=event.at)


@on(Merged)
def point_to_the_kept(event: Merged) -> None:
    """Say at the dropped thing where it went, so that its id goes on being answered."""
    _publish(event.kind, event.dropped_id, event.kept_id, at=event.at)
    kind = _KINDS[event.kind]
    move_rows(actor=SYSTEM, kind=kind, dropped_ids=[event.dropped_id], kept_id=event.kept_id, at=event.at)


@on(MergeUndone)
def publish_both(event: MergeUndone) -> None:
    """Publish two things again that were one."""
    _publish(event.kind, event.dropped_id, event.kept_id, at=event.at)


def _publish(kind: str, *row_ids: UUID, at: datetime) -> None:
    ids = {"offer_ids" if kind == Doubled.OFFER else "organisation_ids": row_ids}
    keep_in_step(actor=SYSTEM, at=at, **ids)
