"""Headers for pages that somebody may not want to be seen reading."""

from django.http import HttpResponse


def with_care(response: HttpResponse, *, is_sensitive: bool) -> HttpResponse:
    """Return the answer, for sensitive pages kept by nobody and telling no other site where the visitor came from."""
    if is_sensitive:
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = "no-referrer"
    return response
