"""HTML door: the concepts as pages, and as linked data for other systems."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from brobygger.taxonomy import selectors, skos
from brobygger.ui.languages import current_language

#: What the search page calls a wish of each facet.
_WISHES = {"need": "behov", "target": "maalgruppe", "activity": "aktivitet", "delivery": "hvordan"}


def _etag(request: HttpRequest) -> str:
    """Name the version of the scheme that would be sent."""
    return f'"{selectors.scheme_version()[:32]}"'


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show every facet as a tree."""
    language = current_language()
    trees = [
        (facet, label, selectors.concept_tree(facet=facet, language=language)) for facet, label in selectors.facets()
    ]
    return render(request, "taxonomy/index.html", {"trees": trees, "count": len(selectors.all_concepts())})


@login_not_required
@require_safe
def concept(request: HttpRequest, key: str) -> HttpResponse:
    """Show one concept with all its words and neighbours."""
    page = selectors.concept_page(key=key, language=current_language())
    crumbs = [
        (_("Begreber"), reverse("taxonomy:index")),
        (page.facet_label.capitalize(), f"{reverse('taxonomy:index')}#{page.facet}"),
        (page.label, ""),
    ]
    return render(request, "taxonomy/concept.html", {"concept": page, "crumbs": crumbs, "wish": _WISHES[page.facet]})


@login_not_required
@require_safe
@condition(etag_func=_etag)
def turtle(request: HttpRequest) -> HttpResponse:
    """Send the scheme as Turtle."""
    return HttpResponse(skos.as_turtle(base_url=settings.BASE_URL), content_type="text/turtle; charset=utf-8")


@login_not_required
@require_safe
@condition(etag_func=_etag)
def jsonld(request: HttpRequest) -> HttpResponse:
    """Send the scheme as JSON-LD."""
    return HttpResponse(skos.as_jsonld(base_url=settings.BASE_URL), content_type="application/ld+json")
