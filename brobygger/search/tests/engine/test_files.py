"""An index file is whole or not there, opens as what it was, and is refused when it is anything else."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from brobygger.search.engine import layout
from brobygger.search.engine.files import gather, index_in_memory, read_index, verify_index, write_gathered
from brobygger.search.engine.interface import Entry, Question
from brobygger.search.engine.layout import About, IndexUnreadable
from brobygger.search.tests.engine.oracle import OracleEngine
from brobygger.search.tests.engine.strategies import NOW, corpora, questions
from brobygger.search.tests.engine.test_oracle import compare, compare_the_rest
from brobygger.search.tests.factories import make_document

ABOUT = {"change": 17, "taxonomy": "1.0", "stamp": None}


def make_entry(number: int) -> Entry:
    return Entry(
        document=make_document(f"tilbud-{number}"),
        fields={"title": {"sorg": 1.0, f"ord{number}": 1.0}, "text": {"gruppe": 2.0}},
        concepts=frozenset({"sorg"}),
        digest=number.to_bytes(16, "big"),
    )


def write(
    entries: Iterable[Entry], path: Path, *, about: About | None = None, words: Mapping[str, int] | None = None
) -> None:
    write_gathered(gather(entries), about=about or {}, words=words or {}, path=path, enclosed={})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "1.index"
    write((make_entry(number) for number in range(50)), about=ABOUT, words={"sorg": 50}, path=path)
    return path


class TestWriteGathered:
    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(held=corpora(max_size=10), question=questions())
    def test_keeps_everything(self, held: list[Entry], question: Question, tmp_path: Path) -> None:
        path = tmp_path / "any.index"
        write(held, about=ABOUT, words={"å": 3, "b": 1}, path=path)

        engine, oracle = read_index(path), OracleEngine(held)

        compare(engine, oracle, question)
        compare_the_rest(engine, oracle)
        assert engine.about == ABOUT
        assert engine.word_counts() == {"å": 3, "b": 1}

    def test_leaves_those_who_read_the_old_file_alone(self, path: Path) -> None:
        engine = read_index(path)

        write((), path)

        assert engine.size == 50
        assert engine.answer(Question(terms=(("sorg", 1.0),), at=NOW)).total == 50
        assert read_index(path).size == 0

    def test_leaves_no_rest_when_it_fails(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(os, "fsync", lambda _file: (_ for _ in ()).throw(OSError("disk is full")))

        with pytest.raises(OSError, match="disk is full"):
            write((), path)

        assert [found.name for found in path.parent.iterdir()] == [path.name]
        assert read_index(path).size == 50

    def test_killed_at_any_moment_leaves_the_old_file(self, path: Path) -> None:
        """The process is killed in the middle of writing, again and again, a little later each time."""
        script = (
            "import sys; from pathlib import Path; import django; django.setup()\n"
            "from brobygger.search.tests.engine.test_files import make_entry, write\n"
            "entries = [make_entry(number) for number in range(60)]\n"
            "print('ready', flush=True)\n"
            "while True: write(entries, Path(sys.argv[1]))\n"
        )
        for wait in (0.0, 0.003, 0.01, 0.03):
            with subprocess.Popen([sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE) as process:
                assert process.stdout is not None
                process.stdout.readline()
                with pytest.raises(subprocess.TimeoutExpired):
                    process.wait(wait)
                process.send_signal(signal.SIGKILL)

            verify_index(path)
            assert read_index(path).size in {50, 60}


class TestReadIndex:
    def test_shares_the_file_and_writes_its_changes_elsewhere(self, path: Path) -> None:
        before = path.read_bytes()

        engine = read_index(path).changed([make_entry(1000)], ())

        assert engine.size == 51
        assert path.read_bytes() == before
        assert read_index(path).size == 50

    @pytest.mark.parametrize("length", [0, 7, 31, 100, 5_000, -1])
    def test_refuses_half_a_file(self, path: Path, length: int) -> None:
        path.write_bytes(path.read_bytes()[:length])

        with pytest.raises(IndexUnreadable):
            read_index(path)

    @pytest.mark.parametrize("place", [0, 9, 20, 40, 300])
    def test_refuses_a_garbled_header(self, path: Path, place: int) -> None:
        content = bytearray(path.read_bytes())
        content[place] ^= 0x5A
        path.write_bytes(content)

        with pytest.raises(IndexUnreadable):
            read_index(path)

    def test_refuses_another_version(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(layout, "FORMAT", layout.FORMAT + 1)

        with pytest.raises(IndexUnreadable, match="format"):
            read_index(path)

    def test_says_when_there_is_no_file(self, tmp_path: Path) -> None:
        with pytest.raises(FileNotFoundError):
            read_index(tmp_path / "none.index")


class TestVerifyIndex:
    def test_finds_one_changed_bit(self, path: Path) -> None:
        verify_index(path)
        content = bytearray(path.read_bytes())
        content[-70] ^= 1
        path.write_bytes(content)

        read_index(path)
        with pytest.raises(IndexUnreadable, match="checksum"):
            verify_index(path)


class TestIndexInMemory:
    def test_holds_more_blocks_of_rows_than_one(self) -> None:
        """Rows are kept in blocks of 65,536: the second has to answer as the first."""
        engine = index_in_memory((make_entry(number) for number in range(70_000)), spare=64)

        common = engine.answer(Question(terms=(("sorg", 1.0),), depth=3, at=NOW))
        rare = [engine.answer(Question(terms=((f"ord{number}", 1.0),), at=NOW)) for number in (0, 35_000, 69_999)]

        assert common.total == 70_000
        assert [engine.pins(answer.rows)[0].key for answer in rare] == ["tilbud-0", "tilbud-35000", "tilbud-69999"]
        assert max(int(answer.rows[0]) for answer in rare) >= 0
        assert len({engine.row_of(key=f"tilbud-{number}") for number in range(0, 70_000, 10_000)}) == 7
