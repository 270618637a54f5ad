"""The book of acts is complete and cannot be changed unseen."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from brobygger.audit.models import Entry
from brobygger.audit.services import record, verify
from brobygger.kernel.actors import SYSTEM

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def write(act: str = "test.thing.done") -> Entry:
    return record(
        actor=SYSTEM, act=act, subject_kind="thing", subject_id=uuid4(), at=NOON, changes={"title": ["a", "b"]}
    )


class TestRecord:
    def test_numbers_entries_without_gaps(self) -> None:
        assert [write().number for _ in range(3)] == [1, 2, 3]

    def test_chains_each_entry_to_the_one_before(self) -> None:
        first, second = write(), write()

        assert second.previous_hash == first.hash


class TestVerify:
    def test_finds_an_untouched_book_true(self) -> None:
        write()
        write()

        assert verify() is None

    def test_an_empty_book_is_true(self) -> None:
        assert verify() is None

    def test_finds_a_changed_entry(self) -> None:
        write()
        second = write()
        write()
        Entry.objects.filter(id=second.id).update(act="test.thing.undone")

        assert verify() == 2

    def test_finds_a_removed_last_entry(self) -> None:
        write()
        last = write()
        Entry.objects.filter(id=last.id).delete()

        assert verify() == 2
