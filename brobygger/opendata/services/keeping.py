"""Keeping what is published in step with the register: every act announces, and this writes what it means."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.db import transaction

from brobygger.kernel.actors import Actor
from brobygger.opendata.fresh import Fresh
from brobygger.opendata.models import Kind, Origin, Record
from brobygger.opendata.selectors.offers import (
    organizations_of,
    parts_at_places,
    services_of_offers,
    subject_ids_of,
    thing_ids_of,
)
from brobygger.opendata.selectors.steps import offers_of_organisations, organisations_of_offers, terms_of_services
from brobygger.opendata.services.writing import Pen, bury, take_pen, write, write_terms

#: So many offers are held in memory at a time.
OFFERS_AT_A_TIME = 250


@transaction.atomic
def keep_in_step(
    *,
    actor: Actor,
    offer_ids: Collection[UUID] = (),
    organisation_ids: Collection[UUID] = (),
    at: datetime,
) -> int:
    """Publish some offers and organisations as they are now, in the act's own transaction; return how many things
    were written, tombstones too.

    What has not changed is not written. An organisation whose words are new takes its offers along. No line in the
    book: the act that changed them wrote it, whoever ``actor`` is.
    """
    pen = take_pen(actor=actor, at=at)
    concerned = set(organisation_ids)
    for lot in lots(sorted(offer_ids)):
        concerned |= _keep_offers(pen, lot)
    for organisations in lots(sorted(concerned)):
        for lot in lots(_keep_organisations(pen, organisations)):
            _keep_offers(pen, lot)
    pen.put_down()
    return pen.written + pen.gone


def keep_lot(*, actor: Actor, offer_ids: Sequence[UUID], at: datetime) -> int:
    """Publish some offers as they are now, without their organisations: a step of a rebuild."""
    with transaction.atomic():
        pen = take_pen(actor=actor, at=at)
        _keep_offers(pen, offer_ids)
        pen.put_down()
    return pen.written + pen.gone


def keep_organisations(*, actor: Actor, organisation_ids: Sequence[UUID], at: datetime) -> int:
    """Publish some organisations as they are now, without their offers: a step of a rebuild."""
    with transaction.atomic():
        pen = take_pen(actor=actor, at=at)
        _keep_organisations(pen, organisation_ids)
        pen.put_down()
    return pen.written + pen.gone


def keep_terms(*, actor: Actor, things: Sequence[Fresh], kind: Kind, at: datetime) -> int:
    """Publish all taxonomies, or all their terms; what is not among them is gone."""
    with transaction.atomic():
        pen = take_pen(actor=actor, at=at)
        write(pen, kind=kind, things=things)
        there = {each.thing_id for each in things}
        gone = [
            row.thing_id for row in Record.objects.of_kind(kind).here().only("thing_id") if row.thing_id not in there
        ]
        bury(pen, rows=Record.objects.things(kind, gone))
        pen.put_down()
    return pen.written + pen.gone


def lots(ids: Iterable[UUID], *, size: int = OFFERS_AT_A_TIME) -> Iterator[list[UUID]]:
    """Yield some ids at a time."""
    waiting = iter(ids)
    while lot := list(islice(waiting, size)):
        yield lot


def _keep_offers(pen: Pen, offer_ids: Sequence[UUID]) -> set[UUID]:
    """Write services and services at places; return the organisations that may look different now."""
    thing_ids = thing_ids_of(Kind.SERVICE, subject_ids=offer_ids)
    own_and_given = {*thing_ids, *thing_ids.values()}
    before = Record.objects.things(Kind.SERVICE, own_and_given).values_list("organization_id", flat=True)
    concerned = set(subject_ids_of(Kind.ORGANIZATION, thing_ids={row for row in before if row}).values())
    services = list(services_of_offers(offer_ids, at=pen.at))
    _keep_first_mappings(services)
    sent = write(pen, kind=Kind.SERVICE, things=services)
    parts = [part for service, body in zip(services, sent, strict=True) for part in parts_at_places(service, body=body)]
    write(pen, kind=Kind.SERVICE_AT_LOCATION, things=parts)
    here = {service.thing_id for service in services}
    _bury_own_ids(pen, Kind.SERVICE, thing_ids, here)
    bury(pen, rows=Record.objects.things(Kind.SERVICE, own_and_given - here))
    kept = [part.thing_id for part in parts]
    bury(pen, rows=Record.objects.parts_of(own_and_given).other_than(kept))
    return concerned | organisations_of_offers(offer_ids)


def _keep_first_mappings(services: Sequence[Fresh]) -> None:
    """Keep beside what a source said how that was mapped right after the import (``many_origins``)."""
    Origin.objects.bulk_create(
        [origin for service in services if (origin := service.newly_mapped) is not None],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["mapped"],
    )


def _keep_organisations(pen: Pen, organisation_ids: Sequence[UUID]) -> list[UUID]:
    """Write organizations; return the offers of those whose words are new, which name them."""
    thing_ids = thing_ids_of(Kind.ORGANIZATION, subject_ids=organisation_ids)
    own_and_given = {*thing_ids, *thing_ids.values()}
    before = _digests(own_and_given)
    organizations = list(organizations_of(organisation_ids))
    write(pen, kind=Kind.ORGANIZATION, things=organizations)
    here = {each.thing_id for each in organizations}
    _bury_own_ids(pen, Kind.ORGANIZATION, thing_ids, here)
    bury(pen, rows=Record.objects.things(Kind.ORGANIZATION, own_and_given - here))
    write_terms(Kind.ORGANIZATION, terms=terms_of_services(here))
    now = _digests(here)
    return offers_of_organisations(
        [
            row_id
            for row_id, thing_id in thing_ids.items()
            if (row_id in before or thing_id in before) and before.get(thing_id) != now.get(thing_id)
        ]
    )


def _digests(thing_ids: Collection[UUID]) -> dict[UUID, str]:
    rows = Record.objects.things_here(Kind.ORGANIZATION, thing_ids)
    return dict(rows.values_list("thing_id", "digest"))


def _bury_own_ids(pen: Pen, kind: Kind, thing_ids: Mapping[UUID, UUID], here: Collection[UUID]) -> None:
    """Say at the ids of our own rows that they are published under their source's."""
    own = {row_id: thing_id for row_id, thing_id in thing_ids.items() if thing_id != row_id and thing_id in here}
    published = Record.objects.things_here(kind, own).order_by("number").values_list("thing_id", flat=True)
    for row_id in list(published):
        bury(pen, rows=Record.objects.one(kind, row_id), moved_to=own[row_id])
