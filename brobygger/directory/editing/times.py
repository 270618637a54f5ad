"""Times as people say them ("hver anden tirsdag kl. 14-16"), to and from the register's recurrence rules."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from brobygger.directory.editing.steps import Problem, value_of
from brobygger.directory.occurrences import RuleRefused, check_rule, occurrences
from brobygger.directory.values import ScheduleData

DAYS = (
    ("MO", _("mandag")),
    ("TU", _("tirsdag")),
    ("WE", _("onsdag")),
    ("TH", _("torsdag")),
    ("FR", _("fredag")),
    ("SA", _("lørdag")),
    ("SU", _("søndag")),
)
_CODES = tuple(code for code, _label in DAYS)
REPEATS = (
    ("weekly", _("hver uge")),
    ("fortnightly", _("hver anden uge")),
    ("monthly", _("en gang om måneden")),
    ("once", _("én gang, på en bestemt dag")),
    ("daily", _("hver dag")),
    ("always", _("åbent døgnet rundt")),
)
#: A rule that the questions here cannot say; it came from elsewhere and is kept as it is until somebody removes it.
KEPT = "kept"
NTHS = (
    ("1", _("den første i måneden")),
    ("2", _("den anden i måneden")),
    ("3", _("den tredje i måneden")),
    ("4", _("den fjerde i måneden")),
    ("-1", _("den sidste i måneden")),
)
_WEEKLY = re.compile(r"FREQ=WEEKLY;(?:INTERVAL=(?P<interval>2);)?BYDAY=(?P<days>[A-Z,]+)")
_MONTHLY = re.compile(r"FREQ=MONTHLY;BYDAY=(?P<nth>-1|[1-4])(?P<day>[A-Z]{2})")
_CLOCK = re.compile(r"(?:kl\.?\s*)?(\d{1,2})(?:[.:]?(\d\d))?")
_WRITTEN_DATE = re.compile(r"(\d{1,2})[./-]\s?(\d{1,2})[./ -]\s?(\d{4})")
#: A pause longer than this is an end; ask for a last day instead.
LONGEST_PAUSE = 200
_COPENHAGEN = "Europe/Copenhagen"


def read_clock(text: str) -> time | None:
    """Return a time of day: "19", "19.30", "19:30" and "kl. 19"; None when it is something else."""
    found = _CLOCK.fullmatch(text.strip().lower())
    if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
        return None
    return time(int(found[1]), int(found[2] or 0))


def read_date(text: str) -> date | None:
    """Return a day: "2026-11-22" (as browsers send it) and "22-11-2026", "22/11 2026", "22.11.2026"."""
    try:
        if written := _WRITTEN_DATE.fullmatch(text.strip()):
            return date(int(written[3]), int(written[2]), int(written[1]))
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


class TimeReader:
    """Reads one typed row after another, and gathers what is to be put right."""

    def __init__(self, *, today: date, places: int) -> None:
        self.today = today
        self.places = places
        self.problems: list[Problem] = []

    def read(self, row: Mapping[str, Any], *, number: int, pauses: tuple[str, ...]) -> ScheduleData | None:
        """Return one time, or None when it cannot be read; then ``problems`` says why."""
        before = len(self.problems)
        at = f"times-{number}"
        rule, starts_on = self._rule(row, at)
        begins, minutes = self._hours(row, at)
        last = self._day(row, "last", at)
        if len(self.problems) > before or starts_on is None:
            return None
        schedule = ScheduleData(
            starts_on=starts_on,
            starts_at=begins,
            minutes=minutes,
            rrule=rule,
            ends_on=last,
            timezone=value_of(row, "timezone") or _COPENHAGEN,
            except_on=pauses,
            note=value_of(row, "note"),
            place=self._place(row),
        )
        return schedule if self._comes_true(schedule, at) else None

    def _say(self, field: str, message: str) -> None:
        self.problems.append(Problem(field=field, message=message))

    def _rule(self, row: Mapping[str, Any], at: str) -> tuple[str, date | None]:
        """Return the rule and the first day it counts from."""
        repeat, days = value_of(row, "repeat"), _days_of(row)
        first = self._day(row, "first", at)
        if repeat in {"once", "fortnightly"} and first is None and not value_of(row, "first"):
            self._say(f"{at}-first", gettext("Skriv den første dag, så vi ved, hvilken uge det er."))
        if repeat in {"weekly", "fortnightly", "monthly"} and not days:
            self._say(f"{at}-days", gettext("Vælg mindst én ugedag."))
        if repeat == "monthly" and value_of(row, "nth") not in dict(NTHS):
            self._say(f"{at}-nth", gettext("Vælg, hvilken uge i måneden det er."))
        rules = {
            "weekly": f"FREQ=WEEKLY;BYDAY={','.join(days)}",
            "fortnightly": f"FREQ=WEEKLY;INTERVAL=2;BYDAY={','.join(days)}",
            "monthly": "FREQ=MONTHLY;BYDAY=" + ",".join(f"{value_of(row, 'nth')}{day}" for day in days),
            "daily": "FREQ=DAILY",
            "always": "FREQ=DAILY",
            "once": "",
            KEPT: value_of(row, "rrule"),
        }
        if repeat not in rules:
            self._say(f"{at}-repeat", gettext("Vælg, hvor tit det er."))
        return rules.get(repeat, ""), first or self.today

    def _hours(self, row: Mapping[str, Any], at: str) -> tuple[time | None, int | None]:
        """Return when it begins and how many minutes it lasts; either may be unknown."""
        if value_of(row, "repeat") == "always":
            return time(), 24 * 60
        starts, ends = (self._clock(row, name, at) for name in ("starts", "ends"))
        if starts is None or ends is None:
            if ends is not None:
                self._say(f"{at}-starts", gettext("Skriv også, hvornår det begynder."))
            return starts, None
        minutes = (ends.hour - starts.hour) * 60 + ends.minute - starts.minute
        # Until midnight, or past it: a night café closes the next day.
        return starts, minutes if minutes > 0 else minutes + 24 * 60

    def _clock(self, row: Mapping[str, Any], name: str, at: str) -> time | None:
        typed = value_of(row, name)
        clock = read_clock(typed) if typed else None
        if typed and clock is None:
            self._say(f"{at}-{name}", gettext("Skriv klokken som 14 eller 14.30."))
        return clock

    def _day(self, row: Mapping[str, Any], name: str, at: str) -> date | None:
        typed = value_of(row, name)
        day = read_date(typed) if typed else None
        if typed and day is None:
            self._say(f"{at}-{name}", gettext("Skriv dagen som 24-12-2026."))
        return day

    def _place(self, row: Mapping[str, Any]) -> int | None:
        typed = value_of(row, "place")
        number = int(typed) if typed.isdecimal() else -1
        return number if 0 <= number < self.places else None

    def _comes_true(self, schedule: ScheduleData, at: str) -> bool:
        """Refuse at once what will never happen: a day that has gone, a last day before the first, no such day."""
        if schedule.ends_on and schedule.ends_on < schedule.starts_on:
            self._say(f"{at}-last", gettext("Den sidste dag ligger før den første."))
            return False
        try:
            check_rule(schedule.rrule)
        except RuleRefused:
            self._say(f"{at}-repeat", gettext("Den gentagelse kan vi ikke læse. Vælg en anden."))
            return False
        if schedule.rrule == "FREQ=DAILY" and schedule.minutes == 24 * 60:
            return True
        midnight = datetime.combine(self.today, time(), tzinfo=ZoneInfo(_COPENHAGEN))
        if occurrences([schedule], after=midnight, limit=1):
            return True
        field = "first" if schedule.rrule == "" else "repeat"
        self._say(
            f"{at}-{field}", gettext("Det tidspunkt kommer aldrig. Se på dagene, og om der er en pause hele tiden.")
        )
        return False


def _days_of(row: Mapping[str, Any]) -> list[str]:
    """Return the chosen weekdays in the week's order."""
    chosen = row.get("days", ())
    return [code for code in _CODES if code in chosen]


def read_pauses(rows: Iterable[Mapping[str, Any]]) -> tuple[tuple[str, ...], list[Problem]]:
    """Return every day of some pauses as ISO dates, and what is to be put right."""
    days: set[date] = set()
    problems = []
    for number, row in enumerate(rows):
        begins, ends = (read_date(value_of(row, name)) for name in ("begins", "ends"))
        if begins is None:
            problems.append(Problem(field=f"pauses-{number}-begins", message=gettext("Skriv den første dag i pausen.")))
            continue
        ends = ends or begins
        if not 0 <= (ends - begins).days <= LONGEST_PAUSE:
            message = gettext("En pause slutter efter, den er begyndt, og varer højst et halvt år.")
            problems.append(Problem(field=f"pauses-{number}-ends", message=message))
            continue
        days |= {begins + timedelta(days=n) for n in range((ends - begins).days + 1)}
    return tuple(day.isoformat() for day in sorted(days)), problems


def pause_rows(schedules: Iterable[ScheduleData]) -> list[dict[str, str]]:
    """Return the days on which some times do not happen, as pauses from a day to a day."""
    days = sorted({day for schedule in schedules for text in schedule.except_on if (day := read_date(text))})
    rows: list[dict[str, str]] = []
    for day in days:
        if rows and (day - timedelta(days=1)).isoformat() == rows[-1]["ends"]:
            rows[-1]["ends"] = day.isoformat()
        else:
            rows.append({"begins": day.isoformat(), "ends": day.isoformat()})
    return rows


def time_row(schedule: ScheduleData) -> dict[str, Any]:
    """Return one time as it would be typed."""
    row: dict[str, Any] = {
        "first": schedule.starts_on.isoformat(),
        "starts": f"{schedule.starts_at:%H:%M}" if schedule.starts_at else "",
        "ends": _end_of(schedule),
        "last": schedule.ends_on.isoformat() if schedule.ends_on else "",
        "place": "" if schedule.place is None else str(schedule.place),
        "note": schedule.note,
        "days": [],
    }
    if schedule.timezone != _COPENHAGEN:
        row["timezone"] = schedule.timezone
    return row | _repeat_of(schedule)


def _end_of(schedule: ScheduleData) -> str:
    """Return when a time ends, as a clock."""
    if schedule.starts_at is None or schedule.minutes is None:
        return ""
    # A day is as good as any: only the clock is asked for.
    return f"{datetime.combine(date(2000, 1, 1), schedule.starts_at) + timedelta(minutes=schedule.minutes):%H:%M}"


def _repeat_of(schedule: ScheduleData) -> dict[str, Any]:
    """Return how often, in the words of the questions; a rule they cannot say is kept."""
    rule = schedule.rrule
    if weekly := _WEEKLY.fullmatch(rule):
        return {"repeat": "fortnightly" if weekly["interval"] else "weekly", "days": weekly["days"].split(",")}
    if monthly := _MONTHLY.fullmatch(rule):
        return {"repeat": "monthly", "nth": monthly["nth"], "days": [monthly["day"]]}
    if rule == "FREQ=DAILY":
        return {"repeat": "always" if schedule.minutes == 24 * 60 else "daily"}
    return {"repeat": KEPT, "rrule": rule} if rule else {"repeat": "once"}


def with_extra_days(schedule: ScheduleData, before: Iterable[ScheduleData]) -> ScheduleData:
    """Return a time with the extra days it had before: nothing here asks for them, so nothing here removes them."""
    same = (
        old
        for old in before
        if (old.rrule, old.starts_on, old.place) == (schedule.rrule, schedule.starts_on, schedule.place)
    )
    found = next(same, None)
    return replace(schedule, also_on=found.also_on) if found else schedule
