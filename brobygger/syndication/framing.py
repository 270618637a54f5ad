"""Headers for the few pages that other people's pages may show inside theirs."""

from csp.constants import HEADER, SELF
from csp.utils import build_policy
from django.http import HttpResponse

#: Everything else keeps ``frame-ancestors 'none'`` (settings) and ``X-Frame-Options``, which such a page leaves out.
ANYBODY = {"frame-ancestors": ["*"]}


def for_frames(response: HttpResponse) -> HttpResponse:
    """Return a page that anybody may show in a frame; the strict policy is otherwise the same.

    Written here and not by the middleware, so that a page remembered for a moment says the same.
    """
    response[HEADER] = build_policy(replace=ANYBODY)
    response["Cross-Origin-Embedder-Policy"] = "require-corp"
    response["X-Robots-Tag"] = "noindex"
    return for_anybody(response)


def with_frames(response: HttpResponse) -> HttpResponse:
    """Return a page of ours that shows a frame of ours; written here for the same reason."""
    response[HEADER] = build_policy(replace={"frame-src": [SELF]})
    return response


def for_anybody(response: HttpResponse) -> HttpResponse:
    """Return an answer that other people's pages may load."""
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["Access-Control-Allow-Origin"] = "*"
    return response
