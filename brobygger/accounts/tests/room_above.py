"""A room above that has rights of its own to be asked about, as the access review meets it."""

from datetime import UTC, datetime

from brobygger.accounts.access_sources import Right
from brobygger.accounts.models import User
from brobygger.kernel.actors import Actor

LONG_AGO = datetime(2025, 12, 11, tzinfo=UTC)


class Memberships:
    """A room above, as far as this one knows it."""

    kind = "membership"

    def __init__(self, holder: User, reviewer: User) -> None:
        self.holder, self.reviewer, self.ended = holder, reviewer, False

    def rights(self) -> list[Right]:
        return [Right(holder_id=self.holder.id, scope="cafe", what="member", since=LONG_AGO)]

    def holds(self, *, holder_id: object, scope: str) -> bool:
        return not self.ended

    def reviewers(self, *, holder_id: object, scope: str) -> list[object]:
        return [self.reviewer.id]

    def may_answer(self, actor: Actor, *, holder_id: object, scope: str) -> bool:
        return actor.id == self.reviewer.id

    def scopes_decided_by(self, actor: Actor) -> list[str]:
        return ["cafe"] if actor.id == self.reviewer.id else []

    def in_words(self, *, scope: str, what: str) -> str:
        return "medlem af Café Sol"

    def end(self, **values: object) -> None:
        self.ended = True

    def restore(self, **values: object) -> None:
        self.ended = False
