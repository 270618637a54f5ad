"""Compress text answers with brotli, else gzip, as the browser prefers. Static files are compressed once, at build."""

import gzip
import re
from collections.abc import Callable

import brotli
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

GetResponse = Callable[[HttpRequest], HttpResponseBase]

#: Quality 4 is the knee for pages of this size: 1 ms for 60 kB, 15 % smaller than gzip at its best.
BROTLI_QUALITY = 4
_WORTH_COMPRESSING = 600
_TEXT_TYPES = ("text/", "application/json", "application/ld+json", "application/xml", "image/svg+xml")
_WISH = re.compile(r"\s*([a-z0-9*-]+)\s*(?:;\s*q=([01](?:\.\d{0,3})?)\s*)?")


class CompressResponse:
    """Answer in the smallest encoding the browser asked for; to HEAD, with the length of what GET would be sent."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self._pack(request, self.get_response(request))
        if request.method == "HEAD" and isinstance(response, HttpResponse) and response.content:
            response.setdefault("Content-Length", str(len(response.content)))
            response.content = b""
        return response

    def _pack(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.status_code == 304:  # says the same about encodings as the answer it stands for (RFC 9110, 15.4.5)
            patch_vary_headers(response, ("Accept-Encoding",))
        if not isinstance(response, HttpResponse) or not _is_worth_compressing(response):
            return response
        patch_vary_headers(response, ("Accept-Encoding",))
        encoding = preferred_encoding(request.headers.get("Accept-Encoding", ""))
        if encoding == "br":
            _replace(response, brotli.compress(response.content, quality=BROTLI_QUALITY), "br")
        elif encoding == "gzip":
            _replace(response, gzip.compress(response.content, compresslevel=6, mtime=0), "gzip")
        return response


def preferred_encoding(accepted: str) -> str:
    """Return ``br``, ``gzip`` or nothing for an ``Accept-Encoding`` header, weights and all (RFC 9110, 12.5.3)."""
    wishes = [_WISH.fullmatch(part) for part in accepted.lower().split(",")]
    weights = {wish[1]: float(wish[2] or 1) for wish in wishes if wish}
    for_all_others = weights.get("*", 0.0)
    brotli_weight, gzip_weight = weights.get("br", for_all_others), weights.get("gzip", for_all_others)
    if max(brotli_weight, gzip_weight) <= 0 or max(brotli_weight, gzip_weight) < weights.get("identity", 0.0):
        return ""
    return "br" if brotli_weight >= gzip_weight else "gzip"


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
