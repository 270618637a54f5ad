"""Doors: whom to call about offers that mail does not help with."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from brobygger.accounts.middleware import actor_of
from brobygger.audit.services import note_reading
from brobygger.directory.selectors.call_list import CallList, call_list, national_call_list
from brobygger.directory.services import confirm_offer
from brobygger.kernel.errors import NotFound
from brobygger.places.selectors import resolve_place

#: What an offer's page says of whoever confirmed it after a call.
AFTER_A_CALL = "frivilligcentret, efter en samtale"
TO_CALL = "for at ringe om tilbud"
AFTER_A_NATIONAL_CALL = "Brobygger, efter en samtale"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def call_list_of(request: HttpRequest, code: str) -> HttpResponse:
    """Show whom to call in one municipality; keep that somebody said it is right. 404 for those who are not to call."""
    listed = call_list(actor=actor_of(request), municipality_code=code)
    place = resolve_place(text=code)
    if place is None:
        raise NotFound
    heading = gettext("Ringeliste for %(name)s") % {"name": place.name}
    _note(request, code)
    return _show_or_keep(request, listed, heading=heading, here=reverse("desks:call_list", args=[code]))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def national_calls(request: HttpRequest) -> HttpResponse:
    """Show whom to call about offers that no municipality looks after. 404 for all but the national administrators."""
    listed = national_call_list(actor=actor_of(request))
    _note(request, "-")
    return _show_or_keep(
        request, listed, heading=gettext("National ringeliste"), here=reverse("desks:national_call_list")
    )


def _note(request: HttpRequest, code: str) -> None:
    """Keep in the book that somebody has seen whom to call: some of the numbers are one person's."""
    note_reading(actor=actor_of(request), subject_kind="call_list", subject_id=code, why=TO_CALL, at=timezone.now())


def _show_or_keep(request: HttpRequest, listed: CallList, *, heading: str, here: str) -> HttpResponse:
    """Keep a confirmation of an offer on the list, or show the list."""
    if request.method == "POST":
        _confirm(request, listed, label=AFTER_A_CALL if "min-kommune" in here else AFTER_A_NATIONAL_CALL)
        return redirect(here)
    return render(request, "desks/calls/list.html", {"listed": listed, "heading": heading, "here": here})


def _confirm(request: HttpRequest, listed: CallList, *, label: str) -> None:
    """Confirm the offer that was called about; only one that is on the list."""
    try:
        offer_id = UUID(request.POST.get("offer", ""))
    except ValueError as error:
        raise NotFound from error
    if offer_id not in {line.offer_id for line in listed.lines}:
        raise NotFound
    confirm_offer(actor=actor_of(request), offer_id=offer_id, at=timezone.now(), by_label=label)
