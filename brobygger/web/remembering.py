"""Public pages are remembered for a moment, so that what many people ask for is only made once.

A page is remembered by its address in this process' memory, never on disk, and only when it is the same for everybody:
no cookie, no sign-in, nothing said to be private (searches that smell of violence or crisis are ``no-store``). When
anything is published, everything remembered before is out of use at once.
"""

import hashlib
import zlib
from collections.abc import Callable

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from brobygger.search import selectors as search
from brobygger.web.counting import note_seen, seen_on
from brobygger.web.pause import is_paused

GetResponse = Callable[[HttpRequest], HttpResponseBase]

#: Long enough for a link that is shared, short enough for "i dag kl. 14" and for texts without a stamp.
SECONDS = 30

#: A page with a longer question than this is hardly asked for twice.
LONGEST_ADDRESS = 300
#: A page is kept in a fifth of its room, for half a millisecond.
_FAST = 1


class RememberPages:
    """Answer from memory what was answered a moment ago."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not _may_be_remembered(request):
            return self.get_response(request)
        pages, key = caches["pages"], _key(request)
        remembered = pages.get(key)
        if remembered is not None:
            content, headers, seen = remembered
            again = HttpResponse(zlib.decompress(content), headers=headers)
            note_seen(again, seen)
            return again
        response = self.get_response(request)
        if isinstance(response, HttpResponse) and _is_for_everybody(response):
            content = zlib.compress(response.content, _FAST)
            pages.set(key, (content, dict(response.items()), seen_on(response)), timeout=SECONDS)
        return response


def _may_be_remembered(request: HttpRequest) -> bool:
    """Test it without asking the database: probes must answer when it is gone, and only pages end in a slash."""
    is_page = request.method == "GET" and request.path.endswith("/")
    is_short = len(request.get_full_path()) <= LONGEST_ADDRESS
    # A pause is seen at once: "/" of a moment ago is not the calm page.
    return is_page and not request.COOKIES and is_short and not is_paused()


def _key(request: HttpRequest) -> str:
    """Return a key that is new after each publication, and from which no words can be read."""
    address = f"{search.stamp()}|{request.get_host()}|{request.get_full_path()}"
    return hashlib.sha256(address.encode("utf-8", "surrogatepass")).hexdigest()


def _is_for_everybody(response: HttpResponse) -> bool:
    return (
        response.status_code == 200
        and not response.cookies
        and "Cookie" not in response.get("Vary", "")
        and "no-store" not in response.get("Cache-Control", "")
        and response.get("Content-Type", "").startswith("text/html")
    )
