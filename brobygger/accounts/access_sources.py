"""Rights that are asked about every half year: the roles of this room, and what each room above gives.

A room above registers one object with ``add_access_source``, and accounts asks it what there is, who decides about it
and how it ends. A right is named by its kind, its holder and its scope (a municipality, an association, or nothing).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import DomainError


class LastOfItsKind(DomainError):
    """Det er den sidste med den adgang, så den kan ikke tages væk. Giv den først til en anden."""

    code = "last_of_its_kind"
    status = 409


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """One person's right of one kind in one place; ``what`` is the word for it in the room that gives it."""

    holder_id: UUID
    scope: str
    what: str
    since: datetime


class AccessSource(Protocol):
    """What a room says of the rights it gives."""

    kind: str

    def rights(self) -> Iterable[Right]:
        """Return every right that somebody holds now."""

    def holds(self, *, holder_id: UUID, scope: str) -> bool:
        """Test whether somebody (still) holds a right."""

    def reviewers(self, *, holder_id: UUID, scope: str) -> Collection[UUID]:
        """Return who is mailed about it: never the holder."""

    def may_answer(self, actor: Actor, *, holder_id: UUID, scope: str) -> bool:
        """Test whether an actor decides about it: never the holder."""

    def scopes_decided_by(self, actor: Actor) -> Collection[str] | None:
        """Return the scopes in which an actor decides, as ``may_answer`` says it of one; None for every scope."""

    def in_words(self, *, scope: str, what: str) -> str:
        """Return the right as a person would say it, in the language in use."""

    def end(self, *, actor: Actor, holder_id: UUID, scope: str, at: datetime) -> None:
        """Take it away. Raises ``LastOfItsKind``."""

    def restore(self, *, actor: Actor, holder_id: UUID, scope: str, what: str, at: datetime) -> None:
        """Give it back as it was. Raises ``NotAllowed`` when the actor could not give it."""


_sources: dict[str, AccessSource] = {}


def add_access_source(source: AccessSource) -> None:
    """Register what a room says; the newest object of a kind counts."""
    _sources[source.kind] = source


def access_sources() -> tuple[AccessSource, ...]:
    """Return every room's source."""
    return tuple(_sources.values())


def access_source(kind: str) -> AccessSource | None:
    """Return the source of one kind; None when its room is not there any more."""
    return _sources.get(kind)
