"""Doors: the script other people's pages load, and the colours they choose."""

from functools import cache
from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from brobygger.syndication.colours import DARK_PAPER, LIGHT_PAPER, accent_on, read_colour
from brobygger.syndication.framing import for_anybody

#: The address is in other people's pages for ever, so the file may not be kept for ever.
SCRIPT_SECONDS = 3600
COLOUR_SECONDS = 7 * 24 * 3600


@login_not_required
@require_safe
def host_script(request: HttpRequest) -> HttpResponse:
    """Give the script that puts a widget where its tag is."""
    response = HttpResponse(_script(), content_type="text/javascript; charset=utf-8")
    patch_cache_control(response, public=True, max_age=SCRIPT_SECONDS)
    return for_anybody(response)


@login_not_required
@require_safe
def colours(request: HttpRequest) -> HttpResponse:
    """Give a chosen colour as a style sheet, mended so that it can be read; 404 when it is none."""
    chosen = read_colour(request.GET.get("farve", ""))
    if chosen is None:
        raise Http404
    context = {"light": accent_on(chosen, paper=LIGHT_PAPER), "dark": accent_on(chosen, paper=DARK_PAPER)}
    response = render(request, "syndication/colours.css", context, content_type="text/css; charset=utf-8")
    patch_cache_control(response, public=True, max_age=COLOUR_SECONDS)
    return for_anybody(response)


@cache
def _script() -> bytes:
    """Return the built file; it comes with the package, under one address that never changes."""
    path = finders.find("ui/widget.js")
    assert isinstance(path, str), "Build the assets first: make assets"
    return Path(path).read_bytes()
