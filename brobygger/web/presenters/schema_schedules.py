"""Recurring times in schema.org's words: a rule of RFC 5545 as a Schedule, as far as the words go."""

from datetime import date, datetime, timedelta
from typing import Any

from brobygger.directory.values import ScheduleData

Node = dict[str, Any]
_DAYS = {
    "MO": "Monday",
    "TU": "Tuesday",
    "WE": "Wednesday",
    "TH": "Thursday",
    "FR": "Friday",
    "SA": "Saturday",
    "SU": "Sunday",
}
_PERIODS = {"DAILY": "P{}D", "WEEKLY": "P{}W", "MONTHLY": "P{}M", "YEARLY": "P{}Y"}


def schedule_node(schedule: ScheduleData) -> Node | None:
    """Return a schedule; None for a single day, which is an event and no schedule."""
    rule = dict(part.split("=", 1) for part in schedule.rrule.upper().split(";") if "=" in part)
    period = _PERIODS.get(rule.get("FREQ", ""))
    if period is None:
        return None
    node = {
        "@type": "Schedule",
        "repeatFrequency": period.format(rule.get("INTERVAL", "1")),
        "repeatCount": _number(rule.get("COUNT", "")),
        "byDay": _days(rule.get("BYDAY", "")),
        "byMonthDay": _numbers(rule.get("BYMONTHDAY", "")),
        "byMonth": _numbers(rule.get("BYMONTH", "")),
        "startDate": schedule.starts_on.isoformat(),
        "endDate": schedule.ends_on.isoformat() if schedule.ends_on else "",
        "startTime": schedule.starts_at.isoformat() if schedule.starts_at else "",
        "endTime": _end(schedule),
        "exceptDate": list(schedule.except_on),
        "scheduleTimezone": schedule.timezone,
    }
    return {name: value for name, value in node.items() if value not in (None, "", [])}


def _days(text: str) -> list[str]:
    """Return weekdays; "the second Tuesday" is written as schema.org also takes it: in the calendar's own way."""
    days = [day for day in text.split(",") if day]
    return [f"https://schema.org/{_DAYS[day]}" if day in _DAYS else day for day in days]


def _end(schedule: ScheduleData) -> str:
    if schedule.starts_at is None or not schedule.minutes:
        return ""
    return (datetime.combine(date.min, schedule.starts_at) + timedelta(minutes=schedule.minutes)).time().isoformat()


def _numbers(text: str) -> list[int]:
    return [number for part in text.split(",") if (number := _number(part)) is not None]


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() else None
