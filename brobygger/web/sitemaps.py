"""Every page a search engine may know, in both languages."""

from datetime import date

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from brobygger.directory import selectors as directory
from brobygger.places import selectors as places
from brobygger.taxonomy import selectors as taxonomy
from brobygger.taxonomy.models import Facet


class _Bilingual(Sitemap[object]):
    i18n = True
    alternates = True
    x_default = True


class Pages(_Bilingual):
    """Pages that are always there."""

    names = (
        "web:front",
        "web:needs",
        "web:municipalities",
        "web:organisations",
        "web:calendar",
        "knowledge:crisis",
        "knowledge:about",
        "knowledge:volunteer",
        "knowledge:loneliness",
        "knowledge:privacy",
        "knowledge:accessibility",
        "knowledge:open_data",
        "knowledge:search_explained",
        "syndication:builder",
    )

    def items(self) -> list[object]:
        return list(self.names)

    def location(self, item: object) -> str:
        return reverse(str(item))


class Needs(_Bilingual):
    """One page for each need."""

    def items(self) -> list[object]:
        return [concept.key for concept in taxonomy.concepts_of(Facet.NEED)]

    def location(self, item: object) -> str:
        return reverse("web:need", args=[item])


class LocalSites(_Bilingual):
    """One front page for each municipality."""

    def items(self) -> list[object]:
        return list(places.municipality_slugs())

    def location(self, item: object) -> str:
        return reverse("web:local", args=[item])


class Offers(_Bilingual):
    """Every published offer, with the day it last changed."""

    def items(self) -> list[object]:
        return list(directory.offer_addresses())

    def location(self, item: object) -> str:
        assert isinstance(item, directory.OfferAddress)
        return reverse("web:offer", args=[item.key])

    def lastmod(self, item: object) -> date:
        assert isinstance(item, directory.OfferAddress)
        return item.changed_on


SITEMAPS = {"sider": Pages, "udfordringer": Needs, "kommuner": LocalSites, "tilbud": Offers}
