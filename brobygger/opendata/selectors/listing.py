"""Lists of what is published: which numbers answer a question, and the texts of some of them.

The sorted numbers of a question are kept in this process for as long as nothing is published, so that the nine
hundredth page costs what the first does, and counting costs nothing.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from math import cos, radians
from uuid import UUID

import numpy as np
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from numpy.typing import NDArray

from brobygger.opendata.models import Area, Head, Kind, Place, Record, RecordQuerySet, Term, Time
from brobygger.places.distance import distances_km

Numbers = NDArray[np.int64]

#: A tombstone keeps its place in lists from one turn of the day to the next but one: between 24 and 48 hours. All
#: processes let go of them at the same moment, so that one page and the next are pages of the same list.
TURN_OF_THE_DAY = time(3, 0, tzinfo=UTC)
#: 100,000 numbers are 0.8 MB; what was asked for longest ago goes first.
MOST_LISTS, MOST_NUMBERS = 256, 4_000_000
_AT_A_TIME = 500
#: What is read of each thing in a list beside its text; each column more is a twentieth of the time of a page.
_READ = ("number", "kind", "thing_id", "sequence", "changed_at", "gone_at")
_KM_IN_A_DEGREE = 111.19


class Form(StrEnum):
    """How much of each thing is wanted; the names of the columns it is read from."""

    BRIEF = "brief"
    FULL = "full"
    MINIMAL = "minimal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A point and how far from it, in metres."""

    lat: float
    lon: float
    within_m: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a list is to hold; everything given must be true of a thing. Words are folded (``opendata.folding``)."""

    kind: Kind
    words: tuple[str, ...] = ()
    term_ids: tuple[UUID, ...] = ()
    taxonomy_id: UUID | None = None
    organization_id: UUID | None = None
    parent_id: UUID | None = None
    is_top: bool = False
    modified_after: datetime | None = None
    municipality_code: str = ""
    near: Point | None = None
    minimum_age: float | None = None
    maximum_age: float | None = None
    day: str = ""
    opens_from: time | None = None
    closes_until: time | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """How far the register has come: nothing that is published has changed for as long as it is the same.

    Nor has any list.
    """

    sequence: int = 0
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The places of a list in order, and how many of them hold something."""

    numbers: Numbers
    here: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOfRecords:
    """One page: what is on it, and how large the whole is."""

    number: int
    total_items: int
    total_pages: int
    records: Sequence[Record]

    @property
    def is_beyond(self) -> bool:
        """Whether there is no such page."""
        return self.number > self.total_pages


def revision() -> Revision:
    """Return how far the register has come. One query.

    The head is ahead of the last record when something is found from elsewhere than before, but is the same.
    """
    head = Subquery(Head.objects.values("sequence")[:1])
    last = Record.objects.order_by("-sequence").values_list("sequence", "changed_at", head).first()
    return Revision(sequence=max(last[0], last[2] or 0), changed_at=last[1]) if last else Revision()


def tombstones_since(at: datetime) -> datetime:
    """Return since when those that are gone keep their place in lists."""
    turn = datetime.combine(at.astimezone(UTC).date(), TURN_OF_THE_DAY)
    return turn - timedelta(days=1 if turn <= at else 2)


def page_of(*, wanted: Wanted, number: int, size: int, at: datetime, form: Form = Form.BRIEF) -> PageOfRecords:
    """Return one page of a list, counted from 1. A thing that has just gone leaves its place on its page empty."""
    listing = listing_of(wanted=wanted, at=at)
    places = listing.numbers[(number - 1) * size : number * size]
    return PageOfRecords(
        number=number,
        total_items=listing.here,
        total_pages=-(-len(listing.numbers) // size),
        records=_read(places, form),
    )


def stream(*, wanted: Wanted, at: datetime, form: Form = Form.FULL) -> Iterator[Record]:
    """Give everything a list holds, in order, some at a time: in as much memory for a hundred as for a million."""
    return _read_all(listing_of(wanted=wanted, at=at).numbers, form)


def one(*, kind: Kind, thing_id: UUID) -> Record | None:
    """Return a thing, or the tombstone of one that is gone; None when there never was one."""
    return Record.objects.one(kind, thing_id).first()


def services_of(*, organization_ids: Sequence[UUID], form: Form = Form.FULL) -> Mapping[UUID | None, list[str]]:
    """Return the texts of the services of some organisations."""
    found: dict[UUID | None, list[str]] = {organization_id: [] for organization_id in organization_ids}
    rows = Record.objects.of_kind(Kind.SERVICE).here().filter(organization_id__in=found).order_by("number")
    for organization_id, text in rows.values_list("organization_id", str(form)):
        found[organization_id].append(text)
    return found


def changes(*, after: int, limit: int) -> list[Record]:
    """Return what changed after a point in the feed of changes, tombstones too, oldest change first."""
    return list(Record.objects.after(after).defer("brief", "folded")[:limit])


def listing_of(*, wanted: Wanted, at: datetime) -> Listing:
    """Return the places of a list; from memory when nothing has been published since it was last asked for."""
    since = tombstones_since(at)
    key = (revision(), since, wanted)
    known = _MEMORY.get(key)
    if known is None:
        known = _find(wanted, since=since)
        _MEMORY.put(key, known)
    return known


def _read(places: Numbers, form: Form) -> list[Record]:
    """Return the things in some places, in order, with no more text than is wanted."""
    texts = () if form is Form.MINIMAL else (form.value,)
    rows = Record.objects.here().filter(number__in=places.tolist()).order_by("number")
    return list(rows.only(*_READ, *texts))


def _read_all(places: Numbers, form: Form) -> Iterator[Record]:
    for start in range(0, len(places), _AT_A_TIME):
        yield from _read(places[start : start + _AT_A_TIME], form)


def _find(wanted: Wanted, *, since: datetime) -> Listing:
    rows = _asked(wanted)
    here = np.fromiter(rows.here().values_list("number", flat=True).iterator(10_000), dtype=np.int64)
    gone = np.fromiter(rows.filter(gone_at__gt=since).values_list("number", flat=True), dtype=np.int64)
    if wanted.near:
        near = _near(wanted.kind, wanted.near)
        here, gone = np.intersect1d(here, near), np.intersect1d(gone, near)
    numbers = np.concatenate([here, gone])
    numbers.sort()
    return Listing(numbers=numbers, here=len(here))


def _asked(wanted: Wanted) -> RecordQuerySet:
    """Return the rows that answer everything but the distance."""
    rows = Record.objects.of_kind(wanted.kind)
    for word in wanted.words:
        rows = rows.filter(folded__contains=word)
    for term_id in wanted.term_ids:
        rows = rows.filter(pk__in=Term.objects.filter(term_id=term_id).values("record_id"))
    if wanted.taxonomy_id:
        rows = rows.filter(_of_taxonomy(wanted.kind, wanted.taxonomy_id))
    if wanted.modified_after:
        rows = rows.filter(changed_at__gte=wanted.modified_after)
    if wanted.municipality_code:
        rows = rows.filter(_covers(wanted.municipality_code))
    if wanted.day or wanted.opens_from or wanted.closes_until:
        rows = rows.filter(pk__in=_times(wanted).values("record_id"))
    same = {"organization_id": wanted.organization_id, "parent_id": wanted.parent_id}
    rows = rows.filter(**{name: value for name, value in same.items() if value is not None})
    ages = {"age_min__gte": wanted.minimum_age, "age_max__lte": wanted.maximum_age}
    rows = rows.filter(**{name: value for name, value in ages.items() if value is not None})
    return rows.filter(parent_id=None) if wanted.is_top else rows


def _of_taxonomy(kind: Kind, taxonomy_id: UUID) -> Q:
    """A term is in a taxonomy; everything else carries a term that is."""
    if kind is Kind.TAXONOMY_TERM:
        return Q(taxonomy_id=taxonomy_id)
    return Q(pk__in=Term.objects.filter(taxonomy_id=taxonomy_id).values("record_id"))


def _covers(municipality_code: str) -> Q:
    """For the municipality, for the whole country, or without any area said."""
    areas = Area.objects.filter(record=OuterRef("pk"))
    return Q(Exists(areas.filter(municipality_code__in=["", municipality_code]))) | ~Q(Exists(areas))


def _times(wanted: Wanted) -> QuerySet[Time]:
    """One and the same time must be on the day and within the hours."""
    asked = {"day": wanted.day or None, "opens__gte": wanted.opens_from, "closes__lte": wanted.closes_until}
    return Time.objects.filter(**{name: value for name, value in asked.items() if value is not None})


def _near(kind: Kind, near: Point) -> Numbers:
    """Return the numbers of things within a distance: a box first, which the index answers, then the circle."""
    lat_reach = near.within_m / 1000 / _KM_IN_A_DEGREE + 0.001
    lon_reach = lat_reach / cos(radians(min(abs(near.lat) + lat_reach, 89)))
    rows = Place.objects.filter(
        lat__range=(near.lat - lat_reach, near.lat + lat_reach),
        lon__range=(near.lon - lon_reach, near.lon + lon_reach),
        record__kind=kind,
    )
    points = list(rows.values_list("record_id", "lat", "lon"))
    numbers = np.array([number for number, _lat, _lon in points], dtype=np.int64)
    lats, lons = [lat for _number, lat, _lon in points], [lon for _number, _lat, lon in points]
    is_near = distances_km(near, lats=lats, lons=lons) * 1000 <= near.within_m
    return np.unique(numbers[is_near])


class _Memory:
    """Lists asked for lately, in this process."""

    def __init__(self) -> None:
        self._lists: OrderedDict[object, Listing] = OrderedDict()
        self._numbers = 0
        self._lock = threading.Lock()

    def get(self, key: object) -> Listing | None:
        with self._lock:
            if key in self._lists:
                self._lists.move_to_end(key)
            return self._lists.get(key)

    def put(self, key: object, listing: Listing) -> None:
        with self._lock:
            if key not in self._lists:
                self._lists[key] = listing
                self._numbers += len(listing.numbers)
            while len(self._lists) > MOST_LISTS or self._numbers > MOST_NUMBERS:
                _oldest, dropped = self._lists.popitem(last=False)
                self._numbers -= len(dropped.numbers)

    def clear(self) -> None:
        with self._lock:
            self._lists.clear()
            self._numbers = 0


_MEMORY = _Memory()


def forget_lists() -> None:
    """Forget every list: tests put the database back behind our back, and the sequence with it."""
    _MEMORY.clear()
