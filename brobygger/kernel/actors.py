"""Who acts: a frozen value that edges make and services ask, never a request and never a user row."""

from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Somebody (or something) that does an act.

    ``permissions`` are the strings of ``accounts.permissions.Permission``; ``municipality_codes`` are the
    municipalities the actor administers, ``organisation_id`` the organisation the actor speaks for.
    """

    kind: str
    id: UUID | None = None
    permissions: frozenset[str] = field(default_factory=frozenset)
    municipality_codes: frozenset[str] = field(default_factory=frozenset)
    organisation_id: UUID | None = None

    def can(self, permission: str) -> bool:
        """Test whether the actor holds a permission at all; on which row is the room's policy."""
        return self.kind == "system" or permission in self.permissions


#: A visitor who has not signed in and never needs to.
VISITOR = Actor(kind="visitor")

#: Commands, loaders and scheduled work that the operator started.
SYSTEM = Actor(kind="system")
