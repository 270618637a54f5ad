"""Writing letters in the outbox."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from brobygger.accounts.events import AccountMailWanted
from brobygger.kernel.actors import SYSTEM
from brobygger.kernel.events import announce
from brobygger.notifications import policies
from brobygger.notifications.models import Content, Message, Preference, State, Suppression
from brobygger.notifications.models.addresses import hash_of
from brobygger.notifications.selectors import messages_about, wants_mail
from brobygger.notifications.services import outbox, queue_mails
from brobygger.notifications.tests.factories import CONTEXT, TEMPLATE, letter, queued
from brobygger.notifications.topics import Rhythm, Topic

pytestmark = pytest.mark.django_db
ANNA = "anna@forening.example"


def wants(topic: Topic, rhythm: Rhythm, at: datetime) -> None:
    Preference.objects.create(address_hash=hash_of(ANNA), topic=topic, rhythm=rhythm, chosen_at=at)


class TestQueueMail:
    def test_writes_the_words_in_the_receivers_language(self, noon: datetime) -> None:
        danish, english = queued(noon), queued(noon, language="en")

        assert danish
        assert english
        assert danish.content.subject == "1 besked fra Brobygger"
        assert "Café Håb" in danish.content.text
        assert '<html lang="en">' in english.content.html
        assert "/en/beskeder/" in english.content.text

    def test_writes_the_same_letter_once(self, noon: datetime) -> None:
        first, second = queued(noon, key="one"), queued(noon, key="one", to="berit@forening.example")

        assert first
        assert second is None
        assert Message.objects.count() == Content.objects.count() == 1

    def test_happens_with_the_act_it_tells_of_or_not_at_all(self, noon: datetime) -> None:
        with transaction.atomic():
            queued(noon)
            transaction.set_rollback(True)

        assert not Message.objects.exists()

    def test_remembers_which_row_it_is_about(self, noon: datetime) -> None:
        message = queued(noon, about=(subject := uuid4()))

        assert list(messages_about(subject)) == [message]

    def test_sends_nothing_to_whoever_said_no(self, noon: datetime) -> None:
        wants(Topic.FRESHNESS, Rhythm.NEVER, noon)

        assert queued(noon) is None
        assert Message.objects.get().state == State.WITHHELD
        assert not Content.objects.exists()
        assert not wants_mail(address=ANNA, topic=Topic.FRESHNESS)
        assert wants_mail(address=ANNA, topic=Topic.CAPACITY)

    def test_sends_nothing_to_an_address_that_does_not_work_but_what_its_owner_asks_for(self, noon: datetime) -> None:
        Suppression.objects.create(address_hash=hash_of(ANNA), cause="hard_bounce", at=noon)

        assert queued(noon) is None
        assert queued(noon, topic=Topic.ACCOUNT)
        assert not wants_mail(address=ANNA, topic=Topic.FRESHNESS)
        assert wants_mail(address=ANNA, topic=Topic.ACCOUNT)

    @pytest.mark.parametrize("rhythm", [Rhythm.DAILY, Rhythm.WEEKLY])
    def test_gathers_for_whoever_asked_for_it(self, noon: datetime, rhythm: Rhythm) -> None:
        """It is Sunday noon: the next morning and the next Monday morning are the same."""
        wants(Topic.FRESHNESS, rhythm, noon)
        message = queued(noon)

        assert message
        assert message.state == State.COLLECTED
        assert message.due_at - noon == timedelta(hours=19)

    def test_gathers_what_is_too_much_for_one_day(self, noon: datetime) -> None:
        states = [message.state for _ in range(14) if (message := queued(noon))]

        assert states == [State.WAITING] * policies.MOST_MAILS_A_DAY + [State.COLLECTED] * 2

    def test_does_not_let_anybody_flood_a_mailbox_from_the_sign_in_page(self, noon: datetime) -> None:
        sent = [bool(queued(noon + timedelta(minutes=n), topic=Topic.ACCOUNT)) for n in range(8)]

        assert sent == [True] * policies.MOST_ACCOUNT_MAILS_AN_HOUR + [False] * 3
        assert queued(noon + timedelta(hours=2), topic=Topic.ACCOUNT)

    def test_has_a_limit_for_the_day_too(self, noon: datetime) -> None:
        sent = [bool(queued(noon + timedelta(minutes=30 * n), topic=Topic.ACCOUNT)) for n in range(20)]

        assert sum(sent) == policies.MOST_ACCOUNT_MAILS_A_DAY


class TestQueueMails:
    def test_writes_many_and_the_same_again_not_at_all(self, noon: datetime) -> None:
        letters = [letter(to=f"person{n}@forening.example", key=f"round:{n}") for n in range(1_200)]

        assert len(queue_mails(actor=SYSTEM, letters=letters, at=noon)) == 1_200
        assert queue_mails(actor=SYSTEM, letters=iter(letters), at=noon) == []
        assert Content.objects.count() == 1_200

    def test_counts_several_to_one_address_in_the_same_go(self, noon: datetime) -> None:
        queue_mails(actor=SYSTEM, letters=[letter() for _ in range(14)], at=noon)

        assert Message.objects.in_state(State.COLLECTED).count() == 2

    def test_leaves_a_letter_that_somebody_else_wrote_at_the_same_moment(
        self, noon: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        queued(noon, key="one")
        monkeypatch.setattr(outbox, "keys_known", lambda keys: set())

        assert queue_mails(actor=SYSTEM, letters=[letter(key="one")], at=noon) == []
        assert Content.objects.count() == 1


class TestAccountMailWanted:
    def test_is_written_in_the_outbox_before_everything_else(self, noon: datetime) -> None:
        queued(noon - timedelta(hours=1))
        announce(AccountMailWanted(to=ANNA, template=TEMPLATE, key="account:1", at=noon, context=CONTEXT))

        assert [message.topic for message in Message.objects.due(noon)] == [Topic.ACCOUNT, Topic.FRESHNESS]


class TestNextMorning:
    def test_is_today_when_it_is_not_yet_seven(self, noon: datetime) -> None:
        night = noon - timedelta(hours=8)

        assert policies.next_morning(night) == noon - timedelta(hours=5)
