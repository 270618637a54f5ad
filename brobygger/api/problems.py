"""What went wrong, as RFC 9457 has it: the same shape at every door, in English or Danish as the asker prefers."""

from http import HTTPStatus

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.utils.translation.trans_real import parse_accept_lang_header

from brobygger.kernel.errors import DomainError

CONTENT_TYPE = "application/problem+json"


def language_of(request: HttpRequest) -> str:
    """Return the first of our languages that is asked for; programs that name none of them get English."""
    asked = (
        name.split("-")[0] for name, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    )
    return next((name for name in asked if name in dict(settings.LANGUAGES)), "en")


def problem(request: HttpRequest, status: int, *, code: str, detail: str, **more: str) -> HttpResponse:
    """Return a problem. ``code`` is for programs and never changes; ``detail`` is for people."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "code": code, "detail": detail}
    response = HttpResponse(orjson.dumps(body | more), status=status, content_type=CONTENT_TYPE)
    response["Content-Language"] = translation.get_language()
    response["Vary"] = "Accept-Language"
    response["Cache-Control"] = "no-store"
    return response


def refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    """Return an error of the rooms as a problem; when it is about one parameter, it says which."""
    with translation.override(language_of(request)):
        parameter: str = getattr(error, "parameter", "")
        more = {"parameter": parameter} if parameter else {}
        return problem(request, error.status, code=error.code, detail=_(error.message), **more)


#: What other layers answer with a page, said to a program.
_DETAILS = {
    HTTPStatus.BAD_REQUEST: ("bad_request", gettext_noop("Vi kunne ikke læse det, du sendte.")),
    HTTPStatus.NOT_FOUND: ("not_found", gettext_noop("Her er ikke noget.")),
    HTTPStatus.METHOD_NOT_ALLOWED: ("wrong_method", gettext_noop("Det kan man ikke her.")),
    HTTPStatus.PRECONDITION_FAILED: ("precondition_failed", gettext_noop("Det er lavet om, siden du så det.")),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: ("too_long", gettext_noop("Det er alt for langt.")),
    HTTPStatus.TOO_MANY_REQUESTS: ("too_many", gettext_noop("Vent lidt, og spørg igen.")),
    HTTPStatus.SERVICE_UNAVAILABLE: ("paused", gettext_noop("Portalen holder en kort pause. Prøv igen om lidt.")),
}
_OUR_FAULT = ("server_error", gettext_noop("Noget gik galt hos os. Det er vores fejl, ikke din."))


def told_to_programs(request: HttpRequest, status: int) -> HttpResponse:
    """Return the problem for a status."""
    code, detail = _DETAILS.get(HTTPStatus(status), _OUR_FAULT)
    with translation.override(language_of(request)):
        return problem(request, status, code=code, detail=_(detail))
