"""Doors behind links in mails: one act on one offer, without signing in.

Opening a link shows; only the button acts (scanners of mail open links). The address itself is the proof, so the
forms need no cookie and no token more; the pages are kept by nobody and tell no other site where somebody came from.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from brobygger.desks.forms.links import RoomForm
from brobygger.directory.mail_links import Purpose
from brobygger.directory.risk import reason_text
from brobygger.directory.selectors.links import OpenedLink, open_link, open_short_link
from brobygger.directory.services import confirm_offer, set_capacity
from brobygger.kernel.errors import DomainError
from brobygger.kernel.signed_links import LinkNotValid
from brobygger.ui.throttle import throttle

#: Short codes tried from one network's address in an hour; those who answer for many groups have room.
LIMIT, WINDOW_SECONDS = 60, 60 * 60
#: What the book and the offer's page say of whoever confirmed by a link.
BY_LINK = "foreningen selv, fra en mail"

View = Callable[..., HttpResponse]


def link_door(view: View) -> View:
    """Open a view to whoever holds a link, tell kindly when it no longer works, and let no one keep the page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except LinkNotValid:
            response = render(request, "desks/links/gone.html", status=HTTPStatus.GONE)
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = "no-referrer"
        return response

    return login_not_required(csrf_exempt(require_http_methods(["GET", "HEAD", "POST"])(guarded)))


@link_door
def still_right(request: HttpRequest, token: str) -> HttpResponse:
    """Show what we say about an offer; say that it is still right."""
    at = timezone.now()
    opened = open_link(purpose=Purpose.CONFIRM, token=token, at=at)
    if request.method == "POST" and not opened.is_used:
        confirm_offer(actor=opened.actor, offer_id=opened.offer_id, at=at, by_label=BY_LINK)
        return redirect("desks:still_right", token)
    language = get_language() or "da"
    why = [reason_text(key, language=language) for key in opened.reasons[:1]]
    return render(request, "desks/links/still_right.html", {"opened": opened, "why": why})


@link_door
def room(request: HttpRequest, token: str) -> HttpResponse:
    """Say whether there is room, from a mail."""
    return _room(request, open_link(purpose=Purpose.ROOM, token=token, at=timezone.now()))


@link_door
def short_room(request: HttpRequest, word: str) -> HttpResponse:
    """Say whether there is room, from a short link on a telephone."""
    at = timezone.now()
    if throttle(request, door="short-link", limit=LIMIT, seconds=WINDOW_SECONDS, at=at):
        return render(request, "desks/links/too_many.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    return _room(request, open_short_link(code=word, at=at))


def _room(request: HttpRequest, opened: OpenedLink) -> HttpResponse:
    """Show four answers; keep the one that is pressed."""
    at = timezone.now()
    form = RoomForm(request.POST if request.method == "POST" else None, today=timezone.localdate(at))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    if form.is_valid():
        try:
            set_capacity(
                actor=opened.actor,
                offer_id=opened.offer_id,
                status=form.cleaned_data["status"],
                wait_weeks=form.cleaned_data["wait_weeks"],
                expires_at=form.expires_at,
                at=at,
            )
        except DomainError as error:
            form.add_error(None, gettext(error.message))
        else:
            return redirect(f"{request.path}?tak=1")
    context = {"opened": opened, "form": form, "is_set": "tak" in request.GET}
    return render(request, "desks/links/room.html", context, status=status)
