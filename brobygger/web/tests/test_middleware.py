"""What every answer has in common, when something is wrong: kind to the person, and silent about their words."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import InterfaceError, OperationalError
from django.test import Client
from pytest_django.fixtures import Settings
from structlog.testing import capture_logs

from brobygger.directory.tests.factories import published
from brobygger.web.compression import preferred_encoding
from brobygger.web.views import front

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor() -> Client:
    """A visitor who is shown the page we show when we fail, as in real life."""
    return Client(raise_request_exception=False)


@pytest.fixture
def counts() -> Iterator[None]:
    """Counts that begin at nothing."""
    caches["throttle"].clear()
    yield
    caches["throttle"].clear()


def failing(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise error

    monkeypatch.setattr(front, "render", fail)


class TestCrash:
    def test_is_a_kind_page_and_a_line_without_the_words(
        self, visitor: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        failing(monkeypatch, RuntimeError("hemmeligtord står i fejlen"))

        with capture_logs() as lines:
            answer = visitor.get("/?q=hemmeligtord", HTTP_REFERER="http://testserver/hemmeligtord")

        assert answer.status_code == 500
        assert "Det er vores fejl, ikke din" in answer.content.decode()
        assert "no-store" in answer["Cache-Control"]
        (unhandled,) = [line for line in lines if line["event"] == "unhandled"]
        assert unhandled["error"] == "RuntimeError"
        assert any("front.py" in frame for frame in unhandled["frames"])
        assert "hemmeligtord" not in repr(lines) + caplog.text

    @pytest.mark.parametrize("error", [OperationalError("hemmeligtord"), InterfaceError("hemmeligtord")])
    def test_of_the_database_asks_people_to_come_back(
        self, visitor: Client, monkeypatch: pytest.MonkeyPatch, error: Exception
    ) -> None:
        failing(monkeypatch, error)

        with capture_logs() as lines:
            answer = visitor.get("/")

        assert (answer.status_code, answer["Retry-After"]) == (503, "300")
        assert {"database_unavailable", "request"} == {line["event"] for line in lines}
        assert "hemmeligtord" not in repr(lines)


class TestLimitBodies:
    @pytest.mark.parametrize("length", [str(settings.LARGEST_BODY + 1), "-1", "tre"])
    def test_refuses_before_reading(self, client: Client, length: str) -> None:
        answer = client.generic("POST", "/log-ind/", b"x", CONTENT_LENGTH=length)

        assert answer.status_code == 413
        assert "for meget" in answer.content.decode()

    def test_lets_a_large_file_through(self, client: Client) -> None:
        assert client.get("/", CONTENT_LENGTH=str(settings.LARGEST_BODY)).status_code == 200


class TestLimitPosts:
    @pytest.mark.parametrize("path", ["/soeg/", "/er-jeg-ensom/", "/soeg/savnet/", "/log-ind/", "/findes-ikke/"])
    def test_stops_a_flood_at_every_door(self, visitor: Client, settings: Settings, counts: None, path: str) -> None:
        settings.POSTS_PER_MINUTE = 0

        answer = visitor.post(path, {"q": "ensom"})

        assert answer.status_code == 429
        assert 1 <= int(answer["Retry-After"]) <= 60
        assert "Vent et minut" in answer.content.decode()
        assert not answer.cookies

    @pytest.mark.usefixtures("still_clock")
    def test_lets_people_send_and_always_lets_them_read(
        self, visitor: Client, settings: Settings, counts: None
    ) -> None:
        settings.POSTS_PER_MINUTE = 1

        assert visitor.post("/er-jeg-ensom/", {}).status_code == 200
        assert visitor.post("/er-jeg-ensom/", {}).status_code == 429
        assert visitor.get("/er-jeg-ensom/").status_code == 200

    @pytest.mark.usefixtures("still_clock")
    def test_says_when_a_narrower_door_opens_again_and_keeps_what_was_typed(
        self, visitor: Client, counts: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        published(key="cafe")
        monkeypatch.setattr("brobygger.web.views.reports.LIMIT", 0)
        monkeypatch.setattr("brobygger.ui.publicforms.is_good_token", lambda token, *, purpose: True)

        answer: Any = visitor.post("/tilbud/cafe/fejl/", {"reason": "other", "text": "Døren er låst", "token": "x"})

        assert answer.status_code == 429
        assert 1 <= int(answer["Retry-After"]) <= 3600
        assert "Døren er låst" in answer.content.decode()


class TestTechnicalDoors:
    def test_was_leads_to_the_operators_own_statement(self, visitor: Client, settings: Settings) -> None:
        assert visitor.get("/was")["Location"] == "/tilgaengelighed/"

        settings.ACCESSIBILITY_STATEMENT_URL = "https://was.digst.dk/odense-dk"

        for path in ("/was", "/was/"):
            assert visitor.get(path)["Location"] == "https://was.digst.dk/odense-dk"

    def test_security_txt_waits_until_somebody_can_be_written_to(self, visitor: Client, settings: Settings) -> None:
        settings.SECURITY_CONTACT = ""

        assert visitor.get("/.well-known/security.txt").status_code == 404

    def test_the_portal_is_not_ready_before_there_is_something_to_find(self, visitor: Client) -> None:
        assert (visitor.get("/readyz").status_code, visitor.get("/healthz").status_code) == (503, 200)
        published(key="cafe")
        assert visitor.get("/readyz").json() == {"ready": True, "database": True, "documents": 1}

    def test_a_guess_at_the_back_office_counts_as_a_try_to_sign_in(self, visitor: Client, counts: None) -> None:
        assert visitor.post("/teknik/login/", {"username": "a", "password": "b"}).status_code == 405


class TestPreferredEncoding:
    @pytest.mark.parametrize(
        ("accepted", "expected"),
        [("gzip, br", "br"), ("br;q=0.1,gzip;q=0.2", "gzip"), ("*;q=0", ""), ("x", ""), ("br;q=9", "")],
    )
    def test_is_what_weighs_most(self, accepted: str, expected: str) -> None:
        assert preferred_encoding(accepted) == expected
