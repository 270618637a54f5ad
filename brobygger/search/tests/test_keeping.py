"""The keeper: what is due, and when; and the command that runs it."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from time import monotonic, sleep

import numpy as np
import pytest
from django.core.management import call_command
from pytest_django import Settings

from brobygger.search.keeping import building, library, meanings
from brobygger.search.keeping import keeper as keeping
from brobygger.search.keeping.generations import KEEPER, is_held, lock, wish
from brobygger.search.keeping.keeper import Keeper
from brobygger.search.keeping.library import current_library
from brobygger.search.management.commands import index
from brobygger.search.models import Change, DocumentVector, IndexedDocument
from brobygger.search.services import publish, publish_many, withdraw
from brobygger.search.tests.conftest import Publish
from brobygger.search.tests.factories import make_document
from brobygger.search.tests.test_processes import environment, files
from tests.house.source import ROOT


class Encoder:
    """Meanings by the length of the text: enough to tell one from another."""

    model = "by-length"

    def passages(self, texts: list[str]) -> "np.ndarray":
        vectors = np.ones((len(texts), 4), dtype=np.float32)
        vectors[:, 0] = [len(text) for text in texts]
        unit: np.ndarray = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit


@dataclass
class Done:
    """A process that has ended."""

    returncode: int = 0

    def poll(self) -> int:
        return self.returncode


@dataclass
class Kept:
    """A keeper with a clock of its own, whose builds are done at once."""

    now: datetime
    builds: int = 0
    keeper: Keeper = field(init=False)

    def __post_init__(self) -> None:
        self.keeper = Keeper(clock=lambda: self.now, build=self._build)

    def _build(self) -> "subprocess.Popen[bytes]":
        self.builds += 1
        building.build_file()
        return Done()

    def look(self, times: int = 1) -> int:
        """Look some times; return how many files were made."""
        before = self.builds
        for _ in range(times):
            self.keeper.look()
        return self.builds - before


@pytest.fixture
def kept(publish: Publish, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, noon: datetime) -> Kept:
    settings.INDEX = tmp_path
    monkeypatch.setattr(building, "FEW_DOCUMENTS", 0)
    monkeypatch.setattr(library, "_LOOK_AGAIN_SECONDS", 0.0)
    monkeypatch.setattr(library, "_shelf", library._Shelf())
    publish(*(make_document(f"d-{n}", title=f"Nummer {n}") for n in range(10)))
    return Kept(noon)


@pytest.fixture
def with_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (keeping, meanings, index):
        monkeypatch.setattr(module, "current_encoder", Encoder)


def meanings_found() -> int:
    engine = current_library().engine
    rows = [engine.row_of(document_id=found) for found, _digest in engine.digests()]
    return sum(row is not None and engine.vector(row) is not None for row in rows)


@pytest.mark.django_db
class TestAFile:
    def test_is_made_when_there_is_none_and_then_left_alone(self, kept: Kept) -> None:
        assert kept.look() == 1
        assert kept.look(3) == 0

    def test_is_made_again_when_it_is_gone(self, kept: Kept, tmp_path: Path) -> None:
        kept.look()
        for path in files(tmp_path):
            path.write_bytes(b"broken")

        assert kept.look(2) == 1

    def test_is_made_when_many_changes_lie_beside_it(
        self, kept: Kept, publish: Publish, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(keeping, "_MOST_BESIDE", 3)
        kept.look()
        publish(*(make_document(f"new-{n}") for n in range(3)))
        assert kept.look() == 0
        publish(make_document("one-more"))

        assert kept.look(3) == 1

    def test_is_made_when_a_change_is_old(self, kept: Kept, publish: Publish) -> None:
        kept.look()
        publish(make_document("new"))
        kept.now += timedelta(minutes=14)
        assert kept.look() == 0
        kept.now += timedelta(minutes=2)

        assert kept.look(3) == 1

    def test_is_made_when_a_process_asks_for_it(self, kept: Kept) -> None:
        kept.look()
        wish().touch()

        assert kept.look(3) == 1

    def test_is_not_made_for_few_documents(self, kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(building, "FEW_DOCUMENTS", 10)

        assert kept.look(2) == 0


@pytest.mark.django_db
@pytest.mark.usefixtures("with_encoder")
class TestMeanings:
    def test_of_few_texts_are_told_of_one_by_one(self, kept: Kept, noon: datetime) -> None:
        kept.look(5)
        assert meanings_found() == 10
        before = current_library()

        publish(document=make_document("new", title="Nyt"), at=noon)
        assert meanings_found() == 10
        assert kept.look() == 0

        assert meanings_found() == 11
        assert current_library().mark == before.mark

    def test_of_many_texts_come_with_a_file(
        self, kept: Kept, publish: Publish, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(keeping, "_MANY_TEXTS", 3)
        monkeypatch.setattr(keeping, "_TEXTS_AT_ONCE", 4)
        logged = Change.objects.count()

        assert kept.look(8) == 2
        assert Change.objects.count() == logged
        assert meanings_found() == 10

    def test_come_into_the_file_when_the_model_comes_back(self, kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
        kept.look(4)
        for module in (keeping, meanings, index):
            monkeypatch.setattr(module, "current_encoder", lambda: None)
        kept.look(2)
        building.build_file()
        assert json.loads(run("status", "--json"))["vectors_in_file"] == 0
        assert meanings_found() == 0
        for module in (keeping, meanings, index):
            monkeypatch.setattr(module, "current_encoder", Encoder)
        assert json.loads(run("status", "--json"))["vectors"] == 10

        assert kept.look(3) == 1
        assert json.loads(run("status", "--json"))["vectors_in_file"] == 10
        assert meanings_found() == 10

    def test_are_worked_out_by_another_model_again(
        self, kept: Kept, publish: Publish, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        kept.look(4)
        monkeypatch.setattr(Encoder, "model", "another")

        assert kept.look(4) >= 1
        assert current_library().model == "another"
        assert meanings_found() == 10

    def test_are_forgotten_with_their_text(self, kept: Kept, noon: datetime) -> None:
        kept.look(4)
        withdraw(document_id=make_document("d-1").id, at=noon)
        kept.keeper._tidy_at = 0.0
        kept.look()

        assert DocumentVector.objects.count() == IndexedDocument.objects.count() == 9

    def test_never_mean_a_query_for_each(
        self, kept: Kept, django_assert_max_num_queries: Callable[..., object]
    ) -> None:
        kept.look(4)

        with django_assert_max_num_queries(8):  # type: ignore[attr-defined]
            kept.look()


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("index", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


@pytest.mark.django_db
class TestStatus:
    def test_tells_how_the_file_is(self, kept: Kept, publish: Publish) -> None:
        assert json.loads(run("status", "--json"))["state"] == "missing"
        kept.look()
        publish(make_document("new"))

        said = json.loads(run("status", "--json"))

        assert set(said) == {
            "state", "file", "size_mb", "built_at", "number", "newest", "behind", "documents", "model", "vectors",
            "vectors_in_file", "is_kept",
        }  # fmt: skip
        assert (said["state"], said["number"], said["newest"], said["behind"]) == ("file", 10, 11, 1)
        assert (said["documents"], said["is_kept"]) == (11, False)
        assert "nr. 10 af 11" in run("status")

    def test_knows_that_few_need_none(self, kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(building, "FEW_DOCUMENTS", 10)

        assert json.loads(run("status", "--json"))["state"] == "memory"


@pytest.mark.django_db
class TestBuild:
    @pytest.mark.usefixtures("with_encoder")
    @pytest.mark.parametrize(("options", "vectors"), [((), 10), (("--without-meaning",), 0)])
    def test_works_out_what_is_missing(self, options: tuple[str, ...], vectors: int, kept: Kept) -> None:
        said = json.loads(run("build", "--json", *options))

        assert (said["state"], said["behind"], said["vectors"]) == ("file", 0, vectors)
        assert said["seconds"] >= 0


@pytest.mark.django_db
class TestVerify:
    def test_is_content_with_a_file_and_the_changes_beside_it(self, kept: Kept, noon: datetime) -> None:
        kept.look()
        publish(document=make_document("new"), at=noon)
        withdraw(document_id=make_document("d-1").id, at=noon)

        assert json.loads(run("verify", "--json")) == {
            "well": True, "documents": 10, "missing": [], "extra": [], "wrong": [], "is_readable": True,
        }  # fmt: skip
        assert "alle 10 tilbud" in run("verify")

    def test_names_what_differs(self, kept: Kept, capsys: pytest.CaptureFixture[str]) -> None:
        """Rows that somebody changed by hand, past the log."""
        kept.look()
        ids = [make_document(f"d-{n}").id for n in range(3)]
        IndexedDocument.objects.with_ids(ids[:1]).delete()
        other = IndexedDocument.objects.get(id=ids[1])
        IndexedDocument.objects.with_ids(ids[1:2]).update(content=other.content.replace("Nummer", "Tal"))
        other.id = make_document("by-hand").id
        other.content = other.content.replace(str(ids[1]), str(other.id))
        IndexedDocument.objects.bulk_create([other])
        out = StringIO()

        with pytest.raises(SystemExit, match="1"):
            call_command("index", "verify", "--json", stdout=out)

        said = json.loads(out.getvalue())
        assert (said["missing"], said["extra"], said["wrong"]) == ([str(other.id)], [str(ids[0])], [str(ids[1])])

    def test_says_how_to_mend_a_file_that_is_not_whole(self, kept: Kept, tmp_path: Path) -> None:
        kept.look()
        (path,) = files(tmp_path)
        path.write_bytes(path.read_bytes()[:-100])
        out = StringIO()

        with pytest.raises(SystemExit, match="1"):
            call_command("index", "verify", stdout=out)

        assert "brobygger index build" in out.getvalue()


@pytest.mark.django_db(transaction=True)
class TestKeep:
    def test_ends_with_its_parent_and_is_one_at_a_time(
        self, settings: Settings, tmp_path: Path, noon: datetime
    ) -> None:
        settings.INDEX = tmp_path
        publish_many(documents=[make_document(f"d-{n}") for n in range(110)], at=noon)
        command = f"{sys.executable} -m brobygger index keep"
        parent = subprocess.Popen(
            ["/bin/sh", "-c", f"{command} & {command} & wait"],
            env=environment(tmp_path), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            _wait_until(lambda: is_held(KEEPER) and bool(files(tmp_path)))
        finally:
            parent.send_signal(signal.SIGKILL)
            said, _nothing = parent.communicate()  # Until the last of them is gone.

        assert said == b"", "What is not an event would stand in the log of the portal."

        _wait_until(lambda: not is_held(KEEPER))
        with lock(KEEPER, seconds=0) as is_ours:
            assert is_ours


def _wait_until(is_so: Callable[[], bool]) -> None:
    until = monotonic() + 240
    while not is_so():
        assert monotonic() < until
        sleep(0.1)
