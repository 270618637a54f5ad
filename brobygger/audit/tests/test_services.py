"""The book of acts is complete and cannot be changed unseen."""

import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import Error, connection, transaction

from brobygger.audit.models import Anchor, BookIsWritten, Entry, Head, Reading
from brobygger.audit.services import CUT, ENTRIES_KEPT_FOR, cut_old_entries, note_reading, record, verify
from brobygger.kernel.actors import SYSTEM, VISITOR
from brobygger.kernel.errors import NotAllowed

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
LONG_AGO = NOON - ENTRIES_KEPT_FOR - timedelta(days=1)


def write(act: str = "test.thing.done", *, at: datetime = NOON) -> Entry:
    return record(actor=SYSTEM, act=act, subject_kind="thing", subject_id=uuid4(), at=at, changes={"title": ["a", "b"]})


def tamper(statement: str, *values: object) -> None:
    """Do to the table what somebody with the database's own password could do."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER USER")
        else:
            cursor.execute("DROP TRIGGER IF EXISTS audit_entry_is_never_changed")
        cursor.execute(statement, values)


class TestRecord:
    def test_numbers_entries_without_gaps(self) -> None:
        assert [write().number for _ in range(3)] == [1, 2, 3]

    def test_chains_each_entry_to_the_one_before(self) -> None:
        first, second = write(), write()

        assert second.previous_hash == first.hash


class TestTheBook:
    def test_refuses_to_be_changed_by_our_own_code(self) -> None:
        write()

        with pytest.raises(BookIsWritten):
            Entry.objects.update(act="test.thing.undone")
        with pytest.raises(BookIsWritten):
            Entry.objects.all().delete()

    def test_refuses_to_be_changed_by_a_statement(self) -> None:
        write()

        with pytest.raises(Error, match="only added to"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE audit_entry SET act = 'test.thing.undone'")

    @pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite could then not be emptied: migration 0003")
    def test_refuses_to_lose_an_entry(self) -> None:
        write()

        with pytest.raises(Error, match="only added to"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM audit_entry")


class TestVerify:
    def test_finds_an_untouched_book_true(self) -> None:
        write()
        write()

        assert verify() is None
        assert verify(since=1) is None
        assert verify(since=2) is None

    def test_an_empty_book_is_true(self) -> None:
        assert verify() is None

    def test_finds_a_changed_entry(self) -> None:
        write()
        write()
        write()
        tamper("UPDATE audit_entry SET act = %s WHERE number = 2", "test.thing.undone")

        assert verify() == 2
        assert verify(since=2) is None

    @pytest.mark.parametrize("number", [1, 2, 3])
    def test_finds_a_removed_entry(self, number: int) -> None:
        for _ in range(3):
            write()
        tamper("DELETE FROM audit_entry WHERE number = %s", number)

        assert verify() == number

    def test_finds_a_book_that_was_emptied(self) -> None:
        write()
        tamper("DELETE FROM audit_entry")

        assert verify() == 1
        assert verify(since=1) == 1

    def test_finds_a_last_link_that_was_changed(self) -> None:
        write()
        Head.objects.update(hash="0" * 64)

        assert verify() == 2


class TestCutOldEntries:
    def test_leaves_a_book_that_is_still_true(self) -> None:
        for at in (LONG_AGO, LONG_AGO, NOON):
            write(at=at)

        assert cut_old_entries(actor=SYSTEM, at=NOON) == 2

        assert list(Entry.objects.in_order().values_list("number", "act")) == [(3, "test.thing.done"), (4, CUT)]
        assert verify() is None
        assert verify(since=3) is None

    def test_can_be_done_again_and_again(self) -> None:
        write(at=LONG_AGO)
        cut_old_entries(actor=SYSTEM, at=NOON)
        assert cut_old_entries(actor=SYSTEM, at=NOON) == 0

        assert cut_old_entries(actor=SYSTEM, at=NOON + 2 * ENTRIES_KEPT_FOR) == 1
        assert verify() is None

    def test_cannot_be_forged(self) -> None:
        write()
        second = write()
        write()
        Anchor.objects.create(number=second.number, hash=second.hash)
        tamper("DELETE FROM audit_entry WHERE number <= 2")

        assert verify() == 2

    def test_is_the_operators_alone(self) -> None:
        with pytest.raises(NotAllowed):
            cut_old_entries(actor=VISITOR, at=NOON)


class TestNoteReading:
    def test_keeps_who_looked_and_why_once_an_hour(self) -> None:
        row = uuid4()

        for minutes in (0, 10, 59, 61):
            at = NOON + timedelta(minutes=minutes)
            note_reading(actor=SYSTEM, subject_kind="error_report", subject_id=row, why="for at svare", at=at)

        assert Reading.objects.about_any([str(row)]).count() == 2


class TestCommand:
    def test_says_that_the_book_is_whole(self, capsys: pytest.CaptureFixture[str]) -> None:
        write()

        call_command("audit", "verify")
        call_command("audit", "verify", "--json")

        said, answer = capsys.readouterr().out.splitlines()
        assert "1 handlinger" in said
        assert json.loads(answer) == {"well": True, "broken_at": None, "entries": 1, "first": 1}

    def test_fails_for_a_broken_book(self) -> None:
        write()
        tamper("UPDATE audit_entry SET act = 'x'")

        with pytest.raises(CommandError, match=r"nr\. 1"):
            call_command("audit", "verify")

    def test_cuts(self, capsys: pytest.CaptureFixture[str]) -> None:
        write(at=datetime(2000, 1, 1, tzinfo=UTC))

        call_command("audit", "cut", "--json")

        answer = json.loads(capsys.readouterr().out)
        assert (answer["cut"], answer["first"], answer["well"]) == (1, 2, True)
