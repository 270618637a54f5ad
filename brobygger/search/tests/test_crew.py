"""Reading shared among processes: the same file whatever their number, and whatever becomes of them."""

import os
import subprocess
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from brobygger.search.keeping import building, crew
from brobygger.search.services import publish_many
from brobygger.search.tests.factories import make_document
from brobygger.search.tests.test_processes import environment

Build = Callable[[int], bytes]


@pytest.fixture
def build(tmp_path: Path, settings: Settings, noon: datetime, monkeypatch: pytest.MonkeyPatch) -> Build:
    """Publish some documents; build with so many helpers and return the file."""
    settings.INDEX = tmp_path
    for name, value in environment(tmp_path).items():
        monkeypatch.setenv(name, value)
    texts = ("sorggruppe for unge", "gåtur og kaffe", "rådgivning om gæld på telefon", "besøgsven i Vollsmose")
    documents = [make_document(f"d{n}", title=f"{texts[n % 4]} {n}", body=texts[n * 7 % 4] * 3) for n in range(60)]
    publish_many(documents=documents, at=noon)
    monkeypatch.setattr(building, "_QUICKLY_BUILT", 0)
    monkeypatch.setattr(building, "_DOCUMENTS_IN_SPAN", 7)

    def build_with(helpers: int) -> bytes:
        monkeypatch.setattr(building, "helpers_here", lambda: helpers)
        return building.build_file().read_bytes()

    return build_with


@pytest.mark.django_db(transaction=True)
class TestCrew:
    def test_makes_the_same_file_whatever_its_number(self, build: Build) -> None:
        alone = build(0)

        assert build(1) == alone
        assert build(2) == alone

    def test_does_what_a_helper_left_behind(self, build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
        alone = build(0)
        begun = crew._Helper.work

        def die(helper: Any, *what: Any) -> None:
            helper._process.kill()
            begun(helper, *what)

        monkeypatch.setattr(crew._Helper, "work", die)
        assert build(2) == alone

    def test_does_without_helpers_that_cannot_be_had(self, build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
        alone = build(0)

        def refuse(*_what: Any, **_how: Any) -> None:
            raise OSError("no more processes")

        monkeypatch.setattr(subprocess, "Popen", refuse)
        assert build(2) == alone

    def test_leaves_nobody_behind(self, build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
        begun: list[int] = []
        popen = subprocess.Popen

        def note(*what: Any, **how: Any) -> Any:
            process = popen(*what, **how)
            begun.append(process.pid)
            return process

        monkeypatch.setattr(subprocess, "Popen", note)
        build(2)

        assert len(begun) == 2
        assert not any(Path(f"/proc/{pid}").exists() for pid in begun) or os.name != "posix"
