"""The calendar's weeks: which one is shown, what it is called, and the way to those beside it."""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.utils.dateformat import format as dateformat
from django.utils.translation import gettext, pgettext

#: A quarter of a year: further ahead the times of voluntary offers are guesses.
MOST_WEEKS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """Seven days. Week 0 begins today, whatever day it is: on a Sunday nobody asks about last Monday.

    Addresses are empty at the ends.
    """

    offset: int
    first: date
    last: date
    label: str
    earlier_url: str
    later_url: str


def week_shown(*, asked: str, where: str, base: str, today: date) -> Week:
    """Return the seven days somebody asked for; nonsense and weeks out of reach give the nearest there is."""
    offset = min(max(_number(asked), 0), MOST_WEEKS)
    first = today + timedelta(weeks=offset)
    last = first + timedelta(days=6)
    return Week(
        offset=offset,
        first=first,
        last=last,
        label=_label(first, last, offset=offset),
        earlier_url=address(base, where=where, week=offset - 1) if offset > 0 else "",
        later_url=address(base, where=where, week=offset + 1) if offset < MOST_WEEKS else "",
    )


def address(base: str, *, where: str = "", week: int = 0) -> str:
    """Return the calendar's address for a place and a week; what is not asked for is left out."""
    asked = {"hvor": where, "uge": str(week) if week else ""}
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{base}?{query}" if query else base


def _number(text: str) -> int:
    """Read a small whole number; anything else is 0."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0


def _label(first: date, last: date, *, offset: int) -> str:
    """Name seven days by the first and the last, and the nearest seven as people do."""
    day = pgettext("dag i et interval: 30. november", "j. F")
    begins = dateformat(first, pgettext("første dag i samme måned: 23.", "j.") if first.month == last.month else day)
    names = {"first": begins, "last": dateformat(last, day)}
    if offset == 0:
        return gettext("De næste syv dage, %(first)s til %(last)s") % names
    return gettext("%(first)s til %(last)s") % names
