"""The HSDS-DK profile: what we add to the standard, as merge patches under an address that stays."""

from pathlib import Path

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from brobygger import opendata
from brobygger.api.doors import mark_of, marked, open_to_all, unchanged
from brobygger.kernel.errors import NotFound
from brobygger.opendata.licence import LICENCE_NAME, LICENCE_SPDX, LICENCE_URL

VERSION = "1.0"
_FILES = Path(opendata.__file__).resolve().parent / "data" / "profile" / VERSION


class NoSuchFile(NotFound):
    """Profilen har ikke en fil, der hedder det."""


@open_to_all("GET", "HEAD")
def profile(request: HttpRequest) -> HttpResponseBase:
    """Answer what the profile is, and which files it consists of."""
    body = orjson.dumps(
        {
            "name": "HSDS-DK",
            "version": VERSION,
            "extends": "HSDS 3.1",
            "description": "What a Danish register tells beside the standard; every added name begins with dk_.",
            "license": {"name": LICENCE_NAME, "identifier": LICENCE_SPDX, "url": LICENCE_URL},
            "files": [
                f"{settings.BASE_URL}{reverse('hsds:profile_file', args=[path.name])}"
                for path in sorted(_FILES.glob("*.json"))
            ],
        }
    )
    return _answer(request, body)


@open_to_all("GET", "HEAD")
def profile_file(request: HttpRequest, *, name: str) -> HttpResponseBase:
    """Answer one file: a JSON Merge Patch to the standard's schema of the same name."""
    names = {path.name for path in _FILES.glob("*.json")}
    if name not in names:
        raise NoSuchFile
    return _answer(request, (_FILES / name).read_bytes())


def _answer(request: HttpRequest, body: bytes) -> HttpResponseBase:
    mark = mark_of(request.path, body)
    return unchanged(request, mark) or marked(HttpResponse(body, content_type="application/json"), mark)
