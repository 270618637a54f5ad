"""The page where somebody makes a list for their own site: the choices, the preview and the codes to copy."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from brobygger.syndication.embedding import SEARCH_HEIGHT, frame
from brobygger.syndication.looks import MOST, OUR_COLOUR, THEMES, Look, Params, asked_pairs, look_from, widget_path
from brobygger.taxonomy.models import Facet
from brobygger.taxonomy.selectors import ConceptNode, concept_tree, concepts_of
from brobygger.ui.languages import current_language
from brobygger.web.selectors import municipalities

THEME_NAMES = {"auto": _("følger skærmen"), "lys": _("lys"), "moerk": _("mørk")}
LANGUAGES = (("da", _("dansk")), ("en", _("engelsk")))
#: An attribute of the script tag for each name in a widget's address.
_ATTRIBUTES = {"hvor": "kommune"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One answer to tick."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceGroup:
    """A broad concept with the narrower ones below it."""

    first: Choice
    rest: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """One thing to copy: what it is, when to use it, and the text itself."""

    id: str
    name: str
    help: str
    text: str
    url: str = ""


def builder_context(params: Params) -> dict[str, Any]:
    """Return everything the page shows of what its address says."""
    places = municipalities()
    look, pairs = look_from(params), _chosen_pairs(params, codes={row.code for row in places})
    language = "en" if params.get("sprog-i-felt") == "en" else "da"
    where = params.get("hvor", "")
    with override(language):
        src = widget_path(pairs, look)
    return {
        "look": look,
        "colour": look.colour or OUR_COLOUR,
        "municipalities": [Choice(value=row.code, label=row.name, is_chosen=row.code == where) for row in places],
        "needs": _groups(Facet.NEED, params.getlist("behov")),
        "targets": _groups(Facet.TARGET, params.getlist("maalgruppe")),
        "has_needs": any(name == "behov" for name, _value in pairs),
        "has_targets": any(name == "maalgruppe" for name, _value in pairs),
        "counts": [Choice(value=str(n), label=str(n), is_chosen=n == look.count) for n in (3, 5, 10, 15, MOST)],
        "themes": [Choice(value=name, label=str(THEME_NAMES[name]), is_chosen=name == look.theme) for name in THEMES],
        "languages": [Choice(value=key, label=str(name), is_chosen=key == language) for key, name in LANGUAGES],
        "preview_src": src,
        "preview_title": look.title(),
        "preview_height": SEARCH_HEIGHT,
        "codes": _codes(pairs, look, src=f"{settings.BASE_URL}{src}", language=language),
    }


def _chosen_pairs(params: Params, *, codes: Collection[str]) -> list[tuple[str, str]]:
    """Return what was chosen of what to show; the page asks of three things, and takes only what it asked about."""
    known = {"hvor": codes, "behov": _keys(Facet.NEED), "maalgruppe": _keys(Facet.TARGET)}
    return [(name, value) for name, value in asked_pairs(params) if value in known.get(name, ())]


def _keys(facet: str) -> frozenset[str]:
    return frozenset(concept.key for concept in concepts_of(facet))


def _groups(facet: str, chosen: list[str]) -> list[ChoiceGroup]:
    """Return one facet's concepts to tick, the broad ones first with the narrower folded in."""
    return [_group(node, frozenset(chosen)) for node in concept_tree(facet=facet, language=current_language())]


def _group(node: ConceptNode, chosen: frozenset[str]) -> ChoiceGroup:
    return ChoiceGroup(
        first=Choice(value=node.key, label=node.label, is_chosen=node.key in chosen),
        rest=tuple(Choice(value=n.key, label=n.label, is_chosen=n.key in chosen) for n in node.narrower),
    )


def _codes(pairs: list[tuple[str, str]], look: Look, *, src: str, language: str) -> list[Code]:
    """Return everything to copy, the easiest first."""
    page = f"{settings.BASE_URL}{_search_path(pairs, language)}"
    title = look.title()
    script = f"{_script_tag(pairs, look, language=language)}\n<noscript>{_link(page, title)}</noscript>"
    oembed = f"{settings.BASE_URL}{reverse('syndication:oembed')}?{urlencode({'url': src, 'format': 'json'})}"
    news, calendar = _feeds(pairs)
    return [
        Code(
            id="script",
            name=gettext("Ét script"),
            help=gettext("Det letteste. Feltet får selv den rigtige højde. Sæt det ind, hvor listen skal være."),
            text=script,
        ),
        Code(
            id="ramme",
            name=gettext("En ramme (iframe)"),
            help=gettext("Når din side ikke må have scripts. Højden bestemmer du selv."),
            text=frame(src, title=title, width="100%", height=SEARCH_HEIGHT),
        ),
        Code(id="link", name=gettext("Et link"), help=gettext("Virker alle steder."), text=_link(page, title)),
        Code(
            id="oembed",
            name="oEmbed",
            help=gettext("Til systemer, der selv laver en ramme af et link, for eksempel WordPress."),
            text=oembed,
            url=oembed,
        ),
        Code(
            id="atom",
            name=gettext("Nye tilbud (Atom)"),
            help=gettext("Til nyhedslæsere og til sider, der selv viser nyheder."),
            text=news,
            url=news,
        ),
        *_calendar_code(calendar),
    ]


def _calendar_code(calendar: str) -> list[Code]:
    if not calendar:
        return []
    help_text = gettext("Abonnér på adressen i din kalender. Nye tider kommer af sig selv.")
    return [Code(id="kalender", name=gettext("Kalender (iCal)"), help=help_text, text=calendar, url=calendar)]


def _search_path(pairs: list[tuple[str, str]], language: str) -> str:
    with override(language):
        address = reverse("web:search")
    return f"{address}?{urlencode(pairs)}" if pairs else address


def _script_tag(pairs: list[tuple[str, str]], look: Look, *, language: str) -> str:
    """Return the script tag, an attribute for each thing chosen; several of one kind with commas between."""
    said: dict[str, list[str]] = {}
    for name, value in [*pairs, *look.pairs()]:
        said.setdefault(_ATTRIBUTES.get(name, name), []).append(value)
    if language != settings.LANGUAGE_CODE:
        said["sprog"] = [language]
    attributes = "".join(format_html(' data-{}="{}"', name, ",".join(values)) for name, values in said.items())
    address = f"{settings.BASE_URL}{_script_path()}"
    return f'<script src="{address}" async{attributes}></script>'


def _script_path() -> str:
    """Return the one address of the script, which has no language."""
    with override(settings.LANGUAGE_CODE):
        return reverse("syndication:widget_script")


def _link(url: str, title: str) -> str:
    return format_html('<a href="{}">{}</a>', url, title)


def _feeds(pairs: list[tuple[str, str]]) -> tuple[str, str]:
    """Return the addresses of the feed of new offers and of the calendar; a calendar needs a place or one need."""
    where = next((value for name, value in pairs if name == "hvor"), "")
    needs = [value for name, value in pairs if name == "behov"]
    query = f"?{urlencode([('behov', need) for need in needs])}" if needs else ""
    if where:
        news, calendar = (f"{reverse(f'syndication:{kind}_municipality', args=[where])}{query}" for kind in _KINDS)
    elif len(needs) == 1:
        news, calendar = (reverse(f"syndication:{kind}_need", args=needs) for kind in _KINDS)
    else:
        news, calendar = f"{reverse('syndication:news')}{query}", ""
    return f"{settings.BASE_URL}{news}", f"{settings.BASE_URL}{calendar}" if calendar else ""


_KINDS = ("news", "calendar")
