"""The calendar as its page shows it: days with what happens on them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext

from brobygger.directory.selectors import Happening
from brobygger.places.selectors import Place
from brobygger.web.presenters.times import day_name, hours_text
from brobygger.web.presenters.weeks import Week, address

#: More than this is no longer a week one can look over; the rest is counted.
MOST_SHOWN = 80
#: Without a place there is something everywhere: enough to see what it is, until somebody says where they are.
MOST_EVERYWHERE = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that happens."""

    title: str
    url: str
    ics_url: str
    owner: str
    place: str
    clock: str
    machine: str
    is_free: bool
    is_confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One day with everything on it."""

    label: str
    machine: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """Where somebody asked about: the text, the place it was understood as, and other places it may have meant."""

    text: str = ""
    place: Place | None = None
    suggestions: tuple[Place, ...] = ()


def calendar_context(
    happenings: Sequence[Happening], *, near: Near, week: Week, base: str, at: datetime
) -> dict[str, Any]:
    """Return what the calendar page shows."""
    most = MOST_SHOWN if near.place else MOST_EVERYWHERE
    return {
        "heading": _heading(near.place),
        "base": base,
        "where": near.text,
        "is_place_known": near.place is not None,
        "suggestions": [
            {"label": place.name, "url": address(base, where=place.name, week=week.offset)}
            for place in near.suggestions
        ],
        "week": week,
        "days": days(happenings[:most], today=localtime(at).date()),
        "hidden_count": max(len(happenings) - most, 0),
        "everywhere_url": address(base, week=week.offset),
        "search_url": address(reverse("web:search"), where=near.text),
        "section": "calendar",
    }


def days(happenings: Sequence[Happening], *, today: date) -> list[Day]:
    """Return what happens, day by day; within a day by the clock, and what has no hour last."""
    ordered = sorted(happenings, key=lambda found: (_date(found), found.is_day_only, found.starts_at, found.name))
    return [
        Day(label=day_name(day, today=today), machine=day.isoformat(), entries=tuple(map(_entry, group)))
        for day, group in groupby(ordered, key=_date)
    ]


def _heading(place: Place | None) -> str:
    """Say what is shown, and where."""
    if place is None:
        return gettext("Det sker")
    return gettext("Det sker nær %(place)s") % {"place": place.name}


def _date(found: Happening) -> date:
    """Return the day something begins, by the clocks here."""
    return localtime(found.starts_at).date()


def _entry(found: Happening) -> Entry:
    """Return one thing that happens, ready to show."""
    starts_at = localtime(found.starts_at)
    return Entry(
        title=found.name,
        url=reverse("web:offer", args=[found.offer_key]),
        ics_url=reverse("web:offer_ics", args=[found.offer_key]),
        owner=found.organisation_name,
        place=found.place,
        clock="" if found.is_day_only else hours_text(found.starts_at, found.ends_at),
        machine=starts_at.isoformat(timespec="minutes"),
        is_free=bool(found.is_free),
        is_confirmed=found.is_confirmed,
    )
