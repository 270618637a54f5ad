"""Links that let somebody do one thing without signing in."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from brobygger.kernel.signed_links import LinkNotValid, SignedLink, read_link, sign_link

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
ROW = uuid4()


def link(purpose: str = "confirm-offer") -> str:
    return sign_link(purpose=purpose, subject_id=ROW, at=NOON, lasts=timedelta(days=14), state="7", holder="post")


class TestReadLink:
    def test_says_what_was_signed(self) -> None:
        read = read_link(purpose="confirm-offer", token=link(), at=NOON)

        assert read == SignedLink(subject_id=ROW, state="7", holder="post")

    def test_refuses_a_link_for_another_purpose(self) -> None:
        with pytest.raises(LinkNotValid):
            read_link(purpose="set-capacity", token=link(), at=NOON)

    def test_refuses_one_that_is_too_old(self) -> None:
        last_moment = NOON + timedelta(days=14)
        assert read_link(purpose="confirm-offer", token=link(), at=last_moment).subject_id == ROW

        with pytest.raises(LinkNotValid):
            read_link(purpose="confirm-offer", token=link(), at=last_moment + timedelta(seconds=1))

    @pytest.mark.parametrize("token", ["", "x", link()[:-1], link().replace(":", ";"), "æ" * 4000])
    def test_refuses_what_is_not_ours(self, token: str) -> None:
        with pytest.raises(LinkNotValid):
            read_link(purpose="confirm-offer", token=token, at=NOON)
