"""Writing what belongs to an offer. A part that stays keeps its id: other registers know it by that."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Model

from brobygger.directory.models import Contact, Criterion, Link, Location, Offer, OfferAtLocation, Schedule
from brobygger.directory.rows import contact_data, location_data, locations_of, schedule_data
from brobygger.directory.values import CriterionData, LinkData, OfferData
from brobygger.kernel.values import columns_of


def write_places_and_times(offer: Offer, *, data: OfferData, is_created: bool) -> None:
    """Put the offer's places and times in place of the old ones; a place belongs to one offer."""
    before = [] if is_created else locations_of(offer)
    numbers = {place.id: number for number, place in enumerate(before)}
    times = [] if is_created else list(offer.schedules.order_by("position"))
    place_ids = kept_ids(before, values=data.locations, value_of=location_data)
    time_ids = kept_ids(times, values=data.schedules, value_of=lambda row: schedule_data(row, numbers=numbers))
    locations = [Location(id=id_, **columns_of(place)) for id_, place in zip(place_ids, data.locations, strict=True)]
    _put(Location, locations, instead_of=before)
    link_ids = {} if is_created else {row.location_id: row.id for row in offer.at_locations.all()}
    links = [
        OfferAtLocation(id=link_ids.get(place.id, uuid4()), offer=offer, location=place, position=number)
        for number, place in enumerate(locations)
    ]
    _put(OfferAtLocation, links, instead_of=())
    rows = []
    for position, (id_, schedule) in enumerate(zip(time_ids, data.schedules, strict=True)):
        values = columns_of(schedule)
        place = values.pop("place")
        values["except_on"], values["also_on"] = list(schedule.except_on), list(schedule.also_on)
        location = None if place is None else locations[place]
        rows.append(Schedule(id=id_, offer=offer, location=location, position=position, **values))
    _put(Schedule, rows, instead_of=times)


def write_parts(offer: Offer, *, data: OfferData, changes: dict[str, object], is_created: bool) -> None:
    """Put contacts, links and criteria in place of the old ones, where they change."""
    parts: tuple[tuple[str, type[Model], Sequence[Any], Callable[[Any], object]], ...] = (
        ("contacts", Contact, data.contacts, contact_data),
        ("links", Link, data.links, lambda row: LinkData(label=row.label, url=row.url)),
        ("criteria", Criterion, data.criteria, lambda row: CriterionData(text=row.text, fits_when=row.fits_when)),
    )
    for name, model, values, value_of in parts:
        if name not in changes:
            continue
        before = [] if is_created else list(getattr(offer, name).order_by("position"))
        ids = kept_ids(before, values=values, value_of=value_of)
        rows = [
            model(id=id_, offer=offer, position=position, **columns_of(value))
            for position, (id_, value) in enumerate(zip(ids, values, strict=True))
        ]
        _put(model, rows, instead_of=before)


def kept_ids(before: Sequence[Any], *, values: Sequence[Any], value_of: Callable[[Any], object]) -> list[UUID]:
    """Return an id for each value: of the row that says the same, else of the row that stood there, else a new one."""
    free = {row.id: value_of(row) for row in before}
    ids: list[UUID | None] = []
    for value in values:
        same = next((id_ for id_, old in free.items() if old == value), None)
        ids.append(same)
        free.pop(same, None)
    for number, row in enumerate(before[: len(ids)]):
        if ids[number] is None and row.id in free:
            ids[number] = row.id
            del free[row.id]
    return [id_ or uuid4() for id_ in ids]


def _put(model: type[Model], rows: Sequence[Model], *, instead_of: Sequence[Model]) -> None:
    """Write rows, new ones and those that keep their ids, and take away those that are left over."""
    kept = {row.pk for row in rows}
    for row in instead_of:
        if row.pk not in kept:
            row.delete()
    fields = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    model._default_manager.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=fields)
