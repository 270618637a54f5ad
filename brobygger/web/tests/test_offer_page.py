"""The page of one offer: everything needed to go there, said honestly."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils.html import escape

from brobygger.directory.models import Offer
from brobygger.directory.services import remove_offer
from brobygger.directory.tests.factories import NOON, published
from brobygger.directory.values import CapacityData, ContactData, CriterionData, LinkData, LocationData, ScheduleData
from brobygger.kernel.actors import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def text_of(client: Client, key: str = "cafe", language: str = "") -> str:
    response = client.get(f"{language}/tilbud/{key}/")
    assert response.status_code == 200
    return response.content.decode()


def structured(page: str) -> list[dict[str, Any]]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert found
    graph: list[dict[str, Any]] = json.loads(found[1])["@graph"]
    return graph


class TestOffer:
    def test_says_everything_the_organisation_has_said(self, client: Client, denmark: None) -> None:
        published(
            description="Vi drikker **kaffe**.",
            audience="For dig, der gerne vil have selskab.",
            first_visit="Karen står i døren.",
            alert="Lukket i uge 52.",
            age_min=60,
            gender="women",
            gender_reason="Det er en gruppe for kvinder efter vold.",
            needs_sobriety=True,
            roles=("bruger", "frivillig"),
            delivery=("in_person",),
            signup="talk_first",
            signup_note="Ring til Karen.",
            access="open",
            price_kind="paid",
            price_note="20 kr. for kaffe",
            concessions="Gratis, hvis du ikke har råd.",
            host_function="caféværten",
            languages=("da", "ar"),
            practical_help="Vi kan hente dig.",
            is_companion_possible=True,
            contacts=(ContactData(function="Caféværten", phone="11 22 33 44", email="cafe@forening.example"),),
            links=(LinkData(label="Om caféen", url="https://forening.example/cafe"),),
            criteria=(CriterionData(text="Bor du alene?"),),
            capacity=CapacityData(status="waiting", wait_weeks=3),
        )

        page = text_of(client)

        for words in (
            "<strong>kaffe</strong>",
            "For dig, der gerne vil have selskab.",
            "Karen står i døren.",
            "Lukket i uge 52.",
            "Du er fyldt 60 år.",
            "Kun for kvinder. Begrundelse: Det er en gruppe for kvinder efter vold.",
            "Du skal være ædru og clean, når du kommer.",
            "Bor du alene? Det passer, hvis du svarer ja.",
            "få hjælp",
            "være frivillig",
            "I mødes ansigt til ansigt.",
            "I tager en samtale først.",
            "Ring til Karen.",
            "Du behøver ingen henvisning.",
            "20 kr. for kaffe",
            "Gratis, hvis du ikke har råd.",
            "caféværten",
            "dansk, arabisk",
            "Vi kan hente dig.",
            "Nogen kan følge dig derhen første gang.",
            'href="tel:11223344"',
            "cafe@forening.example",
            "https://forening.example/cafe",
            "venteliste, cirka 3 uger",
        ):
            assert words in page, words

    def test_says_honestly_that_nobody_has_confirmed_it(self, client: Client) -> None:
        offer = published(source_url="https://www.avis.example/nyt", source_year=2019)

        page = text_of(client)

        assert f"Ingen fra {escape(offer.organisation.name)} har bekræftet dem endnu" in page
        assert "avis.example</a>, 2019" in page

    def test_shows_the_next_five_dates_across_summer_time(self, client: Client) -> None:
        schedule = ScheduleData(
            starts_on=date(2026, 3, 1), starts_at=time(16), minutes=120, rrule="FREQ=WEEKLY;BYDAY=TU"
        )
        published(schedules=(schedule,))

        with time_machine.travel(datetime(2026, 3, 20, tzinfo=UTC), tick=False):
            times = re.findall(r'<time datetime="([^"]+)">(.*?)</time>', text_of(client))

        assert [machine for machine, _ in times] == [
            "2026-03-24T16:00+01:00",
            "2026-03-31T16:00+02:00",
            "2026-04-07T16:00+02:00",
            "2026-04-14T16:00+02:00",
            "2026-04-21T16:00+02:00",
        ]
        assert all("kl. 16.00-18.00" in words for _, words in times)

    def test_says_what_the_point_on_the_map_really_is(self, client: Client, denmark: None) -> None:
        place = LocationData(municipality_id="0461", lat=55.4, lon=10.4, point_precision="municipality")
        published(locations=(place,), is_national=False, municipality_codes=frozenset({"0461"}))

        page = text_of(client)

        assert "Odense Kommune" in page
        assert "viser kun kommunen, ikke døren" in page
        assert 'class="map"' in page
        assert "rejseplanen.dk" in page

    def test_tells_search_engines_the_same(self, client: Client) -> None:
        schedule = ScheduleData(starts_on=date(2026, 12, 1), starts_at=time(10))
        published(name='Café "</script><b>', schedules=(schedule,), price_kind="free")

        service, event, way = structured(text_of(client))

        assert service["@type"] == "Service"
        assert event["@type"] == "Event"
        assert service["name"] == 'Café "</script><b>'
        assert service["offers"]["price"] == "0"
        assert event["startDate"] == "2026-12-01T10:00:00+01:00"
        assert way["@type"] == "BreadcrumbList"

    def test_can_be_passed_on_with_the_visitors_own_programs(self, client: Client) -> None:
        published()

        page = text_of(client)

        assert 'href="mailto:?subject=Caf%C3%A9' in page
        assert 'href="sms:?' in page
        assert 'property="og:title" content="Café"' in page

    def test_is_the_same_for_everybody_and_sets_no_cookie(self, client: Client) -> None:
        published()

        response = client.get("/tilbud/cafe/")

        assert not response.cookies
        assert "Cookie" not in response.headers.get("Vary", "")
        assert response["Cache-Control"].startswith("public")

    def test_takes_care_of_those_who_may_be_watched(self, client: Client, register: None) -> None:
        response = client.get("/tilbud/luv-1888/")
        page = response.content.decode()

        assert response["Cache-Control"] == "no-store"
        assert response["Referrer-Policy"] == "no-referrer"
        assert page.count('class="quick-exit"') == 1
        assert "112" in page

    def test_shows_no_crisis_box_where_there_is_no_crisis(self, client: Client, register: None) -> None:
        page = text_of(client, "aeldresagen-odense-besoegsven")

        assert 'class="crisis"' not in page
        assert "quick-exit" not in page
        assert "Noget, der ligner" in page

    def test_speaks_english_too(self, client: Client) -> None:
        published()

        assert 'lang="en"' in text_of(client, language="/en")

    @pytest.mark.parametrize("key", ["findes-ikke", "0" * 200, "a" * 5000])
    def test_is_404_for_what_never_was(self, client: Client, key: str) -> None:
        assert client.get(f"/tilbud/{key}/").status_code == 404

    def test_needs_few_queries(self, client: Client, register: None, django_assert_max_num_queries: Any) -> None:
        client.get("/tilbud/ventilen-odense/")

        with django_assert_max_num_queries(25):
            client.get("/tilbud/ventilen-odense/")


class TestRemovedOffer:
    @pytest.fixture
    def removed(self, register: None) -> Offer:
        offer = Offer.objects.get(key="rk-odense-besoegsven")
        remove_offer(actor=SYSTEM, offer_id=offer.id, at=NOON)
        return offer

    def test_answers_410_with_something_to_try_instead(self, client: Client, removed: Offer) -> None:
        response = client.get("/tilbud/rk-odense-besoegsven/")
        page = response.content.decode()

        assert response.status_code == 410
        assert removed.name in page
        assert "/tilbud/aeldresagen-odense-besoegsven/" in page
        assert 'name="q"' in page

    def test_has_no_calendar_file_and_no_form(self, client: Client, removed: Offer) -> None:
        for address in ("kalender.ics", "qr.svg", "fejl/"):
            assert client.get(f"/tilbud/rk-odense-besoegsven/{address}").status_code == 410


class TestOfferIcs:
    def test_is_a_calendar_file_named_after_the_offer(self, client: Client) -> None:
        published(schedules=(ScheduleData(starts_on=date(2026, 12, 1), starts_at=time(10)),))

        response = client.get("/tilbud/cafe/kalender.ics")

        assert response["Content-Type"] == "text/calendar; charset=utf-8"
        assert 'filename="cafe.ics"' in response["Content-Disposition"]
        assert b"SUMMARY:Caf\xc3\xa9" in response.content


class TestOfferQr:
    def test_is_a_drawing_without_script_or_style(self, client: Client) -> None:
        published()

        response = client.get("/tilbud/cafe/qr.svg")

        assert response["Content-Type"] == "image/svg+xml"
        assert b"<svg" in response.content
        assert b"style=" not in response.content


class TestCapacity:
    def test_counts_as_nothing_when_it_is_old(self, client: Client) -> None:
        published(capacity=CapacityData(status="free"))
        assert "ledig plads · oplyst 22. november 2026, gælder til 21. januar 2027" in text_of(client)

        with time_machine.travel(NOON + timedelta(days=61), tick=False):
            assert "ledig plads" not in text_of(client)
