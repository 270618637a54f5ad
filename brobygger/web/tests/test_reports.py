"""Telling us that something is wrong, and handling it."""

from collections.abc import Iterator
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest
import time_machine
from django.core.cache import caches
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brobygger.accounts.permissions import Role
from brobygger.accounts.tests.factories import UserFactory, sign_in
from brobygger.curation.forms import PURPOSE
from brobygger.curation.models import ErrorReport, ReportStatus
from brobygger.directory.tests.factories import NOON, published
from brobygger.ui.formtoken import MAX_AGE, make_token
from brobygger.ui.publicforms import FOREIGN, ROBOT, STALE
from brobygger.web.views.reports import LIMIT

pytestmark = pytest.mark.django_db
ADDRESS = "/tilbud/cafe/fejl/"


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    caches["throttle"].clear()
    with time_machine.travel(NOON, tick=False):
        yield


def token(ago: timedelta = timedelta(minutes=2)) -> str:
    with time_machine.travel(NOON - ago, tick=False):
        return make_token(purpose=PURPOSE)


def send(client: Client, headers: dict[str, str] | None = None, **words: Any) -> HttpResponse:
    data = {"reason": "time", "text": "Der er lukket om tirsdagen.", "token": token(), **words}
    return client.post(ADDRESS, data, headers=headers or {"Sec-Fetch-Site": "same-origin"})  # type: ignore[return-value]


class TestReport:
    def test_keeps_it_and_says_thank_you_on_a_page_of_its_own(self, client: Client) -> None:
        offer = published()

        response = send(client, reply_to="laeser@mail.example")

        assert response.status_code == HTTPStatus.FOUND
        assert response["Location"] == "/tilbud/cafe/fejl/tak/"
        report = ErrorReport.objects.get()
        assert (report.subject_id, report.reason, report.text) == (offer.id, "time", "Der er lukket om tirsdagen.")
        assert not response.cookies

    def test_works_for_somebody_whose_browser_keeps_no_cookies(self) -> None:
        published()

        assert send(Client(enforce_csrf_checks=True)).status_code == HTTPStatus.FOUND

    def test_begins_with_the_reason_somebody_clicked(self, client: Client) -> None:
        published()

        page = client.get(f"{ADDRESS}?hvad=closed").content.decode()

        assert 'value="closed" id="id_reason_0" checked' in page or ('value="closed"' in page and "checked" in page)
        assert "checked" not in client.get(f"{ADDRESS}?hvad=nonsens").content.decode()

    @pytest.mark.parametrize("bad", ["", "nonsens"])
    def test_gives_everything_back_when_the_token_is_not_ours(self, client: Client, bad: str) -> None:
        published()

        response = send(client, token=bad)
        page = response.content.decode()

        assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert str(STALE) in page
        assert "Der er lukket om tirsdagen." in page
        assert not ErrorReport.objects.exists()

    def test_gives_everything_back_when_it_lay_open_too_long(self, client: Client) -> None:
        published()

        page = send(client, token=token(MAX_AGE + timedelta(minutes=1))).content.decode()

        assert str(STALE) in page
        assert "Der er lukket om tirsdagen." in page

    def test_refuses_robots_and_other_sites(self, client: Client) -> None:
        published()

        assert str(ROBOT) in send(client, leave_this_empty="http://spam.example").content.decode()
        foreign = send(client, headers={"Sec-Fetch-Site": "cross-site"})
        assert foreign.status_code == HTTPStatus.FORBIDDEN
        assert str(FOREIGN) in foreign.content.decode()
        assert not ErrorReport.objects.exists()

    def test_refuses_cpr_numbers_kindly_and_keeps_the_rest(self, client: Client) -> None:
        published()

        response = send(client, text="Ring til hende, 010203-1234, hun ved det")

        assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert "Det ligner et CPR-nummer" in response.content.decode()
        assert not ErrorReport.objects.exists()

    def test_asks_for_words_when_the_reason_says_nothing(self, client: Client) -> None:
        published()

        response = send(client, reason="other", text="")

        assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert "Skriv kort, hvad der er galt." in response.content.decode()

    @pytest.mark.usefixtures("still_clock")
    def test_asks_for_a_pause_after_many(self, client: Client) -> None:
        published()
        for _ in range(LIMIT):
            send(client)

        response = send(client)

        assert response.status_code == HTTPStatus.TOO_MANY_REQUESTS
        assert "Der er lukket om tirsdagen." in response.content.decode()
        assert ErrorReport.objects.count() == LIMIT

    def test_is_404_for_what_never_was(self, client: Client) -> None:
        assert client.get("/tilbud/findes-ikke/fejl/").status_code == HTTPStatus.NOT_FOUND

    def test_is_kept_by_no_cache(self, client: Client) -> None:
        published()

        assert client.get(ADDRESS)["Cache-Control"] == "no-store"

    @settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        words=st.fixed_dictionaries(
            {"reason": st.text(max_size=30), "text": st.text(max_size=3000), "reply_to": st.text(max_size=80)}
        ),
        token=st.text(max_size=60),
    )
    def test_never_breaks_on_what_somebody_sends(self, client: Client, words: dict[str, str], token: str) -> None:
        if not hasattr(self, "offer"):
            self.offer = published()

        response = send(client, **{**words, "token": token})

        assert response.status_code in {HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.FOUND}


class TestReportThanks:
    def test_says_thank_you(self, client: Client) -> None:
        published()

        page = client.get("/tilbud/cafe/fejl/tak/").content.decode()

        assert "Tak for hjælpen" in page
        assert 'href="/tilbud/cafe/"' in page


class TestHandleReport:
    @pytest.fixture
    def report(self, client: Client) -> ErrorReport:
        published()
        send(client)
        return ErrorReport.objects.get()

    def test_waits_on_the_desk_of_those_who_handle_it(self, client: Client, report: ErrorReport) -> None:
        sign_in(client, UserFactory(role=Role.NATIONAL_ADMINISTRATOR))
        page = client.get("/min-side/").content.decode()

        assert f"/min-side/fejl/{report.id}/" in page
        assert "Tid eller sted passer ikke. Der er lukket om tirsdagen." in page

    def test_is_closed_with_what_was_done(self, client: Client, report: ErrorReport) -> None:
        sign_in(client, UserFactory(role=Role.NATIONAL_ADMINISTRATOR))

        response = client.post(f"/min-side/fejl/{report.id}/", {"status": "fixed", "note": "Tiden er rettet."})

        assert response.status_code == HTTPStatus.FOUND
        report.refresh_from_db()
        assert report.status == ReportStatus.FIXED
        assert "Meldingen er lukket" in client.get(f"/min-side/fejl/{report.id}/").content.decode()

    def test_says_so_when_somebody_else_closed_it_first(self, client: Client, report: ErrorReport) -> None:
        sign_in(client, UserFactory(role=Role.NATIONAL_ADMINISTRATOR))
        for _ in range(2):
            response = client.post(f"/min-side/fejl/{report.id}/", {"status": "fixed", "note": ""})

        assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert "lukket" in response.content.decode()

    def test_is_nobody_elses_business(self, client: Client, report: ErrorReport) -> None:
        assert client.get(f"/min-side/fejl/{report.id}/").status_code == HTTPStatus.FOUND

        sign_in(client, UserFactory(role=Role.EDITOR))
        assert client.get(f"/min-side/fejl/{report.id}/").status_code == HTTPStatus.NOT_FOUND
        assert str(report.id) not in client.get("/min-side/").content.decode()
