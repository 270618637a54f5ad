"""HTML door: the map drawn with an operator's own borders."""

from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from brobygger.places.drawing import draw_borders
from brobygger.places.selectors import drawn_borders, map_base


def _etag(request: HttpRequest) -> str | None:
    """Name the map that would be sent, without drawing it."""
    version = map_base().version
    return f'"{version}"' if version else None


@login_not_required
@require_safe
@cache_control(public=True, max_age=31_536_000, immutable=True)
@condition(etag_func=_etag)
def map_with_borders(request: HttpRequest) -> HttpResponse:
    """Answer the map of Denmark with imported borders; its address changes with every import."""
    borders, sheet = drawn_borders(), finders.find("ui/map/denmark.svg")
    if not borders or not isinstance(sheet, str):
        raise Http404
    svg = draw_borders(sheet=Path(sheet).read_text(encoding="utf-8"), borders=borders)
    return HttpResponse(svg, content_type="image/svg+xml")
