"""Handing mail over to a real server, on good days and bad."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from email.message import EmailMessage
from uuid import uuid4

import pytest
import time_machine

from brobygger.kernel.actors import SYSTEM
from brobygger.notifications import policies
from brobygger.notifications.models import Message, State, Suppression
from brobygger.notifications.services import delivery
from brobygger.notifications.smtp import Line, Server, ServerAway
from brobygger.notifications.tasks.sending import Outcome, Sender
from brobygger.notifications.tests.factories import queued
from brobygger.notifications.tests.mailserver import Fault, MailServer, mail_server
from brobygger.notifications.topics import Topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


def sender_to(port: int, *, end_seconds: float = 5.0) -> Sender:
    return Sender(carrier=Line(Server(host="127.0.0.1", port=port, step_seconds=5.0, end_seconds=end_seconds)))


def one_after_the_other(sender: Sender, at: datetime, *, most: int = 20) -> list[Outcome]:
    """Send until nothing is left, moving the clock past every delay."""
    outcomes: list[Outcome] = []
    for hour in range(most):
        with time_machine.travel(at + timedelta(hours=hour), tick=False):
            sender._paused_until = 0.0
            outcomes.append(sender.send_next())
            if outcomes[-1] == Outcome.IDLE:
                break
    return outcomes


def state_of(message: Message | None) -> State:
    assert message
    message.refresh_from_db()
    return State(message.state)


def body(mail: EmailMessage, form: str) -> str:
    """Return what a mail says in one of its forms."""
    part = mail.get_body((form,))
    assert part
    return str(part.get_content()).replace("\r\n", "\n")


class TestAGoodDay:
    def test_every_mail_arrives_once_on_one_line(self, noon: datetime, server: MailServer) -> None:
        messages = [queued(noon, to=f"person{n}@forening.example") for n in range(5)]

        outcomes = one_after_the_other(sender_to(server.port), noon)

        assert outcomes == [Outcome.SENT] * 5 + [Outcome.IDLE]
        assert {state_of(message) for message in messages} == {State.SENT}
        assert server.ids.total() == len(server.ids) == 5

    def test_a_mail_has_both_forms_and_a_way_out(self, noon: datetime, server: MailServer) -> None:
        queued(noon)
        one_after_the_other(sender_to(server.port), noon)
        mail = server.taken[0]

        assert mail.get_content_type() == "multipart/alternative"
        assert mail["Subject"] == "1 besked fra Brobygger"
        assert "Café Håb" in body(mail, "plain")
        assert "Café Håb" in body(mail, "html")
        assert mail["List-Unsubscribe"].startswith("<http://localhost:8000/afmeld/")
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert mail["Auto-Submitted"] == "auto-generated"

    def test_a_line_of_dots_arrives_as_it_was_written(self, noon: datetime, server: MailServer) -> None:
        queued(noon, context={"parts": [{"subject": "Punktum", "text": ".\n..\n.klar"}]})
        one_after_the_other(sender_to(server.port), noon)

        assert "\n.\n..\n.klar\n" in body(server.taken[0], "plain")

    def test_mail_about_an_account_has_no_way_out(self, noon: datetime, server: MailServer) -> None:
        queued(noon, topic=Topic.ACCOUNT)
        one_after_the_other(sender_to(server.port), noon)

        assert "List-Unsubscribe" not in server.taken[0]


class TestABadDay:
    @pytest.mark.parametrize("fault", [Fault.NOT_NOW, Fault.BUSY_AT_THE_END, Fault.DROPS_BEFORE_DATA])
    def test_what_was_surely_not_taken_is_sent_again_and_arrives_once(
        self, noon: datetime, server: MailServer, fault: Fault
    ) -> None:
        server.faults = [fault, fault]
        messages = [queued(noon, to=f"person{n}@forening.example") for n in range(3)]

        outcomes = one_after_the_other(sender_to(server.port), noon)

        assert outcomes.count(Outcome.PUT_OFF) == 2
        assert {state_of(message) for message in messages} == {State.SENT}
        assert server.ids.total() == len(server.ids) == 3

    def test_a_line_that_breaks_in_the_middle_is_a_doubt_at_most(self, noon: datetime, server: MailServer) -> None:
        """The break may be seen before the end is sent, or just after: then nobody guesses."""
        server.faults = [Fault.DROPS_IN_DATA, Fault.DROPS_IN_DATA]
        messages = [queued(noon, to=f"person{n}@forening.example") for n in range(3)]
        sender = sender_to(server.port)
        one_after_the_other(sender, noon)
        for doubtful in Message.objects.in_state(State.UNCERTAIN):
            delivery.settle(actor=SYSTEM, message_id=doubtful.id, is_sent=False, at=noon)
        one_after_the_other(sender, noon)

        assert {state_of(message) for message in messages} == {State.SENT}
        assert server.ids.total() == len(server.ids) == 3

    def test_a_line_that_breaks_in_a_long_mail_is_no_doubt(self, server: MailServer) -> None:
        server.faults = [Fault.DROPS_IN_DATA]
        ends = iter([True])
        line = Line(Server(host="127.0.0.1", port=server.port, step_seconds=5.0))
        with pytest.raises(ServerAway):
            line.deliver(to="anna@forening.example", data=b"ord og ord\r\n" * 2_000_000, before_end=lambda: next(ends))

        assert next(ends)
        assert not server.taken

    def test_a_server_that_is_away_loses_nothing_and_is_left_alone(self, noon: datetime) -> None:
        with mail_server() as gone:
            port = gone.port
        messages = [queued(noon, to=f"person{n}@forening.example") for n in range(3)]
        sender = sender_to(port)

        with time_machine.travel(noon, tick=False):
            assert [sender.send_next() for _ in range(3)] == [Outcome.PUT_OFF, Outcome.IDLE, Outcome.IDLE]
        with mail_server(port=port) as back:
            one_after_the_other(sender, noon + timedelta(hours=1))

        assert {state_of(message) for message in messages} == {State.SENT}
        assert back.ids.total() == 3

    @pytest.mark.parametrize("fault", [Fault.NEVER, Fault.REFUSED_AT_THE_END])
    def test_what_will_never_be_taken_fails_at_once(self, noon: datetime, server: MailServer, fault: Fault) -> None:
        server.faults = [fault]
        message = queued(noon)

        assert one_after_the_other(sender_to(server.port), noon) == [Outcome.REFUSED, Outcome.IDLE]
        assert state_of(message) == State.FAILED
        assert not Suppression.objects.exists()

    def test_an_address_that_does_not_exist_is_written_to_no_more(self, noon: datetime, server: MailServer) -> None:
        server.faults = [Fault.NO_SUCH_ADDRESS]
        message = queued(noon)
        one_after_the_other(sender_to(server.port), noon)

        assert state_of(message) == State.FAILED
        assert message
        assert "@" not in message.problem
        assert queued(noon) is None

    @pytest.mark.parametrize(
        ("fault", "was_taken"), [(Fault.DROPS_AFTER_TAKING, True), (Fault.DROPS_WITHOUT_TAKING, False)]
    )
    def test_nobody_guesses_whether_a_mail_was_taken(
        self, noon: datetime, server: MailServer, fault: Fault, was_taken: bool
    ) -> None:
        server.faults = [fault]
        message = queued(noon)
        sender = sender_to(server.port)

        assert one_after_the_other(sender, noon) == [Outcome.UNCERTAIN, Outcome.IDLE]
        assert state_of(message) == State.UNCERTAIN

        assert message
        delivery.settle(actor=SYSTEM, message_id=message.id, is_sent=was_taken, at=noon)
        one_after_the_other(sender, noon)
        assert state_of(message) == State.SENT
        assert list(server.ids.values()) == [1]

    def test_an_answer_that_does_not_come_in_time_is_a_doubt(self, noon: datetime, server: MailServer) -> None:
        server.faults = [Fault.SLOW_AT_THE_END]
        message = queued(noon)

        assert one_after_the_other(sender_to(server.port, end_seconds=0.2), noon)[0] == Outcome.UNCERTAIN
        assert state_of(message) == State.UNCERTAIN

    def test_an_answer_that_comes_slowly_is_waited_for(self, noon: datetime, server: MailServer) -> None:
        server.faults = [Fault.SLOW_AT_THE_END]
        message = queued(noon)

        assert one_after_the_other(sender_to(server.port), noon) == [Outcome.SENT, Outcome.IDLE]
        assert state_of(message) == State.SENT

    def test_after_three_days_it_gives_up_and_says_so(self, noon: datetime, server: MailServer) -> None:
        server.faults = [Fault.NOT_NOW] * 40
        message = queued(noon)
        sender, at, tries = sender_to(server.port), noon, 0
        while state_of(message) == State.WAITING:
            assert message
            at, tries = max(at, message.due_at), tries + 1
            with time_machine.travel(at, tick=False):
                sender.send_next()

        assert state_of(message) == State.FAILED
        assert tries == policies.MOST_ATTEMPTS
        assert timedelta(days=2) < at - noon < timedelta(days=4.5)


class TestTwoWorkers:
    def test_never_hold_the_same_letter(self, noon: datetime) -> None:
        queued(noon)

        assert delivery.claim_next(actor=SYSTEM, at=noon)
        assert delivery.claim_next(actor=SYSTEM, at=noon) is None

    def test_one_that_was_slow_does_not_send_what_another_has_now(self, noon: datetime, server: MailServer) -> None:
        message = queued(noon)
        slow = delivery.claim_next(actor=SYSTEM, at=noon)
        assert slow
        later = noon + timedelta(hours=1)
        delivery.take_back(actor=SYSTEM, at=later)
        assert one_after_the_other(sender_to(server.port), later)[0] == Outcome.SENT

        assert not delivery.begin_end(actor=SYSTEM, parcel=slow, at=later)
        assert not delivery.note_put_off(actor=SYSTEM, parcel=slow, problem="", at=later)
        assert not delivery.note_uncertain(actor=SYSTEM, parcel=slow, problem="", at=later)
        assert not delivery.note_refused(actor=SYSTEM, parcel=slow, problem="", at=later)
        assert not delivery.note_sent(actor=SYSTEM, parcel=slow, at=later)
        assert state_of(message) == State.SENT

    def test_a_sender_notices_at_the_last_moment(
        self, noon: datetime, server: MailServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        queued(noon)
        monkeypatch.setattr(delivery, "begin_end", lambda **_: False)

        with time_machine.travel(noon, tick=False):
            assert sender_to(server.port).send_next() == Outcome.TAKEN_OVER
        assert not server.taken


class TestTakeBack:
    def test_sends_again_what_a_dead_worker_had_not_ended(self, noon: datetime) -> None:
        message = queued(noon)
        delivery.claim_next(actor=SYSTEM, at=noon)

        assert delivery.take_back(actor=SYSTEM, at=noon + timedelta(minutes=1)) == 0
        assert delivery.take_back(actor=SYSTEM, at=noon + timedelta(hours=1)) == 1
        assert state_of(message) == State.WAITING

    def test_doubts_what_a_dead_worker_had_ended(self, noon: datetime) -> None:
        message = queued(noon)
        parcel = delivery.claim_next(actor=SYSTEM, at=noon)
        assert parcel
        delivery.begin_end(actor=SYSTEM, parcel=parcel, at=noon)

        assert delivery.take_back(actor=SYSTEM, at=noon + timedelta(hours=1)) == 1
        assert state_of(message) == State.UNCERTAIN
        assert delivery.note_sent(actor=SYSTEM, parcel=parcel, at=noon + timedelta(hours=2))

    def test_sends_what_is_in_doubt_again_where_the_operator_wants_that(self, noon: datetime, settings: object) -> None:
        settings.MAIL_IN_DOUBT = "resend"  # type: ignore[attr-defined]
        message = queued(noon)
        parcel = delivery.claim_next(actor=SYSTEM, at=noon)
        assert parcel
        delivery.begin_end(actor=SYSTEM, parcel=parcel, at=noon)
        delivery.take_back(actor=SYSTEM, at=noon + timedelta(hours=1))
        assert state_of(message) == State.UNCERTAIN

        delivery.take_back(actor=SYSTEM, at=noon + timedelta(hours=2))
        assert state_of(message) == State.WAITING


class TestSettle:
    def test_ends_only_what_is_in_doubt(self, noon: datetime) -> None:
        message = queued(noon)
        assert message

        assert not delivery.settle(actor=SYSTEM, message_id=message.id, is_sent=True, at=noon)
        assert not delivery.settle(actor=SYSTEM, message_id=message.id, is_sent=False, at=noon)


class TestRetry:
    def test_begins_anew_with_what_failed(self, noon: datetime, server: MailServer) -> None:
        server.faults = [Fault.NEVER]
        message = queued(noon)
        sender = sender_to(server.port)
        one_after_the_other(sender, noon)
        assert message

        assert delivery.retry(actor=SYSTEM, message_id=message.id, at=noon)
        assert not delivery.retry(actor=SYSTEM, message_id=message.id, at=noon)
        assert not delivery.retry(actor=SYSTEM, message_id=uuid4(), at=noon)
        one_after_the_other(sender, noon)
        assert state_of(message) == State.SENT


class TestClaimNext:
    def test_finds_nothing_when_another_was_quicker(self, noon: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        class Busy:
            """Somebody else holds every row."""

            def exists(self) -> bool:
                return True

            def select_for_update(self, **_: object) -> "Busy":
                return self

            def first(self) -> None:
                return None

        monkeypatch.setattr(Message.objects, "due", lambda at: Busy(), raising=False)

        assert delivery.claim_next(actor=SYSTEM, at=noon) is None
