"""The feed of changes: who reads it to the end has exactly what we publish, and stays so by asking again."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from brobygger.api.doors import mark_of, marked, open_to_all, unchanged
from brobygger.api.links import LICENCE
from brobygger.api.parameters import BadParameter
from brobygger.opendata.entries import entry_of
from brobygger.opendata.selectors.feed import PageOfChanges, page_of_changes
from brobygger.opendata.selectors.listing import revision

MOST_CHANGES, USUAL_CHANGES = 1000, 200
#: The highest number a feed can come to: what programs everywhere can count to exactly (RFC 7493).
_HIGHEST = 2**53 - 1


@open_to_all("GET", "HEAD")
def changes(request: HttpRequest) -> HttpResponseBase:
    """Answer what changed after a point in the feed, tombstones too."""
    after = _number(request, "after", least=0, most=_HIGHEST, usual=0)
    limit = _number(request, "limit", least=1, most=MOST_CHANGES, usual=USUAL_CHANGES)
    mark = mark_of("changes", after, limit, revision())
    if answer := unchanged(request, mark):
        return answer
    page = page_of_changes(after=after, limit=limit)
    response = HttpResponse(_text(page, after), content_type="application/json")
    response["Link"] = _links(request, page, limit)
    return marked(response, mark)


def _text(page: PageOfChanges, after: int) -> str:
    """Return the page as JSON; entries are put in as they are kept."""
    more = "true" if page.has_more else "false"
    entries = ",\n".join(map(entry_of, page.records))
    return (
        f'{{"after":{after},"next":{page.next},"has_more":{more},"whole_from":{page.whole_from},'
        f'"contents":[\n{entries}\n]}}\n'
    )


def _links(request: HttpRequest, page: PageOfChanges, limit: int) -> str:
    """Return the licence, where all begins, and where to go on; on the last page too, to ask again later."""
    return ", ".join(
        [
            f'<{request.path}?after=0&limit={limit}>; rel="first"',
            f'<{request.path}?after={page.next}&limit={limit}>; rel="next"',
            LICENCE,
        ]
    )


def _number(request: HttpRequest, name: str, *, least: int, most: int, usual: int) -> int:
    """Return a whole number from the address; raise ``BadParameter`` for anything else."""
    text = request.GET.get(name, str(usual))
    if text.isascii() and text.isdigit() and len(text) <= len(str(_HIGHEST)) and least <= int(text) <= most:
        return int(text)
    raise BadParameter(
        name, _("Det skal være et helt tal fra %(least)s til %(most)s.") % {"least": least, "most": most}
    )
