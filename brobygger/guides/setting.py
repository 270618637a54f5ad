"""From a guide to a PDF: our own Typst template, our own fonts, nothing from the net or from this machine.

Everything people wrote goes in as JSON, which the template prints as text; nothing of it is ever read as Typst code.
"""

import hashlib
import json
import re
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

import typst
from django.utils import translation
from django.utils.translation import gettext

from brobygger.guides.letters import FOLDER, printable
from brobygger.guides.values import Guide, Paper, Wanted

TEMPLATE = Path(__file__).parent / "typst" / "guide.typ"
#: Accessible by the ISO standard, checked by the typesetter itself: tags, language, title, descriptions of pictures.
STANDARD: Literal["ua-1"] = "ua-1"
_NOT_READ = frozenset({"qr", "url", "site_url", "id"})
#: What somebody types or copies is never broken by us.
_COPIED = frozenset({"email", "phone"})
#: A word longer than this may be broken anywhere, or it would run off the paper.
_UNBROKEN = re.compile(r"\S{32}(?=\S)")
#: 18 points is the least that is called large print.
LARGE, USUAL, SMALL = 18, 11.5, 10.5


def content_of(guide: Guide, wanted: Wanted) -> str:
    """Return everything that decides what the PDF looks like, as JSON: the same text gives the same bytes."""
    size = LARGE if wanted.is_large else SMALL if wanted.paper == Paper.A5 else USUAL
    with translation.override("da"):
        words = _words()
    look = {"paper": wanted.paper.value, "size": size, "is_large": wanted.is_large}
    return json.dumps(_printable({**asdict(guide), "look": look, "words": words}), ensure_ascii=False)


def digest_of(content: str) -> str:
    """Return the name of what would be set, the template included."""
    return hashlib.sha256(TEMPLATE.read_bytes() + content.encode()).hexdigest()[:32]


def set_pdf(content: str, *, at: datetime) -> bytes:
    """Set a guide. Takes a second or two for a hundred offers."""
    made = typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        font_paths=_fonts(),
        sys_inputs={"guide": content},
        pdf_standards=STANDARD,
        timestamp=at.astimezone(UTC).replace(microsecond=0),
    )
    assert isinstance(made, bytes)
    return made


@cache
def _fonts() -> typst.Fonts:
    """Return our fonts alone: what a guide looks like must not depend on the machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FOLDER)])


def _printable(value: Any, key: str = "") -> Any:
    """Return data with every text in letters that the fonts can draw; drawings and links as they are."""
    if isinstance(value, dict):
        return {name: _printable(each, name) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(each) for each in value]
    if not isinstance(value, str) or key in _NOT_READ:
        return value
    return printable(value) if key in _COPIED else _UNBROKEN.sub("\\g<0>\u200b", printable(value))


def _words() -> dict[str, str]:
    """Return the guide's own words."""
    return {
        "printed": gettext("Udskrevet"),
        "contents": gettext("Indhold"),
        "first": gettext("Har du brug for hjælp nu?"),
        "first_lead": gettext("Er nogen i livsfare, så ring"),
        "open_now": gettext("Her er nogen, der svarer. Du behøver ikke sige, hvem du er."),
        "checked": gettext("Numrene er sidst set efter"),
        "how": gettext("Sådan bruger du hæftet"),
        "how_1": gettext(
            "Tilbuddene står i kapitler efter det, de handler om. Bagest kan du slå op efter navn, forening og sted."
        ),
        "how_2": gettext("Du behøver ikke have alt på plads, før du ringer. Sig bare: »Jeg har læst om jer i hæftet.«"),
        "how_3": gettext(
            "Er det svært at tage af sted alene, så spørg, om nogen kan møde dig ved døren. Det vil mange gerne."
        ),
        "how_4": gettext(
            "Under hvert tilbud står, hvornår det sidst er bekræftet. Ring først, hvis det er længe siden."
        ),
        "how_5": gettext(
            "Den firkantede kode åbner tilbuddets side på en telefon med kamera. Der står altid det nyeste."
        ),
        "call": gettext("Ring"),
        "write": gettext("Skriv"),
        "scan": gettext("Kode til tilbuddets side"),
        "empty": gettext(
            "Vi kender ikke nogen tilbud her endnu. Ring til kommunen eller det nærmeste frivilligcenter, og spørg dem."
        ),
        "index": gettext("Slå op"),
        "notes": gettext("Noter"),
        "page": gettext("side"),
        "more": gettext("Find mere"),
        "more_text": gettext("Alle tilbud, også de nyeste, står på"),
        "wrong": gettext("Passer noget ikke? Skriv det under tilbuddet på hjemmesiden, så bliver det rettet."),
        "made_by": gettext("Lavet med Brobygger, hele Danmarks åbne oversigt over fællesskab og hjælp."),
        "answered_by": gettext("Udgivet af"),
        "offers": gettext("tilbud"),
        "bridge": gettext("To mennesker mødes på en bro"),
    }
