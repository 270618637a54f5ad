"""The door of every public form."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from brobygger.ui.formtoken import MAX_AGE, make_token
from brobygger.ui.publicforms import FOREIGN, HONEYPOT_FIELD, ROBOT, STALE, TOKEN_FIELD, Door, public_form

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@public_form(purpose="trial")
def trial(request: HttpRequest, *, door: Door) -> HttpResponse:
    """Answer with what the door said."""
    return HttpResponse(str(door.problem), status=door.status)


def token_from(ago: timedelta, purpose: str = "trial") -> str:
    with time_machine.travel(NOW - ago, tick=False):
        return make_token(purpose=purpose)


def send(*, token: str | None = None, honeypot: str = "", **headers: str) -> HttpResponse:
    data = {TOKEN_FIELD: token_from(timedelta(minutes=1)) if token is None else token, HONEYPOT_FIELD: honeypot}
    with time_machine.travel(NOW, tick=False):
        return trial(RequestFactory().post("/", data, headers=headers))


class TestPublicForm:
    def test_lets_a_person_in(self) -> None:
        response = send(**{"Sec-Fetch-Site": "same-origin", "Origin": "null"})

        assert response.status_code == 200
        assert response.content == b""

    def test_asks_nothing_of_somebody_who_only_reads(self) -> None:
        response = trial(RequestFactory().get("/"))

        assert response.status_code == 200

    def test_hands_out_a_token_that_opens_it(self) -> None:
        with time_machine.travel(NOW - timedelta(minutes=1), tick=False):
            token = Door(purpose="trial").token

        assert send(token=token).status_code == 200

    @pytest.mark.parametrize("site", ["cross-site", "same-site"])
    def test_refuses_a_form_on_another_site(self, site: str) -> None:
        response = send(**{"Sec-Fetch-Site": site})

        assert response.status_code == 403
        assert response.content.decode() == str(FOREIGN)

    def test_believes_origin_when_the_browser_says_nothing_else(self) -> None:
        assert send(Origin="https://somewhere.example").status_code == 403
        assert send(Origin="http://testserver").status_code == 200

    @pytest.mark.parametrize("token", ["", "nonsense", "trial:abc:def", "\x00", "æ" * 5000])
    def test_refuses_a_token_that_is_not_ours(self, token: str) -> None:
        response = send(token=token)

        assert response.status_code == 422
        assert response.content.decode() == str(STALE)

    def test_refuses_a_token_for_another_form(self) -> None:
        assert send(token=token_from(timedelta(minutes=1), purpose="other")).status_code == 422

    def test_refuses_a_token_too_young_for_a_person_and_one_too_old(self) -> None:
        assert send(token=token_from(timedelta(seconds=1))).status_code == 422
        assert send(token=token_from(MAX_AGE + timedelta(seconds=1))).status_code == 422

    def test_refuses_robots_that_fill_in_what_nobody_sees(self) -> None:
        response = send(honeypot="https://spam.example")

        assert response.status_code == 422
        assert response.content.decode() == str(ROBOT)

    def test_needs_no_cookie_and_no_account(self) -> None:
        assert getattr(trial, "csrf_exempt", False)
        assert getattr(trial, "login_required", True) is False
