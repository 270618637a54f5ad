"""Real processes beside each other: on one folder, on folders of their own, born of one; builders that are killed."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from brobygger.search.services import publish, publish_many, withdraw
from brobygger.search.tests.factories import make_document
from tests.house.source import ROOT

#: What is promised: a change is seen by every process within a second.
PROMISED_SECONDS = 1.0
STAGES = {
    "while it reads": "brobygger.search.engine.files.build",
    "while it writes": "brobygger.search.engine.layout._bytes",
    "before it is in place": "os.replace",
    "after it is in place": "brobygger.search.engine.layout._sync_folder",
}


def environment(index: Path) -> dict[str, str]:
    """Return the environment of another process on this test's database."""
    database = connection.settings_dict
    name = str(database["NAME"])
    at = f"{database['USER']}@{database['HOST']}:{database['PORT']}" if connection.vendor == "postgresql" else ""
    url = f"postgresql://{at}/{name}" if at else f"sqlite:///{name}"
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "brobygger.config.settings",
        "BROBYGGER_DATABASE_URL": url,
        "BROBYGGER_DATA": str(settings.DATA),
        "BROBYGGER_INDEX": str(index),
        "BROBYGGER_LOG_LEVEL": "ERROR",
    }


class Reader:
    """Another process, asked by a line and answering by one (or one for each of its workers)."""

    def __init__(self, index: Path, *, workers: int = 0) -> None:
        self._workers = workers
        self._process = subprocess.Popen(
            [sys.executable, "-m", "brobygger.search.tests.reader", *(["--workers", str(workers)] if workers else [])],
            env=environment(index),
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def seen(self) -> list[dict[str, Any]]:
        """Return what it sees now."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write("?\n")
        self._process.stdin.flush()
        return [json.loads(self._process.stdout.readline()) for _ in range(self._workers or 1)]

    def sees(self, titles: list[str]) -> bool:
        """Test whether it sees just these documents, within what is promised."""
        until = monotonic() + PROMISED_SECONDS
        while not all(seen["titles"] == sorted(titles) for seen in self.seen()):
            if monotonic() > until:
                return False
            sleep(0.02)
        return True

    def stop(self) -> None:
        """End it, however it is."""
        self._process.kill()
        self._process.wait()


@pytest.fixture
def begin(tmp_path: Path) -> Iterator[Callable[..., Reader]]:
    """Begin a process on a folder by its name; they all end with the test."""
    with ExitStack() as stack:

        def begin_one(folder: str, *, workers: int = 0) -> Reader:
            reader = Reader(tmp_path / folder, workers=workers)
            stack.callback(reader.stop)
            return reader

        yield begin_one


@pytest.mark.django_db(transaction=True)
class TestProcesses:
    def test_see_a_change_within_a_second(self, begin: Callable[..., Reader], noon: datetime) -> None:
        """Two on one folder, one on a folder of its own, and two that were born of one process."""
        publish_many(documents=[make_document(key, title=key) for key in "abc"], at=noon)
        readers = [begin("one"), begin("one"), begin("other"), begin("one", workers=2)]
        # Beginning takes longer than a second: that is not what is promised.
        for reader in readers:
            assert all(seen["titles"] == ["a", "b", "c"] for seen in reader.seen())

        publish(document=make_document("d", title="d"), at=noon)
        assert all(reader.sees(["a", "b", "c", "d"]) for reader in readers)
        publish(document=make_document("a", title="changed"), at=noon)
        withdraw(document_id=make_document("b").id, at=noon)
        assert all(reader.sees(["c", "changed", "d"]) for reader in readers)

    def test_go_on_while_a_newer_file_is_made(
        self, begin: Callable[..., Reader], noon: datetime, tmp_path: Path
    ) -> None:
        publish_many(documents=[make_document(key, title=key) for key in "abc"], at=noon)
        reader = begin("one")
        assert reader.sees(["a", "b", "c"]) or reader.sees(["a", "b", "c"])
        publish(document=make_document("a", title="changed"), at=noon)

        assert run("index", "build", index=tmp_path / "one").returncode == 0
        publish(document=make_document("d", title="d"), at=noon)

        assert reader.sees(["b", "c", "changed", "d"])


@pytest.mark.django_db(transaction=True)
class TestABuilder:
    @pytest.mark.parametrize("stage", STAGES)
    def test_may_be_killed(self, stage: str, begin: Callable[..., Reader], noon: datetime, tmp_path: Path) -> None:
        publish_many(documents=[make_document(key, title=key) for key in "abc"], at=noon)
        index = tmp_path / "one"
        killed = _killed_builder(STAGES[stage], index)
        assert killed.returncode == -signal.SIGKILL, killed.stderr
        publish(document=make_document("d", title="d"), at=noon)

        reader = begin("one")

        assert reader.seen()[0]["titles"] == ["a", "b", "c", "d"]
        if stage != "after it is in place":
            assert len(files(index)) == 1
            assert not [path for path in index.iterdir() if path.suffix == ".part"]


def files(index: Path) -> list[Path]:
    """Return the files of the engine, not those that others have made of them."""
    return [path for path in index.iterdir() if path.suffixes == [".index"]]


def run(*arguments: str, index: Path) -> subprocess.CompletedProcess[str]:
    """Run a command of ours in another process."""
    return subprocess.run(
        [sys.executable, "-m", "brobygger", *arguments],
        env=environment(index),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def _killed_builder(place: str, index: Path) -> subprocess.CompletedProcess[str]:
    """Run a build in another process, which is killed when it comes to a place."""
    module, _, name = place.rpartition(".")
    code = (
        "import os, signal, importlib, django; django.setup();"
        "from brobygger.search.keeping import building;"
        f"setattr(importlib.import_module({module!r}), {name!r}, lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL));"
        "building.build_file()"
    )
    return subprocess.run(
        [sys.executable, "-c", code], env=environment(index), cwd=ROOT, capture_output=True, text=True, check=False
    )


@pytest.mark.django_db(transaction=True)
class TestManyThatNeedAFile:
    def test_let_one_make_it(self, begin: Callable[..., Reader], noon: datetime, tmp_path: Path) -> None:
        publish_many(documents=[make_document(key, title=key) for key in "abc"], at=noon)
        readers = [begin("one") for _ in range(3)]

        assert all(reader.seen()[0]["titles"] == ["a", "b", "c"] for reader in readers)
        assert len(files(tmp_path / "one")) == 1
