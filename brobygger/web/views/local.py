"""Door: the front page of one municipality."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from brobygger.ui.languages import current_language
from brobygger.web import selectors
from brobygger.web.presenters.local_page import local_context


@login_not_required
@require_safe
def local(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what there is in one municipality, in its own words; 404 when the address is none."""
    at = timezone.now()
    page = selectors.local_page(slug=slug, at=at)
    return render(request, "web/local.html", local_context(page, language=current_language(), at=at))
