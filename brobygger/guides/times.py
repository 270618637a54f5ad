"""When an offer is, on paper: every time that is still to come, in words that stay true when the paper is old."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext

from brobygger.directory.occurrences import Occurrence, occurrences
from brobygger.directory.values import ScheduleData
from brobygger.web.presenters.times import day_text, hours_text

#: Dates that do not follow a pattern are soon over; a few show what it is like.
_DATES_SHOWN = 3
#: Words that name days without naming a weekday.
_OTHER_DAYS = re.compile(
    r"\b(?:hverdag|daglig|hver dag|alle dage|alle ugens dage"
    r"|\d{1,2}\. (?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec))",
    re.IGNORECASE,
)


def times_texts(schedules: Iterable[ScheduleData], *, said: str, at: datetime) -> tuple[str, ...]:
    """Return the times to print; ``said`` is what the organisation says of them all, enough where it says it all."""
    coming = [schedule for schedule in schedules if occurrences([schedule], after=at, limit=1)]
    if said and all(_is_said(schedule, said) for schedule in coming):
        return (said,)
    own_words = [schedule.note for schedule in coming if _is_said(schedule, schedule.note)]
    rest = [schedule for schedule in coming if not _is_said(schedule, schedule.note)]
    weekly = {schedule: text for schedule in rest if (text := _lasting(schedule, at=at))}
    dated = [schedule for schedule in rest if schedule not in weekly]
    texts = (
        *map(capfirst, own_words),
        *(_noted(text, schedule.note) for schedule, text in weekly.items()),
        *_dates(dated, at=at),
        said,
    )
    return tuple(dict.fromkeys(filter(None, texts)))


def _is_said(schedule: ScheduleData, words: str) -> bool:
    """Test whether some words say a time by themselves: on which days, and from what hour when that is known."""
    if schedule.starts_at is not None:
        minute = f"[.:]{schedule.starts_at.minute:02}" if schedule.starts_at.minute else ""
        if not re.search(rf"(?<!\d)(?<!\d[.:])0?{schedule.starts_at.hour}{minute}(?!\d)", words):
            return False
    if _OTHER_DAYS.search(words):
        return True
    lower, names = words.lower(), _weekday_names()
    days = [names[code] for code in re.findall("MO|TU|WE|TH|FR|SA|SU", _parts(schedule).get("BYDAY", ""))]
    # "tirsdag-torsdag" names the first and the last of its days alone.
    return all(day in lower for day in (days[0], days[-1])) if days else any(name in lower for name in names.values())


def _lasting(schedule: ScheduleData, *, at: datetime) -> str:
    """Say a time that is the same every week; empty when it is not, and when it is soon over."""
    is_soon_over = len(occurrences([schedule], after=at, limit=_DATES_SHOWN + 1)) <= _DATES_SHOWN
    return "" if is_soon_over else _weekly(schedule)


def _weekly(schedule: ScheduleData) -> str:
    """Say a time that is the same every week; empty when it is not."""
    rule = _parts(schedule)
    days = rule.pop("BYDAY", "").split(",")
    names = _weekday_names()
    if rule != {"FREQ": "WEEKLY"} or not set(days) <= names.keys() or schedule.starts_at is None:
        return ""
    said = ", ".join(names[day] for day in days)
    clock = f"{schedule.starts_at:%H.%M}"
    if schedule.minutes:
        ends = schedule.starts_at.hour * 60 + schedule.starts_at.minute + schedule.minutes
        clock = f"{clock}-{ends // 60 % 24:02}.{ends % 60:02}"
    return gettext("Hver %(days)s kl. %(clock)s") % {"days": said, "clock": clock}


def _parts(schedule: ScheduleData) -> dict[str, str]:
    """Return the parts of a rule by name."""
    return dict(part.split("=", 1) for part in schedule.rrule.split(";") if "=" in part)


def _dates(schedules: Iterable[ScheduleData], *, at: datetime) -> Iterator[str]:
    """Say the next dates: a few of each rule, and a few of those that are no more than a date."""
    rows = list(schedules)
    groups = [[row for row in rows if not row.rrule], *([row] for row in rows if row.rrule)]
    found = {date for group in groups for date in occurrences(group, after=at, limit=_DATES_SHOWN)}
    for occurrence in sorted(found, key=lambda occurrence: occurrence.starts_at):
        yield _noted(_date_text(occurrence), occurrence.note)


def _noted(text: str, note: str) -> str:
    """Add what is said of one time, in brackets."""
    return f"{text} ({note.strip().rstrip('.')})" if note.strip() else text


def _date_text(occurrence: Occurrence) -> str:
    """Say one date in full: on paper there is no "i morgen"."""
    day = day_text(localtime(occurrence.starts_at).date())
    return day if occurrence.is_day_only else f"{day} {hours_text(occurrence.starts_at, occurrence.ends_at)}"


def _weekday_names() -> dict[str, str]:
    return {
        "MO": gettext("mandag"),
        "TU": gettext("tirsdag"),
        "WE": gettext("onsdag"),
        "TH": gettext("torsdag"),
        "FR": gettext("fredag"),
        "SA": gettext("lørdag"),
        "SU": gettext("søndag"),
    }
