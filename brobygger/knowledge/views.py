"""Pages that the portal itself is behind: urgent help, three questions, and what Brobygger is."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from brobygger.knowledge.forms import LonelinessForm
from brobygger.knowledge.loneliness import CUT_OFF, is_reached
from brobygger.knowledge.selectors import crisis_page
from brobygger.search.answering.explaining import explained_weights, measured_quality
from brobygger.ui.languages import current_language


@require_safe
@login_not_required
def crisis(request: HttpRequest) -> HttpResponse:
    """Show whom to call or write to now."""
    page = crisis_page(language=current_language())
    return render(request, "knowledge/crisis.html", {"page": page, "section": "crisis"})


# Nothing is written, read or sent by this POST, so there is nothing another site could make a visitor do: a token
# (and with it a cookie) would cost privacy and protect nothing.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def loneliness(request: HttpRequest) -> HttpResponse:
    """Ask three questions; with JavaScript the browser adds the answers up and sends nothing."""
    form = LonelinessForm(request.POST if request.method == "POST" else None)
    outcome = ""
    if form.is_bound and form.is_valid():
        outcome = "reached" if is_reached(form.cleaned_data.values()) else "below"
    response = render(request, "knowledge/loneliness.html", {"form": form, "outcome": outcome, "cut_off": CUT_OFF})
    if request.method == "POST":
        response["Cache-Control"] = "no-store"
    return response


@require_safe
@login_not_required
def about(request: HttpRequest) -> HttpResponse:
    """Tell what Brobygger is."""
    return render(request, "knowledge/about.html")


@require_safe
@login_not_required
def privacy(request: HttpRequest) -> HttpResponse:
    """Tell what is kept about a visitor (nothing) and about somebody who writes to us."""
    return render(request, "knowledge/privacy.html")


@require_safe
@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    """Tell how accessible the portal is, and what is not."""
    context = {"accessibility_statement_url": settings.ACCESSIBILITY_STATEMENT_URL}
    return render(request, "knowledge/accessibility.html", context)


@require_safe
@login_not_required
def open_data(request: HttpRequest) -> HttpResponse:
    """Tell what others may take and use."""
    return render(request, "knowledge/open_data.html")


@require_safe
@login_not_required
def search_explained(request: HttpRequest) -> HttpResponse:
    """Tell how hits are found and put in order, with every number and how good the answers were."""
    language = current_language()
    context = {
        "sections": explained_weights(language=language),
        "quality": measured_quality(language=language),
        "day": str(timezone.localdate().toordinal()),
    }
    return render(request, "knowledge/search_explained.html", context)


@require_safe
@login_not_required
def volunteer(request: HttpRequest) -> HttpResponse:
    """Invite somebody to become a volunteer."""
    return render(request, "knowledge/volunteer.html", {"section": "volunteer"})
