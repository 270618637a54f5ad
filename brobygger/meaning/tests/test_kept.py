"""What is kept is whole or not there, and to be unable to keep it stops nobody."""

from pathlib import Path
from typing import IO

from brobygger.meaning.kept import keep


def write_text(file: IO[bytes]) -> None:
    file.write("værdi".encode())


def run_out_of_disk(file: IO[bytes]) -> None:
    file.write(b"half of it")
    raise OSError("disk is full")


class TestKeep:
    def test_makes_the_folder_and_the_file(self, tmp_path: Path) -> None:
        path = tmp_path / "models" / "learnt.npy"

        keep(path, write_text)

        assert path.read_text(encoding="utf-8") == "værdi"
        assert list(path.parent.iterdir()) == [path]

    def test_leaves_what_was_kept_before_when_it_fails(self, tmp_path: Path) -> None:
        path = tmp_path / "learnt.npy"
        keep(path, write_text)

        keep(path, run_out_of_disk)

        assert path.read_text(encoding="utf-8") == "værdi"
        assert list(tmp_path.iterdir()) == [path]

    def test_is_silent_where_nothing_can_be_written(self, tmp_path: Path) -> None:
        file = tmp_path / "a-file"
        file.touch()

        keep(file / "learnt.npy", write_text)

        assert list(tmp_path.iterdir()) == [file]
