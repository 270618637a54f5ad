"""Door: build your own list."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from brobygger.syndication.building import builder_context
from brobygger.syndication.framing import with_frames


@login_not_required
@require_safe
def builder(request: HttpRequest) -> HttpResponse:
    """Show the choices, what they give, and the codes to copy; all of it is in the address, nothing is kept."""
    return with_frames(render(request, "syndication/builder.html", builder_context(request.GET)))
