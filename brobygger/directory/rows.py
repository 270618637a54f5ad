"""Between an offer's rows and its value: reading one back, so that a save can see what really changes."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from brobygger.directory.models import Capacity, Contact, Location, Offer, Schedule
from brobygger.directory.values import (
    CapacityData,
    ContactData,
    CriterionData,
    LinkData,
    LocationData,
    OfferData,
    ScheduleData,
)
from brobygger.kernel.values import columns_of

#: What OfferData holds that is not a column of the offer's own row.
RELATED = frozenset(
    {
        "concepts",
        "municipality_codes",
        "region_codes",
        "locations",
        "schedules",
        "contacts",
        "links",
        "criteria",
        "capacity",
    }
)
COLUMNS = tuple(field.name for field in fields(OfferData) if field.name not in RELATED)
#: What may hold a person's name, number or address: the book says that it changed, never to what.
_NAMED_ONLY = frozenset({"contacts"})
#: Long texts are told by their length: the book is for who and when, not a second archive.
_LONGEST_IN_BOOK = 200


def data_of(offer: Offer) -> OfferData:
    """Return an offer (fetched ``for_page``) as a value, equal to what it was saved from."""
    locations = locations_of(offer)
    numbers = {location.id: number for number, location in enumerate(locations)}
    return OfferData(
        **{name: _frozen(getattr(offer, name)) for name in COLUMNS},
        concepts=frozenset(concept.key for concept in offer.concepts.all()),
        municipality_codes=frozenset(row.code for row in offer.served_municipalities.all()),
        region_codes=frozenset(row.code for row in offer.served_regions.all()),
        locations=tuple(location_data(location) for location in locations),
        schedules=tuple(schedule_data(row, numbers=numbers) for row in _in_position(offer.schedules.all())),
        contacts=tuple(contact_data(row) for row in _in_position(offer.contacts.all())),
        links=tuple(LinkData(label=row.label, url=row.url) for row in _in_position(offer.links.all())),
        criteria=tuple(
            CriterionData(text=row.text, fits_when=row.fits_when) for row in _in_position(offer.criteria.all())
        ),
        capacity=capacity_data(capacity_of(offer)),
    )


def locations_of(offer: Offer) -> list[Location]:
    """Return an offer's places in their order."""
    return [at_location.location for at_location in _in_position(offer.at_locations.all())]


def capacity_of(offer: Offer) -> Capacity | None:
    """Return what was said last about room, if anybody said anything."""
    return getattr(offer, "capacity", None)


def schedules_of(offer: Offer) -> tuple[ScheduleData, ...]:
    """Return an offer's times as values."""
    numbers = {location.id: number for number, location in enumerate(locations_of(offer))}
    return tuple(schedule_data(row, numbers=numbers) for row in _in_position(offer.schedules.all()))


def schedule_data(row: Schedule, *, numbers: Mapping[Any, int]) -> ScheduleData:
    """Return one time as a value; ``numbers`` are the offer's places by id."""
    return ScheduleData(
        starts_on=row.starts_on,
        starts_at=row.starts_at,
        minutes=row.minutes,
        rrule=row.rrule,
        ends_on=row.ends_on,
        timezone=row.timezone,
        except_on=tuple(row.except_on),
        also_on=tuple(row.also_on),
        note=row.note,
        place=numbers.get(row.location_id) if row.location_id else None,
    )


def capacity_data(row: Capacity | None) -> CapacityData | None:
    """Return an answer about room as a value."""
    if row is None:
        return None
    return CapacityData(status=row.status, wait_weeks=row.wait_weeks, expires_at=row.expires_at)


def changes_between(before: OfferData | None, after: OfferData) -> dict[str, object]:
    """Return what differs, by field, in the form the book of acts keeps: no personal data, no long texts."""
    changes: dict[str, object] = {}
    for field in fields(OfferData):
        if not field.compare:
            continue
        old = getattr(before, field.name) if before else None
        new = getattr(after, field.name)
        is_same = old == new if before else new == field.default
        if not is_same:
            changes[field.name] = "changed" if field.name in _NAMED_ONLY else [_for_book(old), _for_book(new)]
    return changes


def _for_book(value: Any) -> Any:
    """Return a value as the book keeps it."""
    if isinstance(value, str) and len(value) > _LONGEST_IN_BOOK:
        return f"({len(value)} tegn)"
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [_for_book(item) if isinstance(item, str) else _differing(item) for item in value]
    return value


def _differing(item: Any) -> dict[str, Any]:
    """Return what a nested value says beyond its defaults."""
    return {name: value for name, value in columns_of(item).items() if value not in (None, "", (), [])}


def _in_position(rows: Any) -> list[Any]:
    """Return prefetched rows in the order they were given."""
    return sorted(rows, key=lambda row: row.position)


def _frozen(value: Any) -> Any:
    """Return a JSON list as a tuple."""
    return tuple(value) if isinstance(value, list) else value


def location_data(row: Location) -> LocationData:
    """Return a place as a value."""
    return LocationData(**{field.name: getattr(row, field.name) for field in fields(LocationData)})


def contact_data(row: Contact) -> ContactData:
    """Return a contact as a value."""
    return ContactData(**{field.name: getattr(row, field.name) for field in fields(ContactData)})
