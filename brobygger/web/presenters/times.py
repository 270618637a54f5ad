"""Days and hours in the words people use."""

from datetime import date, datetime, timedelta

from django.utils.dateformat import format as dateformat
from django.utils.timezone import localtime
from django.utils.translation import gettext, pgettext


def day_text(day: date) -> str:
    """Return a date as it is said: "3. november 2026"."""
    return dateformat(day, pgettext("datoformat: 3. november 2026", "j. F Y"))


def next_time_text(moment: datetime, *, at: datetime) -> str:
    """Return when something next happens: "i dag kl. 19.00", "i morgen kl. 10.00", "tirsdag 24. november kl. 19.00"."""
    there, here = localtime(moment), localtime(at)
    clock = dateformat(there, pgettext("klokkeslæt: 19.00", "H.i"))
    if there.date() == here.date():
        return gettext("i dag kl. %(clock)s") % {"clock": clock}
    if there.date() == here.date() + timedelta(days=1):
        return gettext("i morgen kl. %(clock)s") % {"clock": clock}
    day = dateformat(there, pgettext("dag: tirsdag 24. november", "l j. F"))
    return gettext("%(day)s kl. %(clock)s") % {"day": day, "clock": clock}
