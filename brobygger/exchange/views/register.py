"""HTTP door: the files of the whole register. Made beforehand, so that no visitor waits and none can make work."""

import re
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from brobygger.exchange.register.manifest import FILES, MANIFEST, FileKind, MadeFile, Manifest
from brobygger.exchange.register.page import register_page
from brobygger.exchange.selectors.register import current_files, current_folder
from brobygger.kernel.errors import DomainError, NotFound
from brobygger.opendata.licence import LICENCE_URL
from brobygger.ui.throttle import throttle

#: Whoever fetches everything once an hour, or one large file in pieces, is far below it.
_MOST_FILES, _WITHIN_SECONDS = 200, 600
#: A number of more digits than any file has bytes is no range.
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)
_TAKES_GZIP = re.compile(r"(?:^|,)\s*gzip\s*(?=$|,|;\s*q=(?:1|0\.0*[1-9]))")
_PIECE = 1 << 18


class FilesNotMade(DomainError):
    """Filerne er ved at blive lavet. Prøv igen om nogle minutter."""

    code = "files_not_made"
    status = 503


class TooManyFetched(DomainError):
    """Du har hentet mange filer på kort tid. Vent ti minutter, og prøv igen."""

    code = "too_many_files"
    status = 429


@login_not_required
@require_safe
def files(request: HttpRequest) -> HttpResponse:
    """Show which files there are, how large and how new."""
    page = register_page(current_files())
    crumbs = [(_("Åbne data"), reverse("knowledge:open_data")), (_("Filer"), "")]
    return render(request, "exchange/register/files.html", {"page": page, "crumbs": crumbs})


@login_not_required
@require_safe
def file(request: HttpRequest, name: str) -> HttpResponseBase:
    """Send a file, or the part of it that is missing to whoever has the rest."""
    kind, manifest, at = FILES.get(name), current_files(), timezone.now()
    if kind is None and name != MANIFEST:
        raise NotFound
    if manifest is None:
        raise FilesNotMade
    if throttle(request, door="register", limit=_MOST_FILES, seconds=_WITHIN_SECONDS, at=at):
        raise TooManyFetched
    response = _answer(request, kind, manifest) if kind else JsonResponse(manifest.as_json())
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["Access-Control-Expose-Headers"] = "ETag, Link, Content-Length, Content-Range, Accept-Ranges"
    response["Link"] = f'<{LICENCE_URL}>; rel="license"'
    return response


def _answer(request: HttpRequest, kind: FileKind, manifest: Manifest) -> HttpResponseBase:
    made, path = manifest.files[kind.name], current_folder() / kind.name
    accepted = "" if _asked_part(request) else request.headers.get("Accept-Encoding", "")
    is_packed = kind.is_packed and _TAKES_GZIP.search(accepted.lower()) is not None
    etag, changed = _etag(made, is_packed=is_packed), int(manifest.made_at.timestamp())
    response = get_conditional_response(request, etag=etag, last_modified=changed) or _body(
        request, path.with_name(f"{path.name}.gz") if is_packed else path, etag
    )
    if kind.is_packed:
        patch_vary_headers(response, ("Accept-Encoding",))
    if is_packed and response.status_code == HTTPStatus.OK:
        response["Content-Encoding"] = "gzip"
    response["ETag"], response["Last-Modified"], response["Accept-Ranges"] = etag, http_date(changed), "bytes"
    if response.status_code != HTTPStatus.NOT_MODIFIED:
        response["Content-Type"] = kind.media_type
    return response


def _etag(made: MadeFile, *, is_packed: bool) -> str:
    return f'"{made.sha256[:32]}{"-gzip" if is_packed else ""}"'


def _body(request: HttpRequest, path: Path, etag: str) -> HttpResponseBase:
    size = path.stat().st_size
    wanted = _RANGE.fullmatch(_asked_part(request))
    # More than one range at a time is never answered in parts, which every client must understand (RFC 9110, 14.2).
    if wanted is None or not any(wanted.groups()) or request.headers.get("If-Range", etag) != etag:
        return FileResponse(path.open("rb"))
    first, last = _bounds(wanted[1], wanted[2], size)
    if first > last:
        response: HttpResponseBase = HttpResponse(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
        response["Content-Range"] = f"bytes */{size}"
        return response
    response = StreamingHttpResponse(_pieces(path, first, last), status=HTTPStatus.PARTIAL_CONTENT)
    response["Content-Range"], response["Content-Length"] = f"bytes {first}-{last}/{size}", str(last - first + 1)
    return response


def _asked_part(request: HttpRequest) -> str:
    """Return which part is asked for, in the header's words; only GET can ask for one (RFC 9110, 14.2)."""
    return request.headers.get("Range", "").strip() if request.method == "GET" else ""


def _bounds(start: str, end: str, size: int) -> tuple[int, int]:
    """Return the first and last byte asked for; the first is after the last when there is none such."""
    if not start:
        return (max(0, size - int(end)), size - 1) if int(end) else (1, 0)
    last = min(int(end), size - 1) if end else size - 1
    return int(start), last


def _pieces(path: Path, first: int, last: int) -> Iterator[bytes]:
    left = last - first + 1
    with path.open("rb") as file:
        file.seek(first)
        while left > 0 and (piece := file.read(min(_PIECE, left))):
            left -= len(piece)
            yield piece
