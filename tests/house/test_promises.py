"""Promises about the whole tree: nothing from other hosts, no addresses of this machine, lock files clean."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.source import ROOT

TEXT_SUFFIXES = {
    ".py",
    ".html",
    ".mjs",
    ".js",
    ".scss",
    ".css",
    ".toml",
    ".md",
    ".txt",
    ".json",
    ".yml",
    ".yaml",
    ".po",
}


def tracked_files() -> Iterator[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=True, text=True,
    ).stdout  # fmt: skip
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if path.is_file():
            yield path


def lines_with(pattern: str, *, suffixes: set[str] = TEXT_SUFFIXES, leave_out: tuple[str, ...] = ()) -> list[str]:
    wanted = re.compile(pattern)
    found = []
    for path in tracked_files():
        name = str(path.relative_to(ROOT))
        if path.suffix not in suffixes or name.startswith(leave_out) or name == "tests/house/test_promises.py":
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if wanted.search(line):
                found.append(f"{name}:{number}")
    return found


class TestLockFiles:
    def test_hold_no_addresses(self) -> None:
        locks = [ROOT / "package-lock.json", *sorted((ROOT / "requirements").glob("*.txt"))]

        assert locks
        for lock in locks:
            text = lock.read_text(encoding="utf-8")
            assert '"resolved"' not in text, lock.name
            assert not re.search(r"--(extra-)?index-url|--find-links|file://", text), lock.name

    def test_pin_every_python_package_by_hash(self) -> None:
        for name in ("run.txt", "test.txt", "build.txt"):
            text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
            packages = re.findall(r"^[a-zA-Z0-9][^\n]*==[^\n]*", text, flags=re.MULTILINE)

            assert packages
            assert all(line.endswith("\\") for line in packages), name


class TestTrackedFiles:
    def test_name_no_path_of_one_machine(self) -> None:
        assert not lines_with(r"(^|[^A-Za-z0-9_./-])/(work|root|farm|home)/[A-Za-z0-9._-]+")

    def test_load_nothing_from_other_hosts(self) -> None:
        sources = {".html", ".js", ".mjs", ".scss", ".css"}

        assert not lines_with(r"""(src|href)=["']https?://[^"']+\.(js|css|woff2?|png|svg)""", suffixes=sources)
        assert not lines_with(r"""@import +["']?https?:|url\(["']?https?:""", suffixes=sources)

    def test_leave_no_unfinished_business(self) -> None:
        unfinished = r"\b(TODO|FIXME|XXX|NotImplementedError|lorem ipsum)\b"

        assert not lines_with(unfinished, suffixes={".py", ".html", ".js", ".mjs"})

    @pytest.mark.parametrize("attribute", [r"\sstyle=", r"\son(click|load|submit|change|input|error)="])
    def test_use_nothing_the_content_policy_forbids(self, attribute: str) -> None:
        assert not lines_with(attribute, suffixes={".html"})

    def test_are_of_a_size_a_repository_can_carry(self) -> None:
        large = [str(path) for path in tracked_files() if path.stat().st_size > 600 * 1024]

        assert not large
