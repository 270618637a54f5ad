"""Choosing which mail to be sent."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from brobygger.accounts.tests.factories import UserFactory, sign_in
from brobygger.audit.models import Entry
from brobygger.kernel.actors import VISITOR
from brobygger.kernel.errors import NotFound
from brobygger.kernel.signed_links import LinkNotValid
from brobygger.notifications.models import Message, State, Suppression
from brobygger.notifications.models.addresses import hash_of
from brobygger.notifications.rendering import choices_token
from brobygger.notifications.selectors import choices_of, message_of_link
from brobygger.notifications.services.choices import choose, choose_by_link, unsubscribe
from brobygger.notifications.services.digests import gather_digests
from brobygger.notifications.tests.factories import queued
from brobygger.notifications.topics import CHOOSABLE, Rhythm, Topic

pytestmark = pytest.mark.django_db
ANNA = "anna@forening.example"


def token_of(message: Message | None, at: datetime) -> str:
    assert message
    return choices_token(message_id=message.id, at=at)


@pytest.fixture
def _clock_at_noon(noon: datetime) -> Iterator[None]:
    """Let the pages see the hour the mail was sent: a link holds for a year."""
    with time_machine.travel(noon, tick=False):
        yield


class TestChooseByLink:
    def test_keeps_what_was_chosen_and_writes_it_in_the_book(self, noon: datetime) -> None:
        token = token_of(queued(noon), noon)
        choose_by_link(actor=VISITOR, token=token, rhythms={Topic.CAPACITY: Rhythm.WEEKLY}, at=noon)

        assert choices_of(hash_of(ANNA))[Topic.CAPACITY] == Rhythm.WEEKLY
        assert Entry.objects.get().changes == {"capacity": ["at_once", "weekly"]}

    def test_says_nothing_where_nothing_changes(self, noon: datetime) -> None:
        token = token_of(queued(noon), noon)
        choose_by_link(actor=VISITOR, token=token, rhythms={Topic.CAPACITY: Rhythm.AT_ONCE}, at=noon)

        assert not Entry.objects.exists()

    def test_shows_that_the_address_works(self, noon: datetime) -> None:
        token = token_of(queued(noon), noon)
        Suppression.objects.create(address_hash=hash_of(ANNA), cause="soft_bounces", at=noon)
        choose_by_link(actor=VISITOR, token=token, rhythms={}, at=noon)

        assert queued(noon)

    def test_takes_what_waits_along(self, noon: datetime) -> None:
        message = queued(noon)
        token = token_of(message, noon)
        choose_by_link(actor=VISITOR, token=token, rhythms={Topic.FRESHNESS: Rhythm.DAILY}, at=noon)
        gathered = queued(noon)
        choose_by_link(actor=VISITOR, token=token, rhythms={Topic.FRESHNESS: Rhythm.AT_ONCE}, at=noon)
        assert gathered
        gathered.refresh_from_db()
        assert gathered.state == State.WAITING

        choose_by_link(actor=VISITOR, token=token, rhythms={Topic.FRESHNESS: Rhythm.NEVER}, at=noon)
        assert set(Message.objects.values_list("state", flat=True)) == {State.WITHHELD}


class TestMessageOfLink:
    def test_refuses_links_that_are_not_ours_or_too_old(self, noon: datetime) -> None:
        token = token_of(queued(noon), noon)

        with pytest.raises(LinkNotValid):
            message_of_link(token="made-up", at=noon)
        with pytest.raises(LinkNotValid):
            message_of_link(token=token, at=noon + timedelta(days=366))

    def test_refuses_a_link_whose_mail_is_forgotten(self, noon: datetime) -> None:
        token = token_of(queued(noon), noon)
        Message.objects.all().delete()

        with pytest.raises(NotFound):
            message_of_link(token=token, at=noon)


class TestUnsubscribe:
    def test_stops_the_topic_of_the_mail_and_no_other(self, noon: datetime) -> None:
        token = token_of(queued(noon), noon)

        assert unsubscribe(actor=VISITOR, token=token, at=noon) == Topic.FRESHNESS
        assert unsubscribe(actor=VISITOR, token=token, at=noon) == Topic.FRESHNESS
        assert queued(noon) is None
        assert queued(noon, topic=Topic.REVIEW)

    def test_never_stops_mail_about_the_account(self, noon: datetime) -> None:
        unsubscribe(actor=VISITOR, token=token_of(queued(noon, topic=Topic.ACCOUNT), noon), at=noon)

        assert queued(noon, topic=Topic.ACCOUNT)
        assert set(choices_of(hash_of(ANNA)).values()) == {Rhythm.AT_ONCE}

    def test_stops_everything_that_is_gathered_from_a_gathered_mail(self, noon: datetime) -> None:
        choose(actor=VISITOR, address=ANNA, rhythms={Topic.FRESHNESS: Rhythm.DAILY}, at=noon)
        queued(noon)
        gather_digests(actor=VISITOR, at=noon + timedelta(days=1))
        digest = Message.objects.get(topic=Topic.DIGEST)
        unsubscribe(actor=VISITOR, token=token_of(digest, noon), at=noon)

        never = {topic for topic, rhythm in choices_of(hash_of(ANNA)).items() if rhythm == Rhythm.NEVER}
        assert never == {Topic.FRESHNESS}


@pytest.mark.usefixtures("_clock_at_noon")
class TestTheUnsubscribePage:
    def test_does_nothing_when_it_is_only_opened(self, client: Client, noon: datetime) -> None:
        address = reverse("notifications:unsubscribe", args=[token_of(queued(noon), noon)])

        assert client.get(address).status_code == 200
        assert queued(noon)

    def test_understands_a_mail_programs_own_button(self, noon: datetime) -> None:
        """RFC 8058: no cookie, no form token, another host's request."""
        address = reverse("notifications:unsubscribe", args=[token_of(queued(noon), noon)])
        client = Client(enforce_csrf_checks=True)
        response = client.post(
            address, {"List-Unsubscribe": "One-Click"}, headers={"Origin": "https://mail.example", "Sec-Fetch-Site": ""}
        )

        assert response.status_code == 200
        assert "Set-Cookie" not in response
        assert queued(noon) is None

    def test_says_kindly_that_a_link_is_too_old(self, client: Client) -> None:
        response = client.get(reverse("notifications:unsubscribe", args=["made-up"]))

        assert response.status_code == 410
        assert "Linket virker ikke længere" in response.content.decode()

    def test_says_that_mail_about_accounts_goes_on(self, client: Client, noon: datetime) -> None:
        message = queued(noon, topic=Topic.ACCOUNT)
        page = client.get(reverse("notifications:unsubscribe", args=[token_of(message, noon)])).content.decode()

        assert "kan ikke slås fra" in page
        assert "<form" not in page.partition("<main")[2].partition("</main>")[0]


def answers(**changes: str) -> dict[str, str]:
    return {topic.value: Rhythm.AT_ONCE.value for topic in CHOOSABLE} | changes


@pytest.mark.usefixtures("_clock_at_noon")
class TestTheChoicesPage:
    @pytest.fixture(autouse=True)
    def _believe_the_form(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("brobygger.ui.publicforms.is_good_token", lambda token, *, purpose: token == "good")

    def test_keeps_choices(self, client: Client, noon: datetime) -> None:
        address = reverse("notifications:choices", args=[token_of(queued(noon), noon)])
        response = client.post(address, answers(token="good", review="never"), follow=True)

        assert "Det er gemt" in response.content.decode()
        assert choices_of(hash_of(ANNA))[Topic.REVIEW] == Rhythm.NEVER
        assert response["Referrer-Policy"] == "no-referrer"

    def test_keeps_nothing_of_a_foreign_form(self, client: Client, noon: datetime) -> None:
        address = reverse("notifications:choices", args=[token_of(queued(noon), noon)])
        response = client.post(address, answers(review="never"))

        assert response.status_code == 422
        assert choices_of(hash_of(ANNA))[Topic.REVIEW] == Rhythm.AT_ONCE

    def test_refuses_what_is_no_answer(self, client: Client, noon: datetime) -> None:
        address = reverse("notifications:choices", args=[token_of(queued(noon), noon)])

        assert client.post(address, answers(token="good", review="perhaps")).status_code == 422

    def test_says_kindly_that_a_link_is_too_old(self, client: Client) -> None:
        assert client.get(reverse("notifications:choices", args=["made-up"])).status_code == 410


class TestOwnChoices:
    def test_are_for_those_who_are_signed_in(self, client: Client) -> None:
        assert client.get(reverse("notifications:own_choices")).status_code == 302

    def test_are_about_ones_own_address(self, client: Client) -> None:
        user = sign_in(client, UserFactory.create())
        response = client.post(reverse("notifications:own_choices"), answers(task="daily"), follow=True)

        assert "Det er gemt" in response.content.decode()
        assert choices_of(hash_of(user.email))[Topic.TASK] == Rhythm.DAILY

    def test_refuse_what_is_no_answer(self, client: Client) -> None:
        sign_in(client, UserFactory.create())

        assert client.post(reverse("notifications:own_choices"), answers(task="perhaps")).status_code == 422


class TestTheDemosPost:
    def test_shows_what_would_have_been_sent(self, client: Client, noon: datetime) -> None:
        message = queued(noon)
        assert message
        queued(noon, to="berit@forening.example", language="en")
        page = client.get("/demo/post/").content.decode()
        of_one = client.get("/demo/post/", {"til": ANNA}).content.decode()
        letter = client.get(f"/demo/post/{message.id}/").content.decode()

        assert "berit@forening.example" in page
        assert "berit@forening.example" not in of_one
        assert 'href="https://brobygger.example/x/"' in letter

    @pytest.mark.parametrize("setting", ["DEMO", "IS_LOCAL", "MAIL_IS_SHELVED"])
    def test_is_nowhere_else(self, client: Client, noon: datetime, settings: Any, setting: str) -> None:
        message = queued(noon)
        assert message
        setattr(settings, setting, False)

        assert client.get("/demo/post/").status_code == 404
        assert client.get(f"/demo/post/{message.id}/").status_code == 404

    def test_has_no_letter_that_was_never_written(self, client: Client) -> None:
        assert client.get("/demo/post/00000000-0000-0000-0000-000000000000/").status_code == 404
