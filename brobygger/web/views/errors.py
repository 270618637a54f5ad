"""Pages for when something is not as it should be. Each says what happened, in plain words, and what to do now."""

import sys
from http import HTTPStatus

import structlog
from django.core.exceptions import DisallowedHost, RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from brobygger.kernel.errors import DomainError
from brobygger.web.traces import where_it_went_wrong

log = structlog.get_logger("brobygger.request")

#: Django asks every browser form for a token before it looks at the method; these doors alone expect one.
_FORMS_WITH_CSRF_TOKEN = frozenset(
    {
        "accounts:sign_in",
        "account_signup",
        "account_reset_password",
        "account_reset_password_from_key",
        "account_confirm_email",
        "mfa_authenticate",
        "mfa_login_webauthn",
    }
)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the browser sent something we cannot read; 413 when it was too much."""
    if isinstance(exception, RequestDataTooBig):
        return _page(
            request,
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            _("Det var for meget på én gang"),
            _("Gå tilbage, skriv lidt kortere, og send igen."),
        )
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
    """403: a form of a signed-in person came without its token; 405 where there is no form at all."""
    match = request.resolver_match
    is_public = match is not None and not getattr(match.func, "login_required", True)
    if match is not None and is_public and match.view_name not in _FORMS_WITH_CSRF_TOKEN:
        return wrong_method(request, allowed="GET, HEAD")
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


def wrong_method(request: HttpRequest, *, allowed: str) -> HttpResponse:
    """405: the address is right, but not for sending to."""
    response = _page(
        request,
        HTTPStatus.METHOD_NOT_ALLOWED,
        _("Det kan man ikke her"),
        _("Siden kan læses, men der er ikke noget at sende til den. Prøv at åbne den igen."),
    )
    response["Allow"] = allowed
    return response


def too_many(request: HttpRequest) -> HttpResponse:
    """429: more forms in a minute than people send."""
    return _page(
        request,
        HTTPStatus.TOO_MANY_REQUESTS,
        _("Vent lige et øjeblik"),
        _("Der er sendt meget herfra på kort tid. Vent et minut, gå tilbage, og send igen."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our own fault, in the log by place and kind; 503 when it is the database that cannot be reached."""
    error = sys.exception()
    if isinstance(error, OperationalError | InterfaceError):
        log.error("database_unavailable", error=type(error).__name__)
        return unavailable(request)
    log.error("unhandled", error=type(error).__name__, frames=where_it_went_wrong(error) if error else [])
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
    response = _page(request, HTTPStatus(error.status), _("Det kunne ikke lade sig gøre"), _(error.message))
    # What one person could not do says nothing to others, and may be right a moment later.
    response["Cache-Control"] = "private, no-store"
    return response


def _page(request: HttpRequest, status: HTTPStatus, title: str, text: str) -> HttpResponse:
    """Render the error page; without context processors when they may be what fails."""
    is_ours = status >= HTTPStatus.INTERNAL_SERVER_ERROR
    context = {"status": int(status), "title": title, "text": text, "shows_search": not is_ours}
    may_use_request = not is_ours and _has_known_host(request)
    return HttpResponse(
        render_to_string("web/error.html", context, request if may_use_request else None), status=status
    )


def _has_known_host(request: HttpRequest) -> bool:
    """Test whether the request asks for one of our own host names; building an address from another raises."""
    try:
        request.get_host()
    except DisallowedHost:
        return False
    return True
