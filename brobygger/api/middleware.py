"""What every answer under ``/hsds/`` has in common, whoever gave it: any site may read it, and no error is a page."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from brobygger.api.problems import told_to_programs
from brobygger.api.promises import headers_of_leaving

GetResponse = Callable[[HttpRequest], HttpResponseBase]

DOORS = "/hsds/"
_SHOWN = (
    "ETag, Last-Modified, Link, Location, RateLimit, RateLimit-Policy, Retry-After, Content-Language, "
    "Deprecation, Sunset"
)
#: What an error keeps when a page becomes a problem.
_KEPT = ("Allow", "Retry-After", "RateLimit", "RateLimit-Policy")


class OpenDoors:
    """Let programs on other sites read the answer (CORS), and turn error pages of other layers into problems."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not request.path_info.startswith(DOORS):
            return response
        is_page = not response.get("Content-Type", "").startswith("application/")
        if response.status_code >= 400 and is_page:
            told: HttpResponseBase = told_to_programs(request, response.status_code)
            for name in _KEPT:
                if name in response:
                    told[name] = response[name]
            response = told
        for name, value in headers_of_leaving(request.path_info).items():
            response[name] = value
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = _SHOWN
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response
