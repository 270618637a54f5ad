"""Door: the front page."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from brobygger.directory import selectors as directory
from brobygger.web.presenters.front import EXAMPLES, freshness_numbers
from brobygger.web.presenters.schema_org import website
from brobygger.web.presenters.situations import SITUATIONS


@login_not_required
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Ask what somebody needs, and show how fresh the answers are."""
    context = {
        "situations": SITUATIONS,
        "examples": EXAMPLES,
        "numbers": freshness_numbers(directory.freshness_figures(at=timezone.now())),
        "structured": website(base_url=settings.BASE_URL),
    }
    return render(request, "web/front.html", context)
