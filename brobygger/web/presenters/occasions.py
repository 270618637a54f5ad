"""Single times as people say them: a day, and from when to when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.dateformat import format as dateformat
from django.utils.timezone import localtime
from django.utils.translation import gettext, pgettext

from brobygger.directory.occurrences import Occurrence


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """One time it happens: ``day`` and ``clock`` (empty when the hour is not known) to show, ``machine`` for <time>."""

    day: str
    clock: str
    machine: str
    note: str = ""
    place: str = ""


def occasions(
    found: Iterable[Occurrence], *, at: datetime, places: tuple[str, ...] = (), said: str = ""
) -> tuple[Occasion, ...]:
    """Return times ready to show.

    A place is named only when there are several to choose between, and a note only when it says more than what
    the page has ``said`` in words already.
    """
    names = places if len(places) > 1 else ()
    return tuple(_occasion(occurrence, at=at, names=names, said=said.casefold()) for occurrence in found)


def day_name(day: date, *, today: date) -> str:
    """Return a day as it is said near it: "i dag", "i morgen", "tirsdag 24. november"."""
    if day == today:
        return gettext("i dag")
    if day == today + timedelta(days=1):
        return gettext("i morgen")
    if day.year != today.year:
        return dateformat(day, pgettext("dag: tirsdag 5. januar 2027", "l j. F Y"))
    return dateformat(day, pgettext("dag: tirsdag 24. november", "l j. F"))


def clock_text(starts_at: datetime, ends_at: datetime | None) -> str:
    """Return from when to when: "kl. 16.00-18.00"."""
    begins = _clock(starts_at)
    if ends_at is None:
        return gettext("kl. %(clock)s") % {"clock": begins}
    return gettext("kl. %(begins)s-%(ends)s") % {"begins": begins, "ends": _clock(ends_at)}


def _occasion(occurrence: Occurrence, *, at: datetime, names: tuple[str, ...], said: str) -> Occasion:
    """Make one time ready to show."""
    starts_at = localtime(occurrence.starts_at)
    is_named = occurrence.place is not None and 0 <= occurrence.place < len(names)
    return Occasion(
        day=day_name(starts_at.date(), today=localtime(at).date()),
        clock="" if occurrence.is_day_only else clock_text(occurrence.starts_at, occurrence.ends_at),
        machine=starts_at.date().isoformat() if occurrence.is_day_only else starts_at.isoformat(timespec="minutes"),
        note="" if occurrence.note.casefold() in said else occurrence.note,
        place=names[occurrence.place] if is_named and occurrence.place is not None else "",
    )


def _clock(moment: datetime) -> str:
    """Return an hour as clocks here show it."""
    return dateformat(localtime(moment), pgettext("klokkeslæt: 19.00", "H.i"))
