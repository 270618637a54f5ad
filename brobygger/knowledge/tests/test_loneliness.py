"""The cut-off of T-ILS is 7 of 9."""

import pytest

from brobygger.knowledge.loneliness import is_reached


class TestIsReached:
    @pytest.mark.parametrize(
        ("answers", "expected"), [((1, 1, 1), False), ((2, 2, 2), False), ((3, 2, 2), True), ((3, 3, 3), True)]
    )
    def test_counts_to_seven(self, answers: tuple[int, ...], expected: bool) -> None:
        assert is_reached(answers) is expected
