"""Offers' times as a calendar file (RFC 5545) that ordinary calendars accept, with rules and exceptions kept."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import icalendar
from django.utils.translation import gettext

from brobygger.directory.documents import place_label
from brobygger.directory.markdown import to_text
from brobygger.directory.models import Offer, PointPrecision, Status
from brobygger.directory.occurrences import is_always_open, occurrences
from brobygger.directory.rows import locations_of, schedules_of
from brobygger.directory.values import ScheduleData

_PRODUCT = "-//Brobygger//Tilbud//DA"
#: A source may say when something begins and not when it ends; an hour keeps the calendar readable.
_USUAL_LENGTH = timedelta(hours=1)
#: How often a calendar that follows along should ask again; offers change by the week.
_ASK_AGAIN = timedelta(hours=12)
#: A revision's number is the minutes since this, so that a later one is always higher.
_FIRST_REVISION = datetime(2020, 1, 1, tzinfo=UTC)


def calendar_file(offer: Offer, *, url: str, at: datetime) -> bytes:
    """Return an offer's (fetched ``for_page``) times as ``.ics``; an empty calendar when it has none to come.

    Each event begins at the next time it happens: a calendar shows an event's first day even outside its rule.
    """
    return calendar_of([offer], name=offer.name, address_of=lambda _offer: url, at=at)


def calendar_of(
    offers: Iterable[Offer], *, name: str, address_of: Callable[[Offer], str], at: datetime, source: str = ""
) -> bytes:
    """Return the times of some offers (fetched ``for_page``) as one calendar; a removed offer's are called off.

    ``source`` is where the calendar can be followed, for those who have the file alone.
    """
    calendar = icalendar.Calendar()
    for key, value in (
        ("prodid", _PRODUCT),
        ("version", "2.0"),
        ("calscale", "GREGORIAN"),
        ("method", "PUBLISH"),
        ("name", name),
        ("x-wr-calname", name),
        ("x-published-ttl", "PT12H"),
    ):
        calendar.add(key, value)
    calendar.add("refresh-interval", _ASK_AGAIN, parameters={"VALUE": "DURATION"})
    if source:
        calendar.add("source", icalendar.vUri(source), parameters={"VALUE": "URI"})
    for offer in offers:
        for number, schedule in enumerate(schedules_of(offer)):
            event = _event(offer, schedule, number=number, url=address_of(offer), at=at)
            if event is not None:
                calendar.add_component(event)
    if calendar.events:
        calendar.add_missing_timezones()
    content: bytes = calendar.to_ical()
    return content


def _event(offer: Offer, schedule: ScheduleData, *, number: int, url: str, at: datetime) -> icalendar.Event | None:
    """Return one schedule as an event, or nothing when it has no next time."""
    if is_always_open(schedule) or not occurrences([schedule], after=at, limit=1):
        return None
    first = occurrences([schedule], after=_beginning(schedule, at=at), limit=1)[0]
    event = icalendar.Event()
    event.add("uid", f"{offer.id}-{number}@brobygger")
    event.add("dtstamp", max(at, offer.changed_at).astimezone(UTC))
    event.add("last-modified", offer.changed_at.astimezone(UTC))
    event.add("sequence", max(int((offer.changed_at - _FIRST_REVISION).total_seconds() // 60), 0))
    event.add("summary", offer.name)
    event.add("url", url)
    event.add("transp", "TRANSPARENT")
    event.add("description", _description(offer, schedule, url=url))
    if offer.status == Status.REMOVED:
        event.add("status", "CANCELLED")
    _add_place(event, offer, schedule)
    if first.is_day_only:
        event.add("dtstart", first.starts_at.date())
    else:
        event.add("dtstart", first.starts_at)
        event.add("dtend", first.ends_at or first.starts_at + _USUAL_LENGTH)
    _add_repeats(event, schedule, from_day=first.starts_at.date())
    return event


def _beginning(schedule: ScheduleData, *, at: datetime) -> datetime:
    """Return from when to look: now, but a rule that counts its times must be given from its own beginning."""
    if "COUNT=" not in schedule.rrule.upper():
        return at
    return datetime.combine(schedule.starts_on, time(), tzinfo=ZoneInfo(schedule.timezone))


def _add_repeats(event: icalendar.Event, schedule: ScheduleData, *, from_day: date) -> None:
    """Add the rule with its end, the days it does not happen and the days it happens besides."""
    if schedule.rrule:
        rule = icalendar.vRecur.from_ical(schedule.rrule)
        if schedule.ends_on and "COUNT" not in rule:
            rule["UNTIL"] = [_until(schedule)]
        event.add("rrule", rule)
    for name, texts in (("exdate", schedule.except_on), ("rdate", schedule.also_on)):
        days = [date.fromisoformat(text) for text in texts]
        moments = [_moment(day, schedule) for day in days if day >= from_day]
        if moments:
            event.add(name, moments, parameters={} if schedule.starts_at else {"VALUE": "DATE"})


def _until(schedule: ScheduleData) -> date:
    """Return the end of a rule: a moment in universal time for times with a clock, else a day."""
    assert schedule.ends_on is not None
    if schedule.starts_at is None:
        return schedule.ends_on
    return datetime.combine(schedule.ends_on, time.max, tzinfo=ZoneInfo(schedule.timezone)).astimezone(UTC)


def _moment(day: date, schedule: ScheduleData) -> date:
    """Return a day at the schedule's clock, or the day alone when the hour is not known."""
    if schedule.starts_at is None:
        return day
    return datetime.combine(day, schedule.starts_at, tzinfo=ZoneInfo(schedule.timezone))


def _description(offer: Offer, schedule: ScheduleData, *, url: str) -> str:
    """Return what a calendar shows inside an event, with the honest word about how sure it is."""
    confirmed = (
        "" if offer.assured_on else gettext("Tiden er ikke bekræftet endnu. Ring eller skriv, før du tager af sted.")
    )
    parts = (offer.summary, to_text(offer.first_visit), schedule.note, confirmed, url)
    return "\n\n".join(part for part in parts if part)


def _add_place(event: icalendar.Event, offer: Offer, schedule: ScheduleData) -> None:
    """Add where: the schedule's own place, or the offer's first; a point only when it is the door itself."""
    places = locations_of(offer)
    if not places:
        return
    place = places[schedule.place or 0]
    if label := place_label(place):
        event.add("location", label)
    if place.point_precision == PointPrecision.ADDRESS:
        event.add("geo", (place.lat, place.lon))
