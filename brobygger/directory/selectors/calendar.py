"""Reads for the calendar: what happens near you in the days to come."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from brobygger.directory.documents import place_label
from brobygger.directory.models import Offer
from brobygger.directory.occurrences import Occurrence, occurrences
from brobygger.directory.rows import locations_of, schedules_of

#: A daily offer happens seven times in a week; more than this of one offer would hide the others.
_MOST_OF_ONE = 31


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One time one offer happens. With ``is_day_only`` the day is known and the hour is not."""

    starts_at: datetime
    ends_at: datetime | None
    is_day_only: bool
    offer_key: str
    name: str
    organisation_name: str
    place: str
    is_free: bool | None
    is_confirmed: bool


def calendar(
    *, municipality_codes: Collection[str], since: datetime, until: datetime, at: datetime, asked_from: str = ""
) -> tuple[Happening, ...]:
    """Return what happens in or for some municipalities between two moments, earliest first. A fixed number of queries.

    What has begun before ``at`` is over, except where only the day is known. ``asked_from`` is the municipality the
    person is in: what it does not show is left out.
    """
    offers = (
        Offer.objects.published()
        .in_or_for(municipality_codes)
        .shown_in(asked_from)
        .exclude(schedules=None)
        .select_related("organisation")
        .prefetch_related("schedules", "at_locations__location__postcode", "at_locations__location__municipality")
    )
    happenings = [
        _happening(offer, occurrence)
        for offer in offers
        for occurrence in occurrences(schedules_of(offer), after=max(since, at), limit=_MOST_OF_ONE)
        if occurrence.starts_at <= until
    ]
    return tuple(sorted(happenings, key=lambda found: (found.starts_at, found.name, found.offer_key)))


def _happening(offer: Offer, occurrence: Occurrence) -> Happening:
    """Return one occurrence as the calendar shows it."""
    places = locations_of(offer)
    number = occurrence.place or 0
    return Happening(
        starts_at=occurrence.starts_at,
        ends_at=occurrence.ends_at,
        is_day_only=occurrence.is_day_only,
        offer_key=offer.key,
        name=offer.name,
        organisation_name=offer.organisation.name,
        place=place_label(places[number]) if places else "",
        is_free=offer.is_free,
        is_confirmed=offer.assured_on is not None,
    )
