"""A draft's offer as the public would see it: rows that are never written, shown by what shows every offer."""

from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from django.db.models import Model

from brobygger.directory.models import (
    Contact,
    Criterion,
    Draft,
    Link,
    Location,
    Offer,
    OfferAtLocation,
    Picture,
    Schedule,
    Status,
)
from brobygger.directory.rows import COLUMNS
from brobygger.directory.selectors.drafts import read_draft
from brobygger.directory.selectors.offer_page import page_of
from brobygger.directory.selectors.page_values import OfferPage
from brobygger.directory.selectors.pictures import pictures_of
from brobygger.directory.values import OfferData, ScheduleData, offer_id_for
from brobygger.kernel.addresses import is_web_address
from brobygger.organisations.models import Organisation
from brobygger.places.models import Municipality, Postcode, Region
from brobygger.taxonomy.models import Concept


def preview(draft: Draft, *, at: datetime) -> OfferPage:
    """Return the page a draft would have if it were shown now, as far as it can be read."""
    data = read_draft(draft, at=at).data
    data = _with_safe_addresses(replace(data, name=data.name or str(draft.organisation.name)))
    pictures = pictures_of(draft)
    offer = unsaved_offer(data, organisation=draft.organisation, before=draft.offer, pictures=pictures, at=at)
    return page_of(offer, at=at)


def _with_safe_addresses(data: OfferData) -> OfferData:
    """Return what is said less the addresses the register would refuse: nobody has checked a draft yet."""
    return replace(
        data,
        links=tuple(link for link in data.links if is_web_address(link.url)),
        locations=tuple(place if is_web_address(place.url) else replace(place, url="") for place in data.locations),
    )


def unsaved_offer(
    data: OfferData, *, organisation: Organisation, before: Offer | None, pictures: Iterable[Picture], at: datetime
) -> Offer:
    """Return an offer with everything an offer page asks for, none of it in the database."""
    columns = {name: getattr(data, name) for name in COLUMNS if name != "organisation_id"}
    offer = Offer(id=offer_id_for(data.key), organisation=organisation, status=Status.DRAFT, created_at=at, **columns)
    offer.changed_at = at
    if before is not None:
        offer.assured_on, offer.next_check_on = before.assured_on, before.next_check_on
    places = _places(data)
    codes = {place.municipality_id for place in data.locations if place.municipality_id}
    municipalities = Municipality.objects.in_bulk(codes | data.municipality_codes)
    parts: dict[str, Iterable[Any]] = {
        "concepts": Concept.objects.with_keys(data.concepts),
        "served_municipalities": [municipalities[code] for code in data.municipality_codes],
        "served_regions": Region.objects.in_bulk(data.region_codes).values(),
        "at_locations": [OfferAtLocation(offer=offer, location=row, position=n) for n, row in enumerate(places)],
        "schedules": [_schedule(value, places, position=n) for n, value in enumerate(data.schedules)],
        "contacts": _rows(Contact, data.contacts),
        "links": _rows(Link, data.links),
        "criteria": _rows(Criterion, data.criteria),
        "pictures": pictures,
    }
    # What ``for_page`` would have fetched beforehand, so that nobody looks for it in the database.
    offer._prefetched_objects_cache = {name: list(rows) for name, rows in parts.items()}  # type: ignore[attr-defined]
    return offer


def _rows(model: type[Model], values: Iterable[Any]) -> list[Model]:
    return [model(position=position, **asdict(value)) for position, value in enumerate(values)]


def _places(data: OfferData) -> list[Location]:
    """Return the places with their towns and municipalities beside them."""
    postcodes = Postcode.objects.select_related("municipality").in_bulk(
        {place.postcode_id for place in data.locations if place.postcode_id}
    )
    municipalities = Municipality.objects.in_bulk({p.municipality_id for p in data.locations if p.municipality_id})
    rows = []
    for value in data.locations:
        row = Location(**asdict(value))
        row.postcode = postcodes.get(value.postcode_id or "")
        row.municipality = municipalities.get(value.municipality_id or "")
        rows.append(row)
    return rows


def _schedule(value: ScheduleData, places: list[Location], *, position: int) -> Schedule:
    """Return one time at its place."""
    values = asdict(value)
    place = values.pop("place")
    location = None if place is None or place >= len(places) else places[place]
    return Schedule(location=location, position=position, **values)
