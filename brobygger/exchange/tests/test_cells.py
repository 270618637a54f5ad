"""Cells that a spreadsheet cannot take for orders."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.exchange.cells import harmless, plain


class TestHarmless:
    @pytest.mark.parametrize(
        "order",
        [
            "=1+1",
            "=cmd|' /C calc'!A0",
            "+4512345678",
            "-cmd",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "  =1",
            "＝1",
            '=HYPERLINK("x")',
        ],
    )
    def test_makes_text_of_what_would_be_run(self, order: str) -> None:
        assert harmless(order) == f"'{order}"

    @pytest.mark.parametrize("text", ["", "Café", "12", "-5", "-5,5", "a=b", "'n roll", "12 34 56 78", "'"])
    def test_leaves_everything_else(self, text: str) -> None:
        assert harmless(text) == text

    @given(st.text(alphabet="=+-@'\t a1,＝", max_size=8))
    def test_comes_back_as_it_was(self, text: str) -> None:
        assert plain(harmless(text)) == text
