"""The door of suggestions: what it answers, and what it never lets anybody keep."""

from unittest.mock import patch

import pytest
from django.core.cache import caches
from django.test import Client

from brobygger.web.views import suggestions

pytestmark = pytest.mark.usefixtures("register")


@pytest.fixture(autouse=True)
def _nobody_has_asked() -> None:
    caches["suggest"].clear()


def groups(client: Client, typed: str, path: str = "/soeg/forslag/", **more: str) -> dict[str, list[dict[str, str]]]:
    answer = client.get(path, {"q": typed, **more}).json()
    return {group["label"]: group["items"] for group in answer["groups"]}


class TestSuggestions:
    def test_say_what_to_do_with_each(self, client: Client) -> None:
        found = groups(client, "ventilen")
        assert found["Tilbud"][0] == {
            "label": "Ventilen Odense",
            "hint": "Ventilen",
            "url": "/tilbud/ventilen-odense/",
            "lang": "da",
        }
        assert groups(client, "ensom")["Emner"][0] == {
            "label": "Ensomhed",
            "hint": "",
            "param": "behov",
            "value": "ensomhed",
        }
        assert groups(client, "5000")["Steder"][0]["place"] == "5000 Odense C"

    def test_are_places_alone_for_the_field_where(self, client: Client) -> None:
        assert list(groups(client, "so", til="sted")) == ["Steder"]

    def test_speak_english_to_those_who_do(self, client: Client) -> None:
        assert groups(client, "lonel", path="/en/soeg/forslag/")

    @pytest.mark.parametrize("typed", ["", "\0", "x" * 5000, "<script>", "дом", "%00", "مرحبا"])
    def test_mind_nothing(self, client: Client, typed: str) -> None:
        assert client.get("/soeg/forslag/", {"q": typed}).status_code == 200

    def test_are_kept_briefly_by_the_browser_alone(self, client: Client) -> None:
        assert client.get("/soeg/forslag/?q=sorg")["Cache-Control"] == "private, max-age=60"

    @pytest.mark.parametrize("typed", ["jeg vil ikke leve mere", "vold", "selvmord"])
    def test_about_violence_and_crises_are_kept_by_nobody(self, client: Client, typed: str) -> None:
        answer = client.get("/soeg/forslag/", {"q": typed})

        assert answer["Cache-Control"] == "no-store"
        assert answer["Referrer-Policy"] == "no-referrer"

    def test_set_no_cookie_and_are_not_for_search_engines(self, client: Client) -> None:
        answer = client.get("/soeg/forslag/?q=sorg")

        assert not answer.cookies
        assert answer["X-Robots-Tag"] == "noindex"

    @pytest.mark.usefixtures("still_clock")
    def test_stop_for_whoever_asks_far_too_often(self, client: Client) -> None:
        with patch.object(suggestions, "PER_MINUTE", 2):
            statuses = [client.get("/soeg/forslag/?q=sorg").status_code for _ in range(3)]

        assert statuses == [200, 200, 429]

    def test_cannot_be_sent_to(self, client: Client) -> None:
        assert client.post("/soeg/forslag/", {"q": "sorg"}).status_code == 405


class TestPages:
    def test_ask_for_suggestions_but_never_in_a_private_search(self, client: Client) -> None:
        assert 'data-suggest="/soeg/forslag/"' in client.get("/").content.decode()
        assert 'data-suggest="/soeg/forslag/"' in client.get("/soeg/?q=sorg").content.decode()

        private = client.post("/soeg/", {"q": "sorg"}).content.decode()
        assert "data-suggest" not in private
        assert "search.js" not in private
