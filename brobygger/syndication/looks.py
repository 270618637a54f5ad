"""How a widget looks and what it holds, as its address says: what is not understood is passed over."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext

from brobygger.search.forms import NAMES
from brobygger.syndication.colours import read_colour, write_colour
from brobygger.syndication.letters import writable

Params = MultiValueDict[str, str]

THEMES = ("auto", "lys", "moerk")
USUAL_COUNT, MOST = 5, 20
#: What a widget has when nobody chooses; the same as ``--primary`` of the portal.
OUR_COLOUR = "#17535b"
_LONGEST_HEADING = 80
#: What an address may say of the look, in the order it is written.
LOOKS = ("antal", "tema", "farve", "overskrift", "felt")
#: Which of a search's own names a widget takes with it; "side" is the portal's page.
ASKED = tuple(name for name in NAMES if name not in {"side", "lat", "lon"})
#: A visitor changes the words, and the place where none was chosen; all else is the page's that holds the widget.
_WORDS, _PLACE = "q", "hvor"
#: What a form says with a place that its visitor typed: the next form has a field for it too.
FREE_PLACE = ("sted", "frit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One widget's look. ``colour`` is empty for our own; ``has_field`` is False for a list without a search."""

    count: int = USUAL_COUNT
    theme: str = "auto"
    colour: str = ""
    heading: str = ""
    has_field: bool = True

    def title(self) -> str:
        """Return what the widget is called, for those who do not see it too."""
        return self.heading or gettext("Find fællesskab og hjælp")

    def pairs(self) -> list[tuple[str, str]]:
        """Return what is not as usual, as an address says it."""
        said = {
            "antal": "" if self.count == USUAL_COUNT else str(self.count),
            "tema": "" if self.theme == THEMES[0] else self.theme,
            "farve": self.colour.removeprefix("#"),
            "overskrift": self.heading,
            "felt": "" if self.has_field else "nej",
        }
        return [(name, said[name]) for name in LOOKS if said[name]]


def look_from(params: Params) -> Look:
    """Return the look an address asks for."""
    count = params.get("antal", "")
    theme = params.get("tema", "")
    colour = read_colour(params.get("farve", ""))
    return Look(
        count=min(max(int(count), 1), MOST) if count.isascii() and count.isdigit() and len(count) < 4 else USUAL_COUNT,
        theme=theme if theme in THEMES else THEMES[0],
        colour=_unless_ours(write_colour(colour)) if colour else "",
        heading=" ".join(writable(params.get("overskrift", "")).split())[:_LONGEST_HEADING],
        has_field=params.get("felt", "") != "nej",
    )


def _unless_ours(colour: str) -> str:
    return "" if colour == OUR_COLOUR else colour


def asked_pairs(params: Params) -> list[tuple[str, str]]:
    """Return what an address asks the search for, in the search's own order; empty wishes are left out."""
    return [(name, value) for name in ASKED for value in params.getlist(name) if value.strip()]


def is_place_free(params: Params) -> bool:
    """Test whether the visitor says where, and not the page that holds the widget."""
    name, value = FREE_PLACE
    return not params.get(_PLACE, "").strip() or params.get(name, "") == value


def kept_pairs(params: Params, look: Look) -> list[tuple[str, str]]:
    """Return what the form of a widget sends along unseen: everything but what the visitor says."""
    is_free = is_place_free(params)
    said = {_WORDS, _PLACE} if is_free else {_WORDS}
    kept = [pair for pair in asked_pairs(params) if pair[0] not in said]
    return [*kept, *look.pairs(), *([FREE_PLACE] if is_free else [])]


def widget_path(pairs: list[tuple[str, str]], look: Look) -> str:
    """Return the address of a widget on this portal, in the active language."""
    query = urlencode([*pairs, *look.pairs()])
    address = reverse("syndication:widget_search")
    return f"{address}?{query}" if query else address
