"""Suggestions as the combobox reads them: groups with a heading, each item with what to do when it is chosen."""

from collections.abc import Iterable
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext

from brobygger.search.forms import PARAM_OF_FACET
from brobygger.search.suggestions.suggesting import Suggestion

Item = dict[str, str]


def suggestion_groups(suggestions: Iterable[Suggestion]) -> list[dict[str, object]]:
    """Return the groups, in the order of the suggestions.

    An item with ``param`` is searched for as that filter, one with ``place`` is written under "Hvor?", one with
    ``url`` is a page to go to.
    """
    headings = {"concept": gettext("Emner"), "place": gettext("Steder"), "offer": gettext("Tilbud")}
    return [
        {"label": headings[kind], "items": [_item(suggestion) for suggestion in group]}
        for kind, group in groupby(suggestions, key=lambda suggestion: suggestion.kind)
    ]


def _item(suggestion: Suggestion) -> Item:
    """Make one item; what exists in Danish only says so, for those who hear the page."""
    item = {"label": suggestion.label, "hint": suggestion.hint}
    if suggestion.kind == "concept":
        return item | {"param": PARAM_OF_FACET[suggestion.facet], "value": suggestion.value}
    if suggestion.kind == "place":
        return item | {"place": suggestion.value, "lang": "da"}
    return item | {"url": reverse("web:offer", args=[suggestion.value]), "lang": "da"}
