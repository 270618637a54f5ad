"""An offer's times as a calendar file (RFC 5545) that ordinary calendars accept, with rules and exceptions kept."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import icalendar
from django.utils.translation import gettext

from brobygger.directory.documents import place_label
from brobygger.directory.markdown import to_text
from brobygger.directory.models import Offer
from brobygger.directory.occurrences import is_always_open, occurrences
from brobygger.directory.rows import locations_of, schedules_of
from brobygger.directory.values import ScheduleData

_PRODUCT = "-//Brobygger//Tilbud//DA"
#: A source may say when something begins and not when it ends; an hour keeps the calendar readable.
_USUAL_LENGTH = timedelta(hours=1)


def calendar_file(offer: Offer, *, url: str, at: datetime) -> bytes:
    """Return an offer's (fetched ``for_page``) times as ``.ics``; an empty calendar when it has none to come.

    Each event begins at the next time it happens: a calendar shows an event's first day even outside its rule.
    """
    calendar = icalendar.Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", offer.name)
    for number, schedule in enumerate(schedules_of(offer)):
        event = _event(offer, schedule, number=number, url=url, at=at)
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
    event.add("dtstamp", at.astimezone(UTC))
    event.add("summary", offer.name)
    event.add("url", url)
    event.add("description", _description(offer, schedule, url=url))
    if place := _place(offer, schedule):
        event.add("location", place)
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


def _place(offer: Offer, schedule: ScheduleData) -> str:
    """Return where: the schedule's own place, or the offer's first."""
    places = locations_of(offer)
    return place_label(places[schedule.place or 0]) if places else ""
