"""Single times as people say them: a day, and from when to when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localtime

from brobygger.directory.occurrences import Occurrence
from brobygger.web.presenters.times import day_name, hours_text


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


def _occasion(occurrence: Occurrence, *, at: datetime, names: tuple[str, ...], said: str) -> Occasion:
    """Make one time ready to show."""
    starts_at = localtime(occurrence.starts_at)
    is_named = occurrence.place is not None and 0 <= occurrence.place < len(names)
    return Occasion(
        day=day_name(starts_at.date(), today=localtime(at).date()),
        clock="" if occurrence.is_day_only else hours_text(occurrence.starts_at, occurrence.ends_at),
        machine=starts_at.date().isoformat() if occurrence.is_day_only else starts_at.isoformat(timespec="minutes"),
        note="" if occurrence.note.casefold() in said else occurrence.note,
        place=names[occurrence.place] if is_named and occurrence.place is not None else "",
    )
