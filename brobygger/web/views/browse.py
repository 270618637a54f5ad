"""Doors for walking through the register: by need, by municipality, by organisation."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from brobygger.directory import selectors as directory
from brobygger.taxonomy.models import Facet
from brobygger.taxonomy.selectors import concept_tree
from brobygger.ui.languages import current_language
from brobygger.web import selectors
from brobygger.web.care import with_care
from brobygger.web.counting import shows
from brobygger.web.presenters.lists import branches, regions
from brobygger.web.presenters.need_page import need_context
from brobygger.web.presenters.organisation_index import index_context


@login_not_required
@require_safe
def needs(request: HttpRequest) -> HttpResponse:
    """Show every need, the broad ones with the narrower below them."""
    tree = concept_tree(facet=Facet.NEED, language=current_language())
    counts = selectors.need_counts(at=timezone.now())
    return render(request, "web/needs.html", {"branches": branches(tree, counts=counts), "section": "needs"})


@login_not_required
@require_safe
def need(request: HttpRequest, key: str) -> HttpResponse:
    """Show one need: what it is, what is near it, and offers."""
    at = timezone.now()
    page = selectors.need_page(key=key, language=current_language(), at=at)
    response = render(request, "web/need.html", need_context(page, at=at))
    shows(response, (hit.document.id for hit in page.result.hits))
    return with_care(response, is_sensitive=page.crisis is not None and page.crisis.needs_quick_exit)


@login_not_required
@require_safe
def municipalities(request: HttpRequest) -> HttpResponse:
    """Show every municipality under its region."""
    counts = directory.counts_by_municipality()
    return render(request, "web/municipalities.html", {"regions": regions(selectors.municipalities(), counts=counts)})


@login_not_required
@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """Show every organisation by letter, or those with a word in their name."""
    name = request.GET.get("navn", "").replace("\0", "").strip()[:100]
    return render(request, "web/organisations.html", index_context(directory.organisation_index(), name=name))
