"""Door: where an offer comes from, field by field."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from brobygger.accounts.middleware import actor_of
from brobygger.sources.selectors.provenance import open_provenance


@never_cache
@require_safe
def offer(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """Show which source said each field, when, and whether it was changed here since; 404 to all others."""
    found = open_provenance(actor=actor_of(request), offer_id=offer_id)
    return render(request, "sources/offer.html", {"offer": found.provenance, "keeps_source": found.keeps_source})
