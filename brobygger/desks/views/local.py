"""Doors: a municipality's own desk."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from brobygger.accounts.middleware import actor_of
from brobygger.desks.presenters.local import piles
from brobygger.desks.selectors.local import (
    get_own_municipality,
    missed_everywhere,
    missed_in,
    overview,
    own_municipalities,
)
from brobygger.kernel.errors import NotFound


@never_cache
@require_safe
def choose_municipality(request: HttpRequest) -> HttpResponse:
    """Lead to the reader's own municipality, or let them choose; 404 for those who look after none."""
    own = own_municipalities(actor=actor_of(request))
    if not own:
        raise NotFound
    if len(own) == 1:
        return redirect("desks:local", own[0].code)
    return render(request, "desks/local/choose.html", {"municipalities": own})


@never_cache
@require_safe
def local(request: HttpRequest, code: str) -> HttpResponse:
    """Show everything a municipality's team looks after, what waits first."""
    actor = actor_of(request)
    municipality = get_own_municipality(actor=actor, code=code)
    found = overview(actor=actor, code=code, at=timezone.now())
    context = {
        "municipality": municipality,
        "found": found,
        "piles": piles(found, code=code, today=timezone.localdate()),
        "may_choose": len(own_municipalities(actor=actor)) > 1,
    }
    return render(request, "desks/local/overview.html", context)


@never_cache
@require_safe
def in_vain(request: HttpRequest, code: str) -> HttpResponse:
    """Show what people searched for in vain in one municipality."""
    municipality, missed = missed_in(actor=actor_of(request), code=code, at=timezone.now())
    return _missed(request, {"municipality": municipality, "missed": missed})


@never_cache
@require_safe
def in_vain_everywhere(request: HttpRequest) -> HttpResponse:
    """Show what people searched for in vain in the whole country."""
    return _missed(request, {"missed": missed_everywhere(actor=actor_of(request), at=timezone.now())})


def _missed(request: HttpRequest, context: dict[str, object]) -> HttpResponse:
    return render(request, "desks/local/in_vain.html", context, status=HTTPStatus.OK)
