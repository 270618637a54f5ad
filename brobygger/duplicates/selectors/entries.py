"""Reads: every entry of the register as it is compared, and which have changed since they were."""

from collections.abc import Collection, Iterator
from itertools import islice
from uuid import UUID

from brobygger.directory.models import Offer, PointPrecision, Status
from brobygger.directory.rows import locations_of
from brobygger.duplicates.matching.said import Said
from brobygger.duplicates.models import Kind, Looked, Merge
from brobygger.organisations.models import Organisation

#: So many rows are read at a time.
_BATCH = 500
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def stamps(kind: str) -> dict[UUID, str]:
    """Return what tells whether an entry has changed, by id: everything that is not gone."""
    if kind == Kind.OFFER:
        rows = Offer.objects.not_removed().values_list("id", "changed_at", "organisation__changed_at")
        return {row_id: f"{offer.isoformat()} {owner.isoformat()}" for row_id, offer, owner in rows}
    dropped = Merge.objects.standing().of_organisations().values("dropped_id")
    owners = Organisation.objects.exclude(id__in=dropped).values_list("id", "changed_at")
    return {row_id: changed_at.isoformat() for row_id, changed_at in owners}


def changed_entries(kind: str) -> tuple[dict[UUID, str], frozenset[UUID]]:
    """Return the entries that are new or changed since they were last compared (with stamps), and those that went."""
    now, then = stamps(kind), dict(Looked.objects.of_kind(kind).values_list("subject_id", "stamp"))
    changed = {row_id: stamp for row_id, stamp in now.items() if then.get(row_id) != stamp}
    return changed, frozenset(then.keys() - now.keys())


def entries(*, kind: str, ids: Collection[UUID]) -> Iterator[Said]:
    """Yield entries as they are compared; unknown ids give nothing."""
    waiting = iter(sorted(ids))
    read = _offers if kind == Kind.OFFER else _organisations
    while batch := list(islice(waiting, _BATCH)):
        yield from read(batch)


def _offers(ids: list[UUID]) -> Iterator[Said]:
    rows = Offer.objects.with_ids(ids).select_related("organisation").exclude(status=Status.REMOVED)
    related = (
        "contacts", "links", "at_locations__location", "schedules", "concepts", "served_municipalities",
    )  # fmt: skip
    for offer in rows.prefetch_related(*related):
        places = locations_of(offer)
        owner = offer.organisation
        yield Said(
            kind=Kind.OFFER.value,
            id=offer.id,
            name=offer.name,
            organisation_id=owner.id,
            organisation_name=owner.name,
            cvr=owner.cvr,
            phones=tuple(contact.phone for contact in offer.contacts.all() if contact.phone),
            emails=tuple(contact.email for contact in offer.contacts.all() if contact.email),
            urls=(*(link.url for link in offer.links.all()), *filter(None, (owner.website,))),
            streets=tuple((place.address, place.postcode_id or "") for place in places),
            points=tuple(
                (place.lat, place.lon)
                for place in places
                if place.lat is not None and place.lon is not None and place.point_precision == PointPrecision.ADDRESS
            ),
            municipality_codes=frozenset()
            if offer.is_national
            else frozenset(row.code for row in offer.served_municipalities.all()),
            concepts=frozenset(concept.key for concept in offer.concepts.all()),
            times=frozenset(_times(offer)),
            text=f"{offer.summary} {offer.description}",
            age_min=offer.age_min,
            age_max=offer.age_max,
            gender=offer.gender,
        )


def _times(offer: Offer) -> Iterator[str]:
    """Yield the weekdays and hours of an offer."""
    for row in offer.schedules.all():
        hour = f" {row.starts_at.hour}" if row.starts_at else ""
        days = row.rrule.partition("BYDAY=")[2].partition(";")[0]
        named = [day[-2:] for day in days.split(",") if day[-2:] in _WEEKDAYS]
        yield from (f"{day}{hour}" for day in named or [_WEEKDAYS[row.starts_on.weekday()]])


def _organisations(ids: list[UUID]) -> Iterator[Said]:
    for row in Organisation.objects.with_ids(ids):
        yield Said(
            kind=Kind.ORGANISATION.value,
            id=row.id,
            name=row.name,
            cvr=row.cvr,
            phones=tuple(filter(None, (row.phone,))),
            emails=tuple(filter(None, (row.email,))),
            urls=tuple(filter(None, (row.website,))),
            municipality_codes=frozenset(filter(None, (row.municipality_id,))),
            text=row.description,
        )
