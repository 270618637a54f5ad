"""Answers that are drawings."""

from io import BytesIO

import segno
from django.http import HttpResponse


def qr_drawing(address: str) -> HttpResponse:
    """Return an address as a QR code."""
    drawing = BytesIO()
    segno.make(address, error="m").save(drawing, kind="svg", scale=5, border=2, light="#fff", title="QR")
    response = HttpResponse(drawing.getvalue(), content_type="image/svg+xml")
    response["X-Robots-Tag"] = "noindex"
    return response
