"""Titles are found by how their words begin, whatever way their letters are written."""

from pathlib import Path
from uuid import UUID, uuid5

import pytest

from brobygger.search.keeping.titles import TitleIndex, index_titles, read_titles, write_titles

TITLES = ("Sorggruppe for unge", "Café for unge i sorg", "Besøgsven i Rødovre", "Gå-tur", "Årets sorg")
SPACE = UUID(int=7)


@pytest.fixture(scope="module")
def index() -> TitleIndex:
    return index_titles((uuid5(SPACE, title), title) for title in TITLES)


def found(index: TitleIndex, text: str, **options: bool) -> list[str]:
    names = {uuid5(SPACE, title): title for title in TITLES}
    return [names[key] for key in index.matching(text, limit=3, **options)]


class TestMatching:
    def test_finds_beginnings_of_words_and_puts_titles_that_begin_so_first(self, index: TitleIndex) -> None:
        assert found(index, "sorg") == ["Sorggruppe for unge", "Årets sorg", "Café for unge i sorg"]

    def test_needs_every_word(self, index: TitleIndex) -> None:
        assert found(index, "unge so") == ["Sorggruppe for unge", "Café for unge i sorg"]
        assert found(index, "unge xyz") == []

    @pytest.mark.parametrize("text", ["besøgsven", "besoegsven", "BESOGSVEN", "Roedovre"])
    def test_forgives_letters_written_otherwise(self, index: TitleIndex, text: str) -> None:
        assert found(index, text) == ["Besøgsven i Rødovre"]

    def test_knows_the_pieces_of_a_word_with_a_hyphen(self, index: TitleIndex) -> None:
        assert found(index, "tur") == ["Gå-tur"]

    @pytest.mark.parametrize("text", ["besøgsvem", "besøhsven", "bsøgsven", "besøøgsv"])
    def test_forgives_one_slip_when_asked_to(self, index: TitleIndex, text: str) -> None:
        assert found(index, text) == []
        assert found(index, text, forgives=True) == ["Besøgsven i Rødovre"]

    @pytest.mark.parametrize("text", ["", "!!", "дом", "besxxven", "xyz"])
    def test_finds_nothing_for_nothing(self, index: TitleIndex, text: str) -> None:
        assert found(index, text, forgives=True) == []

    def test_returns_no_more_than_asked_for(self, index: TitleIndex) -> None:
        assert len(index.matching("sorg", limit=1)) == 1

    def test_finds_nothing_among_no_titles(self) -> None:
        assert index_titles(()).matching("sorg", limit=3) == []


class TestFile:
    def test_gives_back_what_was_written(self, tmp_path: Path) -> None:
        path = tmp_path / "x.index"
        path.write_bytes(b"an index")
        write_titles([(uuid5(SPACE, title), title) for title in TITLES], index=path)

        read = read_titles(index=path)

        assert read is not None
        assert found(read, "tur") == ["Gå-tur"]

    def test_is_not_read_when_it_is_of_another_index_or_not_there(self, tmp_path: Path) -> None:
        path = tmp_path / "x.index"
        assert read_titles(index=path) is None
        path.write_bytes(b"an index")
        write_titles([], index=path)
        path.unlink()
        path.write_bytes(b"a newer index")

        assert read_titles(index=path) is None

    def test_is_not_read_when_it_is_not_whole(self, tmp_path: Path) -> None:
        path = tmp_path / "x.index"
        path.write_bytes(b"an index")
        path.with_name("x.titles.index").write_bytes(b"half")

        assert read_titles(index=path) is None
