"""The files as their page shows them."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from brobygger.exchange.register.manifest import Manifest
from brobygger.opendata.licence import LICENCE_URL, SOURCES

_FOR_PEOPLE: dict[str, tuple[Promise | str, Promise | str]] = {
    "tilbud.xlsx": (_("Tilbud til Excel"), _("En række for hvert tilbud.")),
    "tilbud.csv": (_("Tilbud til andre regneark (CSV)"), _("De samme rækker som almindelig tekst med semikolon.")),
    "steder.geojson": (
        _("Steder til kort (GeoJSON)"),
        _("Ved hvert punkt står, hvor præcist det er."),
    ),
}
_FOR_PROGRAMS: dict[str, tuple[Promise | str, Promise | str]] = {
    "hsds.zip": (
        _("Tabeller efter standarden HSDS 3.1"),
        _("En CSV for hver tabel, pakket i én fil."),
    ),
    "tilbud.ndjson": (_("Tilbud som HSDS, ét på hver linje"), _("Alt, hvad der står om hvert tilbud.")),
    "register.ndjson": (
        _("Hele registret, én ting på hver linje"),
        _("Også organisationer og begreber. Første linje siger, hvor du kan læse videre."),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFile:
    """One file on the page."""

    name: str
    label: Promise | str
    note: Promise | str
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterPage:
    """What the page shows; ``made_at`` is None before anything was made."""

    made_at: datetime | None
    offers: int
    sequence: int
    for_people: tuple[ShownFile, ...]
    for_programs: tuple[ShownFile, ...]
    licence_url: str = LICENCE_URL
    sources: tuple[str, ...] = SOURCES


def register_page(manifest: Manifest | None) -> RegisterPage:
    """Return the page of the files that are served now."""
    return RegisterPage(
        made_at=manifest.made_at if manifest else None,
        offers=manifest.things.get("service", 0) if manifest else 0,
        sequence=manifest.sequence if manifest else 0,
        for_people=_shown(_FOR_PEOPLE, manifest),
        for_programs=_shown(_FOR_PROGRAMS, manifest),
    )


def _shown(files: dict[str, tuple[Promise | str, Promise | str]], manifest: Manifest | None) -> tuple[ShownFile, ...]:
    made = manifest.files if manifest else {}
    return tuple(
        ShownFile(name=name, label=label, note=note, bytes=made[name].bytes)
        for name, (label, note) in files.items()
        if name in made
    )
