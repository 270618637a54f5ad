"""New offers as an Atom feed (RFC 4287)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext
from django.utils.xmlutils import SimplerXMLGenerator

from brobygger.syndication.letters import writable
from brobygger.syndication.scopes import Scope, news_name
from brobygger.syndication.selectors import New
from brobygger.taxonomy.models import Concept
from brobygger.ui.languages import current_language

#: When our names for things began (RFC 4151); never to be changed, or every reader shows everything as new.
_NAMES_SINCE = "2026"
#: An empty feed has a moment too: the one our names began at.
_BEGINNING = datetime.fromisoformat("2026-01-01T00:00:00+00:00")


class NewsFeed(Atom1Feed):
    """Django's feed, with the same news in the other language, and the texts marked as Danish."""

    content_type = "application/atom+xml; charset=utf-8"

    def latest_post_date(self) -> datetime:
        """Return when the newest entry changed: an empty feed does not change by being asked for."""
        return max((item["updateddate"] for item in self.items), default=_BEGINNING)

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        """Add where else this feed is, and whose it is."""
        super().add_root_elements(handler)
        for language, address in self.feed["also"]:
            handler.addQuickElement(
                "link",
                "",
                {"rel": "alternate", "type": "application/atom+xml", "hreflang": language, "href": address},
            )
        handler.addQuickElement("generator", "Brobygger", {"uri": f"{settings.BASE_URL}/"})

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        """Mark the entry's own words as the Danish they are."""
        return {**super().item_attributes(item), "xml:lang": "da"}


def news_feed(news: Iterable[New], *, scope: Scope, address: str, also: list[tuple[str, str]]) -> str:
    """Return new offers as Atom; ``address`` is the feed's own, ``also`` the same in other languages."""
    feed = NewsFeed(
        title=writable(news_name(scope)),
        link=f"{settings.BASE_URL}{scope.path}",
        description="",
        subtitle=gettext("Tilbud, der er kommet til, det nyeste først."),
        language=current_language(),
        author_name="Brobygger",
        feed_url=address,
        feed_guid=_name_of("nyt", scope.id, current_language()),
        also=also,
    )
    for new in news:
        offer = new.offer
        feed.add_item(
            title=writable(offer.name),
            link=f"{settings.BASE_URL}{reverse('web:offer', args=[offer.key])}",
            description=escape(writable(offer.summary)),
            unique_id=_name_of("tilbud", str(offer.id)),
            author_name=writable(offer.organisation.name),
            pubdate=new.first_shown_at,
            updateddate=max(offer.changed_at, new.first_shown_at),
            categories=sorted(_label(concept) for concept in offer.concepts.all()),
        )
    return feed.writeString("utf-8")


def _label(concept: Concept) -> str:
    return writable(concept.pref_en if current_language() == "en" else concept.pref_da)


def _name_of(*parts: str) -> str:
    """Return a lasting name (RFC 4151), the same in every copy of the feed."""
    host = urlsplit(settings.BASE_URL).hostname
    return f"tag:{host},{_NAMES_SINCE}:{':'.join(parts)}"
