"""Door: the pictures of offers, our own drawn copies and nothing else."""

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from brobygger.directory.picture_files import CONTENT_TYPE
from brobygger.directory.selectors.pictures import picture_path


@login_not_required
@cache_control(public=True, max_age=60 * 60 * 24 * 30, immutable=True)
@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponseBase:
    """Show one picture as what it is: never as a page, never as a program. A name is never used for another picture."""
    path = picture_path(name)
    if path is None:
        raise Http404
    answer = FileResponse(path.open("rb"), content_type=CONTENT_TYPE, filename=name)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
