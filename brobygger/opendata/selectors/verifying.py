"""Reads: whether what is published is what the register says, thing by thing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from uuid import UUID

from brobygger.opendata.fresh import Fresh, texts_of
from brobygger.opendata.mapping.parts import Thing, moment
from brobygger.opendata.models import Kind, Record
from brobygger.opendata.selectors.offers import organizations_of, parts_at_places, services_of_offers
from brobygger.opendata.selectors.steps import (
    approved_organisation_ids,
    left_over,
    published_ids,
    shown_offer_ids,
    taxonomies,
    terms,
)

_AT_A_TIME = 250
#: So many ids are told of each sort.
MOST_TOLD = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What is out of step, by kind and id: not published, published wrongly, published though it should not be."""

    things: int
    missing: tuple[str, ...]
    wrong: tuple[str, ...]
    extra: tuple[str, ...]

    @property
    def is_well(self) -> bool:
        """Whether everything is in step."""
        return not (self.missing or self.wrong or self.extra)


def compare(*, at: datetime) -> Compared:
    """Compare every published thing with the register as it is at a moment. Nothing is written."""
    missing: list[str] = []
    wrong: list[str] = []
    things = 0
    for kind, lot in _lots(at):
        things += len(lot)
        digests = dict(
            Record.objects.things_here(kind, [fresh.thing_id for fresh, _ in lot]).values_list("thing_id", "digest")
        )
        for fresh, body in lot:
            if fresh.thing_id not in digests:
                missing.append(f"{kind} {fresh.thing_id}")
            elif texts_of(kind, body).digest != digests[fresh.thing_id]:
                wrong.append(f"{kind} {fresh.thing_id}")
    return Compared(things=things, missing=tuple(missing), wrong=tuple(wrong), extra=tuple(_extra()))


def _lots(at: datetime) -> Iterator[tuple[Kind, list[tuple[Fresh, Thing]]]]:
    """Yield what should be published, some things of one kind at a time, each as it should be sent."""
    yield Kind.TAXONOMY, [(fresh, fresh.body) for fresh in taxonomies()]
    yield Kind.TAXONOMY_TERM, [(fresh, fresh.body) for fresh in terms()]
    for ids in _some(approved_organisation_ids()):
        yield Kind.ORGANIZATION, [(fresh, fresh.body) for fresh in organizations_of(ids)]
    for ids in _some(shown_offer_ids()):
        services = _with_moments(list(services_of_offers(ids, at=at)))
        yield Kind.SERVICE, services
        parts = [part for fresh, body in services for part in parts_at_places(fresh, body=body)]
        yield Kind.SERVICE_AT_LOCATION, [(part, part.body) for part in parts]


def _with_moments(services: Sequence[Fresh]) -> list[tuple[Fresh, Thing]]:
    """Return services with the moment they were last changed, as it was told."""
    told = dict(
        Record.objects.things(Kind.SERVICE, [fresh.thing_id for fresh in services]).values_list(
            "thing_id", "changed_at"
        )
    )
    return [
        (fresh, {**fresh.body, "last_modified": moment(told[fresh.thing_id])})
        if fresh.is_stamped and fresh.thing_id in told
        else (fresh, fresh.body)
        for fresh in services
    ]


def _extra() -> Iterator[str]:
    """Yield what is published though the register does not show it."""
    for kind in (Kind.SERVICE, Kind.ORGANIZATION):
        for ids in _some(published_ids(kind)):
            yield from (f"{kind} {row_id}" for row_id in left_over(kind, thing_ids=ids))
    services = Record.objects.of_kind(Kind.SERVICE).here().values("thing_id")
    parts = Record.objects.of_kind(Kind.SERVICE_AT_LOCATION).here().exclude(parent_id__in=services)
    yield from (f"{Kind.SERVICE_AT_LOCATION} {thing_id}" for thing_id in parts.values_list("thing_id", flat=True))


def _some(ids: Iterator[UUID]) -> Iterator[list[UUID]]:
    while lot := list(islice(ids, _AT_A_TIME)):
        yield lot
