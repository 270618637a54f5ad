"""Door: what happens in a week near you."""

from datetime import datetime, time

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from brobygger.directory import selectors as directory
from brobygger.places.selectors import municipalities_within, resolve_place, suggest_places
from brobygger.web.presenters.calendar import Near, calendar_context
from brobygger.web.presenters.weeks import week_shown
from brobygger.web.selectors import municipalities

#: As far as somebody goes by bike or bus for a cup of coffee.
NEAR_KM = 15
_LONGEST_PLACE = 100


@login_not_required
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Show one week, day by day, near a place or in the whole country."""
    at, base = timezone.now(), reverse("web:calendar")
    near = _near(request.GET.get("hvor", ""))
    week = week_shown(asked=request.GET.get("uge", ""), where=near.text, base=base, today=timezone.localdate(at))
    happenings = directory.calendar(
        municipality_codes=_codes(near),
        since=timezone.make_aware(datetime.combine(week.first, time.min)),
        until=timezone.make_aware(datetime.combine(week.last, time.max)),
        at=at,
        asked_from=near.place.municipality_code if near.place else "",
    )
    return render(request, "web/calendar.html", calendar_context(happenings, near=near, week=week, base=base, at=at))


def _near(text: str) -> Near:
    """Return where somebody asked about; a text that names no place gives the places it is most like."""
    text = text.replace("\0", "").strip()[:_LONGEST_PLACE]
    place = resolve_place(text=text) if text else None
    if place is not None or not text:
        return Near(text=text, place=place)
    return Near(text=text, suggestions=tuple(suggest_places(text=text)))


def _codes(near: Near) -> list[str]:
    """Return the municipalities to look in: those near the place, or all of them."""
    if near.place is None:
        return [row.code for row in municipalities()]
    return list({near.place.municipality_code, *municipalities_within(place=near.place, radius_km=NEAR_KM)})
