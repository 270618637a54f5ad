"""The front page of one municipality."""

from collections.abc import Mapping
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext

from brobygger.sites.models import Site
from brobygger.web.presenters.cards import cards
from brobygger.web.presenters.lists import CountedLink, search_query
from brobygger.web.presenters.schema_org import list_graph
from brobygger.web.selectors import LocalPage

_SHOWN = 6
_MOST_NEEDS = 18


def local_context(page: LocalPage, *, language: str, at: datetime) -> dict[str, object]:
    """Return everything ``web/local.html`` shows."""
    name = page.municipality.name
    highlighted = {hit.document.id for hit in page.highlights}
    others = [hit for hit in page.result.hits if hit.document.id not in highlighted and not hit.document.is_national]
    shown = cards(others[:_SHOWN], at=at)
    crumbs = [(gettext("Kommuner"), reverse("web:municipalities")), (name, "")]
    return {
        "local": _local(page, language=language),
        "crumbs": crumbs,
        "highlights": cards(page.highlights, at=at),
        "cards": shown,
        "all_label": gettext("Se alle %(count)s tilbud, også dem for hele landet") % {"count": page.result.total},
        "all_query": search_query(hvor=name),
        "needs": [
            _need_link(value.value, value.label, value.count, name) for value in page.needs[:_MOST_NEEDS] if value.count
        ],
        "national": cards(page.remote, at=at),
        "neighbours": [CountedLink(label=row.name, url=reverse("web:local", args=[row.slug])) for row in page.nearby],
        "structured": list_graph(shown, name=name, crumbs=crumbs, base_url=settings.BASE_URL),
    }


def _need_link(key: str, label: str, count: int, place_name: str) -> CountedLink:
    """Return the link to offers about one need in this municipality."""
    return CountedLink(
        label=label, url=f"{reverse('web:search')}?{search_query(hvor=place_name, behov=key)}", count=count
    )


def _local(page: LocalPage, *, language: str) -> Mapping[str, str | date | None]:
    """Return the municipality's own words, or ours while it has none."""
    site, name = page.site, page.municipality.name
    return {
        "name": name,
        "code": page.municipality.code,
        "title": _title(site, language) or gettext("Fællesskab og hjælp i %(place)s") % {"place": name},
        "welcome": _welcome(site, language) or _our_welcome(name),
        "centre_name": page.centre.name if page.centre else "",
        "centre_url": page.centre.url if page.centre else "",
        "contact_label": site.contact_label if site else "",
        "contact_phone": site.contact_phone if site else "",
        "contact_url": site.contact_url if site else "",
        "owner": site.owner if site else "",
        "checked_on": site.checked_on if site else None,
    }


def _title(site: Site | None, language: str) -> str:
    """Return the site's own heading, which is in Danish only."""
    return site.title if site and language == "da" else ""


def _welcome(site: Site | None, language: str) -> str:
    """Return the site's welcome in the reader's language, Danish when there is no other."""
    if site is None:
        return ""
    return site.welcome_en or site.welcome_da if language == "en" else site.welcome_da


def _our_welcome(name: str) -> str:
    """Return a welcome that is true of every municipality."""
    words = gettext(
        "Her er de fællesskaber og den frivillige hjælp, vi kender i %(place)s. Skriv, hvad du har brug for."
    )
    return words % {"place": name}
