"""What every door of open data does around its answer: methods, tries, "have you this already?", errors as problems."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.csrf import csrf_exempt

from brobygger import __version__
from brobygger.api.problems import refused, told_to_programs
from brobygger.kernel.errors import DomainError
from brobygger.ui.throttle import throttle

Door = Callable[..., HttpResponseBase]

SECONDS = 60
#: A whole list in one go counts as so many pages.
PAGES_IN_A_STREAM = 30
#: Within a second more may change than ``Last-Modified`` can tell apart (RFC 9110, 8.8.2.2).
_SETTLED = timedelta(seconds=2)


class TooMany(DomainError):
    """Vent lidt, og spørg igen."""

    code = "too_many"
    status = 429


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What tells one version of an answer from another.

    ``is_told_by_time`` where nothing can be new without a later ``changed_at``. That is not so where several things are
    put together: one that is published now may have the same moment as one that was published already.
    """

    etag: str
    changed_at: datetime | None = None
    is_told_by_time: bool = False


def open_to_all(*methods: str) -> Callable[[Door], Door]:
    """Return a decorator for a door anybody may ask with these methods, from any site, a number of times a minute."""
    allowed = ", ".join([*methods, "OPTIONS"])

    def decorate(door: Door) -> Door:
        @csrf_exempt
        @login_not_required
        @wraps(door)
        def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "OPTIONS":
                return _options(allowed)
            if request.method not in methods:
                response: HttpResponseBase = told_to_programs(request, 405)
                response["Allow"] = allowed
                return response
            return _counted(door, request, *args, **kwargs)

        return opened

    return decorate


def count(request: HttpRequest, *, policy: str, limit: int, at: datetime) -> None:
    """Count one use; raise ``TooMany`` when there have been too many. What is left is told in the answer's headers."""
    is_too_often = throttle(request, door=f"hsds-{policy}", limit=limit, seconds=SECONDS, at=at, counted_in="opendata")
    left, seconds = getattr(request, "uses_left", 0), getattr(request, "seconds_until_next_try", SECONDS)
    request.rate_headers = {  # type: ignore[attr-defined]
        "RateLimit-Policy": f'"{policy}";q={limit};w={SECONDS}',
        "RateLimit": f'"{policy}";r={left};t={seconds}',
    }
    if is_too_often:
        raise TooMany


def _counted(door: Door, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    try:
        count(request, policy="usual", limit=settings.OPEN_DATA_PER_MINUTE, at=timezone.now())
        response = door(request, *args, **kwargs)
    except DomainError as error:
        response = refused(request, error)
        if error.status == TooMany.status:
            response["Retry-After"] = str(getattr(request, "seconds_until_next_try", SECONDS))
    for name, value in getattr(request, "rate_headers", {}).items():
        response[name] = value
    return response


def _options(allowed: str) -> HttpResponse:
    """Answer what a browser asks before it lets another site's program ask."""
    response = HttpResponse(status=204)
    response["Allow"] = response["Access-Control-Allow-Methods"] = allowed
    response["Access-Control-Allow-Headers"] = "Accept, Accept-Language, Content-Type, If-Modified-Since, If-None-Match"
    response["Access-Control-Max-Age"] = "86400"
    response["Cache-Control"] = "public, max-age=86400"
    return response


def mark_of(*parts: object, changed_at: datetime | None = None, is_told_by_time: bool = False) -> Mark:
    """Return the mark of an answer that is the same for as long as all these are the same, and our program is."""
    text = "\n".join(map(str, (__version__, *parts)))
    etag = f'W/"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
    return Mark(etag=etag, changed_at=changed_at, is_told_by_time=is_told_by_time)


def unchanged(request: HttpRequest, mark: Mark) -> HttpResponseBase | None:
    """Return 304 when the asker has this already, 412 when that was a condition; else nothing, and the door goes on."""
    is_by_time = mark.is_told_by_time and _is_settled(mark)
    changed_at = int(mark.changed_at.timestamp()) if is_by_time and mark.changed_at else None
    answer = get_conditional_response(request, etag=mark.etag, last_modified=changed_at)
    return answer and marked(answer, mark)


def marked(response: HttpResponseBase, mark: Mark) -> HttpResponseBase:
    """Say which version an answer is; return it."""
    response["ETag"] = mark.etag
    if _is_settled(mark) and mark.changed_at:
        response["Last-Modified"] = http_date(mark.changed_at.timestamp())
    return response


def _is_settled(mark: Mark) -> bool:
    return mark.changed_at is not None and timezone.now() - mark.changed_at >= _SETTLED
