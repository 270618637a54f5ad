"""Doors: pages that other people's pages show in a frame."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from brobygger.directory.selectors import OfferRemoved, get_offer_page
from brobygger.duplicates.selectors import kept_key
from brobygger.kernel.actors import VISITOR
from brobygger.kernel.errors import NotFound
from brobygger.syndication.framing import for_frames
from brobygger.syndication.looks import look_from
from brobygger.syndication.presenters import look_context, offer_context, search_context
from brobygger.ui.languages import current_language
from brobygger.web.care import with_care
from brobygger.web.counting import shows
from brobygger.web.selectors import answer


@login_not_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show a search and its first answers."""
    at, look = timezone.now(), look_from(request.GET)
    found = answer(data=request.GET, language=current_language(), page_size=look.count, at=at)
    context = search_context(found, params=request.GET, look=look, at=at)
    response = shows(
        render(request, "syndication/widget_search.html", context), (hit.document.id for hit in found.result.hits)
    )
    is_sensitive = found.crisis is not None or found.needs_quick_exit
    return with_care(for_frames(response), is_sensitive=is_sensitive)


@login_not_required
@require_safe
def offer(request: HttpRequest, key: str) -> HttpResponse:
    """Show one offer; when it is gone, say so inside the frame, where people are."""
    at, look = timezone.now(), look_from(request.GET)
    try:
        page = get_offer_page(actor=VISITOR, key=key, at=at)
    except (OfferRemoved, NotFound) as gone:
        if kept := kept_key(kind="offer", key=key):
            return for_frames(redirect("syndication:widget_offer", kept))
        response = render(request, "syndication/widget_gone.html", look_context(look), status=gone.status)
        return for_frames(response)
    response = render(request, "syndication/widget_offer.html", offer_context(page, look=look, at=at))
    return with_care(for_frames(response), is_sensitive=page.needs_quick_exit)
