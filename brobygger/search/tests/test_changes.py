"""The log of changes: written with the document, in the order of the commits, without gaps."""

from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction

from brobygger.search.keeping.changelog import forget_old_changes
from brobygger.search.keeping.codec import text_digest
from brobygger.search.keeping.meanings import forget_orphaned_meanings, keep_meanings
from brobygger.search.models import Change, DocumentVector, Generation, IndexedDocument
from brobygger.search.services import publish, publish_many, withdraw
from brobygger.search.tests.factories import make_document


def log() -> list[int]:
    return list(Change.objects.after(0).values_list("number", flat=True))


@pytest.mark.django_db
class TestTheLog:
    def test_has_a_change_for_each_document(self, noon: datetime) -> None:
        one, other = make_document("a"), make_document("b")
        publish_many(documents=[one, other], at=noon)
        withdraw(document_id=one.id, at=noon)

        changes = list(Change.objects.after(0))

        assert [(c.number, c.document_id) for c in changes] == [(1, one.id), (2, other.id), (3, one.id)]
        assert changes[0].stamp == changes[1].stamp != changes[2].stamp

    def test_ends_where_the_generation_is(self, noon: datetime) -> None:
        publish_many(documents=(make_document(f"d-{n}") for n in range(450)), at=noon)

        newest, generation = Change.objects.after(449).get(), Generation.objects.get()

        assert (newest.number, newest.stamp) == (generation.number, generation.stamp) == (450, newest.stamp)

    def test_tells_nothing_of_what_is_as_it_was(self, noon: datetime) -> None:
        publish(document=make_document("a"), at=noon)

        publish_many(documents=[make_document("a"), make_document("b")], at=noon + timedelta(days=1))

        assert log() == [1, 2]
        assert set(IndexedDocument.objects.values_list("changed_at", flat=True)) == {noon + timedelta(days=1)}

    def test_has_no_trace_of_what_was_rolled_back(self, noon: datetime) -> None:
        publish(document=make_document("a"), at=noon)
        before = Generation.objects.get().stamp
        with transaction.atomic():
            publish(document=make_document("b"), at=noon)
            transaction.set_rollback(True)

        publish(document=make_document("c"), at=noon)

        assert log() == [1, 2]
        assert Change.objects.get(number=1).stamp == before


@pytest.mark.django_db(transaction=True)
class TestManyWriters:
    def test_number_their_changes_in_the_order_of_the_commits(self, noon: datetime) -> None:
        """A reader beside them never sees a gap, and never a number before a lower one."""
        begin, seen = Barrier(4), []
        writers = [Thread(target=_write, args=(name, begin, noon)) for name in "abc"]
        for writer in writers:
            writer.start()
        begin.wait()
        while any(writer.is_alive() for writer in writers):
            seen.append(log())
        for writer in writers:
            writer.join()

        assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in [*seen, log()])
        assert len(log()) == Generation.objects.get().number == 3 * 12

    def test_never_wait_for_each_other_in_a_ring(self, noon: datetime) -> None:
        """Each writer publishes the same documents in another order, all in one transaction."""
        begin = Barrier(3)
        writers = [Thread(target=_write_all, args=(order, begin, noon)) for order in ("abcd", "dcba")]
        for writer in writers:
            writer.start()
        begin.wait()
        for writer in writers:
            writer.join()

        assert len(log()) == 8


def _write(name: str, begin: Barrier, at: datetime) -> None:
    begin.wait()
    for number in range(6):
        with transaction.atomic():
            publish_many(documents=[make_document(f"{name}-{number}-{n}") for n in range(2)], at=at)
        with transaction.atomic():
            publish(document=make_document(f"{name}-{number}-gone"), at=at)
            transaction.set_rollback(True)
    connection.close()


def _write_all(order: str, begin: Barrier, at: datetime) -> None:
    begin.wait()
    with transaction.atomic():
        for key in order:
            publish(document=make_document(key, title=f"{key} {order}"), at=at)
    connection.close()


@pytest.fixture
def texts(noon: datetime) -> list[str]:
    """Two documents with one text, and one with another."""
    documents = [make_document("a", title="Ens"), make_document("b", title="Ens"), make_document("c", title="Anden")]
    publish_many(documents=documents, at=noon)
    return [text_digest(document) for document in documents[1:]]


@pytest.mark.django_db
class TestKeepMeanings:
    def test_tells_every_document_with_the_text(self, texts: list[str], noon: datetime) -> None:
        keep_meanings(model="m", vectors={texts[0]: b"1"}, is_logged=True, at=noon)

        assert log() == [1, 2, 3, 4, 5]
        assert list(IndexedDocument.objects.without_meaning("m").values_list("id")) == [(make_document("c").id,)]
        assert IndexedDocument.objects.with_meaning("m").count() == 2
        assert IndexedDocument.objects.with_meaning("other").count() == 0

    def test_quietly_changes_nothing_else(self, texts: list[str], noon: datetime) -> None:
        keep_meanings(model="m", vectors={texts[0]: b"1"}, is_logged=False, at=noon)
        keep_meanings(model="m", vectors={texts[0]: b"2"}, is_logged=False, at=noon)

        assert log() == [1, 2, 3]
        assert bytes(DocumentVector.objects.get().values) == b"1"


@pytest.mark.django_db
class TestForgetOldChanges:
    def test_keeps_what_a_file_may_need(self, noon: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("brobygger.search.keeping.changelog._KEPT_AT_LEAST", 2)
        for day in range(5):
            publish(document=make_document("a", title=str(day)), at=noon + timedelta(days=10 * day))

        forget_old_changes(at=noon + timedelta(days=45))
        assert log() == [3, 4, 5]

        forget_old_changes(at=noon + timedelta(days=400))
        assert log() == [3, 4, 5]


@pytest.mark.django_db
class TestForgetOrphanedMeanings:
    def test_drops_the_meaning_of_texts_that_are_gone(self, texts: list[str], noon: datetime) -> None:
        keep_meanings(model="m", vectors=dict.fromkeys(texts, b"1"), is_logged=True, at=noon)
        withdraw(document_id=make_document("a", title="Ens").id, at=noon)
        withdraw(document_id=make_document("c").id, at=noon)

        assert forget_orphaned_meanings() == 1

        assert DocumentVector.objects.get().text_digest == texts[0]
