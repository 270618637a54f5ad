"""What every answer has in common: a log line without personal data, compression, headers, and kind errors."""

import gzip
import time
import traceback
import uuid
from collections.abc import Callable
from pathlib import Path

import brotli
import structlog
from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

from brobygger.kernel.errors import DomainError
from brobygger.web.views import errors

GetResponse = Callable[[HttpRequest], HttpResponseBase]

log = structlog.get_logger("brobygger.request")

#: Quality 4 is the knee for pages of this size: 1 ms for 60 kB, 15 % smaller than gzip at its best.
BROTLI_QUALITY = 4
_WORTH_COMPRESSING = 600
_TEXT_TYPES = ("text/", "application/json", "application/ld+json", "application/xml", "image/svg+xml")


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
                method=request.method,
                route=match.view_name if match else "-",
                status=response.status_code,
                ms=round((time.perf_counter() - started) * 1000, 1),
            )
        finally:
            structlog.contextvars.clear_contextvars()
        response["X-Request-ID"] = request_id
        return response


class CompressResponse:
    """Compress text answers with brotli, else gzip. Static files are compressed once, at build."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not isinstance(response, HttpResponse) or not _is_worth_compressing(response):
            return response
        patch_vary_headers(response, ("Accept-Encoding",))
        accepted = request.headers.get("Accept-Encoding", "")
        if "br" in accepted:
            _replace(response, brotli.compress(response.content, quality=BROTLI_QUALITY), "br")
        elif "gzip" in accepted:
            _replace(response, gzip.compress(response.content, compresslevel=6, mtime=0), "gzip")
        return response


def _is_worth_compressing(response: HttpResponse) -> bool:
    return (
        len(response.content) >= _WORTH_COMPRESSING
        and not response.has_header("Content-Encoding")
        and response.get("Content-Type", "").startswith(_TEXT_TYPES)
    )


def _replace(response: HttpResponse, content: bytes, encoding: str) -> None:
    response.content = content
    response["Content-Encoding"] = encoding
    response["Content-Length"] = str(len(content))
    etag = response.get("ETag", "")
    if etag.startswith('"'):  # the same page in another encoding is equal, but not byte for byte (RFC 9110, 8.8.1)
        response["ETag"] = "W/" + etag


class SafeHeaders:
    """Say what browsers may do with an answer and how long it may be kept."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", "geolocation=(self), camera=(), microphone=(), interest-cohort=()")
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = _cache_control(request, response)
        return response


def _cache_control(request: HttpRequest, response: HttpResponseBase) -> str:
    """Public pages are the same for everybody: kept, but asked about each time. All else is nobody's to keep."""
    is_personal = response.cookies or "Cookie" in response.get("Vary", "")
    if request.method in {"GET", "HEAD"} and response.status_code in {200, 301, 304, 404, 410} and not is_personal:
        return "public, max-age=0, must-revalidate"
    return "private, no-store"


class KindErrors:
    """Turn refusals, a missing database and planned pauses into pages that help."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.pause_file = Path(settings.DATA) / "maintenance"

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if self.pause_file.exists() and not request.path.startswith(("/healthz", "/static/")):
            return errors.unavailable(request)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Answer a ``DomainError`` in its own words, and 503 when the database cannot be reached."""
        if isinstance(exception, DomainError):
            return errors.refused(request, exception)
        if isinstance(exception, Http404 | PermissionDenied | SuspiciousOperation):
            return None
        if isinstance(exception, OperationalError):
            log.error("database_unavailable", error=type(exception).__name__)
            return errors.unavailable(request)
        log.error("unhandled", error=type(exception).__name__, frames=_frames(exception))
        return None


def _frames(exception: Exception) -> list[str]:
    """Return where it went wrong, innermost last; never the message, which may hold what somebody wrote."""
    frames = traceback.extract_tb(exception.__traceback__)
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames[-12:]]
