"""Offers' times as a calendar file (RFC 5545) that ordinary calendars accept, with rules and exceptions kept."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import icalendar
from dateutil import rrule as recurrence
from django.utils.translation import gettext

from brobygger.directory.documents import place_label
from brobygger.directory.markdown import to_text
from brobygger.directory.models import Offer, PointPrecision, Status
from brobygger.directory.occurrences import EARLIEST, HORIZON, Occurrence, is_always_open, occurrences
from brobygger.directory.rows import locations_of, schedules_of
from brobygger.directory.values import ScheduleData

_PRODUCT = "-//Brobygger//Tilbud//DA"
#: A source may say when something begins and not when it ends; an hour keeps the calendar readable.
_USUAL_LENGTH = timedelta(hours=1)
#: Every rule of ours comes round within this.
_LOOK_BACK = timedelta(days=400)
#: How often a calendar that follows along should ask again; offers change by the week.
_ASK_AGAIN = timedelta(hours=12)
#: A revision's number is the minutes since this, so that a later one is always higher.
_FIRST_REVISION = datetime(2020, 1, 1, tzinfo=UTC)


def calendar_file(offer: Offer, *, url: str, at: datetime) -> bytes:
    """Return an offer's (fetched ``for_page``) times as ``.ics``; an empty calendar when it has none to come.

    Each event begins at the next time it happens where it can: a calendar shows an event's first day even outside its
    rule.
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
    """Return one schedule as an event, or nothing when it has no next time.

    What is called off says no more than what was on and when: the rest is no longer anybody's to read.
    """
    coming = () if is_always_open(schedule) else occurrences([schedule], after=at, limit=1)
    if not coming:
        return None
    if _is_rule_over(schedule, at=at):
        schedule = replace(schedule, rrule="", starts_on=coming[0].starts_at.date())
    first = _first(schedule, coming[0], at=at)
    event = icalendar.Event()
    event.add("uid", f"{offer.id}-{number}@brobygger")
    event.add("dtstamp", max(at, offer.changed_at).astimezone(UTC))
    event.add("last-modified", offer.changed_at.astimezone(UTC))
    event.add("sequence", max(int((offer.changed_at - _FIRST_REVISION).total_seconds() // 60), 0))
    event.add("summary", offer.name)
    event.add("url", url)
    event.add("transp", "TRANSPARENT")
    if offer.status == Status.REMOVED:
        event.add("status", "CANCELLED")
    else:
        event.add("description", _description(offer, schedule, url=url))
        _add_place(event, offer, schedule)
    if first.is_day_only:
        event.add("dtstart", first.starts_at.date())
    else:
        event.add("dtstart", first.starts_at)
        event.add("dtend", first.ends_at or first.starts_at + _USUAL_LENGTH)
    _add_repeats(event, schedule, begins_on=first.starts_at.date(), from_day=coming[0].starts_at.date(), at=at)
    return event


def _is_rule_over(schedule: ScheduleData, *, at: datetime) -> bool:
    """Test whether a rule has no more days of its own, so that only days named besides are to come."""
    return not occurrences([replace(schedule, also_on=())], after=at, limit=1)


def _first(schedule: ScheduleData, coming: Occurrence, *, at: datetime) -> Occurrence:
    """Return the time an event begins with: the next one, but with a rule always a day that the rule itself gives.

    A rule that counts its times begins where it began, also when that day is left out: it counts that one too.
    A day named besides that comes before the rule's next has the rule's last before it, as nothing may come first.
    """
    if not schedule.rrule:
        return coming
    if _counts(schedule):
        begins = datetime.combine(max(schedule.starts_on, EARLIEST), time(), tzinfo=ZoneInfo(schedule.timezone))
        return next(iter(occurrences([replace(schedule, also_on=(), except_on=())], after=begins, limit=1)), coming)
    own = replace(schedule, also_on=())
    (following,) = occurrences([own], after=at, limit=1)
    if following.starts_at <= coming.starts_at:
        return following
    before = occurrences([own], after=at - _LOOK_BACK, until=coming.starts_at, limit=_LOOK_BACK.days)
    return before[-1] if before else following


def _counts(schedule: ScheduleData) -> bool:
    """Test whether a rule ends by its number of times and nothing else; with a last day too, it ends by a day."""
    rule = _rule(schedule)
    return "COUNT" in rule and "UNTIL" not in rule and schedule.ends_on is None


def _rule(schedule: ScheduleData) -> icalendar.vRecur:
    """Return the parts of a rule."""
    rule: icalendar.vRecur = icalendar.vRecur.from_ical(_rule_text(schedule))
    return rule


def _rule_text(schedule: ScheduleData) -> str:
    return schedule.rrule.strip().upper().removeprefix("RRULE:")


def _add_repeats(
    event: icalendar.Event, schedule: ScheduleData, *, begins_on: date, from_day: date, at: datetime
) -> None:
    """Add the rule with its end, the days it does not happen and the days it happens besides."""
    if schedule.rrule:
        rule = _rule(schedule)
        if not _counts(schedule) and (last := _last_day(schedule, at=at)):
            rule.pop("COUNT", None)
            rule["UNTIL"] = [_until(last, schedule)]
        event.add("rrule", rule)
    besides = {*_days(schedule.also_on), *(() if schedule.rrule else (schedule.starts_on,))} - {begins_on}
    ends_on = schedule.ends_on or date.max
    for name, days in (
        ("exdate", [day for day in _days(schedule.except_on) if day >= begins_on]),
        ("rdate", [day for day in sorted(besides) if from_day <= day <= ends_on]),
    ):
        if moments := [_moment(day, schedule) for day in days]:
            event.add(name, moments, parameters={} if schedule.starts_at else {"VALUE": "DATE"})


def _days(texts: Iterable[str]) -> Iterator[date]:
    """Yield the ISO dates among some texts."""
    for text in texts:
        with suppress(ValueError):
            yield date.fromisoformat(text)


def _last_day(schedule: ScheduleData, *, at: datetime) -> date | None:
    """Return the last day of a rule, whatever it ends by: the schedule, its own words or its number of times."""
    rule = _rule(schedule)
    count = rule.pop("COUNT", [None])[0]
    own = [moment.date() if isinstance(moment, datetime) else moment for moment in rule.pop("UNTIL", [])]
    ends = [*own, *([schedule.ends_on] if schedule.ends_on else [])]
    if not ends or count is None:
        return min(ends, default=None)
    begins = datetime.combine(max(schedule.starts_on, EARLIEST), time())
    ends.append((at + HORIZON).date())
    endless = [part for part in _rule_text(schedule).split(";") if not part.startswith(("COUNT=", "UNTIL="))]
    counted = recurrence.rrulestr(";".join([*endless, f"UNTIL={min(ends):%Y%m%d}T235959"]), dtstart=begins)
    return max((moment.date() for moment in islice(counted, count)), default=min(ends))


def _until(day: date, schedule: ScheduleData) -> date:
    """Return the end of a rule: a moment in universal time for times with a clock, else a day."""
    if schedule.starts_at is None:
        return day
    return datetime.combine(day, time.max, tzinfo=ZoneInfo(schedule.timezone)).astimezone(UTC)


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
