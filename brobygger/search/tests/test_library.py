"""Whatever happens to the file, the log and the documents: a process answers as a new index would."""

import os
import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries, Settings

from brobygger.search.documents import Document
from brobygger.search.keeping import building, changelog, library
from brobygger.search.keeping.changelog import forget_old_changes
from brobygger.search.keeping.generations import file_for, wish
from brobygger.search.keeping.library import current_library, newest_stamp
from brobygger.search.models import Change, Generation
from brobygger.search.queries import Filters
from brobygger.search.selectors import find
from brobygger.search.services import withdraw
from brobygger.search.tests.conftest import Publish
from brobygger.search.tests.factories import make_document
from brobygger.taxonomy.models import Scheme
from brobygger.taxonomy.selectors import scheme_version

TITLES = ("Strikkeklubben", "Petanque", "Sorggruppe", "Madlavning", "Krolf")
QUESTIONS = ("strikkeklub", "petanque", "jeg er i sorg", "mad", "krolf", "lystfiskeri", "")


def documents() -> list[Document]:
    return [make_document(f"d-{n}", title=title) for n, title in enumerate(TITLES)]


def answers(at: datetime) -> dict[str, set[str]]:
    """Return what is found, whatever the order: that may differ between a file with changes and a new one."""
    found = {text: find(filters=Filters(text=text, widen=False, page_size=50), at=at) for text in QUESTIONS}
    return {text: {hit.document.title for hit in result.hits} for text, result in found.items()}


def in_another_process() -> None:
    """Forget what this process knows, as if it were another one."""
    library._shelf = library._Shelf()


@pytest.fixture
def folder(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for files, which even few documents get; processes look for newer ones at every question."""
    settings.INDEX = tmp_path / "index"
    monkeypatch.setattr(building, "FEW_DOCUMENTS", 0)
    monkeypatch.setattr(library, "_LOOK_AGAIN_SECONDS", 0.0)
    in_another_process()
    return tmp_path / "index"


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch, noon: datetime) -> Callable[[], dict[str, set[str]]]:
    """What an index answers that was made this moment from the database, without any file."""

    def ask() -> dict[str, set[str]]:
        known = library._shelf
        with monkeypatch.context() as patch:
            patch.setattr(building, "FEW_DOCUMENTS", 1_000_000)
            in_another_process()
            found = answers(noon)
        library._shelf = known
        return found

    return ask


Fresh = Callable[[], dict[str, set[str]]]


def the_file() -> Path:
    return file_for(scheme_version())


@pytest.mark.django_db
class TestAFile:
    def test_is_made_once_and_then_opened(self, folder: Path, publish: Publish, noon: datetime, fresh: Fresh) -> None:
        publish(*documents())
        first = current_library()
        in_another_process()
        second = current_library()

        assert first.path == second.path == the_file()
        assert first.mark == second.mark is not None
        assert answers(noon) == fresh()

    def test_takes_changes_beside_it(self, folder: Path, publish: Publish, noon: datetime, fresh: Fresh) -> None:
        publish(*documents())
        before = current_library()

        publish(make_document("d-1", title="Lystfiskeri"), make_document("new", title="Petanque"))
        withdraw(document_id=make_document("d-2").id, at=noon)

        assert answers(noon) == fresh()
        assert answers(noon)["lystfiskeri"] == {"Lystfiskeri"}
        assert answers(noon)["jeg er i sorg"] == set()
        assert current_library().mark == before.mark

    def test_has_no_trace_of_what_was_rolled_back(
        self, folder: Path, publish: Publish, noon: datetime, fresh: Fresh
    ) -> None:
        publish(*documents())
        with transaction.atomic():
            publish(make_document("d-1", title="Lystfiskeri"))
            assert answers(noon)["lystfiskeri"]
            transaction.set_rollback(True)

        assert answers(noon) == fresh()
        publish(make_document("d-3", title="Andet"))
        assert answers(noon) == fresh()

    def test_made_of_what_was_rolled_back_is_not_used(
        self, folder: Path, publish: Publish, noon: datetime, fresh: Fresh
    ) -> None:
        publish(*documents())
        with transaction.atomic():
            publish(make_document("d-1", title="Lystfiskeri"))
            in_another_process()
            assert answers(noon)["lystfiskeri"]
            transaction.set_rollback(True)
        in_another_process()

        assert answers(noon) == fresh()

    @pytest.mark.parametrize("is_new_process", [True, False])
    def test_may_be_deleted_with_its_folder(
        self, folder: Path, publish: Publish, noon: datetime, fresh: Fresh, is_new_process: bool
    ) -> None:
        publish(*documents())
        assert answers(noon)["petanque"]
        shutil.rmtree(folder)
        if is_new_process:
            in_another_process()
        publish(make_document("d-1", title="Lystfiskeri"))

        assert answers(noon) == fresh()

    @pytest.mark.parametrize("damage", ["empty", "truncated", "garbled", "other", "no index"])
    @pytest.mark.parametrize("is_new_process", [True, False])
    def test_that_is_not_whole_is_not_used(
        self, damage: str, folder: Path, publish: Publish, noon: datetime, fresh: Fresh, is_new_process: bool
    ) -> None:
        publish(*documents())
        assert answers(noon)["petanque"]
        whole = the_file().read_bytes()
        # Under another inode, as any program that writes a file anew: whoever has it mapped keeps what was there.
        the_file().unlink()
        the_file().write_bytes(
            {
                "empty": b"",
                "truncated": whole[: len(whole) // 2],
                "garbled": whole[:-400] + bytes(byte ^ 255 for byte in whole[-400:]),
                "other": whole.replace(b'"format":1', b'"format":9').replace(b'"format": 1', b'"format": 9'),
                "no index": b"hej",
            }[damage]
        )
        if is_new_process:
            in_another_process()
        publish(make_document("d-1", title="Lystfiskeri"))

        assert answers(noon) == fresh()

    def test_of_another_version_is_left_alone(self, folder: Path, publish: Publish, noon: datetime) -> None:
        publish(*documents())
        folder.mkdir()
        other = folder / "0123456789abcdef.index"
        other.write_bytes(b"of another version")
        os.utime(other, times=(time.time(),) * 2)

        assert answers(noon)["petanque"] >= {"Petanque"}
        assert other.read_bytes() == b"of another version"

    def test_of_a_history_that_was_put_back_is_not_used(
        self, folder: Path, publish: Publish, noon: datetime, fresh: Fresh
    ) -> None:
        """A restored copy, written on: the same numbers, other documents behind them."""
        publish(*documents())
        copy = transaction.savepoint()
        publish(make_document("d-1", title="Lystfiskeri"))
        in_another_process()
        assert answers(noon)["lystfiskeri"]
        number = Generation.objects.get().number
        transaction.savepoint_rollback(copy)
        publish(make_document("d-3", title="Noget andet"))
        assert Generation.objects.get().number == number

        assert answers(noon) == fresh()
        in_another_process()
        assert answers(noon) == fresh()

    def test_older_than_the_log_is_not_used(
        self, folder: Path, publish: Publish, noon: datetime, fresh: Fresh, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("brobygger.search.keeping.changelog._KEPT_AT_LEAST", 1)
        publish(*documents())
        assert answers(noon)["petanque"]
        publish(*(replace(document, title="Lystfiskeri") for document in documents()))
        forget_old_changes(at=noon + timedelta(days=99))

        assert answers(noon) == fresh()
        assert answers(noon)["petanque"] == set()

    def test_does_without_a_log_that_was_emptied(self, folder: Path, publish: Publish, noon: datetime) -> None:
        publish(*documents())
        Change.objects.after(0).delete()
        Generation.objects.only_one().delete()

        assert answers(noon)["petanque"] >= {"Petanque"}
        first = current_library()
        in_another_process()
        assert (current_library().number, current_library().mark) == (first.number, first.mark)

    def test_with_no_room_left_is_made_anew(
        self, folder: Path, publish: Publish, noon: datetime, fresh: Fresh, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("brobygger.search.engine.building.spare_for", lambda _documents: 0)
        publish(*documents())
        before = current_library()
        publish(*(make_document(f"more-{n}", title="Lystfiskeri") for n in range(200)))

        answers(noon)

        assert answers(noon) == fresh()
        assert current_library().mark != before.mark

    def test_with_no_room_left_is_asked_for_where_a_keeper_works(
        self, folder: Path, publish: Publish, noon: datetime, fresh: Fresh, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("brobygger.search.engine.building.spare_for", lambda _documents: 0)
        monkeypatch.setattr(library, "is_held", lambda _name: True)
        publish(*documents())
        assert not wish().exists()
        assert answers(noon)["petanque"]
        publish(*(make_document(f"more-{n}", title="Lystfiskeri") for n in range(200)))
        assert answers(noon)["petanque"] >= {"Petanque"}
        assert wish().exists()

        building.build_file()

        assert answers(noon) == fresh()
        assert not wish().exists()

    def test_that_is_newer_takes_its_place(self, folder: Path, publish: Publish, noon: datetime, fresh: Fresh) -> None:
        publish(*documents())
        before = current_library()
        publish(make_document("d-1", title="Lystfiskeri"))
        building.build_file()

        assert current_library().mark != before.mark
        assert current_library().engine.about["number"] == 6
        assert answers(noon) == fresh()

    def test_belongs_to_one_version_of_the_concepts(
        self, folder: Path, publish: Publish, noon: datetime, fresh: Fresh
    ) -> None:
        publish(*documents())
        before = current_library()
        Scheme.objects.update(version="another")

        assert answers(noon) == fresh()
        assert current_library().path not in {before.path, None}

    def test_changes_in_many_steps(self, folder: Path, publish: Publish, noon: datetime, fresh: Fresh) -> None:
        publish(*documents())
        current_library()
        publish(*(make_document(f"more-{n}", title="Lystfiskeri") for n in range(450)))
        sizes = [current_library().engine.size for _ in range(4)]

        assert sizes == [205, 405, 455, 455]


@pytest.mark.django_db
class TestFewDocuments:
    def test_need_no_file(self, publish: Publish, settings: Settings, tmp_path: Path) -> None:
        settings.INDEX = tmp_path
        in_another_process()
        publish(*documents())

        assert current_library().path is None
        assert not list(tmp_path.iterdir())

    def test_become_many(self, publish: Publish, noon: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(building, "FEW_DOCUMENTS", 5)
        publish(*documents())
        assert current_library().path is None
        publish(make_document("one-more", title="Lystfiskeri"))

        assert current_library().path is not None
        assert answers(noon)["lystfiskeri"] == {"Lystfiskeri"}


@pytest.mark.django_db
class TestQueries:
    def test_one_tells_that_nothing_changed(
        self, publish: Publish, folder: Path, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        publish(*documents())
        current_library()

        with django_assert_num_queries(1):
            current_library()

    def test_a_document_is_read_once(
        self, publish: Publish, folder: Path, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        publish(*documents())
        asked = current_library()
        rows = [asked.engine.row_of(key=f"d-{n}") or 0 for n in range(3)]

        with django_assert_num_queries(1):
            read = asked.documents_of(rows)
            again = asked.documents_of(rows[::-1])

        assert read == again[::-1] == documents()[:3]


@pytest.mark.django_db
class TestCurrentLibrary:
    @pytest.fixture(autouse=True)
    def seldom(self, publish: Publish, monkeypatch: pytest.MonkeyPatch) -> None:
        """A process that asks the log once a minute only, and has just asked it."""
        monkeypatch.setattr(library, "_ASK_AGAIN_SECONDS", 60.0)
        monkeypatch.setattr(library, "_LOOK_AGAIN_SECONDS", 60.0)
        in_another_process()
        publish(*documents())
        current_library()
        current_library()

    def test_asks_the_log_now_and_then(self, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        with django_assert_num_queries(0):
            assert current_library().engine.size == len(TITLES)

    def test_has_its_own_changes_at_once(self, publish: Publish) -> None:
        publish(make_document("new", title="Petanque"))

        assert current_library().engine.row_of(key="new") is not None

    def test_is_no_older_than_the_stamp_that_was_seen(self, publish: Publish, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(changelog, "_note_own_change", lambda: None)
        publish(make_document("new", title="Petanque"))
        assert current_library().engine.row_of(key="new") is None

        newest_stamp()

        assert current_library().engine.row_of(key="new") is not None


@pytest.mark.django_db
class TestDocumentsOf:
    def test_never_shows_what_was_withdrawn_meanwhile(self, publish: Publish, folder: Path, noon: datetime) -> None:
        publish(*documents())
        asked = current_library()
        row = asked.engine.row_of(key="d-0") or 0
        withdraw(document_id=make_document("d-0").id, at=noon)

        assert asked.documents_of([row]) == [None]

    def test_shows_what_changed_as_it_is(self, publish: Publish, folder: Path, noon: datetime) -> None:
        publish(*documents())
        asked = current_library()
        row = asked.engine.row_of(key="d-0") or 0
        assert asked.documents_of([row]) == documents()[:1]
        changed = make_document("d-0", title="Lystfiskeri")
        publish(changed)

        asked = current_library()
        assert asked.documents_of([asked.engine.row_of(key="d-0") or 0]) == [changed]


@pytest.mark.django_db
class TestTidy:
    def test_takes_away_what_a_stopped_builder_left(self, folder: Path, publish: Publish) -> None:
        publish(*documents())
        folder.mkdir()
        (folder / ".x.index.abc.part").write_bytes(b"half of it")
        (folder / "old.index").write_bytes(b"")

        os.utime(folder / "old.index", (0, 0))
        current_library()

        left = {path.name for path in folder.iterdir() if not path.name.startswith(the_file().stem)}
        assert left == {"build.lock", "open.lock"}
