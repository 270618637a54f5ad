"""The pages are there for everybody, without a cookie, and keep nothing."""

from collections.abc import Iterator

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import translation

from brobygger.knowledge.selectors import crisis_help

pytestmark = pytest.mark.django_db

PAGES = ["crisis", "loneliness", "about", "privacy", "accessibility", "open_data", "search_explained", "volunteer"]
SELDOM = {"isolated": "1", "companionship": "1", "left_out": "2"}
OFTEN = {"isolated": "3", "companionship": "2", "left_out": "2"}


@pytest.fixture(autouse=True)
def danish() -> Iterator[None]:
    """Begin and end in Danish, whatever language a page was asked for in."""
    with translation.override("da"):
        yield


class TestPages:
    @pytest.mark.parametrize("name", PAGES)
    def test_are_open_to_visitors_and_set_no_cookie(self, client: Client, name: str) -> None:
        answer = client.get(reverse(f"knowledge:{name}"))

        assert answer.status_code == 200
        assert not answer.cookies
        assert answer.content.count(b"<h1") == 1

    @pytest.mark.parametrize("name", PAGES)
    def test_are_there_in_english(self, client: Client, name: str) -> None:
        assert client.get("/en" + reverse(f"knowledge:{name}")).status_code == 200

    @pytest.mark.parametrize("name", PAGES)
    def test_bring_no_style_or_script_of_their_own(self, client: Client, name: str) -> None:
        page = client.get(reverse(f"knowledge:{name}")).content.decode()

        assert ' style="' not in page
        assert " onclick=" not in page


class TestCrisis:
    def test_puts_112_first_and_makes_numbers_links(self, client: Client) -> None:
        page = client.get(reverse("knowledge:crisis")).content.decode()

        assert page.index("tel:112") < page.index("tel:70201201")
        for number in ("tel:1888", "tel:116111", "tel:82121212"):
            assert number in page

    def test_says_where_numbers_come_from_and_that_nobody_has_rung_them(self, client: Client) -> None:
        page = client.get(reverse("knowledge:crisis")).content.decode()

        assert "Ikke kontrolleret hos linjen endnu" in page
        assert "22. november 2026" in page

    def test_has_a_quick_exit(self, client: Client) -> None:
        assert b"data-quick-exit" in client.get(reverse("knowledge:crisis")).content


class TestCrisisHelpPartial:
    def test_shows_112_two_ways_and_a_quick_exit(self) -> None:
        html = render_to_string(
            "knowledge/crisis_help.html", {"crisis_help": crisis_help(topics={"violence"}, language="da")}
        )

        assert html.index("tel:112") < html.index("tel:1888") < html.index("tel:116006")
        assert "data-quick-exit" in html
        assert reverse("knowledge:crisis") in html


class TestLoneliness:
    @pytest.mark.parametrize(
        ("answers", "shown", "hidden"), [(SELDOM, "below", "reached"), (OFTEN, "reached", "below")]
    )
    def test_answers_without_javascript(self, client: Client, answers: dict[str, str], shown: str, hidden: str) -> None:
        answer = client.post(reverse("knowledge:loneliness"), answers)

        sections = {
            name: answer.content.decode().split(f'data-tils-answer="{name}"')[1].split(">")[0]
            for name in (shown, hidden)
        }
        assert "hidden" not in sections[shown]
        assert "hidden" in sections[hidden]
        assert answer["Cache-Control"] == "no-store"

    def test_needs_no_token_and_no_cookie(self) -> None:
        strict = Client(enforce_csrf_checks=True)

        answer = strict.post(reverse("knowledge:loneliness"), OFTEN)

        assert answer.status_code == 200
        assert not answer.cookies

    @pytest.mark.parametrize("answers", [{}, {"isolated": "9"}, {"isolated": "x", "left_out": "\x00"}])
    def test_asks_again_kindly_when_an_answer_is_missing(self, client: Client, answers: dict[str, str]) -> None:
        page = client.post(reverse("knowledge:loneliness"), answers).content.decode()

        assert "Vælg et svar" in page or "gyldig" in page

    def test_leads_to_offers_and_to_crisis_help(self, client: Client) -> None:
        page = client.post(reverse("knowledge:loneliness"), OFTEN).content.decode()

        assert reverse("knowledge:crisis") in page
        assert "q=ensomhed" in page
