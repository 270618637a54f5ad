"""Act: many new offers at once, as a long import brings them, in a handful of statements."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Model, prefetch_related_objects

from brobygger.audit.services import Done, record_many
from brobygger.directory import policies
from brobygger.directory.documents import document_for
from brobygger.directory.events import told
from brobygger.directory.models import (
    BESIDE_FOR_SEARCH,
    PARTS_FOR_SEARCH,
    Capacity,
    Contact,
    Criterion,
    Link,
    Location,
    Offer,
    OfferAtLocation,
    Schedule,
    Status,
)
from brobygger.directory.rows import COLUMNS, changes_between
from brobygger.directory.services.capacity import CAPACITY_LASTS
from brobygger.directory.services.rules import OfferInvalid, check_offer
from brobygger.directory.values import OfferData, offer_id_for
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import NotAllowed
from brobygger.kernel.values import columns_of
from brobygger.organisations.models import Organisation
from brobygger.places.models import Municipality, Postcode, Region
from brobygger.search import services as search
from brobygger.taxonomy.models import Concept


@transaction.atomic
def take_in_offers(*, actor: Actor, offers: Sequence[OfferData], at: datetime) -> dict[str, Offer]:
    """Make new offers and show them, as ``save_offer`` and ``publish_offer`` do one by one; return them by their keys.

    All of them, or none. Raises ``NotAllowed`` and ``OfferInvalid`` (also for a key that is taken).
    """
    for data in offers:
        if not _may_edit(actor, data):
            raise NotAllowed
        check_offer(data)
    _check_neighbours(offers)
    concepts = _concepts(offers)
    rows = {data.key: _row(data, at=at) for data in offers}
    if len(rows) < len(offers) or Offer.objects.with_keys(list(rows)).exists():
        raise OfferInvalid("Nøglen er i brug.")
    Offer.objects.bulk_create(rows.values())
    pairs = [(rows[data.key], data) for data in offers]
    _write_links(pairs, concepts)
    _write_places_and_times(pairs)
    _write_parts(pairs, at=at)
    record_many(actor=actor, done=[done for pair in pairs for done in _in_the_book(*pair)], at=at)
    # Their columns are at hand; only what hangs on them is fetched.
    prefetch_related_objects(list(rows.values()), *BESIDE_FOR_SEARCH, *PARTS_FOR_SEARCH)
    search.publish_many(documents=(document_for(offer, at=at) for offer in rows.values()), at=at)
    told.tell([row.id for row in rows.values()], at=at)
    return rows


def _may_edit(actor: Actor, data: OfferData) -> bool:
    return policies.may_edit(
        actor,
        organisation_id=data.organisation_id,
        is_national=data.is_national,
        municipality_codes=data.municipality_codes,
    )


def _check_neighbours(offers: Sequence[OfferData]) -> None:
    """Refuse keys of other rooms' rows that are not there."""
    wanted: tuple[tuple[set[Any], Callable[[set[Any]], Iterable[Any]]], ...] = (
        ({data.organisation_id for data in offers}, Organisation.objects.in_bulk),
        (_joined(data.municipality_codes for data in offers), Municipality.objects.in_bulk),
        (_places(offers, "municipality_id"), Municipality.objects.in_bulk),
        (_places(offers, "postcode_id"), Postcode.objects.in_bulk),
        (_joined(data.region_codes for data in offers), Region.objects.in_bulk),
    )
    for ids, find in wanted:
        if ids and ids - set(find(ids)):
            raise OfferInvalid("Et af tilbuddene peger på noget, der ikke er her.")


def _concepts(offers: Sequence[OfferData]) -> dict[str, UUID]:
    """Return the ids of the concepts some offers carry."""
    keys = {key for data in offers for key in data.concepts}
    ids = dict(Concept.objects.with_keys(keys).values_list("key", "id")) if keys else {}
    if keys - set(ids):
        raise OfferInvalid("Et af tilbuddene har et begreb, der ikke er her.")
    return ids


def _joined(sets: Iterable[frozenset[str]]) -> set[Any]:
    return set().union(*sets)


def _places(offers: Sequence[OfferData], name: str) -> set[Any]:
    return {value for data in offers for place in data.locations if (value := getattr(place, name))}


def _row(data: OfferData, *, at: datetime) -> Offer:
    values = {name: getattr(data, name) for name in COLUMNS}
    columns = {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
    return Offer(id=offer_id_for(data.key), status=Status.PUBLISHED, created_at=at, changed_at=at, **columns)


def _write_links(pairs: Sequence[tuple[Offer, OfferData]], concepts: Mapping[str, UUID]) -> None:
    """Write which of other rooms' rows offers point at."""
    links: Mapping[Any, list[Any]] = {
        Offer.concepts.through: [
            {"offer_id": offer.id, "concept_id": concepts[key]} for offer, data in pairs for key in data.concepts
        ],
        Offer.served_municipalities.through: [
            {"offer_id": offer.id, "municipality_id": code} for offer, data in pairs for code in data.municipality_codes
        ],
        Offer.served_regions.through: [
            {"offer_id": offer.id, "region_id": code} for offer, data in pairs for code in data.region_codes
        ],
    }
    for through, rows in links.items():
        through.objects.bulk_create([through(**row) for row in rows])


def _write_parts(pairs: Sequence[tuple[Offer, OfferData]], *, at: datetime) -> None:
    """Write who to reach, where to read more, whom it is for, and whether there is room."""
    parts: tuple[tuple[type[Model], str], ...] = ((Contact, "contacts"), (Link, "links"), (Criterion, "criteria"))
    for model, name in parts:
        model._default_manager.bulk_create(
            [
                model(offer=offer, position=position, **columns_of(value))
                for offer, data in pairs
                for position, value in enumerate(getattr(data, name))
            ]
        )
    Capacity.objects.bulk_create(
        [
            Capacity(
                offer=offer,
                status=data.capacity.status,
                wait_weeks=data.capacity.wait_weeks,
                set_at=at,
                expires_at=data.capacity.expires_at or at + CAPACITY_LASTS,
            )
            for offer, data in pairs
            if data.capacity is not None
        ]
    )


def _write_places_and_times(pairs: Sequence[tuple[Offer, OfferData]]) -> None:
    places: dict[UUID, list[Location]] = {
        offer.id: [Location(**columns_of(place)) for place in data.locations] for offer, data in pairs
    }
    Location.objects.bulk_create([place for row in places.values() for place in row])
    OfferAtLocation.objects.bulk_create(
        [
            OfferAtLocation(offer=offer, location=place, position=position)
            for offer, _data in pairs
            for position, place in enumerate(places[offer.id])
        ]
    )
    Schedule.objects.bulk_create(
        [
            _time(offer, data, position, places[offer.id])
            for offer, data in pairs
            for position in range(len(data.schedules))
        ]
    )


def _time(offer: Offer, data: OfferData, position: int, places: Sequence[Location]) -> Schedule:
    values = columns_of(data.schedules[position])
    place = values.pop("place")
    values["except_on"], values["also_on"] = list(values["except_on"]), list(values["also_on"])
    return Schedule(offer=offer, location=None if place is None else places[place], position=position, **values)


def _in_the_book(offer: Offer, data: OfferData) -> Iterable[Done]:
    """Yield the lines the two steps of one offer have in the book."""
    made = changes_between(None, data)
    yield Done(act="directory.offer.created", subject_kind="offer", subject_id=offer.id, changes=made)
    shown = {"status": [str(Status.DRAFT), str(Status.PUBLISHED)]}
    yield Done(act="directory.offer.published", subject_kind="offer", subject_id=offer.id, changes=shown)
    if data.capacity is not None:
        room = {"capacity": [None, data.capacity.status]}
        yield Done(act="directory.offer.capacity_set", subject_kind="offer", subject_id=offer.id, changes=room)
