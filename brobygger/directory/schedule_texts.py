"""From a time in words to a structured time, only where the words can mean one thing.

"Tirsdag kl. 16-18, onsdag kl. 18-20" becomes two weekly times; "hver anden torsdag" does not, because nobody can
tell which Thursday comes first. What is not understood stays as words: nothing is guessed and nothing is lost.
"""

import re
from dataclasses import replace
from datetime import date, time

from brobygger.directory.values import ScheduleData

_DAY_NAMES = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_ALWAYS = frozenset({"døgnåbent", "døgnet rundt", "åbent døgnet rundt"})
_EVERY_DAY = frozenset({"hver dag", "dagligt", "alle ugens dage"})
_WEEKDAYS = frozenset({"hverdage", "hver hverdag", "alle hverdage"})
_ORDINALS = {"første": 1, "1.": 1, "anden": 2, "2.": 2, "tredje": 3, "3.": 3, "fjerde": 4, "4.": 4, "sidste": -1}
_MONTHS = (
    "januar", "februar", "marts", "april", "maj", "juni",
    "juli", "august", "september", "oktober", "november", "december",
)  # fmt: skip
#: ISO weeks 1-53: week 53 is odd and so is week 1 after it, which "hver anden uge" could not say.
_PARITY = {
    "lige": ",".join(str(week) for week in range(2, 53, 2)),
    "ulige": ",".join(str(week) for week in range(1, 54, 2)),
}
_DAY = "|".join(_DAY_NAMES)
_CLOCK = re.compile(r"^(.*?)\s*\b(?:fra )?kl\. ?(\d{1,2})(?:\.(\d\d))?(?: ?[-–] ?(\d{1,2})(?:\.(\d\d))?)?$")
_DAY_LIST = re.compile(rf"^(?:{_DAY})(?: og (?:{_DAY}))*$")
_DAY_RANGE = re.compile(rf"^({_DAY}) ?[-–] ?({_DAY})$")
_PART_OF_DAY = re.compile(r"^(.*\S) (formiddag|eftermiddag|aften)$")
_WEEKS = re.compile(rf"^({_DAY})(?: (aften|formiddag|eftermiddag))? i (lige|ulige) uger$")
_ORDINAL = "|".join(re.escape(word) for word in _ORDINALS)
_IN_MONTH = re.compile(rf"^((?:{_ORDINAL})(?: og (?:{_ORDINAL}))*) ({_DAY}) i måneden$")
_NOT_MONTH = re.compile(rf"^(.*), ikke ({'|'.join(_MONTHS)})$")
_ONE_DATE = re.compile(rf"^(\d{{1,2}})\. ({'|'.join(_MONTHS)})$")


def schedules_from(text: str, *, starts_on: date) -> tuple[ScheduleData, ...]:
    """Return the times a text says, or nothing when any part of it could mean something else."""
    plain = " ".join(text.lower().split()).rstrip(".")
    if plain in _ALWAYS:
        return (ScheduleData(starts_on=starts_on, starts_at=time(), minutes=24 * 60, rrule="FREQ=DAILY", note=text),)
    months = ""
    if outside := _NOT_MONTH.match(plain):
        plain = outside.group(1)
        months = ",".join(str(n) for n, name in enumerate(_MONTHS, start=1) if name != outside.group(2))
    found: list[ScheduleData] = []
    for part in _parts(plain):
        if (one := _one(part, starts_on=starts_on)) is None:
            return ()
        found.append(replace(one, rrule=f"{one.rrule};BYMONTH={months}") if months else one)
    return tuple(found)


def _parts(plain: str) -> list[str]:
    """Split where a new day with its own clock begins: after a comma, or "og" between a clock and a day."""
    return re.split(rf", (?=(?:{_DAY})\b)|(?<=\d) og (?=(?:{_DAY})\b)", plain)


def _one(part: str, *, starts_on: date) -> ScheduleData | None:
    """Read one time: its days, then perhaps its clock."""
    starts_at: time | None = None
    minutes: int | None = None
    spoken = part
    if clock := _CLOCK.match(part):
        days, hour, minute, end_hour, end_minute = clock.groups()
        try:
            starts_at = time(int(hour), int(minute or 0))
            minutes = _minutes(starts_at, end_hour, end_minute) if end_hour else None
        except ValueError:
            return None
        part = days
    if one_date := _ONE_DATE.match(part):
        month = _MONTHS.index(one_date.group(2)) + 1
        rule = f"FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={int(one_date.group(1))}"
    elif not (rule := _rule(part, has_clock=starts_at is not None)):
        return None
    return ScheduleData(starts_on=starts_on, starts_at=starts_at, minutes=minutes, rrule=rule, note=spoken)


def _minutes(starts_at: time, end_hour: str, end_minute: str | None) -> int:
    """Return how long something lasts; raises ``ValueError`` when it would end before it begins."""
    minutes = int(end_hour) * 60 + int(end_minute or 0) - starts_at.hour * 60 - starts_at.minute
    if not 0 < minutes <= 24 * 60 or int(end_hour) > 24:
        raise ValueError(end_hour)
    return minutes


def _rule(days: str, *, has_clock: bool) -> str:
    """Return the recurrence rule for some words about days, empty when they are not understood."""
    if weeks := _WEEKS.match(days):
        return f"FREQ=YEARLY;BYWEEKNO={_PARITY[weeks.group(3)]};BYDAY={_code(weeks.group(1))}"
    if in_month := _IN_MONTH.match(days):
        numbers = [_ORDINALS[word] for word in in_month.group(1).split(" og ")]
        return "FREQ=MONTHLY;BYDAY=" + ",".join(f"{number}{_code(in_month.group(2))}" for number in numbers)
    if not has_clock and (part_of_day := _PART_OF_DAY.match(days)):
        days = part_of_day.group(1)
    if days in _EVERY_DAY:
        return "FREQ=DAILY"
    if days in _WEEKDAYS:
        return "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
    if span := _DAY_RANGE.match(days):
        first, last = (_DAY_NAMES.index(name) for name in span.groups())
        return "FREQ=WEEKLY;BYDAY=" + ",".join(_CODES[first : last + 1]) if first < last else ""
    if _DAY_LIST.match(days):
        return "FREQ=WEEKLY;BYDAY=" + ",".join(_code(name) for name in days.split(" og "))
    return ""


def _code(name: str) -> str:
    """Return the two letters of a day."""
    return _CODES[_DAY_NAMES.index(name)]
