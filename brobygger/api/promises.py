"""What those who build on us may count on, and what there is to build on; the page for developers shows both."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.http import http_date
from django.utils.translation import gettext_lazy as _

#: From the day a version is called old until the day it may go.
KEPT_MONTHS = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """Doors on their way out: everything under ``path`` is old from one moment and may be gone from another."""

    path: str
    old_from: datetime
    gone_from: datetime
    instead: str


#: Add a line when a version is called old, ``KEPT_MONTHS`` before it closes; a test counts them.
LEAVING: tuple[Leaving, ...] = ()


def headers_of_leaving(path: str) -> Mapping[str, str]:
    """Return what an answer says when its door is on its way out (RFC 9745, RFC 8594); nothing when it stays."""
    for door in LEAVING:
        if path.startswith(door.path):
            return {
                "Deprecation": f"@{int(door.old_from.timestamp())}",
                "Sunset": http_date(door.gone_from.timestamp()),
            }
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """Something to build on: where it is, what it is, and what to use it for."""

    path: str
    name: Promise | str
    about: Promise | str


#: Each of these answers; a test asks.
DOORS = (
    Offered(
        path="/hsds/3/",
        name="HSDS 3.1",
        about=_("Tilbud, organisationer, steder og begreber. Det, de fleste skal bruge."),
    ),
    Offered(
        path="/hsds/uk/3/",
        name="HSDS UK 3.0",
        about=_("Det samme til programmer, der er lavet til den britiske profil."),
    ),
    Offered(path="/hsds/dk/1.0", name="HSDS-DK 1.0", about=_("Det, vi føjer til standarden, beskrevet som en profil.")),
    Offered(
        path="/hsds/3/changes",
        name=_("Strømmen af ændringer"),
        about=_("Alt, der kommer til, ændres og går ud, i rækkefølge. Til den, der holder en kopi."),
    ),
    Offered(
        path="/aabne-data/filer/",
        name=_("Hele registret som filer"),
        about=_("Excel, CSV, GeoJSON, NDJSON og HSDS-tabeller."),
    ),
    Offered(path="/nyt/tilbud.atom", name="Atom", about=_("Nye tilbud, også for en kommune eller en udfordring.")),
    Offered(
        path="/byg-din-liste/",
        name=_("Søgefelt og liste til din side"),
        about=_("Én linje HTML. Ingen cookies."),
    ),
    Offered(path="/begreber/", name="SKOS", about=_("Begreberne med hverdagsord, som Turtle og JSON-LD.")),
)
