"""HTML door: the map drawn with an operator's own borders."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition

from brobygger.places.drawing import map_with_borders_svg
from brobygger.places.selectors import borders_version


def _etag(request: HttpRequest) -> str | None:
    """Name the map that would be sent, without drawing it."""
    version = borders_version()
    return f'"{version}"' if version else None


@login_not_required
@cache_control(public=True, max_age=31_536_000, immutable=True)
@condition(etag_func=_etag)
def map_with_borders(request: HttpRequest) -> HttpResponse:
    """Answer the map of Denmark with imported borders; its address changes with every import."""
    svg = map_with_borders_svg()
    if svg is None:
        raise Http404
    return HttpResponse(svg, content_type="image/svg+xml")
