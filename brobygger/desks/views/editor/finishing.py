"""Doors: looking a draft through, seeing it as others will, sending it, taking it back, throwing it away."""

from http import HTTPStatus
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from brobygger.accounts.middleware import actor_of
from brobygger.desks.presenters.aids import twins
from brobygger.desks.presenters.editor import step_context
from brobygger.desks.presenters.said import chapters
from brobygger.directory.editing.reading import Reading
from brobygger.directory.editing.steps import STEPS_BY_KEY
from brobygger.directory.models import Draft
from brobygger.directory.selectors.drafts import get_draft, waiting_aside
from brobygger.directory.selectors.preview import preview
from brobygger.directory.services.drafts import DraftNotWhole, submit_draft, take_back_draft, withdraw_draft
from brobygger.directory.wholeness import look_through
from brobygger.kernel.errors import DomainError
from brobygger.places.selectors import map_base
from brobygger.web.presenters.offers import offer_context


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Show everything that was written, once more; send it to be decided on."""
    actor, at = actor_of(request), timezone.now()
    draft = get_draft(actor=actor, draft_id=draft_id)
    if not draft.is_open:
        return closed_page(request, draft)
    reading = look_through(draft, at=at)
    if request.method != "POST":
        return _look_through(request, draft, reading)
    try:
        submit_draft(actor=actor, draft_id=draft.id, at=at)
    except DraftNotWhole:
        return _look_through(request, draft, reading, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return redirect("desks:editor_sent", draft.id)


@never_cache
@require_safe
def seen(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Show a draft exactly as the public would see it, by what shows every offer."""
    draft = get_draft(actor=actor_of(request), draft_id=draft_id)
    return preview_page(request, draft, back_url=reverse("desks:editor_draft", args=[draft.id]))


def preview_page(request: HttpRequest, draft: Draft, *, back_url: str) -> HttpResponse:
    """Return a draft as the public would see it, with a way back to where the reader comes from."""
    at = timezone.now()
    page = preview(draft, at=at)
    url = f"{settings.BASE_URL}{reverse('web:offer', args=[page.key])}"
    context = offer_context(page, base=map_base(), url=url, base_url=settings.BASE_URL, at=at)
    return render(request, "desks/editor/preview.html", {**context, "back_url": back_url})


@never_cache
@require_safe
def sent(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Say thank you, and what happens now."""
    draft = get_draft(actor=actor_of(request), draft_id=draft_id)
    return closed_page(request, draft, is_new=True) if not draft.is_open else redirect("desks:editor_send", draft.id)


@never_cache
@require_POST
def take_back(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Take a draft out of the queue, to write more in it."""
    draft = get_draft(actor=actor_of(request), draft_id=draft_id)
    try:
        take_back_draft(actor=actor_of(request), draft_id=draft.id, at=timezone.now())
    except DomainError as error:
        return closed_page(request, draft, problem=gettext(error.message), status=error.status)
    return redirect("desks:editor_send", draft.id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def throw_away(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Ask once, then throw a draft away; the offer it was to change stays."""
    actor = actor_of(request)
    draft = get_draft(actor=actor, draft_id=draft_id)
    if request.method != "POST":
        return render(request, "desks/editor/throw_away.html", {"draft": draft})
    try:
        withdraw_draft(actor=actor, draft_id=draft.id, at=timezone.now())
    except DomainError as error:
        return closed_page(request, draft, problem=gettext(error.message), status=error.status)
    return redirect("desks:editor_home")


def closed_page(
    request: HttpRequest, draft: Draft, *, is_new: bool = False, problem: str = "", status: int = HTTPStatus.OK
) -> HttpResponse:
    """Show where a draft is that nobody writes in now."""
    context = {"draft": draft, "is_new": is_new, "problem": problem}
    return render(request, "desks/editor/closed.html", context, status=status)


def _look_through(request: HttpRequest, draft: Draft, reading: Reading, *, status: int = HTTPStatus.OK) -> HttpResponse:
    step = STEPS_BY_KEY["send"]
    context = step_context(draft, step, typed=draft.data, problems=reading.problems, shown=reading.problems)
    context["twins"] = twins(reading.data, offer_id=draft.offer_id)
    context["waiting"] = waiting_aside(draft, actor=actor_of(request))
    context["chapters"] = chapters(draft.data, draft_id=draft.id)
    return render(request, "desks/editor/steps/send.html", context, status=status)
