"""What the page for choosing a guide shows."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from brobygger.guides.forms import LARGE, Look
from brobygger.guides.selectors import MOST_OFFERS, count_of
from brobygger.guides.values import Paper, Wanted
from brobygger.places.models import Municipality
from brobygger.taxonomy.models import Facet
from brobygger.taxonomy.selectors import ConceptNode, concept_tree, needs_quick_exit

#: Long dashes of a tree in a list: what is narrower stands a step in.
_STEP = "– "


def choice_context(*, place: str, need: str, look: Look, language: str) -> dict[str, Any]:
    """Return the form with what has been chosen so far."""
    return {
        "crumbs": [(gettext("Forside"), reverse("web:front")), (gettext("Hæfte til print"), "")],
        "place": place,
        "need": need,
        "places": [("", gettext("Hele landet")), *Municipality.objects.by_name().values_list("slug", "name")],
        "needs": [("", gettext("Alt")), *_needs(concept_tree(facet=Facet.NEED, language=language))],
        "prints": [
            ("", gettext("Almindelig skrift")),
            (LARGE, gettext("Stor skrift (18 punkt), til den, der ser dårligt")),
        ],
        "papers": [(Paper.A4.value, gettext("A4-ark")), (Paper.A5.value, gettext("A5-hæfte, til at folde og hæfte"))],
        "chosen_print": [LARGE if look.is_large else ""],
        "chosen_paper": [look.paper.value],
    }


def offer_context(wanted: Wanted, *, language: str) -> dict[str, Any]:
    """Return the way to a guide, or why there is none."""
    count = count_of(wanted)
    context: dict[str, Any] = {"needs_quick_exit": bool(wanted.need_key) and needs_quick_exit(keys=[wanted.need_key])}
    if count > MOST_OFFERS:
        context["problem"] = gettext(
            "Her er %(count)s tilbud, og det er for mange til et hæfte. Vælg også en kommune eller en udfordring."
        ) % {"count": count}
        return context
    size = ngettext("%(count)s tilbud", "%(count)s tilbud", count) % {"count": count}
    name = " · ".join(part for part in (wanted.municipality_name, _label(wanted, language=language), size) if part)
    context["guide"] = {"url": address_of(wanted), "name": name, "is_booklet": wanted.paper == Paper.A5}
    return context


def address_of(wanted: Wanted) -> str:
    """Return where a guide is."""
    asked = {
        "behov": wanted.need_key if wanted.municipality_slug else "",
        "skrift": LARGE if wanted.is_large else "",
        "papir": wanted.paper.value if wanted.paper != Paper.A4 else "",
    }
    query = urlencode({name: value for name, value in asked.items() if value})
    path = (
        reverse("guides:municipality", args=[wanted.municipality_slug])
        if wanted.municipality_slug
        else reverse("guides:need", args=[wanted.need_key])
    )
    return f"{path}?{query}" if query else path


def _label(wanted: Wanted, *, language: str) -> str:
    """Return the need by its name in the reader's language."""
    return dict(_needs(concept_tree(facet=Facet.NEED, language=language))).get(wanted.need_key, "").removeprefix(_STEP)


def _needs(nodes: tuple[ConceptNode, ...], *, depth: int = 0) -> list[tuple[str, str]]:
    """Return a tree as a list to choose from."""
    return [
        pair
        for node in nodes
        for pair in ((node.key, _STEP * depth + node.label), *_needs(node.narrower, depth=depth + 1))
    ]
