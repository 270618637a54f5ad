"""Who somebody is, to the rooms and in words."""

from dataclasses import dataclass

from django.utils.functional import Promise

from brobygger.accounts.models import User
from brobygger.accounts.permissions import PERMISSION_LABELS, ROLE_LABELS, ROLES, Role, needs_second_factor
from brobygger.accounts.scopes import Scope, scope_of
from brobygger.kernel.actors import VISITOR, Actor, ActorKind

Words = str | Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What one's own page says: name or e-mail, role, and what the role may do. No ``municipality_codes``: no limit."""

    name: str
    email: str
    role: Words
    may: tuple[Words, ...]
    municipality_codes: tuple[str, ...]
    is_staff: bool


def actor_for(user: object, *, has_second_factor: bool = False) -> Actor:
    """Return the actor a signed-in user is; somebody who is not signed in is a visitor.

    Who has a role that needs a second factor and has not shown one in this session may do nothing yet.
    """
    if not isinstance(user, User) or not user.is_active:
        return VISITOR
    scope = scope_of(user_id=user.id)
    role = Role(user.role)
    if needs_second_factor(role) and not has_second_factor:
        return Actor(kind=ActorKind.USER, id=user.id)
    return Actor(
        kind=ActorKind.USER,
        id=user.id,
        permissions=frozenset(str(permission) for permission in ROLES[role]),
        municipality_codes=frozenset(user.municipality_codes),
        own_permissions=_own_permissions(scope),
        organisation_ids=scope.organisation_ids,
        administered_ids=scope.administered_ids,
    )


def _own_permissions(scope: Scope) -> frozenset[str]:
    """Return what membership gives: nothing, a member's permissions, or an administrator's too."""
    if scope.administered_ids:
        return frozenset(map(str, ROLES[Role.ASSOCIATION_ADMINISTRATOR]))
    return frozenset(map(str, ROLES[Role.ASSOCIATION_MEMBER])) if scope.organisation_ids else frozenset()


def profile_of(*, user: User) -> Profile:
    """Return a signed-in person's own facts."""
    role = Role(user.role)
    return Profile(
        name=user.name or user.email,
        email=user.email,
        role=ROLE_LABELS[role],
        may=tuple(label for permission, label in PERMISSION_LABELS.items() if permission in ROLES[role]),
        municipality_codes=tuple(user.municipality_codes),
        is_staff=user.is_staff,
    )
