"""Door: one organisation."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from brobygger.duplicates.selectors import kept_key
from brobygger.kernel.errors import NotFound
from brobygger.organisations.selectors import get_organisation
from brobygger.places.selectors import map_base
from brobygger.search.queries import Filters
from brobygger.search.selectors import find
from brobygger.web.care import with_care
from brobygger.web.counting import shows
from brobygger.web.presenters.organisations import MOST_SHOWN, organisation_context


@login_not_required
@require_safe
def organisation(request: HttpRequest, key: str) -> HttpResponse:
    """Show who somebody is, why they are listed, and everything they offer."""
    at = timezone.now()
    try:
        row = get_organisation(key=key)
    except NotFound:
        if successor := kept_key(kind="organisation", key=key):
            return redirect("web:organisation", successor, permanent=True)
        raise
    asked = Filters(owner_key=row.key, page=_page(request), page_size=MOST_SHOWN, widen=False)
    found = find(filters=asked, at=at)
    context = organisation_context(row, found, base=map_base(), base_url=settings.BASE_URL, at=at)
    response = shows(render(request, "web/organisation.html", context), (hit.document.id for hit in found.hits))
    return with_care(response, is_sensitive=bool(context["needs_quick_exit"]))


def _page(request: HttpRequest) -> int:
    """Return the page of the list asked for; nonsense gives the first."""
    asked = request.GET.get("side", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 1
