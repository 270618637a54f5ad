"""What a search is called, in the visitor's own words where there are any."""

import unicodedata

from django.utils.translation import gettext

from brobygger.search.queries import Result

LONGEST_QUOTE = 90
#: Round words written from right to left, so that the quotation marks of the heading stay where they belong.
_ISOLATE, _END_OF_ISOLATE = "\u2068", "\u2069"


def search_heading(result: Result, *, place_name: str) -> str:
    """Return the heading of a results page."""
    text = " ".join(result.filters.text.split())
    chosen = [
        value.label for facet in ("needs", "activities") for value in result.facets.get(facet, ()) if value.is_chosen
    ]
    if text:
        return gettext("Tilbud til “%(words)s”") % {"words": shortened(text)}
    if chosen and place_name:
        return gettext("%(need)s i %(place)s") % {"need": ", ".join(chosen), "place": place_name}
    if chosen:
        return gettext("Tilbud om %(need)s") % {"need": ", ".join(chosen).lower()}
    if place_name:
        return gettext("Fællesskab og hjælp i %(place)s") % {"place": place_name}
    return gettext("Find fællesskab og hjælp")


def shortened(text: str) -> str:
    """Return a text short enough for a heading."""
    short = text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE].rstrip()}…"
    return f"{_ISOLATE}{short}{_END_OF_ISOLATE}" if any(map(_is_from_right, short)) else short


def _is_from_right(character: str) -> bool:
    return unicodedata.bidirectional(character) in {"R", "AL"}
