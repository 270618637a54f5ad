"""When it happens next: pure functions from recurrence rules (RFC 5545) to moments.

A time is kept as people say it ("tirsdag kl. 16" all year round): the rule is walked in wall-clock time without a
zone, and each moment is given its zone afterwards. So summer time moves the moment and never the clock. Work is
bounded: rules that run by the hour or faster are refused, and nothing is looked for beyond two years.
"""

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice, takewhile
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateutil import rrule as recurrence

from brobygger.directory.values import ScheduleData

#: Nobody plans further ahead than this with an offer of today.
HORIZON = timedelta(days=730)
#: Rules that began earlier are walked from here; no register is older.
EARLIEST = date(1990, 1, 1)
#: The longest look back for something that is still going on.
_ONE_DAY = timedelta(days=1)
_DAY_MINUTES = 24 * 60
_FREQUENCIES = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
_STEP_DAYS = {"DAILY": 1, "WEEKLY": 7}
_PARTS = frozenset(
    {
        "FREQ",
        "INTERVAL",
        "COUNT",
        "UNTIL",
        "BYDAY",
        "BYMONTHDAY",
        "BYMONTH",
        "BYWEEKNO",
        "BYYEARDAY",
        "BYSETPOS",
        "WKST",
    }
)


class RuleRefused(ValueError):
    """Reglen for gentagelse kan ikke bruges."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One time it happens. With ``is_day_only`` the day is known and the hour is not (midnight stands in)."""

    starts_at: datetime
    ends_at: datetime | None = None
    is_day_only: bool = False
    note: str = ""
    place: int | None = None


def is_always_open(schedule: ScheduleData) -> bool:
    """Test whether a schedule means "day and night": it has no next time, because it is always now."""
    return schedule.rrule == "FREQ=DAILY" and schedule.minutes == _DAY_MINUTES


#: The same few rules come again and again; what is refused is not remembered.
@lru_cache(maxsize=1024)
def check_rule(text: str) -> None:
    """Raise ``RuleRefused`` unless a rule is one that can be walked: daily or slower, with the common parts only."""
    if text:
        _rule(text, begins=datetime.combine(EARLIEST, time()), until=datetime.combine(EARLIEST, time.max))


def occurrences(
    schedules: Iterable[ScheduleData], *, after: datetime, limit: int, until: datetime | None = None
) -> tuple[Occurrence, ...]:
    """Return the next occurrences of several schedules, earliest first; none that begins after ``until``.

    A day without an hour counts until that day is over. Schedules that are always open, or whose rule or zone
    cannot be used, give nothing.
    """
    walks = [_walk(schedule, after=after) for schedule in schedules if not is_always_open(schedule)]
    found: Iterator[Occurrence] = heapq.merge(*walks, key=_moment)
    if until is not None:
        found = takewhile(lambda occurrence: occurrence.starts_at <= until, found)
    return tuple(islice(found, max(limit, 0)))


def _walk(schedule: ScheduleData, *, after: datetime) -> Iterator[Occurrence]:
    """Yield one schedule's occurrences from a moment on."""
    try:
        zone = ZoneInfo(schedule.timezone)
        local_after = after.astimezone(zone)
        days = _days(schedule, from_day=local_after.date())
    except (RuleRefused, ZoneInfoNotFoundError, OverflowError, ValueError, OSError):
        return
    found = (_at(day, schedule, zone) for day in days)
    is_day_only = schedule.starts_at is None
    yield from (
        occurrence
        for occurrence in found
        if (
            occurrence.starts_at.date() >= local_after.date()
            if is_day_only
            else _moment(occurrence) >= after.astimezone(UTC)
        )
    )


def _moment(occurrence: Occurrence) -> datetime:
    """Return when it begins in universal time: Python compares moments of one zone by their clocks alone."""
    return occurrence.starts_at.astimezone(UTC)


def _at(day: date, schedule: ScheduleData, zone: ZoneInfo) -> Occurrence:
    """Return the occurrence on one day, at the schedule's wall-clock time."""
    starts_at = datetime.combine(day, schedule.starts_at or time(), tzinfo=zone)
    minutes = schedule.minutes if schedule.starts_at is not None else None
    return Occurrence(
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes) if minutes else None,
        is_day_only=schedule.starts_at is None,
        note=schedule.note,
        place=schedule.place,
    )


def _days(schedule: ScheduleData, *, from_day: date) -> list[date]:
    """Return the days it happens, from a day (counting the one before) until the horizon."""
    first = max(from_day - _ONE_DAY, EARLIEST)
    last = min(first + HORIZON, schedule.ends_on or date.max)
    days = set(_rule_days(schedule, first=first, last=last))
    days |= {day for day in _dates(schedule.also_on) if first <= day <= last}
    return sorted(days - _dates(schedule.except_on))


def _rule_days(schedule: ScheduleData, *, first: date, last: date) -> Iterator[date]:
    """Yield the days of the rule itself; without a rule, the one day it is."""
    begins = max(schedule.starts_on, EARLIEST)
    if last < begins:
        return
    if not schedule.rrule:
        if first <= begins:
            yield begins
        return
    yield from _walked(schedule.rrule, _skip(schedule.rrule, begins, first), first, last)


#: Weekly meetings of a whole register walk the same few rules through the same days.
@lru_cache(maxsize=512)
def _walked(text: str, begins_at: datetime, first: date, last: date) -> tuple[date, ...]:
    """Return the days of a rule from its beginning, those between two days."""
    rule, count = _rule(text, begins=begins_at, until=datetime.combine(last, time.max))
    return tuple(day for moment in islice(rule, count) if (day := moment.date()) >= first)


def _skip(text: str, begins: date, first: date) -> datetime:
    """Return a later beginning with the same rhythm, so that an old rule costs no walk (one with COUNT does)."""
    parts = _parse(text)
    interval = int(parts.get("INTERVAL", "1"))
    if "COUNT" in parts or begins >= first:
        return datetime.combine(begins, time())
    if parts["FREQ"] in _STEP_DAYS:
        step = _STEP_DAYS[parts["FREQ"]] * interval
        begins += timedelta(days=step * max((first - begins).days // step - 1, 0))
    elif (begins.month, begins.day) != (2, 29):
        # A number of years is a whole number of months too, and keeps month and day.
        begins = begins.replace(year=begins.year + interval * max((first.year - begins.year) // interval - 1, 0))
    return datetime.combine(begins, time())


def _rule(text: str, *, begins: datetime, until: datetime) -> tuple[recurrence.rrule, int | None]:
    """Return the rule to walk, never beyond ``until``, and how many to take of it; raises ``RuleRefused``."""
    parts = _parse(text)
    own_until = parts.pop("UNTIL", "")
    count = int(parts.pop("COUNT", "0")) or None
    kept = ";".join(f"{name}={value}" for name, value in parts.items())
    try:
        if own_until:
            own_end = date.fromisoformat(f"{own_until[:4]}-{own_until[4:6]}-{own_until[6:8]}")
            until = min(until, datetime.combine(own_end, time.max))
        rule = recurrence.rrulestr(f"{kept};UNTIL={until:%Y%m%dT%H%M%S}", dtstart=begins)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError) as error:
        raise RuleRefused(text) from error
    assert isinstance(rule, recurrence.rrule)
    return rule, count


def _parse(text: str) -> dict[str, str]:
    """Split a rule into its parts; raises ``RuleRefused`` for parts and frequencies we do not walk."""
    pairs = [part.partition("=") for part in text.strip().upper().removeprefix("RRULE:").split(";") if part]
    parts = {name.strip(): value.strip() for name, _, value in pairs}
    is_known = parts.get("FREQ") in _FREQUENCIES and parts.keys() <= _PARTS and len(parts) == len(pairs)
    if not is_known:
        raise RuleRefused(text)
    for name, least in (("INTERVAL", 1), ("COUNT", 1)):
        value = parts.get(name, "1")
        if not (value.isascii() and value.isdigit() and least <= int(value) <= 1000):
            raise RuleRefused(text)
    return parts


def _dates(texts: Iterable[str]) -> set[date]:
    """Return the ISO dates among some texts."""
    days = set()
    for text in texts:
        try:
            days.add(date.fromisoformat(text))
        except ValueError:
            continue
    return days
