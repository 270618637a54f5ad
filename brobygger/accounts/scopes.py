"""What an account may act on besides its own role: each room above says, and accounts knows none of them.

The room of organisations registers a function with ``@scope_source``; it is asked when somebody signed in acts.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The organisations somebody belongs to, and those among them where they decide who else does."""

    organisation_ids: frozenset[UUID] = field(default_factory=frozenset)
    administered_ids: frozenset[UUID] = field(default_factory=frozenset)


Source = Callable[[UUID], Scope]

_sources: list[Source] = []


def scope_source(source: Source) -> Source:
    """Register a function that returns the scope of a user's id."""
    if source not in _sources:
        _sources.append(source)
    return source


def scope_of(*, user_id: UUID) -> Scope:
    """Return everything the rooms above say of an account, taken together."""
    scopes = [source(user_id) for source in _sources]
    return Scope(
        organisation_ids=frozenset().union(*(scope.organisation_ids for scope in scopes)),
        administered_ids=frozenset().union(*(scope.administered_ids for scope in scopes)),
    )
