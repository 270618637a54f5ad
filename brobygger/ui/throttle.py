"""How often one visitor may use a door that writes: counted without remembering who it was.

The visitor's address is hashed with the portal's secret and the date, kept for as long as the window lasts, and never
logged. Counts live in the ``throttle`` cache, which every worker process of this machine shares; doors that are used
at every key press name a cache in memory instead, where each process counts for itself.
"""

import hashlib
from datetime import datetime
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest


def throttle(
    request: HttpRequest, *, door: str, limit: int, seconds: int, at: datetime, counted_in: str = "throttle"
) -> bool:
    """Count one use of a door; return True when this visitor has used it more than ``limit`` times in the window.

    The request is told when the next window begins (``seconds_until_next_try``), for the ``Retry-After`` of the answer,
    and how many uses are left in this one (``uses_left``).
    """
    window, passed = divmod(int(at.timestamp()), seconds)
    request.seconds_until_next_try = seconds - passed  # type: ignore[attr-defined]
    visitor = f"{settings.SECRET_KEY}|{at.date()}|{_address(request)}"
    key = f"{door}:{window}:{hashlib.sha256(visitor.encode()).hexdigest()[:32]}"
    counts = caches[counted_in]
    counts.add(key, 0, timeout=seconds)
    try:
        uses = counts.incr(key)
    except ValueError:  # the window ended between the two lines above
        uses = 1
    request.uses_left = max(limit - uses, 0)  # type: ignore[attr-defined]
    return uses > limit


def _address(request: HttpRequest) -> str:
    """Return where the request came from: the last hop that our own proxy saw, never what a visitor claims."""
    if settings.BEHIND_PROXY:
        return str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rsplit(",", 1)[-1].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def network_of(request: HttpRequest) -> str:
    """Return which network a request came from: the address without the part that tells its machines apart."""
    try:
        address = ip_address(_address(request))
    except ValueError:
        return ""
    return str(ip_network((address, 24 if address.version == 4 else 48), strict=False))
