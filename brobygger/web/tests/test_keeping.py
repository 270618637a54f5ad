"""Keeping a search and passing it on, with or without one's own words; needs near by; words marked in the cards."""

import re
from dataclasses import replace
from datetime import datetime
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.test import Client

from brobygger.search.queries import Filters, Guess, Reason, Result, Understood
from brobygger.search.selectors import find
from brobygger.web.presenters.keeping import without_words
from brobygger.web.presenters.questions import question_from
from brobygger.web.presenters.results import result_page

pytestmark = pytest.mark.usefixtures("register")


def box(client: Client, address: str) -> str:
    page = client.get(address).content.decode()
    found = re.search(r'<details class="keep .*?</details>', page, re.DOTALL)
    return unescape(found[0]) if found else ""


def wordless(client: Client, address: str) -> dict[str, list[str]]:
    found = re.search(r'href="(/soeg/\?[^"]*)"', box(client, address))
    return parse_qs(urlsplit(found[1]).query) if found else {}


class TestBox:
    def test_holds_a_link_an_email_and_a_code(self, client: Client) -> None:
        shown = box(client, "/soeg/?q=sorg&hvor=Odense&side=1")

        assert f'data-url="{settings.BASE_URL}/soeg/?q=sorg&hvor=Odense"' in shown
        assert "mailto:?subject=" in shown
        assert 'href="/soeg/qr.svg?q=sorg&hvor=Odense"' in shown

    def test_offers_the_same_search_without_the_words(self, client: Client) -> None:
        found = wordless(client, "/soeg/?q=min+mand+er+d%C3%B8d%2C+jeg+er+82&hvor=5000")

        assert found["hvor"] == ["Odense"]
        assert found["alder"] == ["82"]
        assert "mistet-partner" in found["behov"]
        assert "q" not in found

    def test_offers_no_search_without_words_when_there_are_none_or_nothing_else(self, client: Client) -> None:
        assert wordless(client, "/soeg/?behov=sorg") == {}
        assert wordless(client, "/soeg/?q=xyzzyqwerty") == {}

    def test_can_be_kept_on_the_device_only_when_nobody_is_in_danger(self, client: Client) -> None:
        assert "data-save" in box(client, "/soeg/?q=sorg")
        assert "data-save" not in box(client, "/soeg/?q=min+mand+sl%C3%A5r+mig")

    def test_is_not_there_in_a_private_search(self, client: Client) -> None:
        page = client.post("/soeg/", {"q": "sorg"}).content.decode()

        assert 'class="keep' not in page
        assert "data-saved" not in page

    def test_has_no_code_for_a_question_too_long_to_scan(self, client: Client) -> None:
        assert "qr.svg" not in box(client, "/soeg/?q=" + "ord+" * 200)


class TestWithoutWords:
    def test_takes_every_guess_along(self) -> None:
        understood = Understood(
            concepts=(("sorg", "Sorg"), ("unge", "Unge"), ("ukendt", "?")),
            gender="men",
            roles=("frivillig",),
            delivery=("phone",),
            when=("evening",),
            guesses=(Guess(id="free", label="Gratis"), Guess(id="room", label="Ledig plads")),
        )
        filters = Filters(text="noget", needs=("sorg",), lat=55.1, lon=10.1, radius_km=5, is_strict_place=True)

        query = without_words(Result(filters=filters, understood=understood, total=0, hits=()), place="Odense")

        assert parse_qs(query) == {
            "hvor": ["Odense"],
            "behov": ["sorg"],
            "maalgruppe": ["unge"],
            "hvordan": ["phone"],
            "rolle": ["frivillig"],
            "hvornaar": ["evening"],
            "koen": ["maend"],
            "gratis": ["1"],
            "ledig": ["1"],
            "kun-her": ["1"],
        }


class TestQrCode:
    def test_draws_the_address_and_is_kept_by_nobody(self, client: Client) -> None:
        answer = client.get("/soeg/qr.svg?q=sorg&hvor=Odense&ukendt=x")

        assert answer["Content-Type"] == "image/svg+xml"
        assert answer["Cache-Control"] == "no-store"
        assert b"<svg" in answer.content

    def test_refuses_what_is_too_long(self, client: Client) -> None:
        assert client.get("/soeg/qr.svg", {"q": "x" * 2000}).status_code in {400, 422}


class TestRelated:
    def test_leads_to_needs_near_by_that_have_offers(self, client: Client) -> None:
        page = client.get("/soeg/?q=sorg&hvor=Odense").content.decode()
        steps = re.search(r'<nav class="related".*?</nav>', page, re.DOTALL)
        assert steps

        address = unescape(re.search(r'href="([^"]+)"', steps[0])[1])  # type: ignore[index]
        count = int(re.search(r"\((\d+)<", steps[0])[1])  # type: ignore[index]
        found = client.get(address).content.decode()
        assert f"data-results-count>{count} tilbud" in found

    def test_is_made_of_buttons_in_a_private_search(self, client: Client) -> None:
        page = client.post("/soeg/", {"q": "sorg", "hvor": "Odense"}).content.decode()
        steps = re.search(r'<nav class="related".*?</nav>', page, re.DOTALL)

        assert steps
        assert "href" not in steps[0]

    def test_is_left_out_when_nothing_was_understood(self, client: Client) -> None:
        assert 'class="related"' not in client.get("/soeg/?q=xyzzyqwerty").content.decode()


class TestMarks:
    def test_stand_round_the_words_of_the_question(self, client: Client) -> None:
        page = client.get("/soeg/?q=besoegsven&hvor=Odense").content.decode()

        assert re.search(r"<mark>Besøgsven[a-zæøå]*</mark>", page)

    def test_are_not_there_without_words(self, client: Client) -> None:
        assert "<mark>" not in client.get("/soeg/?behov=sorg").content.decode()


class TestAdvice:
    def test_says_that_we_looked_further(self, client: Client) -> None:
        assert "Her er det, der kommer tættest på." in client.get("/soeg/?q=xyzzyqwerty").content.decode()
        few = client.get("/soeg/?behov=sorg&hvor=Kolding&kun-her=1").content.decode()
        assert "Derfor har vi også ledt bredere." in few

    def test_says_nothing_when_there_is_enough(self, client: Client) -> None:
        assert "results-advice" not in client.get("/soeg/?hvor=Odense").content.decode()

    @pytest.mark.parametrize("query", ["q=sorg", "behov=sorg"])
    def test_asks_where_when_nobody_said(self, client: Client, query: str) -> None:
        assert "Skriv også, hvor du bor." in client.get(f"/soeg/?{query}").content.decode()

    @pytest.mark.parametrize("query", ["q=sorg&hvor=Odnese", "q=sorg+i+Odense", "q=sorg&lat=55.4&lon=10.4"])
    def test_does_not_ask_where_when_somebody_said(self, client: Client, query: str) -> None:
        assert "Skriv også, hvor du bor." not in client.get(f"/soeg/?{query}").content.decode()

    def test_says_when_likeness_is_all_there_is(self, client: Client, noon: datetime) -> None:
        result = find(filters=Filters(text="sorg"), at=noon)
        alike = tuple(replace(hit, reasons=(Reason(kind="meaning", text="ligner"),)) for hit in result.hits)
        guessed = replace(result, hits=alike, understood=Understood())

        page = result_page(guessed, question=question_from("q=x"), at=noon)

        assert page.advice.startswith("Ingen tilbud bruger dine ord.")
        assert page.is_meagre
        assert "ligner mest" not in result_page(result, question=question_from("q=sorg"), at=noon).advice

    def test_says_what_to_try_when_nothing_is_left(self, noon: datetime) -> None:
        nothing = Result(filters=Filters(text="x"), understood=Understood(), total=0, hits=())

        page = result_page(nothing, question=question_from("q=x"), at=noon)

        assert page.advice.startswith("Prøv med færre ord")
