"""Lists: some things on a page, or everything as a stream."""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from brobygger.api.doors import PAGES_IN_A_STREAM, count, mark_of, marked, open_to_all, unchanged
from brobygger.api.forms import read_question
from brobygger.api.links import links_for
from brobygger.api.questions import Question
from brobygger.api.selectors import Profile, lines_for, page_for
from brobygger.opendata.models import Kind
from brobygger.opendata.selectors.listing import revision, tombstones_since

NDJSON = "application/x-ndjson"


@open_to_all("GET", "HEAD", "POST")
def things(request: HttpRequest, *, kind: Kind, profile: Profile) -> HttpResponseBase:
    """Answer a list of one kind. What is sent with POST is nobody's to keep: it is in no address and in no cache."""
    question, at = read_question(request, kind), timezone.now()
    come_to = revision()
    query = request.META.get("QUERY_STRING", "")
    mark = mark_of(
        request.path, query, come_to.sequence, come_to.changed_at, tombstones_since(at), changed_at=come_to.changed_at
    )
    if request.method != "POST" and (answer := unchanged(request, mark)):
        return answer
    response = _stream(request, question, profile) if question.is_stream else _page(request, question, profile)
    if request.method == "POST":
        response["Cache-Control"] = "private, no-store"
        return response
    return marked(response, mark)


def _page(request: HttpRequest, question: Question, profile: Profile) -> HttpResponse:
    page, text = page_for(question=question, profile=profile, at=timezone.now())
    response = HttpResponse(text, content_type="application/json")
    response["Link"] = links_for(request, page)
    return response


def _stream(request: HttpRequest, question: Question, profile: Profile) -> HttpResponseBase:
    at = timezone.now()
    count(request, policy="whole-lists", limit=max(settings.OPEN_DATA_PER_MINUTE // PAGES_IN_A_STREAM, 1), at=at)
    lines = lines_for(question=question, profile=profile, at=at)
    if request.method == "HEAD":
        return HttpResponse(status=HTTPStatus.OK, content_type=NDJSON)
    return StreamingHttpResponse(lines, content_type=NDJSON)
