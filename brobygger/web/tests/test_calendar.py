"""The calendar: what happens near you in the days to come."""

from collections.abc import Iterator
from datetime import date, time

import pytest
import time_machine
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brobygger.directory.tests.factories import NOON, published
from brobygger.directory.values import ScheduleData

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def tuesday_cafe(denmark: None) -> None:
    published(
        name="Tirsdagscafé",
        is_national=False,
        municipality_codes=frozenset({"0461"}),
        schedules=(
            ScheduleData(starts_on=date(2026, 1, 6), starts_at=time(16), minutes=60, rrule="FREQ=WEEKLY;BYDAY=TU"),
        ),
    )


def page_of(client: Client, **query: str) -> str:
    response = client.get("/kalender/", query)
    assert response.status_code == 200
    return response.content.decode()


class TestCalendar:
    def test_shows_what_happens_near_a_place_day_by_day(self, client: Client, tuesday_cafe: None) -> None:
        page = page_of(client, hvor="5000")

        assert "Det sker nær 5000 Odense C" in page
        assert "Tirsdag 24. november" in page
        assert "kl. 16.00-17.00" in page
        assert "/tilbud/cafe/kalender.ics" in page
        assert "tiden er ikke bekræftet endnu" in page

    def test_shows_the_whole_country_until_somebody_says_where(self, client: Client, tuesday_cafe: None) -> None:
        assert "Tirsdagscafé" in page_of(client)

    def test_says_kindly_that_there_is_nothing_and_what_to_do(self, client: Client, tuesday_cafe: None) -> None:
        page = page_of(client, hvor="Skagen")

        assert "Tirsdagscafé" not in page
        assert "Det betyder ikke, at der ikke sker noget." in page
        assert "/soeg/?hvor=Skagen" in page

    def test_helps_with_a_place_it_does_not_know(self, client: Client, tuesday_cafe: None) -> None:
        page = page_of(client, hvor="Odnese")

        assert "Vi kender ikke stedet" in page
        assert "?hvor=Odense" in page
        assert "Tirsdagscafé" in page

    def test_walks_forward_week_by_week(self, client: Client, tuesday_cafe: None) -> None:
        page = page_of(client, hvor="5000", uge="1")

        assert "Tirsdag 1. december" in page
        assert "hvor=5000&amp;uge=2" in page

    def test_is_the_same_for_everybody(self, client: Client, tuesday_cafe: None) -> None:
        response = client.get("/kalender/")

        assert not response.cookies
        assert "Cookie" not in response.headers.get("Vary", "")

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(where=st.text(max_size=200), week=st.text(max_size=20))
    def test_never_breaks_on_what_somebody_writes(
        self, client: Client, tuesday_cafe: None, where: str, week: str
    ) -> None:
        page_of(client, hvor=where, uge=week)
