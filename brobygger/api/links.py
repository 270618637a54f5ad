"""Where to go from an answer, as ``Link`` headers have it (RFC 8288)."""

from django.http import HttpRequest

from brobygger.opendata.licence import LICENCE_URL
from brobygger.opendata.selectors.listing import PageOfRecords

LICENCE = f'<{LICENCE_URL}>; rel="license"'


def links_for(request: HttpRequest, page: PageOfRecords) -> str:
    """Return the licence, and for who asks by address: the pages before, after, first and last."""
    if request.method == "POST":
        return LICENCE
    last = max(page.total_pages, 1)
    pages = {"first": 1, "prev": min(page.number - 1, last), "next": page.number + 1, "last": last}
    there = {rel: number for rel, number in pages.items() if 1 <= number <= last}
    return ", ".join([*(f'<{_address(request, number)}>; rel="{rel}"' for rel, number in there.items()), LICENCE])


def _address(request: HttpRequest, page: int) -> str:
    query = request.GET.copy()
    query["page"] = str(page)
    return f"{request.path}?{query.urlencode()}"
