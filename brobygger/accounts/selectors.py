"""Reads: who somebody is, in words."""

from dataclasses import dataclass

from django.utils.functional import Promise

from brobygger.accounts.models import User
from brobygger.accounts.permissions import PERMISSION_LABELS, ROLE_LABELS, ROLES, Role

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
