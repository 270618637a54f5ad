"""Pages for when something is not as it should be. Each says what happened, in plain words, and what to do now."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from brobygger.kernel.errors import DomainError


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the browser sent something we cannot read."""
    return _page(
        request,
        HTTPStatus.BAD_REQUEST,
        _("Det kunne vi ikke læse"),
        _("Noget i det, din browser sendte, gav ikke mening for os. Gå tilbage og prøv igen."),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: signed in, but not to this."""
    return _page(
        request,
        HTTPStatus.FORBIDDEN,
        _("Det har du ikke adgang til"),
        _("Er du logget ind med den rigtige konto? Ellers kan den, der administrerer portalen, hjælpe dig."),
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form of a signed-in person came without its token."""
    return _page(
        request,
        HTTPStatus.FORBIDDEN,
        _("Formularen er blevet for gammel"),
        _("Gå tilbage, genindlæs siden, og send igen. Så er alt i orden."),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: no such page."""
    return _page(
        request,
        HTTPStatus.NOT_FOUND,
        _("Siden findes ikke"),
        _("Måske er den flyttet, eller der er en tastefejl i adressen. Prøv at søge efter det, du har brug for."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our own fault."""
    return _page(
        request,
        HTTPStatus.INTERNAL_SERVER_ERROR,
        _("Noget gik galt hos os"),
        _("Det er vores fejl, ikke din. Prøv igen om lidt."),
    )


def unavailable(request: HttpRequest) -> HttpResponse:
    """503: paused, or the database cannot be reached. Tells machines to come back in five minutes."""
    response = _page(
        request,
        HTTPStatus.SERVICE_UNAVAILABLE,
        _("Vi er væk et øjeblik"),
        _("Portalen holder en kort pause. Prøv igen om et par minutter."),
    )
    response["Retry-After"] = "300"
    return response


def refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    """Answer a domain error with its own status and sentence."""
    if error.status == HTTPStatus.NOT_FOUND:
        return not_found(request, error)
    return _page(request, HTTPStatus(error.status), _("Det kunne ikke lade sig gøre"), _(error.message))


def _page(request: HttpRequest, status: HTTPStatus, title: str, text: str) -> HttpResponse:
    """Render the error page without context processors, so that it works when the database does not."""
    context = {"status": int(status), "title": title, "text": text, "shows_search": status < HTTPStatus.INTERNAL_SERVER_ERROR}
    # A server error may come from a context processor, so its page does without them.
    safe_request = request if status < HTTPStatus.INTERNAL_SERVER_ERROR else None
    return HttpResponse(render_to_string("web/error.html", context, safe_request), status=status)
