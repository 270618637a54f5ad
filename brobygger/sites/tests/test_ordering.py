"""One tap moves one offer one place."""

from uuid import UUID

import pytest

from brobygger.sites.ordering import reordered

A, B, C = (UUID(int=number) for number in (1, 2, 3))


class TestReordered:
    @pytest.mark.parametrize(
        ("act", "subject_id", "order"),
        [
            ("up", B, (B, A, C)),
            ("up", A, (A, B, C)),
            ("down", B, (A, C, B)),
            ("down", C, (A, B, C)),
            ("remove", B, (A, C)),
            ("add", B, (A, B, C)),
            ("add", UUID(int=4), (A, B, C, UUID(int=4))),
            ("up", UUID(int=4), (A, B, C)),
            ("noget andet", B, (A, B, C)),
        ],
    )
    def test_does_what_the_button_says(self, act: str, subject_id: UUID, order: tuple[UUID, ...]) -> None:
        assert reordered((A, B, C), subject_id=subject_id, act=act) == order
