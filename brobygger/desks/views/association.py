"""Doors: an association's own page, and the two taps that keep an offer true: it is right, and there is room."""

from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from brobygger.accounts.middleware import actor_of
from brobygger.desks.forms.links import RoomForm
from brobygger.desks.presenters.association import association_page
from brobygger.directory.services import confirm_offer, set_capacity
from brobygger.kernel.errors import DomainError, NotAllowed, NotFound
from brobygger.organisations.selectors import OwnOrganisation, get_own_organisation
from brobygger.ui.languages import current_language

#: What an offer's page says of whoever confirmed it: a function, never a name.
BY_THEM, BY_CENTRE = "foreningen selv", "frivilligcentret"


@never_cache
@require_safe
def association(request: HttpRequest, key: str) -> HttpResponse:
    """Show everything an association has, what waits for it first; 404 for those who do not write for it."""
    return _show(request, get_own_organisation(actor=actor_of(request), key=key))


@require_POST
def say_room(request: HttpRequest, key: str, offer_id: UUID) -> HttpResponse:
    """Say with one tap whether there is room."""
    actor, at = actor_of(request), timezone.now()
    own = get_own_organisation(actor=actor, key=key)
    form = RoomForm(request.POST, today=timezone.localdate(at))
    if not form.is_valid():
        problem = str(next((errors[0] for errors in form.errors.values()), ""))
        return _show(request, own, problem=problem, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        set_capacity(
            actor=actor,
            offer_id=offer_id,
            status=form.cleaned_data["status"],
            wait_weeks=form.cleaned_data["wait_weeks"],
            expires_at=form.expires_at,
            at=at,
        )
    except NotAllowed as error:
        raise NotFound from error
    except DomainError as error:
        return _show(request, own, problem=gettext(error.message), status=error.status)
    return redirect(_back(request, key))


@require_POST
def say_right(request: HttpRequest, key: str, offer_id: UUID) -> HttpResponse:
    """Say with one tap that an offer is still right."""
    actor = actor_of(request)
    own = get_own_organisation(actor=actor, key=key)
    label = BY_THEM if own.is_member else BY_CENTRE
    try:
        confirm_offer(actor=actor, offer_id=offer_id, at=timezone.now(), by_label=label)
    except NotAllowed as error:
        raise NotFound from error
    return redirect(_back(request, key))


def _show(
    request: HttpRequest, own: OwnOrganisation, *, problem: str = "", status: int = HTTPStatus.OK
) -> HttpResponse:
    page = association_page(actor=actor_of(request), own=own, language=current_language(), at=timezone.now())
    context = {"page": page, "organisation": own.organisation, "problem": problem}
    return render(request, "desks/association/page.html", context, status=status)


def _back(request: HttpRequest, key: str) -> str:
    """Return the page at the offer it was about."""
    anchor = request.POST.get("tilbud", "")
    anchor = f"#{anchor}" if anchor.replace("-", "").isalnum() and anchor.isascii() else ""
    return reverse("desks:association", args=[key]) + anchor
