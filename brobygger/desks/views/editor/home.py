"""Doors: where writing begins: something new, an offer that is to change, last year's once more."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from brobygger.accounts.middleware import actor_of
from brobygger.accounts.permissions import Permission
from brobygger.directory import policies
from brobygger.directory.selectors import offers_of_organisation
from brobygger.directory.selectors.drafts import drafts_under_way, get_draft, organisations_to_write_for
from brobygger.directory.services.drafts import copy_offer, start_draft
from brobygger.kernel.errors import BadData, NotFound


@never_cache
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what is begun, and what can be begun; 404 for those who write for nobody."""
    actor = actor_of(request)
    if not actor.can(Permission.OFFER_EDIT):
        raise NotFound
    words = request.GET.get("forening", "").strip()
    organisations = organisations_to_write_for(actor=actor, text=words)
    context = {
        "drafts": drafts_under_way(actor=actor)[:50],
        "organisations": [(row, offers_of_organisation(organisation_id=row.id, actor=actor)) for row in organisations],
        "words": words,
        "may_search": policies.may_write_for_others(actor),
    }
    return render(request, "desks/editor/home.html", context)


@never_cache
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a draft of something new."""
    organisation_id = _uuid(request.POST.get("organisation", ""))
    draft = start_draft(actor=actor_of(request), organisation_id=organisation_id, at=timezone.now())
    return redirect("desks:editor_step", draft.id, "hvad")


@never_cache
@require_POST
def change(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """Begin, or go on with, a draft of an offer that is to change."""
    draft = start_draft(actor=actor_of(request), offer_id=offer_id, at=timezone.now())
    return redirect("desks:editor_draft", draft.id)


@never_cache
@require_POST
def copy(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """Begin a draft that says what last season's offer says."""
    draft = copy_offer(actor=actor_of(request), offer_id=offer_id, at=timezone.now())
    return redirect("desks:editor_step", draft.id, "hvad")


@never_cache
@require_safe
def draft(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Lead to where one was: the beginning of something new, everything at once of what is to change."""
    row = get_draft(actor=actor_of(request), draft_id=draft_id)
    if row.offer_id or not row.is_open:
        return redirect("desks:editor_send", row.id)
    return redirect("desks:editor_step", row.id, "hvad")


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise BadData from error
