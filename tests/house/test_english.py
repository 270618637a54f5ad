"""The English portal is English: every public page, every link on it, and the pages for when something is wrong."""

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import translation

from brobygger.web.views import errors

pytestmark = pytest.mark.django_db

PAGES = (
    "/en/", "/en/soeg/", "/en/soeg/?q=sorrow&hvor=Odnese&alder=abc&vis=kort", "/en/soeg/savnet/", "/en/udfordringer/",
    "/en/kommuner/", "/en/organisationer/", "/en/kalender/", "/en/kalender/?hvor=xyz", "/en/akut-hjaelp/",
    "/en/er-jeg-ensom/", "/en/frivillig/", "/en/om/", "/en/privatliv/", "/en/tilgaengelighed/", "/en/aabne-data/",
    "/en/soeg/forklar/", "/en/begreber/", "/en/log-ind/", "/en/findes-ikke/her/",
)  # fmt: skip

#: Common words of the Danish interface that are no English words, and that no name of a place or a helpline holds.
DANISH_WORDS = re.compile(
    r"\b(og|ikke|hvad|hvor|hvis|eller|når|dig|din|dit|dine|du|vi|det|der|som|på|til|kan|skal|har|søg|tilbud"
    r"|udfordringer|forside|hjælp|kommuner|bekræftet|gratis|tilbage|næste|forrige|vælg)\b",
    re.IGNORECASE,
)
#: Danish terms that English texts name in passing, so that a reader knows what to ask for.
KNOWN_TERMS = re.compile(r"\(\w+\)|Lev Uden Vold|Dialog mod Vold|Er du okay\?")
#: Addresses that are the same in every language.
TECHNICAL = ("/static/", "/sitemap.xml", "/robots.txt", "/kort/", "/was", "/hsds/")
SPOKEN_ATTRIBUTES = ("aria-label", "alt", "title", "placeholder")
WITHOUT_END = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "use", "path", "circle"}


class Page(HTMLParser):
    """What a page says in its own language, and where it leads."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.language = ""
        self.words: list[str] = []
        self.links: list[str] = []
        self.other_languages: dict[str, str] = {}
        self._open: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        language = given.get("lang") or (self._open[-1][1] if self._open else "")
        if tag == "html":
            self.language = language
        if language == "en":
            self.words += [given[name] for name in SPOKEN_ATTRIBUTES if name in given]
            if given.get("name") == "description":
                self.words.append(given["content"])
        if given.get("rel") == "alternate" and "hreflang" in given:
            self.other_languages[given["hreflang"]] = urlsplit(given["href"]).path
        elif not given.get("hreflang"):
            self.links += [given[name] for name in ("href", "action", "hx-get") if given.get(name)]
        if tag not in WITHOUT_END:
            self._open.append((tag, language))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place][0] == tag:
                del self._open[place:]
                return

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1][1] == "en" and self._open[-1][0] not in {"script", "style"}:
            self.words.append(data)


def page_at(client: Client, path: str) -> Page:
    return Page(client.get(path).content.decode())


def danish_in(page: Page) -> list[str]:
    said = (KNOWN_TERMS.sub("", " ".join(words.split())) for words in page.words)
    return [words for words in said if DANISH_WORDS.search(words)]


@pytest.mark.parametrize("path", PAGES)
class TestEveryEnglishPage:
    def test_says_that_it_is_english(self, client: Client, path: str) -> None:
        assert page_at(client, path).language == "en"

    def test_says_nothing_in_danish(self, client: Client, path: str) -> None:
        assert danish_in(page_at(client, path)) == []

    def test_leads_to_english_pages(self, client: Client, path: str) -> None:
        inside = [link for link in page_at(client, path).links if link.startswith("/") and not link.startswith("//")]

        assert inside
        assert [link for link in inside if not link.startswith(("/en/", *TECHNICAL))] == []


class TestLanguagesOfAPage:
    @pytest.mark.parametrize("path", ["/", "/om/", "/kommuner/", "/begreber/"])
    def test_name_each_other(self, client: Client, path: str) -> None:
        danish, english = page_at(client, path), page_at(client, f"/en{path}")

        assert danish.language == "da"
        assert danish.other_languages == english.other_languages == {"da": path, "en": f"/en{path}", "x-default": path}


@pytest.mark.parametrize("answer", [errors.server_error, errors.unavailable, errors.not_found])
class TestErrorPages:
    def test_are_english_to_an_english_reader(self, client: Client, answer: object) -> None:
        request = client.get("/en/").wsgi_request

        with translation.override("en"):
            page = Page(answer(request).content.decode())  # type: ignore[operator]

        assert page.language == "en"
        assert danish_in(page) == []

    def test_are_danish_to_others(self, client: Client, answer: object) -> None:
        request = client.get("/").wsgi_request

        with translation.override("da"):
            page = Page(answer(request).content.decode())  # type: ignore[operator]

        assert page.language == "da"
