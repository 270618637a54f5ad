"""A link in a mail shows when it is opened and acts when its button is pressed: once, on one offer, for a time."""

from collections.abc import Iterator
from datetime import date, timedelta
from http import HTTPStatus
from typing import Any

import pytest
import time_machine
from django.core.cache import caches
from django.test import Client

from brobygger.accounts.permissions import Permission
from brobygger.audit.models import Entry
from brobygger.curation.models import Assurance, ErrorReport
from brobygger.desks.views.links import BY_LINK, LIMIT
from brobygger.directory.mail_links import Purpose, make_token
from brobygger.directory.models import Capacity, Check, Offer, ShortLink, Stage, Status
from brobygger.directory.services.short_links import make_short_link
from brobygger.directory.tests.factories import NOON, published
from brobygger.kernel.actors import SYSTEM, VISITOR, Actor, ActorKind
from brobygger.kernel.errors import NotFound

pytestmark = pytest.mark.django_db
DUE = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    caches["throttle"].clear()
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def offer() -> Offer:
    offer = published()
    Check.objects.create(offer=offer, due_on=DUE, stage=Stage.ASKED, stage_on=DUE)
    return offer


def address(offer: Offer, purpose: Purpose) -> str:
    door = {Purpose.CONFIRM: "stadig-rigtigt", Purpose.CHANGE: "ret-tilbud", Purpose.ROOM: "plads"}[purpose]
    return f"/{door}/{make_token(purpose=purpose, offer_id=offer.id, due_on=DUE, at=NOON)}/"


class TestStillRight:
    def test_opening_it_confirms_nothing(self, client: Client, offer: Offer) -> None:
        page = client.get(address(offer, Purpose.CONFIRM))

        assert "Kaffe og snak." in page.content.decode()
        assert not Assurance.objects.exists()
        assert not page.cookies
        assert (page["Cache-Control"], page["Referrer-Policy"]) == ("no-store", "no-referrer")

    def test_the_button_does_and_the_page_says_when_we_ask_again_and_why(self, client: Client, offer: Offer) -> None:
        answer = client.post(address(offer, Purpose.CONFIRM), follow=True)

        offer.refresh_from_db()
        assert offer.assured_on == DUE
        assert Assurance.objects.get().by_label == BY_LINK
        text = answer.content.decode()
        assert "Tak, det er bekræftet" in text
        assert "fordi" in text
        assert "http" not in Entry.objects.newest_first()[0].changes

    def test_is_used_up_by_being_used(self, client: Client, offer: Offer) -> None:
        for _ in range(2):
            client.post(address(offer, Purpose.CONFIRM))

        assert Assurance.objects.count() == 1

    def test_brings_back_what_was_hidden(self, client: Client, offer: Offer) -> None:
        Offer.objects.update(status=Status.HIDDEN)
        Check.objects.update(stage=Stage.HIDDEN)
        assert "Tilbuddet er skjult lige nu" in client.get(address(offer, Purpose.CONFIRM)).content.decode()

        client.post(address(offer, Purpose.CONFIRM))

        offer.refresh_from_db()
        assert offer.status == Status.PUBLISHED

    @pytest.mark.parametrize(
        "broken", ["/stadig-rigtigt/nonsens/", "/plads/nonsens/", "/ret-tilbud/x/", "/p/abcd2345/"]
    )
    def test_says_kindly_what_to_do_when_it_is_broken(self, client: Client, broken: str) -> None:
        for answer in (client.get(broken), client.post(broken)):
            assert answer.status_code == HTTPStatus.GONE
            assert "Linket virker ikke længere" in answer.content.decode()

    def test_opens_no_other_door(self, client: Client, offer: Offer) -> None:
        token = address(offer, Purpose.CONFIRM).split("/")[2]

        assert client.post(f"/plads/{token}/", {"status": "free"}).status_code == HTTPStatus.GONE
        assert client.get(f"/ret-tilbud/{token}/").status_code == HTTPStatus.GONE

    def test_ends_after_four_months(self, client: Client, offer: Offer) -> None:
        link = address(offer, Purpose.CONFIRM)

        with time_machine.travel(NOON + timedelta(days=121), tick=False):
            assert client.post(link).status_code == HTTPStatus.GONE

    @pytest.mark.parametrize("status", [Status.REMOVED, Status.DRAFT])
    def test_ends_with_the_offer(self, client: Client, offer: Offer, status: str) -> None:
        Offer.objects.update(status=status)

        assert client.get(address(offer, Purpose.CONFIRM)).status_code == HTTPStatus.GONE


class TestNotRight:
    def test_hands_the_words_to_those_who_mend_it(self, client: Client, offer: Offer) -> None:
        answer = client.post(
            address(offer, Purpose.CHANGE), {"reason": "time", "text": "Nu onsdag kl. 18", "reply_to": ""}, follow=True
        )

        report = ErrorReport.objects.get()
        assert report.text == "Fra dem, der står bag tilbuddet: Nu onsdag kl. 18"
        assert report.is_national
        assert "Tak, vi har fået det" in answer.content.decode()

    @pytest.mark.parametrize(
        "sent", [{}, {"reason": "time", "text": " "}, {"reason": "other", "text": "Ring 010203-1234"}]
    )
    def test_gives_everything_back_when_something_is_missing(
        self, client: Client, offer: Offer, sent: dict[str, str]
    ) -> None:
        answer = client.post(address(offer, Purpose.CHANGE), sent)

        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert not ErrorReport.objects.exists()

    def test_needs_no_words_for_what_is_gone(self, client: Client, offer: Offer) -> None:
        client.post(address(offer, Purpose.CHANGE), {"reason": "closed"})

        assert ErrorReport.objects.get().reason == "closed"


class TestRoom:
    def test_opening_it_sets_nothing(self, client: Client, offer: Offer) -> None:
        assert client.get(address(offer, Purpose.ROOM)).status_code == HTTPStatus.OK
        assert not Capacity.objects.exists()

    @pytest.mark.parametrize(
        ("sent", "days", "weeks"),
        [
            ({"status": "free"}, 60, None),
            ({"status": "few", "wait_weeks": "9"}, 60, None),
            ({"status": "waiting", "wait_weeks": "6"}, 60, 6),
            ({"status": "waiting"}, 60, None),
            ({"status": "paused", "until": "2026-12-31"}, 39, None),
        ],
    )
    def test_one_tap_is_an_answer_with_an_end(
        self, client: Client, offer: Offer, sent: dict[str, str], days: int, weeks: int | None
    ) -> None:
        answer = client.post(address(offer, Purpose.ROOM), sent, follow=True)

        row = Capacity.objects.get()
        assert (row.status, row.wait_weeks, (row.expires_at - NOON).days) == (sent["status"], weeks, days)
        assert "Tak, nu står det på siden" in answer.content.decode()

    @pytest.mark.parametrize(
        "sent",
        [
            {},
            {"status": "fuldt"},
            {"status": "waiting", "wait_weeks": "-3"},
            {"status": "paused"},
            {"status": "paused", "until": "2026-11-01"},
            {"status": "paused", "until": "2031-01-01"},
            {"status": "paused", "until": "i morgen"},
        ],
    )
    def test_refuses_what_makes_no_sense(self, client: Client, offer: Offer, sent: dict[str, str]) -> None:
        assert client.post(address(offer, Purpose.ROOM), sent).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert not Capacity.objects.exists()

    def test_the_answer_may_be_changed_with_the_same_link(self, client: Client, offer: Offer) -> None:
        for status in ("free", "few"):
            client.post(address(offer, Purpose.ROOM), {"status": status})

        assert Capacity.objects.get().status == "few"


class TestShortRoom:
    def test_works_from_a_telephone_until_it_ends(self, client: Client, offer: Offer) -> None:
        word = make_short_link(actor=SYSTEM, offer_id=offer.id, at=NOON)

        client.post(f"/p/{word.upper()}/", {"status": "few"})

        assert Capacity.objects.get().status == "few"
        with time_machine.travel(NOON + timedelta(days=61), tick=False):
            assert client.get(f"/p/{word}/").status_code == HTTPStatus.GONE

    def test_keeps_no_code_that_could_be_used(self, offer: Offer) -> None:
        word = make_short_link(actor=SYSTEM, offer_id=offer.id, at=NOON)

        assert word not in ShortLink.objects.get().code_digest
        assert word not in str(list(Entry.objects.values_list("changes", flat=True)))

    @pytest.mark.usefixtures("still_clock")
    def test_cannot_be_guessed_by_trying(self, client: Client) -> None:
        answers = [client.get(f"/p/abcd{number:04}/").status_code for number in range(LIMIT + 1)]

        assert answers[-2:] == [HTTPStatus.GONE, HTTPStatus.TOO_MANY_REQUESTS]

    def test_is_made_by_those_who_may_say_it(self, offer: Offer) -> None:
        stranger: dict[str, Any] = {
            "kind": ActorKind.USER,
            "own_permissions": frozenset({str(Permission.CAPACITY_SET)}),
        }

        for actor in (VISITOR, Actor(**stranger)):
            with pytest.raises(NotFound):
                make_short_link(actor=actor, offer_id=offer.id, at=NOON)
