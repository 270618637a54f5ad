"""From HSDS schedules to recurrence rules; what cannot be told as a rule is kept as words."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext

from brobygger.directory.occurrences import EARLIEST, RuleRefused, check_rule
from brobygger.directory.values import ScheduleData
from brobygger.sources.becoming.texts import cut, line_of, number_of

_CLOCK = re.compile(r"^(\d{1,2})[:.](\d{2})")
_DAYS = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"}
_BYDAY = re.compile(r"^[+-]?[1-5]?(MO|TU|WE|TH|FR|SA|SU)$")
_NUMBERS = re.compile(r"^-?\d{1,3}(,-?\d{1,3})*$")


def time_of(schedule: Mapping[str, Any], *, place: int | None, today: date) -> tuple[ScheduleData | None, str]:
    """Return one time, and words for what could not be told as one. ``today`` is when it begins if nobody says."""
    begins = _day(schedule, "dtstart") or _day(schedule, "valid_from")
    ends = _day(schedule, "until") or _day(schedule, "valid_to")
    words = cut(line_of(schedule, "description") or line_of(schedule, "notes"), 200)
    starts_on = max(begins or ends or _some_day(today), EARLIEST)
    rule = _rule(schedule)
    if rule is None or (not rule and begins is None) or (ends is not None and ends < starts_on):
        return None, words
    starts_at, minutes = _clock(schedule)
    return ScheduleData(
        starts_on=starts_on, starts_at=starts_at, minutes=minutes, rrule=rule, ends_on=ends, note=words, place=place
    ), ""


def _some_day(today: date) -> date:
    """Return a day that stays the same from one reading to the next: the first of the year."""
    return today.replace(month=1, day=1)


def _rule(schedule: Mapping[str, Any]) -> str | None:
    """Return the rule; empty for one day alone, None when it cannot be told."""
    freq, byday = line_of(schedule, "freq").upper(), line_of(schedule, "byday").upper().replace(" ", "")
    if not freq and not byday:
        return ""
    days = [part for part in byday.split(",") if part]
    if freq not in {"", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"} or not all(map(_BYDAY.match, days)):
        return None
    freq = freq or ("WEEKLY" if set(days) <= _DAYS else "MONTHLY")
    interval, count = _whole(schedule, "interval"), _whole(schedule, "count")
    month_days = line_of(schedule, "bymonthday").replace(" ", "")
    parts = [f"FREQ={freq}"]
    parts += [f"INTERVAL={interval}"] if interval > 1 else []
    parts += [f"BYDAY={','.join(days)}"] if days else []
    # Days of the month belong to months; a weekly rule with both would be a third thing.
    parts += [f"BYMONTHDAY={month_days}"] if freq == "MONTHLY" and not days and _NUMBERS.match(month_days) else []
    parts += [f"COUNT={count}"] if count and not line_of(schedule, "until") else []
    rule = ";".join(parts)
    try:
        check_rule(rule)
    except RuleRefused:
        return None
    return rule


def _whole(schedule: Mapping[str, Any], name: str) -> int:
    number = number_of(schedule, name)
    return int(number) if number is not None and 0 < number < 1000 else 0


def _clock(schedule: Mapping[str, Any]) -> tuple[time | None, int | None]:
    """Return when it begins, and for how many minutes; it may end after midnight."""
    opens, closes = _time(line_of(schedule, "opens_at")), _time(line_of(schedule, "closes_at"))
    if opens is None:
        return None, None
    if closes is None or closes == opens:
        return opens, None
    moment = datetime.combine(EARLIEST, opens)
    end = datetime.combine(EARLIEST, closes)
    end += timedelta(days=1) if end < moment else timedelta(0)
    return opens, int((end - moment).total_seconds()) // 60 or None


def _time(text: str) -> time | None:
    """Return the clock on the wall; what is said of zones is left out, as all of it is in Denmark."""
    found = _CLOCK.match(text)
    if found is None or int(found[1]) > 24 or int(found[2]) > 59:
        return None
    return time(int(found[1]) % 24, int(found[2]))


def _day(schedule: Mapping[str, Any], name: str) -> date | None:
    try:
        return date.fromisoformat(line_of(schedule, name)[:10])
    except ValueError:
        return None


def without_rule(words: str) -> str:
    """Return the remark about a time that was kept as words."""
    said = words or gettext("uden ord")
    return gettext("En tid kunne ikke læses som regel, så den står som ord: »%(words)s«.") % {"words": cut(said, 80)}
