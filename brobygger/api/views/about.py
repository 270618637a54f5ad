"""What this is: the door at the root of each base path, our description of all doors, and where there is nothing."""

from pathlib import Path

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from brobygger.api.doors import mark_of, marked, open_to_all, unchanged
from brobygger.api.selectors import Profile
from brobygger.kernel.errors import NotFound
from brobygger.opendata.licence import LICENCE_NAME, LICENCE_SPDX, LICENCE_URL

OPENAPI = Path(__file__).resolve().parent.parent / "data" / "openapi.json"
_VERSIONS = {Profile.HSDS: "3.1", Profile.UK: "HSDS-UK-3.0"}
_UK_PROFILE = "https://docs.openreferraluk.org/"
_DESCRIPTION = (
    "Tilbud fra foreninger og andre i civilsamfundet i Danmark, så andre kan vise dem. / What associations and others "
    "in Danish civil society offer people, for others to show."
)


class NoSuchDoor(NotFound):
    """Her er ikke noget. Se /hsds/3/openapi.json."""


@open_to_all("GET", "HEAD")
def about(request: HttpRequest, *, profile: Profile) -> HttpResponseBase:
    """Answer what this is and who publishes it."""
    body = orjson.dumps(_about(profile))
    return _same_until_next_version(request, body)


@open_to_all("GET", "HEAD")
def openapi(request: HttpRequest) -> HttpResponseBase:
    """Answer our own description of the doors."""
    return _same_until_next_version(request, OPENAPI.read_bytes())


@open_to_all("GET", "HEAD", "POST")
def nothing(request: HttpRequest, rest: str = "") -> HttpResponseBase:
    """Say that there is nothing here, and where to look."""
    raise NoSuchDoor


def _same_until_next_version(request: HttpRequest, body: bytes) -> HttpResponseBase:
    mark = mark_of(request.path, body)
    return unchanged(request, mark) or marked(HttpResponse(body, content_type="application/json"), mark)


def _about(profile: Profile) -> dict[str, object]:
    publisher = {"name": settings.OPERATOR_NAME, "email": settings.OPERATOR_EMAIL, "website": settings.BASE_URL}
    return {
        "version": _VERSIONS[profile],
        "profile": _whole(reverse("hsds:profile")) if profile is Profile.HSDS else _UK_PROFILE,
        "openapi_url": _whole(reverse("hsds:openapi")),
        "description": _DESCRIPTION,
        "publisher": {key: value for key, value in publisher.items() if value},
        "license": {"name": LICENCE_NAME, "identifier": LICENCE_SPDX, "url": LICENCE_URL},
        "base_urls": {
            "hsds": _whole(reverse("hsds:about")),
            "hsds-uk": _whole(reverse("hsds:uk_about")),
            "hsds-dk": _whole(reverse("hsds:profile")),
        },
    }


def _whole(path: str) -> str:
    return f"{settings.BASE_URL}{path}"
