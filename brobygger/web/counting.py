"""How often offers are shown and opened: views say which offers a page holds, and it is counted when it is sent.

A page from memory (``web.remembering``) counts as well. Programs that say that they are programs, browsers that fetch
ahead, and pages nobody got are left out. Numbers by offer and day are all that is kept.
"""

import atexit
import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from brobygger.directory.services.counts import write_counts
from brobygger.directory.tally import TALLY
from brobygger.kernel.actors import SYSTEM
from brobygger.web.afterwards import afterwards

GetResponse = Callable[[HttpRequest], HttpResponseBase]

_PROGRAMS = re.compile(r"bot|crawl|spider|slurp|preview|monitor|curl|wget|python|headless", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SeenOffers:
    """Which offers a page shows in a list, and which it is about."""

    shown: tuple[UUID, ...] = ()
    opened: tuple[UUID, ...] = ()


NOTHING = SeenOffers()


def note_seen(response: HttpResponse, seen: SeenOffers) -> HttpResponse:
    """Say which offers a page holds; return the page."""
    response.seen_offers = seen  # type: ignore[attr-defined]
    return response


def shows(response: HttpResponse, ids: Iterable[UUID]) -> HttpResponse:
    """Say that a page shows some offers in a list; return the page."""
    return note_seen(response, SeenOffers(shown=tuple(ids)))


def seen_on(response: HttpResponseBase) -> SeenOffers:
    """Return which offers a page holds."""
    found: SeenOffers = getattr(response, "seen_offers", NOTHING)
    return found


class CountOffers:
    """Count the offers on each page that is sent to a person."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        seen = seen_on(response)
        if (seen.shown or seen.opened) and isinstance(response, HttpResponse) and _is_for_a_person(request, response):
            is_time = TALLY.add(shown=seen.shown, opened=seen.opened, now=time.monotonic())
            if is_time:
                afterwards(response, write_down)
        return response


def write_down() -> None:
    """Write down what this process has counted."""
    counted = TALLY.take()
    if counted.shown or counted.opened:
        write_counts(actor=SYSTEM, counted=counted, at=timezone.now())


def _is_for_a_person(request: HttpRequest, response: HttpResponse) -> bool:
    is_ahead = "prefetch" in request.headers.get("Sec-Purpose", "")
    is_program = _PROGRAMS.search(request.headers.get("User-Agent", "") or "bot")
    return request.method in {"GET", "POST"} and response.status_code == 200 and not is_ahead and not is_program


def _write_the_last() -> None:
    """Write down what is left when the process ends in peace; at its end there may be no database any more."""
    try:
        write_down()
    except DatabaseError:
        return


atexit.register(_write_the_last)
