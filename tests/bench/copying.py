"""Copies the offers of an installation, with all that belongs to them; imported when Django is ready."""

from collections.abc import Iterator, Sequence
from copy import copy
from itertools import count, islice
from random import Random
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from brobygger.directory.models import Contact, Criterion, Link, Location, Offer, OfferAtLocation, Schedule
from brobygger.organisations.models import Kind, Organisation
from tests.bench.invented import Inventor

_AT_A_TIME = 1_000
_SEED = 20261122
_FIRSTS = ("snakke", "spise", "gå", "sorg", "unge", "far", "mor", "have", "bogs", "strikke")
#: A place is moved so far at most, in degrees: about ten kilometres.
_AWAY = 0.1

Pair = tuple[Offer, Offer]


def copy_offers(wanted: int) -> None:
    """Copy the offers that are there until there are enough, each with a name and somebody of its own."""
    real = list(Offer.objects.published().for_page())
    copies = islice(_copies(real), wanted - len(real))
    while batch := list(islice(copies, _AT_A_TIME)):
        with transaction.atomic():
            _write(batch)


def _copies(real: Sequence[Offer]) -> Iterator[Pair]:
    """Yield pairs of an offer and a copy of it, without end; the copies of one round share their organisations."""
    names = Inventor(Random(_SEED), _FIRSTS)
    for number in count(2):
        owners: dict[UUID, Organisation] = {}
        for offer in real:
            new = copy(offer)
            new.id = _again(offer.id, number)
            new.key = f"{offer.key[:100]}-{number}"
            new.name = f"{offer.name[:110]} {names.name()}"
            new.organisation = owners.setdefault(
                offer.organisation_id, _owner(offer.organisation, number, names.name())
            )
            yield offer, new


def _owner(old: Organisation, number: int, name: str) -> Organisation:
    """Return who offers the copies: one that works everywhere goes on, the others are somebody else."""
    if old.kind == Kind.NATIONAL:
        return old
    new = copy(old)
    new.id, new.key, new.cvr = _again(old.id, number), f"{old.key[:100]}-{number}", ""
    new.name = f"{old.name[:150]} {name} {number}"
    return new


def _write(batch: Sequence[Pair]) -> None:
    Organisation.objects.bulk_create([new.organisation for _, new in batch], ignore_conflicts=True)
    Offer.objects.bulk_create([new for _, new in batch])
    _write_places_and_times(batch)
    for name, model in (("contacts", Contact), ("links", Link), ("criteria", Criterion)):
        rows = [_copy(row, new, offer_id=new.id) for old, new in batch for row in getattr(old, name).all()]
        model._default_manager.bulk_create(rows)
    for name, column in (
        ("concepts", "concept_id"),
        ("served_municipalities", "municipality_id"),
        ("served_regions", "region_id"),
    ):
        through = getattr(Offer, name).through
        through._default_manager.bulk_create(
            through(offer_id=new.id, **{column: row.pk}) for old, new in batch for row in getattr(old, name).all()
        )


def _write_places_and_times(batch: Sequence[Pair]) -> None:
    """Write places a little elsewhere, and the times that hold there."""
    chance = Random(str(batch[0][1].id))
    places, ats, times = [], [], []
    for old, new in batch:
        for at in old.at_locations.all():
            place = _copy(at.location, new)
            if place.lat is not None:
                place.lat = min(max(place.lat + chance.uniform(-_AWAY, _AWAY), 54.5), 57.8)
                place.lon = min(max(place.lon + chance.uniform(-_AWAY, _AWAY), 8.0), 15.2)
            places.append(place)
            ats.append(_copy(at, new, offer_id=new.id, location_id=place.id))
        for time in old.schedules.all():
            location_id = time.location_id and _again(time.location_id, str(new.id))
            times.append(_copy(time, new, offer_id=new.id, location_id=location_id))
    Location.objects.bulk_create(places)
    OfferAtLocation.objects.bulk_create(ats)
    Schedule.objects.bulk_create(times)


def _copy(row: Any, new: Offer, **values: Any) -> Any:
    """Return a row again as belonging to the copy of its offer."""
    again = copy(row)
    again.id = _again(row.id, str(new.id))
    again._state = copy(row._state)
    again._state.fields_cache = {}
    for name, value in values.items():
        setattr(again, name, value)
    return again


def _again(old: UUID, which: int | str) -> UUID:
    return uuid5(old, str(which))
