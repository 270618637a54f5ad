"""The page of one need."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext

from brobygger.web.presenters.cards import cards
from brobygger.web.presenters.lists import CountedLink, LinkGroup, need_link, search_query
from brobygger.web.presenters.results import count_text
from brobygger.web.presenters.schema_org import list_graph
from brobygger.web.selectors import NeedPage


def need_context(page: NeedPage, *, at: datetime) -> dict[str, object]:
    """Return everything ``web/need.html`` shows."""
    shown, concept, crumbs = cards(page.result.hits, at=at), page.concept, _crumbs(page)
    return {
        "need": concept,
        "crumbs": crumbs,
        "crisis_help": page.crisis,
        "lists": list(_lists(page)),
        "cards": shown,
        "count_text": count_text(page.result.total),
        "all_query": search_query(behov=concept.key) if page.result.total > len(shown) else "",
        "missed_url": reverse("web:missed"),
        "structured": list_graph(shown, name=concept.label, crumbs=crumbs, base_url=settings.BASE_URL),
        "section": "needs",
    }


def _crumbs(page: NeedPage) -> list[tuple[str, str]]:
    """Return the way here: all needs, then the broader one."""
    above = [(label, reverse("web:need", args=[key])) for key, label in page.concept.broader[:1]]
    return [(gettext("Udfordringer"), reverse("web:needs")), *above, (page.concept.label, "")]


def _lists(page: NeedPage) -> Iterable[LinkGroup]:
    """Return the needs round this one, under a heading each; empty lists are left out."""
    for heading, pairs in (
        (gettext("Mere præcist"), page.concept.narrower),
        (gettext("Måske også"), page.concept.related),
        (gettext("Bredere"), page.concept.broader),
    ):
        if pairs:
            yield LinkGroup(name=heading, links=_links(pairs, counts=page.counts))


def _links(pairs: Iterable[tuple[str, str]], *, counts: Mapping[str, int]) -> tuple[CountedLink, ...]:
    """Return links to needs."""
    return tuple(need_link(key, label, counts=counts) for key, label in pairs)
