"""The widget's pages and the page that builds it, without a browser."""

import re

import pytest
from django.test import Client
from django.utils.datastructures import MultiValueDict

from brobygger.directory.services.offers import remove_offer
from brobygger.directory.tests.factories import NOON, published
from brobygger.kernel.actors import SYSTEM
from brobygger.places.tests.factories import MunicipalityFactory
from brobygger.syndication.looks import Look, look_from
from brobygger.taxonomy.tests.factories import ConceptFactory

pytestmark = pytest.mark.django_db


def page_of(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


class TestFrames:
    @pytest.mark.parametrize("path", ["/widget/soeg/", "/widget/tilbud/cafe/", "/widget/tilbud/findes-ikke/"])
    def test_may_be_shown_by_anybody_and_keep_the_policy_else(self, client: Client, path: str) -> None:
        published()

        response = client.get(path)
        policy = response["Content-Security-Policy"]

        assert "frame-ancestors *" in policy
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert not response.has_header("X-Frame-Options")
        assert not response.cookies

    def test_of_all_else_may_not(self, client: Client) -> None:
        for path in ("/", "/byg-din-liste/", "/oembed"):
            response = client.get(path)
            assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
            assert response["X-Frame-Options"] == "DENY"

    def test_say_the_same_from_memory(self, client: Client, settings: pytest.FixtureRequest) -> None:
        settings.CACHES = {  # type: ignore[attr-defined]
            **settings.CACHES,  # type: ignore[attr-defined]
            "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
        }
        first, again = client.get("/widget/soeg/"), client.get("/widget/soeg/")

        assert again["Content-Security-Policy"].count("frame-ancestors *") == 1
        assert again.content == first.content
        assert not again.has_header("X-Frame-Options")

    def test_hold_no_more_than_was_asked_for(self, client: Client) -> None:
        for key in "abc":
            published(key=key, name=key)

        page = page_of(client, "/widget/soeg/?antal=2&overskrift=Vores+liste&felt=nej")

        assert page.count("<article>") == 2
        assert "<h1>Vores liste</h1>" in page
        assert "<form" not in page
        assert 'target="_blank" rel="noopener"' in page

    def test_keep_what_the_page_round_them_chose(self, client: Client) -> None:
        page = page_of(client, "/widget/soeg/?hvor=Odense&q=kaffe&tema=moerk&farve=ffcc00&antal=3")

        assert '<input type="hidden" name="hvor" value="Odense">' in page
        assert '<input type="hidden" name="antal" value="3">' in page
        assert '<input type="hidden" name="q"' not in page
        assert 'id="hvor"' not in page
        assert 'data-tema="moerk"' in page
        assert "/widget/farver.css?farve=ffcc00" in page

    def test_let_visitors_change_the_place_they_typed(self, client: Client) -> None:
        before = page_of(client, "/widget/soeg/?behov=sorg")
        after = page_of(client, "/widget/soeg/?behov=sorg&sted=frit&q=&hvor=Odense")

        assert '<input type="hidden" name="sted" value="frit">' in before
        assert '<input type="hidden" name="sted" value="frit">' in after
        assert '<input type="hidden" name="hvor"' not in after
        assert 'id="hvor" name="hvor" value="Odense"' in after
        assert 'name="sted"' not in page_of(client, "/widget/soeg/?hvor=Odense")

    def test_show_whom_to_call_first(self, client: Client) -> None:
        response = client.get("/widget/soeg/?q=jeg+vil+ikke+leve+mere")
        page = response.content.decode()

        assert response["Cache-Control"] == "no-store"
        assert page.index('href="tel:112"') < page.index("data-count")

    def test_say_that_an_offer_is_gone_where_people_are(self, client: Client) -> None:
        remove_offer(actor=SYSTEM, offer_id=published().id, at=NOON)

        response = client.get("/widget/tilbud/cafe/")

        assert response.status_code == 410
        assert "Tilbuddet er her ikke mere" in response.content.decode()

    def test_of_one_offer_say_what_it_is(self, client: Client) -> None:
        published(alert="Lukket i dag.", schedule_note="Hver dag", price_kind="free")

        page = page_of(client, "/widget/tilbud/cafe/")

        assert all(text in page for text in ("Café", "Kaffe og snak.", "Lukket i dag.", "Hver dag", "gratis"))


class TestFiles:
    def test_the_script_may_be_loaded_by_anybody(self, client: Client) -> None:
        response = client.get("/widget/soeg.js")

        assert response["Content-Type"] == "text/javascript; charset=utf-8"
        assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert "max-age=3600" in response["Cache-Control"]

    def test_colours_are_mended(self, client: Client) -> None:
        sheet = page_of(client, "/widget/farver.css?farve=ffff00")

        assert "#ffff00" in sheet  # on the dark paper
        assert sheet.count("--accent: #ffff00") == 2

    @pytest.mark.parametrize("colour", ["", "red", "}body{", "000;}"])
    def test_colours_that_are_none_are_missing(self, client: Client, colour: str) -> None:
        assert client.get("/widget/farver.css", {"farve": colour}).status_code == 404


class TestLookFrom:
    @pytest.mark.parametrize("count", ["", "x", "-3", "1e9", "99999", "²"])
    def test_passes_over_what_it_does_not_understand(self, count: str) -> None:
        params = MultiValueDict({"antal": [count], "tema": ["pink"], "farve": ["x"], "overskrift": ["  "]})

        assert look_from(params) == Look()

    def test_keeps_numbers_and_headings_within_reason(self) -> None:
        look = look_from(MultiValueDict({"antal": ["500"], "overskrift": ["a\0\x01 " * 200], "farve": ["#17535B"]}))

        assert look.count == 20
        assert look.heading == ("a " * 40)
        assert look.colour == ""

    def test_comes_back_as_it_was_written(self) -> None:
        look = Look(count=3, theme="lys", colour="#aa0000", heading="Hej", has_field=False)

        assert look_from(MultiValueDict({name: [value] for name, value in look.pairs()})) == look


class TestBuilder:
    def test_shows_all_the_ways(self, client: Client) -> None:
        MunicipalityFactory(code="0461", name="Odense")
        ConceptFactory(key="sorg", pref_da="Sorg")

        page = page_of(
            client, "/byg-din-liste/?hvor=0461&behov=sorg&antal=3&tema=lys&farve=%23aa0000&overskrift=%3Cb%3E%22"
        )

        assert "data-kommune=&quot;0461&quot; data-behov=&quot;sorg&quot; data-antal=&quot;3&quot;" in page
        assert "/nyt/kommune/0461.atom?behov=sorg" in page
        assert "/kalender/kommune/0461.ics?behov=sorg" in page
        assert "<b>" not in page
        assert "frame-src 'self'" in client.get("/byg-din-liste/")["Content-Security-Policy"]

    def test_of_one_need_gives_its_feeds(self, client: Client) -> None:
        ConceptFactory(key="sorg")

        page = page_of(client, "/byg-din-liste/?behov=sorg&sprog-i-felt=en")

        assert "/nyt/behov/sorg.atom" in page
        assert "/kalender/behov/sorg.ics" in page
        assert 'src="/en/widget/soeg/?behov=sorg"' in page
        assert "data-sprog=&quot;en&quot;" in page

    def test_of_everything_has_no_calendar(self, client: Client) -> None:
        ConceptFactory(key="sorg")
        ConceptFactory(key="ensomhed")

        page = page_of(client, "/byg-din-liste/?behov=sorg&behov=ensomhed")

        assert "/nyt/tilbud.atom?behov=sorg&amp;behov=ensomhed" in page
        assert not re.search(r"/kalender/[^\"<]+\.ics", page)

    def test_takes_nothing_it_did_not_ask_about(self, client: Client) -> None:
        page = page_of(client, "/byg-din-liste/?hvor=../x&behov=findes-ikke&q=hemmeligt")

        assert "hemmeligt" not in page.split('id="resultat"')[1]
        assert "findes-ikke" not in page.split('id="resultat"')[1]
