"""Days and hours near somebody, in the words people use."""

from datetime import date, datetime, timedelta

from django.utils.dateformat import format as dateformat
from django.utils.timezone import localtime
from django.utils.translation import gettext, pgettext

from brobygger.ui.moments import at_clock, clock_text, weekday_text

#: Longer ago than this nobody counts days.
_COUNTED_DAYS = 60


def day_text(day: date) -> str:
    """Return a date as it is said: "3. november 2026"."""
    return dateformat(day, pgettext("datoformat: 3. november 2026", "j. F Y"))


def ago_text(day: date, *, today: date) -> str:
    """Return how long ago a day is: "i dag", "i går", "for 12 dage siden"; the date itself after two months."""
    days = (today - day).days
    if days > _COUNTED_DAYS:
        return day_text(day)
    if days < 1:
        return gettext("i dag")
    return gettext("i går") if days == 1 else gettext("for %(days)s dage siden") % {"days": days}


def day_name(day: date, *, today: date) -> str:
    """Return a day as it is said near it: "i dag", "i morgen", "tirsdag 24. november"."""
    if day == today:
        return gettext("i dag")
    if day == today + timedelta(days=1):
        return gettext("i morgen")
    if day.year != today.year:
        return dateformat(day, pgettext("dag: tirsdag 5. januar 2027", "l j. F Y"))
    return weekday_text(day)


def moment_text(moment: datetime, *, at: datetime) -> str:
    """Return when something happens: "i dag kl. 19.00", "tirsdag 24. november kl. 19.00"."""
    return at_clock(day_name(localtime(moment).date(), today=localtime(at).date()), moment)


def hours_text(starts_at: datetime, ends_at: datetime | None) -> str:
    """Return from when to when: "kl. 16.00-18.00"."""
    begins = clock_text(starts_at)
    if ends_at is None:
        return gettext("kl. %(clock)s") % {"clock": begins}
    return gettext("kl. %(begins)s-%(ends)s") % {"begins": begins, "ends": clock_text(ends_at)}
