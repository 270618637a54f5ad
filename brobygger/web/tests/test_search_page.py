"""The results page: what it finds, what it says, what it costs, and that nothing breaks it."""

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape
from urllib.parse import quote

import pytest
import time_machine
from django.test import Client

from brobygger.search.models import UnmetNeed
from brobygger.ui.formtoken import make_token
from brobygger.ui.publicforms import TOKEN_FIELD
from brobygger.web.views.search import MISSED_PURPOSE

pytestmark = pytest.mark.usefixtures("register")


def words_of(page: str) -> str:
    """Return what a person reads: no tags, single spaces."""
    text = re.sub(r"<(script|style).*?</\1>", " ", page, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def titles(page: str) -> list[str]:
    """Return the offers on a page, in order."""
    marked = re.findall(r'class="result-title"><a [^>]*>(.*?)</a>', page)
    return [unescape(re.sub(r"</?mark>", "", title)) for title in marked]


class TestResults:
    def test_finds_by_everyday_words_and_place(self, client: Client) -> None:
        page = client.get("/soeg/", {"q": "jeg er ensom", "hvor": "Odense"}).content.decode()

        assert "Ventilen Odense" in titles(page)
        assert "Hvorfor ser jeg dette?" in page
        assert "ikke bekræftet endnu · kilde fra 2019" in page

    def test_shows_what_it_understood_as_tags_that_can_be_taken_away(self, client: Client) -> None:
        page = client.get("/soeg/", {"q": "ensom"}).content.decode()

        assert 'href="/soeg/?q=ensom&amp;ikke=concept%3Aensomhed"' in page
        again = client.get("/soeg/?q=ensom&ikke=concept:ensomhed").content.decode()
        assert "Vi forstod:" not in words_of(again)

    def test_chosen_filters_become_tags(self, client: Client) -> None:
        page = client.get("/soeg/?behov=sorg&rolle=deltager").content.decode()

        assert 'href="/soeg/?behov=sorg"' in page
        assert re.search(r'name="rolle" value="deltager" checked', page)
        assert "Fjern alle valg" in page

    def test_every_chosen_filter_lasts_on_the_way_to_the_map(self, client: Client) -> None:
        page = client.get("/soeg/?behov=sorg&uden-henvisning=1&foelges=1&kun-her=1&hvor=Odense").content.decode()

        on_a_map = unescape(re.search(r'href="([^"]*vis=kort[^"]*)"', page)[1])  # type: ignore[index]
        for part in ("behov=sorg", "uden-henvisning=1", "foelges=1", "kun-her=1", "hvor=Odense"):
            assert part in on_a_map

    def test_says_how_it_widened_when_little_is_found(self, client: Client) -> None:
        page = client.get("/soeg/", {"behov": "sorg", "hvor": "Kolding"}).content.decode()

        assert 'class="widened"' in page
        assert "Fortæl os, hvad du manglede" in page

    def test_never_ends_blind(self, client: Client) -> None:
        page = client.get("/soeg/?q=xyzzyqwert&organisation=findes-ikke").content.decode()

        assert "Fandt du ikke det, du havde brug for?" in page
        assert "/soeg/savnet/" in page

    def test_offers_the_place_one_meant(self, client: Client) -> None:
        page = client.get("/soeg/", {"q": "sorg", "hvor": "Odnese"}).content.decode()

        assert "Vi kender ikke stedet »Odnese«" in words_of(page)
        assert 'href="/soeg/?q=sorg&amp;hvor=Odense"' in page

    def test_shows_crisis_help_first(self, client: Client) -> None:
        page = client.get("/soeg/", {"q": "jeg vil ikke leve mere"}).content.decode()

        assert page.index('class="crisis"') < page.index('class="result')
        assert "tel:112" in page

    def test_shows_crisis_help_when_a_crisis_is_what_was_understood(self, client: Client) -> None:
        page = client.get("/soeg/", {"q": "selvmordstanker"}).content.decode()

        assert page.index("70 201 201") < page.index("result-title")

    def test_gives_a_quick_exit_when_it_is_about_violence(self, client: Client) -> None:
        assert "data-quick-exit" in client.get("/soeg/", {"q": "min mand slår mig"}).content.decode()
        assert "data-quick-exit" not in client.get("/soeg/", {"q": "ensom"}).content.decode()

    @pytest.mark.parametrize("chosen", ["behov=partnervold", "aktivitet=krisecenter", "maalgruppe=voldsramte"])
    def test_treats_a_chosen_filter_like_the_same_in_words(self, client: Client, chosen: str) -> None:
        response = client.get(f"/soeg/?{chosen}")

        assert "data-quick-exit" in response.content.decode()
        assert response["Cache-Control"] == "no-store"

    def test_leaves_no_map_of_it_behind(self, client: Client) -> None:
        assert client.get("/soeg/kort/?q=min mand slår mig")["Cache-Control"] == "no-store"

    def test_shows_a_map_without_javascript(self, client: Client) -> None:
        page = client.get("/soeg/?q=ensom&vis=kort").content.decode()

        assert 'class="map__pin' in page
        assert 'class="map__pin' not in client.get("/soeg/?q=ensom").content.decode()

    def test_has_one_proper_address(self, client: Client) -> None:
        page = client.get("/soeg/?nonsens=1&rolle=deltager&q=sorg&rolle=deltager").content.decode()

        assert re.search(r'rel="canonical" href="[^"]*/soeg/\?q=sorg&amp;rolle=deltager"', page)

    def test_lists_what_it_shows_for_search_engines(self, client: Client) -> None:
        page = client.get("/soeg/?q=sorg").content.decode()
        data = json.loads(re.search(r'ld\+json">(.*?)</script>', page)[1])  # type: ignore[index]

        assert [item["name"] for item in data["itemListElement"]] == titles(page)[: len(data["itemListElement"])]

    def test_goes_on_to_more_pages_and_back_from_beyond_the_last(self, client: Client) -> None:
        first, beyond = client.get("/soeg/").content.decode(), client.get("/soeg/?side=1000000000").content.decode()

        assert 'href="/soeg/?side=2"' in first
        assert len(titles(first)) == 10
        assert len(titles(beyond)) == 5


class TestCost:
    @pytest.mark.parametrize("query", ["", "q=ensom+Odense", "q=sorg&hvor=5000&vis=kort", "q=vold&hvor=Odense"])
    def test_is_at_most_eight_queries(
        self, query: str, client: Client, django_assert_max_num_queries: Callable[..., object]
    ) -> None:
        client.get("/soeg/")  # the first one in a process reads the register

        with django_assert_max_num_queries(8):  # type: ignore[attr-defined]
            client.get(f"/soeg/?{query}")

    def test_is_sent_once_to_those_who_have_it(self, client: Client) -> None:
        with time_machine.travel(datetime(2026, 11, 22, 12), tick=False):
            response = client.get("/soeg/?q=ensom")
            again = client.get("/soeg/?q=ensom", headers={"If-None-Match": response["ETag"]})

        assert again.status_code == 304
        assert "Cookie" not in response.headers.get("Vary", "")
        assert not response.cookies


class TestPrivateSearch:
    def test_keeps_the_words_out_of_every_address(self, client: Client) -> None:
        response = client.post("/soeg/", {"q": "ensom Odense"})
        page = response.content.decode()

        assert "Du søger privat" in page
        assert response["Cache-Control"] == "no-store"
        assert not [href for href in re.findall(r'(?:href|action|hx-get)="([^"]*)"', page) if "ensom" in href]
        assert 'rel="canonical"' not in page
        assert "ensom" not in page[: page.index("<body")]  # a title is kept in the browser's history

    def test_changes_the_question_with_buttons(self, client: Client) -> None:
        page = client.post("/soeg/", {"q": "sorg"}).content.decode()
        changed = unescape(re.search(r'name="i-stedet" value="([^"]*sorter=snart[^"]*)"', page)[1])  # type: ignore[index]

        again = client.post("/soeg/", {"i-stedet": changed}).content.decode()

        assert 'value="sorg"' in again
        assert re.search(r'aria-current="true">Snart', again)

    def test_finds_the_same(self, client: Client) -> None:
        public = client.get("/soeg/", {"q": "ensom"}).content.decode()

        assert titles(client.post("/soeg/", {"q": "ensom"}).content.decode()) == titles(public)


#: Questions nobody meant to ask.
NONSENSE = (
    "q=" + "a" * 10_000,
    "q=😢😢",
    "q=%ff%fe",
    "q=%00",
    "q=" + quote("<script>alert(1)</script>' OR 1=1 --"),
    "q=" + quote("وحيد"),
    "alder=-4&koen=x&sortering=y&hvornaar=z",
    "side=" + "9" * 200,
    "hvor=9999",
    "lat=x&lon=y&radius=-1",
    "behov=" + "&behov=".join(map(str, range(80))),
)


class TestBadInput:
    def test_is_answered_kindly(self, client: Client) -> None:
        pages = {query[:40]: client.get(f"/soeg/?{query}") for query in NONSENSE}

        assert [query for query, page in pages.items() if page.status_code != 200] == []
        assert [query for query, page in pages.items() if "<script>alert" in page.content.decode()] == []

    @pytest.mark.parametrize("where", ["q", "hvor"])
    def test_leaves_a_cpr_number_out_of_all_it_shows(self, client: Client, where: str) -> None:
        page = client.get("/soeg/", {"q": "sorg", where: "sorg 010150-1234"}).content.decode()

        assert "Det, du skrev, ligner et CPR-nummer." in page
        assert "1234" not in page.split("<main")[1]

    def test_keeps_words_from_right_to_left_inside_their_quotation_marks(self, client: Client) -> None:
        assert "“\u2068وحيد\u2069”" in client.get("/soeg/", {"q": "وحيد"}).content.decode()

    def test_never_breaks_the_map(self, client: Client) -> None:
        assert [query[:40] for query in NONSENSE if client.get(f"/soeg/kort/?{query}").status_code != 200] == []

    def test_may_be_sent_privately_too(self, client: Client) -> None:
        assert client.post("/soeg/", {"i-stedet": "q=%ff&side=x&" * 5}).status_code == 200


class TestMissed:
    def send(self, client: Client, at: datetime, **values: str) -> object:
        with time_machine.travel(at, tick=False):
            token = make_token(purpose=MISSED_PURPOSE)
        with time_machine.travel(at + timedelta(seconds=30), tick=False):
            return client.post("/soeg/savnet/", {TOKEN_FIELD: token, **values})

    def test_keeps_what_somebody_missed(self, client: Client, noon: datetime) -> None:
        response = self.send(client, noon, text="En strikkeklub om aftenen", municipality_code="0461")

        assert response.status_code == 302  # type: ignore[attr-defined]
        assert list(UnmetNeed.objects.values_list("text", "municipality_code")) == [
            ("En strikkeklub om aftenen", "0461")
        ]

    def test_loses_nothing_when_it_cannot_be_sent(self, client: Client, noon: datetime) -> None:
        response = self.send(client, noon, text="Mit nummer er 010190-1234")

        assert response.status_code == 422  # type: ignore[attr-defined]
        assert "010190-1234" in response.content.decode()  # type: ignore[attr-defined]
        assert "CPR" in response.content.decode()  # type: ignore[attr-defined]
        assert not UnmetNeed.objects.exists()

    def test_refuses_robots_kindly(self, client: Client) -> None:
        response = client.post("/soeg/savnet/", {"text": "En strikkeklub"})

        assert response.status_code == 422
        assert "En strikkeklub" in response.content.decode()
        assert not UnmetNeed.objects.exists()

    def test_knows_where_somebody_was(self, client: Client) -> None:
        page = client.get("/soeg/", {"q": "ensom", "hvor": "Odense"}).content.decode()

        assert 'href="/soeg/savnet/?kommune=0461"' in page


class TestSearchEngines:
    @pytest.mark.parametrize(
        ("query", "may_keep"),
        [
            ("q=ensom&hvor=Odense", True),
            ("q=ensom", True),
            ("q=ensom&gratis=1", False),
            ("q=xyzzyqwerty", False),
            ("q=jeg+vil+ikke+leve+mere", False),
            ("q=min+mand+slår+mig", False),
        ],
    )
    def test_may_keep_plain_questions_that_find_something(
        self, client: Client, register: None, query: str, may_keep: bool
    ) -> None:
        page = client.get(f"/soeg/?{query}").content.decode()

        assert ('name="robots"' not in page) is may_keep
