"""Doors: choosing which mail to be sent, from a link in a mail without signing in, or signed in for one's own address.

Opening a link changes nothing. The link itself is the proof, so that a mail program's own "unsubscribe" button, which
sends neither cookie nor form token (RFC 8058), is understood too.
"""

from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from brobygger.accounts.middleware import actor_of
from brobygger.accounts.models import User
from brobygger.kernel.actors import Actor, ActorKind
from brobygger.kernel.errors import DomainError
from brobygger.notifications.forms import PURPOSE, ChoicesForm
from brobygger.notifications.models.addresses import hash_of
from brobygger.notifications.selectors import choices_of, message_of_link
from brobygger.notifications.services.choices import choose, choose_by_link
from brobygger.notifications.services.choices import unsubscribe as stop
from brobygger.notifications.topics import Topic
from brobygger.ui.publicforms import Door, public_form

_READER = Actor(kind=ActorKind.LINK)


@login_not_required
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether one sort of mail is to stop; stop it."""
    at = timezone.now()
    try:
        topic = Topic(message_of_link(token=token, at=at).topic)
        if request.method == "POST":
            stop(actor=_READER, token=token, at=at)
    except DomainError as error:
        return _not_valid(request, error)
    context = {
        "topic": topic,
        "is_account": topic == Topic.ACCOUNT,
        "is_done": request.method == "POST",
        "choices_url": reverse("notifications:choices", args=[token]),
    }
    return _private(render(request, "notifications/unsubscribe.html", context))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@public_form(purpose=PURPOSE)
def choices(request: HttpRequest, token: str, *, door: Door) -> HttpResponse:
    """Let the receiver of a mail choose which mail to be sent, topic by topic."""
    at = timezone.now()
    try:
        message = message_of_link(token=token, at=at)
    except DomainError as error:
        return _not_valid(request, error)
    form = ChoicesForm(request.POST or None, initial=choices_of(message.address_hash))
    if request.method == "POST" and door.is_open and form.is_valid():
        choose_by_link(actor=_READER, token=token, rhythms=form.rhythms, at=at)
        return redirect(reverse("notifications:choices", args=[token]) + "?gemt=1")
    context: dict[str, object] = {"door": door, "problem": door.problem}
    return _private(_show(request, form, context, status=door.status))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_choices(request: HttpRequest) -> HttpResponse:
    """Let somebody signed in choose which mail to be sent."""
    if not isinstance(request.user, User):
        return redirect("accounts:sign_in")
    form = ChoicesForm(request.POST or None, initial=choices_of(hash_of(request.user.email)))
    if request.method == "POST" and form.is_valid():
        choose(actor=actor_of(request), address=request.user.email, rhythms=form.rhythms, at=timezone.now())
        return redirect(reverse("notifications:own_choices") + "?gemt=1")
    return _show(request, form, {})


def _show(
    request: HttpRequest, form: ChoicesForm, context: dict[str, object], *, status: int = HTTPStatus.OK
) -> HttpResponse:
    """Show the form."""
    if form.errors:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    page = context | {"form": form, "is_saved": "gemt" in request.GET and request.method != "POST"}
    return render(request, "notifications/choices.html", page, status=status)


def _not_valid(request: HttpRequest, error: DomainError) -> HttpResponse:
    """Say kindly that a link no longer works; whether there was ever a mail is told to nobody."""
    return _private(render(request, "notifications/link_gone.html", {}, status=HTTPStatus.GONE))


def _private(response: HttpResponse) -> HttpResponse:
    """Keep the link out of other sites' logs and of search engines."""
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
