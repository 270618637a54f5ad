"""Who acts: a frozen value that edges make and services ask, never a request and never a user row."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class ActorKind(StrEnum):
    """What sort of somebody acts."""

    VISITOR = "visitor"
    USER = "user"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Somebody (or something) that does an act.

    ``permissions`` are the strings of ``accounts.permissions.Permission``; ``municipality_codes`` are the
    municipalities the actor administers, ``organisation_id`` the organisation the actor speaks for.
    """

    kind: ActorKind
    id: UUID | None = None
    permissions: frozenset[str] = field(default_factory=frozenset)
    municipality_codes: frozenset[str] = field(default_factory=frozenset)
    organisation_id: UUID | None = None

    @property
    def is_system(self) -> bool:
        """Test whether the operator acts, through a command: nobody else is trusted with everything."""
        return self.kind == ActorKind.SYSTEM

    def can(self, permission: str) -> bool:
        """Test whether the actor holds a permission at all; on which row is the room's policy."""
        return self.is_system or permission in self.permissions


#: A visitor who has not signed in and never needs to.
VISITOR = Actor(kind=ActorKind.VISITOR)

#: Commands, loaders and scheduled work that the operator started.
SYSTEM = Actor(kind=ActorKind.SYSTEM)
