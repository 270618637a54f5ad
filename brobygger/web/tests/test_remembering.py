"""A public page is remembered for a moment, and only when it is the same for everybody."""

from datetime import datetime
from pathlib import Path

import pytest
from django.core.cache import caches
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from brobygger.search.services import publish
from brobygger.search.tests.factories import make_document

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _with_memory(settings: Settings) -> None:
    memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "pages-in-tests"}
    settings.CACHES = {**settings.CACHES, "pages": memory}
    caches["pages"].clear()


def kept() -> int:
    return len(caches["pages"]._cache)  # type: ignore[attr-defined]


class TestRememberPages:
    def test_answers_the_same_page_with_one_small_query(
        self, client: Client, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        first = client.get("/soeg/?q=ensom")

        with django_assert_num_queries(1):
            again = client.get("/soeg/?q=ensom")

        assert again.content == first.content
        assert dict(again.items()) == {**dict(first.items()), "X-Request-ID": again["X-Request-ID"]}

    def test_keeps_questions_apart(self, client: Client) -> None:
        assert client.get("/soeg/?q=ensom").content != client.get("/soeg/?q=sorg").content

    def test_forgets_when_something_is_published(self, client: Client, noon: datetime) -> None:
        client.get("/soeg/?q=ensom")
        publish(document=make_document("cafe", title="Café for ensomme"), at=noon)

        assert "Café for ensomme" in client.get("/soeg/?q=ensom").content.decode()

    def test_never_hides_a_pause(self, client: Client, settings: Settings, tmp_path: Path) -> None:
        client.get("/")
        settings.DATA = tmp_path
        (tmp_path / "maintenance").touch()

        assert client.get("/").status_code == 503

    @pytest.mark.parametrize("path", ["/soeg/?q=jeg+vil+ikke+leve+mere", "/soeg/?q=min+mand+slår+mig"])
    def test_never_keeps_what_could_be_used_against_somebody(self, client: Client, path: str) -> None:
        response = client.get(path)

        assert "no-store" in response["Cache-Control"]
        assert kept() == 0

    def test_never_keeps_a_private_search(self, client: Client) -> None:
        client.post("/soeg/", {"q": "min mand drikker"})

        assert kept() == 0

    def test_never_answers_somebody_with_a_cookie_from_memory(self, client: Client) -> None:
        client.cookies["sessionid"] = "x"
        client.get("/soeg/?q=ensom")

        assert kept() == 0

    def test_keeps_no_words(self, client: Client) -> None:
        client.get("/soeg/?q=hemmeligtord")

        assert "hemmeligtord" not in str(list(caches["pages"]._cache))  # type: ignore[attr-defined]

    def test_keeps_no_errors(self, client: Client) -> None:
        client.get("/findes-ikke-her/x/")

        assert kept() == 0

    def test_does_not_ask_the_database_for_a_probe(
        self, client: Client, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        with django_assert_num_queries(0):
            assert client.get("/healthz").status_code == 200
