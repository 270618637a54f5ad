"""Times as HSDS ``schedule``: what the standard can say of a recurrence rule, and the rest in words.

The standard knows weekly and monthly times only, has no months, and no dates that are left out. A rule that needs more
is not bent: its fields are left out, and it stands in ``description``, ``notes`` and (whole) in ``dk_rrule``.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from brobygger.directory.models import Schedule
from brobygger.opendata.mapping.parts import Thing, without_empty

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY_MINUTES = 24 * 60
_PLAIN_DAYS = re.compile(rf"({'|'.join(_DAYS)})(,({'|'.join(_DAYS)}))*")
_COUNTED_DAYS = re.compile(rf"([+-]?[1-5])?({'|'.join(_DAYS)})(,([+-]?[1-5])?({'|'.join(_DAYS)}))*")
_NUMBERS = re.compile(r"-?[0-9]{1,2}(,-?[0-9]{1,2})*")
_UNTIL = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(T[0-9]{6}Z?)?")
#: What a rule may say and still be said by the standard; ``BYWEEKNO`` only as "these weeks of the year".
_SAYABLE = {
    "WEEKLY": frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY"}),
    "MONTHLY": frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTHDAY"}),
    "YEARLY": frozenset({"FREQ", "UNTIL", "WKST", "BYDAY", "BYWEEKNO"}),
    "DAILY": frozenset({"FREQ", "UNTIL", "WKST", "BYDAY"}),
}
_MONTHS = (
    "januar", "februar", "marts", "april", "maj", "juni",
    "juli", "august", "september", "oktober", "november", "december",
)  # fmt: skip


def schedule_of(row: Schedule) -> Thing:
    """Return one time as a HSDS ``schedule``, in the place's own clock."""
    fields = _rule_fields(row)
    return without_empty(
        id=str(row.id),
        valid_from=row.starts_on.isoformat(),
        valid_to=row.ends_on.isoformat() if row.ends_on else None,
        dtstart=row.starts_on.isoformat(),
        timezone=_offset(row) if row.starts_at else None,
        **(fields or {}),
        description=_in_words(row),
        opens_at=_opens(row),
        closes_at=_closes(row),
        notes="" if fields is not None else f"RRULE:{row.rrule}",
        dk_rrule=row.rrule,
        dk_timezone=row.timezone,
        dk_except_on=list(row.except_on),
        dk_also_on=list(row.also_on),
    )


def parts_of(rule: str) -> Mapping[str, str]:
    """Return the parts of a recurrence rule by name, in capitals."""
    pairs = (part.partition("=") for part in rule.strip().upper().removeprefix("RRULE:").split(";") if part)
    return {name.strip(): value.strip() for name, _, value in pairs}


def _rule_fields(row: Schedule) -> Thing | None:
    """Return a rule as the standard's fields, None when they cannot say it."""
    if not row.rrule:
        return {"freq": "WEEKLY", "interval": 1, "count": 1, "byday": _DAYS[row.starts_on.weekday()]}
    parts = parts_of(row.rrule)
    freq = parts.get("FREQ", "")
    if freq not in _SAYABLE or not parts.keys() <= _SAYABLE[freq]:
        return None
    own = _OWN[freq](parts, row.starts_on)
    until = _until(parts, row.ends_on)
    if own is None or until is None:
        return None
    return without_empty(
        freq=own.pop("freq"),
        interval=int(parts.get("INTERVAL", "1")),
        until=until,
        count=int(parts["COUNT"]) if "COUNT" in parts else None,
        wkst=parts.get("WKST"),
        **own,
    )


def _weekly(parts: Mapping[str, str], starts_on: date) -> Thing | None:
    days = parts.get("BYDAY", _DAYS[starts_on.weekday()])
    return {"freq": "WEEKLY", "byday": days} if _PLAIN_DAYS.fullmatch(days) else None


def _daily(parts: Mapping[str, str], starts_on: date) -> Thing | None:
    """Every day is every weekday of every week."""
    return _weekly({"BYDAY": ",".join(_DAYS), **parts}, starts_on)


def _monthly(parts: Mapping[str, str], starts_on: date) -> Thing | None:
    days, numbers = parts.get("BYDAY", ""), parts.get("BYMONTHDAY", "")
    if not days and not numbers:
        numbers = str(starts_on.day)
    is_known = (not days or _COUNTED_DAYS.fullmatch(days)) and (not numbers or _NUMBERS.fullmatch(numbers))
    return without_empty(freq="MONTHLY", byday=days, bymonthday=numbers) if is_known else None


def _weeks_of_the_year(parts: Mapping[str, str], starts_on: date) -> Thing | None:
    """Some weeks of every year: the standard puts the numbers of weeks beside a weekly time."""
    weeks = parts.get("BYWEEKNO", "")
    weekly = _weekly(parts, starts_on)
    return {**weekly, "byweekno": weeks} if weekly and _NUMBERS.fullmatch(weeks) else None


_OWN: Mapping[str, Any] = {
    "WEEKLY": _weekly,
    "DAILY": _daily,
    "MONTHLY": _monthly,
    "YEARLY": _weeks_of_the_year,
}


def _until(parts: Mapping[str, str], ends_on: date | None) -> str | None:
    """Return the last day, whether the rule or the row says it first; empty for no end, None when it makes no sense."""
    said = parts.get("UNTIL", "")
    found = _UNTIL.fullmatch(said)
    if said and not found:
        return None
    own = "-".join(found.groups()[:3]) if found else ""
    ends = ends_on.isoformat() if ends_on else ""
    return min(filter(None, (own, ends)), default="")


def _offset(row: Schedule) -> int | None:
    """Return how many hours the clock is ahead of universal time on the first day: there is no room for summer."""
    try:
        first = datetime.combine(row.starts_on, row.starts_at or datetime.min.time(), tzinfo=ZoneInfo(row.timezone))
    except (ZoneInfoNotFoundError, ValueError):
        return None
    offset = first.utcoffset()
    return int(offset.total_seconds() // 3600) if offset is not None else None


def _opens(row: Schedule) -> str:
    return row.starts_at.strftime("%H:%M") if row.starts_at else ""


def _closes(row: Schedule) -> str:
    """Return the clock it ends; day and night is to the last minute of the day."""
    if row.starts_at is None or not row.minutes:
        return ""
    if row.minutes == _DAY_MINUTES and _opens(row) == "00:00":
        return "23:59"
    return (datetime.combine(row.starts_on, row.starts_at) + timedelta(minutes=row.minutes)).strftime("%H:%M")


def _in_words(row: Schedule) -> str:
    """Return what the fields do not say."""
    said = [row.note.strip().rstrip(".")] if row.note.strip() else []
    if row.starts_at and row.minutes == _DAY_MINUTES:
        said.append("Døgnet rundt")
    if row.except_on:
        said.append(f"Ikke {_dates(row.except_on)}")
    if row.also_on:
        said.append(f"Også {_dates(row.also_on)}")
    if row.starts_at:
        said.append("Klokken er dansk tid hele året" if row.timezone == "Europe/Copenhagen" else row.timezone)
    return " ".join(f"{sentence}." for sentence in dict.fromkeys(said))


def _dates(days: list[str]) -> str:
    return ", ".join(_date(day) for day in days)


def _date(text: str) -> str:
    """Return an ISO date as people say it; what is none is left as it is."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{day.day}. {_MONTHS[day.month - 1]} {day.year}"
