"""Reading what came back."""

import json
from collections.abc import Iterator
from datetime import datetime
from io import StringIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from brobygger.kernel import events
from brobygger.kernel.actors import SYSTEM
from brobygger.notifications.events import AddressBounced
from brobygger.notifications.letters import ids_in, message_id_of
from brobygger.notifications.models import Bounce, Message, Suppression
from brobygger.notifications.returned_mail import read_report
from brobygger.notifications.services.bounces import Return, lift_suppression, note_return
from brobygger.notifications.tests.factories import queued

pytestmark = pytest.mark.django_db
ANNA = "anna@forening.example"
REPORT = """From: MAILER-DAEMON@mx.example
To: kontakt@brobygger.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <{name}@mx.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I am sorry.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {to}
Action: {action}
Status: {status}

--b
Content-Type: {quoted_as}

Message-ID: {message_id}
Subject: Passer det stadig?

--b--
"""


def report(message: Message | None, *, name: str = "one", action: str = "failed", status: str = "5.1.1",
           to: str = ANNA, quoted_as: str = "text/rfc822-headers") -> bytes:  # fmt: skip
    message_id = message_id_of(message.id) if message else "<somebody@else.example>"
    text = REPORT.format(name=name, to=to, action=action, status=status, message_id=message_id, quoted_as=quoted_as)
    return text.replace("\n", "\r\n").encode()


def returned(**values: object) -> Return:
    usual = {"key": "one", "address": ANNA, "status": "5.1.1", "is_hard": True, "message_id": None}
    return Return(**{**usual, **values})


@pytest.fixture
def announced() -> Iterator[list[AddressBounced]]:
    heard: list[AddressBounced] = []
    before = list(events._handlers[AddressBounced])
    events.on(AddressBounced)(heard.append)
    yield heard
    events._handlers[AddressBounced][:] = before


class TestReadReport:
    @pytest.mark.parametrize("quoted_as", ["text/rfc822-headers", "message/rfc822"])
    def test_finds_whom_and_which_mail_it_is_about(self, noon: datetime, quoted_as: str) -> None:
        message = queued(noon)
        assert message

        assert list(read_report(report(message, quoted_as=quoted_as))) == [
            Return(key="<one@mx.example>:1", address=ANNA, status="5.1.1", is_hard=True, message_id=message.id)
        ]

    @pytest.mark.parametrize("status", ["4.2.2", "5.2.2", "5.7.1"])
    def test_takes_what_passes_for_what_it_is(self, noon: datetime, status: str) -> None:
        assert not next(read_report(report(None, status=status))).is_hard

    @pytest.mark.parametrize("action", ["delayed", "delivered", "relayed"])
    def test_leaves_what_did_not_fail(self, action: str) -> None:
        assert list(read_report(report(None, action=action))) == []

    def test_leaves_ordinary_mail(self) -> None:
        assert list(read_report(b"Subject: Tak\r\n\r\nTak for mailen.\r\n")) == []

    def test_leaves_reports_about_nobody(self) -> None:
        assert list(read_report(report(None, to=""))) == []


class TestIdsIn:
    def test_knows_only_our_own(self) -> None:
        ours = uuid4()

        assert ids_in(f"x {message_id_of(ours)} <{uuid4().hex}@elsewhere.example>") == {ours}


class TestNoteReturn:
    def test_stops_writing_to_an_address_that_does_not_exist_and_says_so_once(
        self, noon: datetime, announced: list[AddressBounced]
    ) -> None:
        message = queued(noon, about=(subject := uuid4()))
        assert message
        found = returned(message_id=message.id)

        assert note_return(actor=SYSTEM, returned=found, at=noon)
        assert not note_return(actor=SYSTEM, returned=found, at=noon)
        assert note_return(actor=SYSTEM, returned=returned(key="two", message_id=message.id), at=noon)
        assert announced == [AddressBounced(address=ANNA, about=subject, topic="freshness", at=noon)]
        assert queued(noon) is None

    def test_waits_with_an_address_whose_trouble_passes(self, noon: datetime) -> None:
        queued(noon)
        for number in range(4):
            note_return(actor=SYSTEM, returned=returned(key=str(number), is_hard=False, status="4.2.2"), at=noon)
        assert not Suppression.objects.exists()

        note_return(actor=SYSTEM, returned=returned(key="five", is_hard=False, status="4.2.2"), at=noon)
        assert Suppression.objects.get().cause == "soft_bounces"

    def test_leaves_addresses_we_never_wrote_to(self, noon: datetime) -> None:
        assert not note_return(actor=SYSTEM, returned=returned(), at=noon)
        assert not Bounce.objects.exists()

    def test_stands_also_when_what_was_written_is_erased(self, noon: datetime, announced: list[AddressBounced]) -> None:
        message = queued(noon)
        assert message
        message.content.delete()
        note_return(actor=SYSTEM, returned=returned(message_id=message.id), at=noon)

        assert announced[0].address == ANNA


class TestLiftSuppression:
    def test_writes_again(self, noon: datetime) -> None:
        queued(noon)
        note_return(actor=SYSTEM, returned=returned(), at=noon)

        assert lift_suppression(actor=SYSTEM, address=ANNA, at=noon)
        assert not lift_suppression(actor=SYSTEM, address=ANNA, at=noon)
        assert queued(noon)


class TestTheCommand:
    def read(self, path: Path) -> dict[str, int]:
        call_command("bounces", str(path), "--json", stdout=(out := StringIO()))
        answer: dict[str, int] = json.loads(out.getvalue())
        return answer

    def test_reads_one_mail_and_reading_it_again_changes_nothing(self, noon: datetime, tmp_path: Path) -> None:
        (path := tmp_path / "one.eml").write_bytes(report(queued(noon)))

        assert self.read(path) == {"read": 1, "noted": 1}
        assert self.read(path) == {"read": 1, "noted": 0}

    def test_reads_a_maildir(self, noon: datetime, tmp_path: Path) -> None:
        message = queued(noon)
        for folder, name in (("new", "one"), ("cur", "two")):
            (tmp_path / folder).mkdir()
            (tmp_path / folder / name).write_bytes(report(message, name=name))

        assert self.read(tmp_path) == {"read": 2, "noted": 2}

    def test_reads_an_mbox(self, noon: datetime, tmp_path: Path) -> None:
        message, path = queued(noon), tmp_path / "mbox"
        mails = [report(message, name=name).replace(b"\r\n", b"\n") for name in ("one", "two")]
        path.write_bytes(b"".join(b"From MAILER-DAEMON Sun Nov 22 12:00:00 2026\n" + mail + b"\n" for mail in mails))

        assert self.read(path) == {"read": 2, "noted": 2}

    def test_says_when_there_is_nothing(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError):
            call_command("bounces", str(tmp_path / "nowhere"))
