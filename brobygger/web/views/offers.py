"""Doors: one offer, its calendar file and its QR code."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from brobygger.directory.icalendar import calendar_file
from brobygger.directory.selectors import OfferRemoved, get_offer, get_offer_page
from brobygger.duplicates.selectors import kept_key
from brobygger.kernel.actors import VISITOR
from brobygger.knowledge.selectors import CrisisHelp, crisis_help
from brobygger.places.selectors import map_base
from brobygger.search.queries import Filters
from brobygger.search.selectors import find, similar
from brobygger.search.understanding.crisis import topics_near
from brobygger.taxonomy.selectors import needs_quick_exit
from brobygger.ui.languages import current_language
from brobygger.web.care import with_care
from brobygger.web.counting import SeenOffers, note_seen
from brobygger.web.credits import credit_for
from brobygger.web.presenters.offers import cards_alone, need_keys, offer_context, offer_crumbs
from brobygger.web.views.drawings import qr_drawing

#: Enough to choose between, few enough to read.
ALTERNATIVES = 3


@login_not_required
@require_safe
def offer(request: HttpRequest, key: str) -> HttpResponse:
    """Show one offer with everything needed to go there; 410 with something else to try when it is gone."""
    at = timezone.now()
    try:
        page = get_offer_page(actor=VISITOR, key=key, at=at)
    except OfferRemoved as removed:
        if successor := kept_key(kind="offer", key=key):
            return redirect("web:offer", successor, permanent=True)
        return _gone(request, removed)
    context = {
        **offer_context(page, base=map_base(), url=_absolute(key), base_url=settings.BASE_URL, at=at),
        "crisis": _crisis(need_keys(page)),
        "credit": credit_for(page.id),
        "similar": cards_alone(similar(document_id=page.id, limit=ALTERNATIVES, at=at), at=at),
    }
    response = note_seen(render(request, "web/offer.html", context), SeenOffers(opened=(page.id,)))
    return with_care(response, is_sensitive=page.needs_quick_exit)


@login_not_required
@require_safe
def offer_ics(request: HttpRequest, key: str) -> HttpResponse:
    """Hand out an offer's times as a file for the visitor's own calendar."""
    if successor := kept_key(kind="offer", key=key):
        return redirect("web:offer_ics", successor, permanent=True)
    row = get_offer(actor=VISITOR, key=key)
    content = calendar_file(row, url=_absolute(key), at=timezone.now())
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{row.key}.ics"'
    response["X-Robots-Tag"] = "noindex"
    is_sensitive = needs_quick_exit(keys=[concept.key for concept in row.concepts.all()])
    return with_care(response, is_sensitive=is_sensitive)


@login_not_required
@require_safe
def offer_qr(request: HttpRequest, key: str) -> HttpResponse:
    """Draw the page's address as a QR code, for paper and for somebody else's telephone."""
    get_offer(actor=VISITOR, key=key)
    return qr_drawing(_absolute(key))


def _gone(request: HttpRequest, removed: OfferRemoved) -> HttpResponse:
    """Say that an offer is gone, and show what is near it: about the same, in the same municipality."""
    at = timezone.now()
    nearby = Filters(needs=removed.need_keys, municipality_code=removed.municipality_code, page_size=ALTERNATIVES)
    found = find(filters=nearby, at=at)
    hits = found.hits or tuple(hit for widening in found.widenings for hit in widening.hits)
    is_sensitive = needs_quick_exit(keys=removed.concept_keys)
    context = {
        "name": removed.name,
        "crumbs": offer_crumbs(
            name=removed.name, organisation_key=removed.organisation_key, organisation_name=removed.organisation_name
        ),
        "crisis": _crisis(removed.need_keys),
        "similar": cards_alone(hits[:ALTERNATIVES], at=at),
        "needs_quick_exit": is_sensitive,
    }
    return with_care(render(request, "web/offer_gone.html", context, status=410), is_sensitive=is_sensitive)


def _crisis(needs: tuple[str, ...]) -> CrisisHelp | None:
    """Return whom to turn to now when the offer is near a crisis, None for nearly all offers."""
    topics = topics_near(needs)
    return crisis_help(topics=topics, language=current_language()) if topics else None


def _absolute(key: str) -> str:
    """Return an offer's address as somebody else can open it."""
    return f"{settings.BASE_URL}{reverse('web:offer', args=[key])}"
