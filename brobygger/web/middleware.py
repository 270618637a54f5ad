"""What every answer has in common: a log line without personal data, headers, and kind errors."""

import time
import uuid
from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, set_response_etag

from brobygger.kernel.errors import DomainError
from brobygger.ui.throttle import throttle
from brobygger.web.pause import is_paused
from brobygger.web.views import errors

GetResponse = Callable[[HttpRequest], HttpResponseBase]

log = structlog.get_logger("brobygger.request")

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_PROBES = frozenset({"/healthz", "/readyz"})
#: What may be seen during a planned pause; ``/readyz`` itself says that there is one.
_OPEN_DURING_A_PAUSE = ("/healthz", "/readyz", "/static/")


class LogRequests:
    """Log each answer by route, never by path or query: what somebody searched for is nobody's business."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        started = time.perf_counter()
        request_id = uuid.uuid4().hex[:12]
        structlog.contextvars.bind_contextvars(request_id=request_id)
        try:
            response = self.get_response(request)
            match = request.resolver_match
            log.info(
                "request",
                method=request.method if request.method in _SAFE_METHODS | {"POST"} else "other",
                route=match.view_name if match else "-",
                status=response.status_code,
                ms=round((time.perf_counter() - started) * 1000, 1),
            )
        finally:
            structlog.contextvars.clear_contextvars()
        response["X-Request-ID"] = request_id
        return response


class AnswerProbes:
    """Let machines that watch the portal ask by its IP address: they are answered as if they had used its name."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.own_name = urlsplit(settings.BASE_URL).netloc

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path in _PROBES:
            request.META["HTTP_HOST"] = self.own_name
        return self.get_response(request)


class SafeHeaders:
    """Say what browsers may do with an answer and how long it may be kept."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", "geolocation=(self), camera=(), microphone=(), interest-cohort=()")
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        # The few pages that anybody may frame say so in their policy; the older header has no word for it.
        if "frame-ancestors *" not in response.get("Content-Security-Policy", ""):
            response.setdefault("X-Frame-Options", settings.X_FRAME_OPTIONS)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = _cache_control(request, response)
        return response


def _cache_control(request: HttpRequest, response: HttpResponseBase) -> str:
    """Public pages are the same for everybody: kept, but asked about each time. All else is nobody's to keep."""
    is_personal = response.cookies or "Cookie" in response.get("Vary", "")
    if request.method in {"GET", "HEAD"} and response.status_code in {200, 301, 304, 404, 410} and not is_personal:
        return "public, max-age=0, must-revalidate"
    return "private, no-store"


#: Headers that tell of a body; a 304 has none.
_OF_THE_BODY = frozenset({"content-type", "content-length", "content-encoding", "content-range"})


class AnswerIfChanged:
    """Mark each page with its contents, and answer 304 when the browser has it already.

    As Django's own, and for HEAD too. Marks are weak: the same page in another encoding is equal, not identical; but a
    file that is sent in parts keeps its strong one, or nobody could ask for the rest of it (RFC 9110, 13.1.5). What a
    page says of who may show it is said again: a browser takes the headers of a 304 for those of the page it has kept
    (RFC 9111, 3.2), and a page for other people's frames would else be refused there the second time.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        may_be_kept = "no-store" not in response.get("Cache-Control", "")
        if request.method not in {"GET", "HEAD"} or not isinstance(response, HttpResponse) or not may_be_kept:
            return response
        if not response.has_header("ETag"):
            set_response_etag(response)
        if response.get("ETag", "").startswith('"') and not response.has_header("Accept-Ranges"):
            response["ETag"] = f"W/{response['ETag']}"
        answer = get_conditional_response(request, etag=response.get("ETag"), response=response) or response
        if answer.status_code == HTTPStatus.NOT_MODIFIED:
            for name, value in response.items():
                if name.lower() not in _OF_THE_BODY:
                    answer.headers.setdefault(name, value)
        return answer


class LimitBodies:
    """Refuse what is larger than any file of ours before a byte of it is read; doors have narrower limits of their own.

    Every other form is held to Django's ``DATA_UPLOAD_MAX_MEMORY_SIZE``, which does not count files.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        claimed = str(request.META.get("CONTENT_LENGTH") or "0")
        if not claimed.isdecimal() or int(claimed) > settings.LARGEST_BODY:
            return errors.bad_request(request, RequestDataTooBig())
        return self.get_response(request)


class LimitPosts:
    """Answer 429 to whoever sends more forms in a minute than a person, or a household of them, ever would.

    This is every POST door's outer limit; doors that keep what they are sent have narrower ones of their own.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in _SAFE_METHODS and self._is_too_often(request):
            response: HttpResponseBase = errors.too_many(request)
            bucket, seconds = _bucket(request), getattr(request, "seconds_until_next_try", 60)
            response["RateLimit-Policy"] = f'"{bucket}";q={settings.POSTS_PER_MINUTE};w=60'
            response["RateLimit"] = f'"{bucket}";r=0;t={seconds}'
        else:
            response = self.get_response(request)
        if response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
            response.setdefault("Retry-After", str(getattr(request, "seconds_until_next_try", 60)))
        return response

    def _is_too_often(self, request: HttpRequest) -> bool:
        return throttle(
            request, door=_bucket(request), limit=settings.POSTS_PER_MINUTE, seconds=60, at=timezone.now()
        )  # fmt: skip


def _bucket(request: HttpRequest) -> str:
    """Programs that search in private and people who send forms do not use up each other's tries."""
    return "private-searches" if request.path_info.startswith("/hsds/") else "any"


class KindErrors:
    """Turn refusals, wrong methods and planned pauses into pages that help (what crashes: ``errors.server_error``)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if is_paused() and not request.path.startswith(_OPEN_DURING_A_PAUSE):
            return errors.unavailable(request)
        response = self.get_response(request)
        is_told = response.get("Content-Type", "") == "application/problem+json"
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not is_told:
            return errors.wrong_method(request, allowed=response.get("Allow", ""))
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Answer a ``DomainError`` in its own words; Django hands everything else to our error pages."""
        return errors.refused(request, exception) if isinstance(exception, DomainError) else None
