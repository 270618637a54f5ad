"""Who acts: a frozen value that edges make and services ask, never a request and never a user row."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class ActorKind(StrEnum):
    """What sort of somebody acts."""

    VISITOR = "visitor"
    USER = "user"
    #: Somebody with a signed link from a mail: may do one act on one row.
    LINK = "link"
    #: Another system with a key of its own.
    CLIENT = "client"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Somebody (or something) that does an act.

    ``permissions`` are the strings of ``accounts.permissions.Permission`` that the actor's role gives, in
    ``municipality_codes`` (or everywhere); ``own_permissions`` are those the actor holds in ``organisation_ids``, the
    organisations the actor belongs to; ``administered_ids`` are those among them where the actor decides who else
    does. ``only_on`` limits whoever holds a signed link to the one row the link is about. The two sets are never
    mixed: membership of an association gives nothing in a municipality (``accounts.policies.reach_of``).
    """

    kind: ActorKind
    id: UUID | None = None
    permissions: frozenset[str] = field(default_factory=frozenset)
    municipality_codes: frozenset[str] = field(default_factory=frozenset)
    own_permissions: frozenset[str] = field(default_factory=frozenset)
    organisation_ids: frozenset[UUID] = field(default_factory=frozenset)
    administered_ids: frozenset[UUID] = field(default_factory=frozenset)
    only_on: UUID | None = None

    @property
    def is_system(self) -> bool:
        """Test whether the operator acts, through a command: nobody else is trusted with everything."""
        return self.kind == ActorKind.SYSTEM

    def can(self, permission: str) -> bool:
        """Test whether the actor holds a permission at all; on which row is the room's policy."""
        return self.is_system or permission in self.permissions or permission in self.own_permissions


#: A visitor who has not signed in and never needs to.
VISITOR = Actor(kind=ActorKind.VISITOR)

#: Commands, loaders and scheduled work that the operator started.
SYSTEM = Actor(kind=ActorKind.SYSTEM)
