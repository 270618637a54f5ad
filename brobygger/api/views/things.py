"""One thing by its id."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from brobygger.api.doors import mark_of, marked, open_to_all, unchanged
from brobygger.api.forms import wants_services
from brobygger.api.links import LICENCE
from brobygger.api.selectors import Profile, text_of
from brobygger.kernel.errors import DomainError, NotFound
from brobygger.opendata.models import Kind, Record
from brobygger.opendata.selectors.listing import one, revision


class Gone(DomainError):
    """Det findes ikke mere."""

    code = "gone"
    status = 410


class NoSuchThing(NotFound):
    """Der er ikke noget med det id."""


@open_to_all("GET", "HEAD")
def thing(request: HttpRequest, *, thing_id: str, kind: Kind, profile: Profile) -> HttpResponseBase:
    """Answer one thing, fully nested; lead on to what it was put together with; say so when it is gone."""
    # How far we have come is read before what we have come to: an answer may be newer than its mark, never older.
    come_to = revision() if kind is Kind.ORGANIZATION else None
    record = _record(kind, thing_id)
    if record.gone_at and record.moved_to:
        return _moved(request, record.moved_to)
    if record.gone_at:
        raise Gone
    with_services = kind is Kind.ORGANIZATION and wants_services(request)
    # An organisation tells of its services, so it is new when any of them is.
    sequence = come_to.sequence if come_to else record.sequence
    mark = mark_of(
        request.path, record.number, sequence, with_services,
        changed_at=record.changed_at, is_told_by_time=kind is not Kind.ORGANIZATION,
    )  # fmt: skip
    if answer := unchanged(request, mark):
        return answer
    text = text_of(record=record, profile=profile, with_services=with_services)
    response = HttpResponse(text, content_type="application/json")
    response["Link"] = LICENCE
    return marked(response, mark)


def _record(kind: Kind, thing_id: str) -> Record:
    try:
        record = one(kind=kind, thing_id=UUID(thing_id))
    except ValueError:
        record = None
    if record is None:
        raise NoSuchThing
    return record


def _moved(request: HttpRequest, to: UUID) -> HttpResponse:
    """Lead on to the one that was kept (308: for good, and with the same method); what was asked with it goes along."""
    query = request.META.get("QUERY_STRING", "")
    match = request.resolver_match
    assert match is not None
    address = reverse(match.view_name, args=[to])
    response = HttpResponse(status=308)
    response["Location"] = f"{address}?{query}" if query else address
    return response
