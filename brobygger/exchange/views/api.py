"""Doors for other systems: a key instead of a session, JSON instead of pages, problems as RFC 9457 has them.

No cookie opens anything here, so no form on another site can either; whatever goes wrong is told in the same shape.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from brobygger.directory.rows import capacity_of
from brobygger.directory.services import set_capacity
from brobygger.exchange.forms.api import CapacityForm, read_object
from brobygger.exchange.models import ApiKey
from brobygger.exchange.selectors.exports import offer_objects_page, offer_to_export
from brobygger.exchange.selectors.keys import client_of, key_behind, owner_of
from brobygger.exchange.services.exports import note_export
from brobygger.exchange.services.keys import note_key_used
from brobygger.kernel.errors import BadData, DomainError
from brobygger.ui.throttle import throttle

DESCRIPTION = Path(__file__).resolve().parent.parent / "data" / "openapi.json"
_QUESTIONS_PER_MINUTE = 120
_LONGEST_BODY = 10_000
MOST_OFFERS, USUAL_OFFERS = 200, 50
Door = Callable[..., HttpResponse]


def for_keys(*methods: str) -> Callable[[Door], Door]:
    """Return a decorator for a door that only a key opens, with these methods; the key is handed on."""

    def decorate(door: Door) -> Door:
        @csrf_exempt
        @login_not_required
        @never_cache
        @wraps(door)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                return _guarded(door, request, methods, *args, **kwargs)
            except DomainError as error:
                return problem(HTTPStatus(error.status), code=error.code, detail=gettext(error.message))

        return guarded

    return decorate


def _guarded(door: Door, request: HttpRequest, methods: tuple[str, ...], *args: Any, **kwargs: Any) -> HttpResponse:
    at = timezone.now()
    if throttle(request, door="api", limit=_QUESTIONS_PER_MINUTE, seconds=60, at=at):
        return problem(HTTPStatus.TOO_MANY_REQUESTS, code="too_many", detail=gettext("Vent et minut, og spørg igen."))
    kind, _space, shown = request.headers.get("Authorization", "").partition(" ")
    key = key_behind(shown=shown.strip(), at=at) if kind.lower() == "bearer" else None
    if key is None:
        response = problem(HTTPStatus.UNAUTHORIZED, code="no_key", detail=gettext("Vis en nøgle, der virker."))
        response["WWW-Authenticate"] = "Bearer"
        return response
    if request.method not in methods:
        response = problem(HTTPStatus.METHOD_NOT_ALLOWED, code="wrong_method", detail=gettext("Det kan man ikke her."))
        response["Allow"] = ", ".join(methods)
        return response
    note_key_used(actor=client_of(key), at=at)
    return door(request, key, *args, **kwargs)


def problem(status: HTTPStatus, *, code: str, detail: str, **more: Any) -> HttpResponse:
    """Return what went wrong, as every door here says it."""
    body = {"type": "about:blank", "title": status.phrase, "status": int(status), "code": code, "detail": detail}
    return JsonResponse(body | more, status=status, content_type="application/problem+json")


@for_keys("GET", "HEAD")
def offers(request: HttpRequest, key: ApiKey) -> HttpResponse:
    """Answer some of the key's owner's offers, by their keys, and where the next are."""
    actor, owner = client_of(key), owner_of(key)
    after, limit = request.GET.get("after", ""), _limit(request.GET.get("limit", ""))
    if not after:
        has_persons = owner.organisation is not None
        note_export(actor=actor, owner=owner, what="api", has_persons=has_persons, at=timezone.now())
    found = offer_objects_page(actor=actor, owner=owner, after=after, most=limit)
    is_full = len(found) == limit
    following = f"{request.path}?after={found[-1]['key']}&limit={limit}" if is_full else None
    return JsonResponse({"offers": found, "next": following})


@for_keys("PUT")
def capacity(request: HttpRequest, key: ApiKey, offer_key: str) -> HttpResponse:
    """Take whether there is room in an offer, and answer what is known now."""
    body = request.read(_LONGEST_BODY + 1)
    if len(body) > _LONGEST_BODY:
        return problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, code="too_long", detail=gettext("Det er alt for langt."))
    actor, form = client_of(key), CapacityForm(read_object(body))
    offer_id = offer_to_export(actor=actor, owner=owner_of(key), key=offer_key)
    if not form.is_valid():
        errors = {name: [str(error) for error in said] for name, said in form.errors.items()}
        return problem(
            HTTPStatus.UNPROCESSABLE_ENTITY, code=BadData.code, detail=gettext("Ret felterne."), errors=errors
        )
    offer = set_capacity(actor=actor, offer_id=offer_id, at=timezone.now(), **form.cleaned_data)
    row = capacity_of(offer)
    known = row and {
        "status": row.status,
        "wait_weeks": row.wait_weeks,
        "set_at": row.set_at,
        "expires_at": row.expires_at,
    }
    return JsonResponse({"key": offer.key, "capacity": known})


@login_not_required
@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """Answer what other systems can ask for here, as OpenAPI says it."""
    return HttpResponse(DESCRIPTION.read_bytes(), content_type="application/json")


def _limit(asked: str) -> int:
    """Return how many offers at a time: what was asked for, within reason."""
    return (
        min(max(int(asked), 1), MOST_OFFERS) if asked.isascii() and asked.isdigit() and len(asked) < 6 else USUAL_OFFERS
    )
