"""Offers on pages that people get are counted, also on remembered pages; programs are left out."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import caches
from django.db import DatabaseError
from django.test import Client

from brobygger.directory.models import DailyCount, Offer
from brobygger.directory.tally import TALLY
from brobygger.directory.tests.factories import published
from brobygger.web import counting

pytestmark = pytest.mark.django_db
PERSON = {"HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}


@pytest.fixture(autouse=True)
def from_nothing() -> Iterator[None]:
    caches["pages"].clear()
    TALLY.take()
    yield
    TALLY.take()


@pytest.fixture
def offer() -> Offer:
    return published(key="cafe", name="Café")


class TestCountOffers:
    def test_counts_what_is_opened_and_what_is_shown(self, client: Client, offer: Offer) -> None:
        client.get("/tilbud/cafe/", **PERSON)
        client.get("/soeg/?q=café", **PERSON)
        client.get(f"/organisation/{offer.organisation.key}/", **PERSON)

        counted = TALLY.take()

        assert (counted.opened[offer.id], counted.shown[offer.id]) == (1, 2)

    def test_counts_remembered_pages_too(self, client: Client, offer: Offer) -> None:
        for _ in range(3):
            client.get("/tilbud/cafe/", **PERSON)

        assert TALLY.take().opened[offer.id] == 3

    @pytest.mark.parametrize(
        "headers",
        [
            {"HTTP_USER_AGENT": "Googlebot/2.1"},
            {"HTTP_USER_AGENT": ""},
            {**PERSON, "HTTP_SEC_PURPOSE": "prefetch"},
        ],
    )
    def test_leaves_out_programs(self, headers: dict[str, str], client: Client, offer: Offer) -> None:
        client.get("/tilbud/cafe/", **headers)
        client.head("/tilbud/cafe/", **PERSON)

        assert not TALLY.take().opened

    def test_writes_down_when_it_is_time(self, client: Client, offer: Offer, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("brobygger.directory.tally.SECONDS", 0.0)

        client.get("/tilbud/cafe/", **PERSON)

        assert DailyCount.objects.get().opened == 1

    def test_writes_what_is_left_when_the_process_ends(self, client: Client, offer: Offer) -> None:
        client.get("/tilbud/cafe/", **PERSON)

        counting._write_the_last()
        counting._write_the_last()

        assert DailyCount.objects.get().opened == 1

    def test_keeps_still_when_the_database_is_gone(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail() -> Any:
            raise DatabaseError

        monkeypatch.setattr(counting, "write_down", fail)

        counting._write_the_last()
