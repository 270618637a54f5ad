"""A closed door whose form outlives the session: what somebody typed before they were signed out is not lost."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from brobygger.desks.forms.typed import before_in, typed_on
from brobygger.desks.presenters.editor import step_url
from brobygger.directory.editing.steps import STEPS_BY_KEY
from brobygger.directory.services.drafts import keep_aside
from brobygger.kernel.actors import VISITOR
from brobygger.ui.publicforms import FOREIGN, is_from_here

View = Callable[..., HttpResponse]


def wants_json(request: HttpRequest) -> bool:
    """Test whether a script asks, which saves while somebody writes."""
    return request.headers.get("Accept", "").startswith("application/json")


def lasting_form(view: View) -> View:
    """Open a step of the editor to those signed in; keep what others sent, and lead them to sign in.

    A token from before somebody signed in again counts no more, so the door asks the browser where the form was
    instead (``Sec-Fetch-Site``, ``Origin``); the session's cookie is ``SameSite=Lax`` besides.
    """

    @wraps(view)
    def guarded(request: HttpRequest, draft_id: UUID, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not is_from_here(request):
            context = {"problem": FOREIGN}
            return render(request, "desks/editor/foreign.html", context, status=HTTPStatus.FORBIDDEN)
        if not request.user.is_authenticated:
            return _signed_out(request, draft_id, kwargs.get("step", ""))
        return view(request, draft_id, **kwargs)

    return never_cache(login_not_required(csrf_exempt(guarded)))


def _signed_out(request: HttpRequest, draft_id: UUID, step: str) -> HttpResponse:
    """Keep what was sent beside the draft, and come back with it after signing in."""
    if wants_json(request):
        return JsonResponse({"signed_out": True}, status=HTTPStatus.UNAUTHORIZED)
    address = request.path
    if request.method == "POST" and step in STEPS_BY_KEY and STEPS_BY_KEY[step].fields:
        word = keep_aside(
            actor=VISITOR,
            draft_id=draft_id,
            step=step,
            values=typed_on(STEPS_BY_KEY[step], request.POST),
            before=before_in(request.POST),
            at=timezone.now(),
        )
        address = f"{step_url(draft_id, step)}?hentet={word}"
    return redirect_to_login(address)
