"""Days and hours as they are said."""

from datetime import date, datetime

from django.utils.dateformat import format as dateformat
from django.utils.timezone import localtime
from django.utils.translation import gettext, pgettext


def weekday_text(day: date) -> str:
    """Return a day as it is said within the year: "tirsdag 24. november"."""
    return dateformat(day, pgettext("dag: tirsdag 24. november", "l j. F"))


def clock_text(moment: datetime) -> str:
    """Return an hour as clocks here show it: "19.00"."""
    return dateformat(localtime(moment), pgettext("klokkeslæt: 19.00", "H.i"))


def at_clock(day: str, moment: datetime) -> str:
    """Return a day, in words, and an hour: "i morgen kl. 19.00"."""
    return gettext("%(day)s kl. %(clock)s") % {"day": day, "clock": clock_text(moment)}
