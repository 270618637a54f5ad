"""What the directory hands to the search: one frozen document for each shown offer."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from brobygger.directory.markdown import to_text
from brobygger.directory.models import Check, Location, Offer
from brobygger.directory.models.checks import TO_CALL
from brobygger.directory.occurrences import Occurrence, is_always_open, occurrences
from brobygger.directory.rows import capacity_of, locations_of, schedules_of
from brobygger.directory.values import ScheduleData
from brobygger.organisations.models import Kind
from brobygger.search.documents import Document, Spot

#: Half a year of weekly meetings; further ahead nobody chooses by date.
UPCOMING_LIMIT = 26
UPCOMING_WITHIN = timedelta(days=180)
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_PARTS = ("morning", "afternoon", "evening")
#: The hour each part of the day ends.
_NOON, _FIVE = 12, 17
#: What a source without clock times may still say.
_SPOKEN_PARTS = {"formiddag": "morning", "eftermiddag": "afternoon", "aften": "evening", "nat": "evening"}
#: What a document says just as the row does.
_AS_STORED = (
    "age_min", "age_max", "gender", "is_national", "is_free", "is_referral_free", "signup", "needs_sobriety",
    "is_companion_possible", "schedule_note", "assured_on", "source_year",
)  # fmt: skip


def fresh_document(*, offer_id: UUID, at: datetime) -> Document:
    """Return the document of an offer as its rows are now."""
    return document_for(Offer.objects.for_search().get(id=offer_id), at=at)


def document_for(offer: Offer, *, at: datetime) -> Document:
    """Return an offer (fetched ``for_search``) as the search wants it, with its next times as seen at a moment."""
    places = locations_of(offer)
    organisation = offer.organisation
    return Document(
        id=offer.id,
        kind="offer",
        key=offer.key,
        title=offer.name,
        summary=offer.summary,
        body=" ".join(part for part in (to_text(offer.description), offer.first_visit, offer.practical_help) if part),
        audience=offer.audience,
        words=tuple(dict.fromkeys(_words(offer, places))),
        owner_id=organisation.id,
        owner_key=organisation.key,
        owner_name=organisation.name,
        owner_kind=organisation.kind,
        concepts=tuple(sorted(concept.key for concept in offer.concepts.all())),
        roles=tuple(offer.roles),
        delivery=tuple(offer.delivery),
        languages=tuple(offer.languages),
        accessibility=tuple(offer.accessibility),
        municipality_codes=_municipality_codes(offer, places),
        hidden_in=_hidden_in(offer),
        region_codes=tuple(sorted(region.code for region in offer.served_regions.all())),
        area_names=tuple(_area_names(offer)),
        spots=tuple(spot for place in places if (spot := _spot(place))),
        **{name: getattr(offer, name) for name in _AS_STORED},
        is_unanswered=is_unanswered(offer),
        **_room(offer, at=at),
        **_times(offer, at=at),
    )


def is_unanswered(offer: Offer) -> bool:
    """Test whether those behind an offer were asked three times whether it is still right, and nobody answered."""
    check: Check | None = getattr(offer, "check_row", None)
    return check is not None and check.stage in TO_CALL


def _room(offer: Offer, *, at: datetime) -> dict[str, Any]:
    """Return whether there is room, while the answer counts."""
    capacity = capacity_of(offer)
    if capacity is None or capacity.expires_at <= at:
        return {}
    return {
        "capacity": capacity.status,
        "capacity_wait_weeks": capacity.wait_weeks,
        "capacity_expires_at": capacity.expires_at,
    }


def _times(offer: Offer, *, at: datetime) -> dict[str, Any]:
    """Return the slots of the week and the next moments."""
    schedules = schedules_of(offer)
    coming = occurrences(schedules, after=at, limit=4 * UPCOMING_LIMIT, until=at + UPCOMING_WITHIN)
    return {"weekly": weekly_slots(schedules, coming), "upcoming": _upcoming(coming)}


def weekly_slots(schedules: Iterable[ScheduleData], coming: Iterable[Occurrence]) -> tuple[str, ...]:
    """Return the slots something happens in, such as ``tue-evening``; all of a day when the hour is not known."""
    if any(is_always_open(schedule) for schedule in schedules):
        return tuple(f"{day}-{part}" for day in _DAYS for part in _PARTS)
    slots = {slot for occurrence in coming for slot in _slots(occurrence)}
    return tuple(sorted(slots, key=lambda slot: (_DAYS.index(slot[:3]), slot)))


def place_label(place: Location) -> str:
    """Return a place as a line: "Café Stevnen, Store Heddinge, 4660 Store Heddinge"."""
    town = str(place.postcode or place.municipality or "")
    return ", ".join(part for part in (place.name, place.address, town) if part)


def _upcoming(coming: Iterable[Occurrence]) -> tuple[datetime, ...]:
    """Return the next moments; a day without an hour is not a moment, and is told in words instead."""
    return tuple(occurrence.starts_at for occurrence in coming if not occurrence.is_day_only)[:UPCOMING_LIMIT]


def _slots(occurrence: Occurrence) -> Iterator[str]:
    """Yield every slot one occurrence touches."""
    day = _DAYS[occurrence.starts_at.weekday()]
    if occurrence.is_day_only:
        spoken = [part for word, part in _SPOKEN_PARTS.items() if word in occurrence.note.lower().split()]
        yield from (f"{day}-{part}" for part in spoken or _PARTS)
        return
    starts_at, ends_at = occurrence.starts_at, occurrence.ends_at
    first = starts_at.hour
    last = (ends_at - timedelta(minutes=1)).hour if ends_at and ends_at.date() == starts_at.date() else first
    for part, begins, ends in zip(_PARTS, (0, _NOON, _FIVE), (_NOON, _FIVE, 24), strict=True):
        if first < ends and last >= begins:
            yield f"{day}-{part}"


def _words(offer: Offer, places: Iterable[Location]) -> Iterator[str]:
    """Yield what else people search with: the source's own words, names of places, what sort of body it is."""
    yield from offer.tags
    yield str(Kind(offer.organisation.kind).label)
    yield from (municipality.name for municipality in offer.served_municipalities.all())
    yield from (region.name for region in offer.served_regions.all())
    for place in places:
        yield from filter(None, (place.name, place.address, place.postcode.name if place.postcode else ""))
    yield from (criterion.text for criterion in offer.criteria.all())


def _municipality_codes(offer: Offer, places: Iterable[Location]) -> tuple[str, ...]:
    """Return the municipalities an offer is for or in; a national one is for all, so none are named."""
    if offer.is_national:
        return ()
    codes = {municipality.code for municipality in offer.served_municipalities.all()}
    return tuple(sorted(codes | {place.municipality_id for place in places if place.municipality_id}))


def _hidden_in(offer: Offer) -> tuple[str, ...]:
    """Return the municipalities that have chosen not to show an offer, or have not looked at it yet."""
    return tuple(sorted(row.municipality_id for row in offer.local_visibility.all() if not row.is_shown))


def _area_names(offer: Offer) -> Iterator[str]:
    """Yield what the regions and municipalities are called that an offer comes to."""
    yield from sorted(region.name for region in offer.served_regions.all())
    yield from sorted(f"{municipality.name} Kommune" for municipality in offer.served_municipalities.all())


def _spot(place: Location) -> Spot | None:
    """Return a place with a point as a spot on the map."""
    if place.lat is None or place.lon is None:
        return None
    return Spot(
        lat=place.lat,
        lon=place.lon,
        precision=place.point_precision,
        label=place_label(place),
        municipality_code=place.municipality_id or "",
        postcode=place.postcode_id or "",
    )
