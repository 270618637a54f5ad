"""Who else could do something: the people who hold a permission in a place."""

from uuid import UUID

from brobygger.accounts.models import User
from brobygger.accounts.permissions import ROLES, Permission, Role


def holders_of(*, permission: Permission, municipality_code: str = "") -> tuple[User, ...]:
    """Return those with an open account whose role holds a permission there (everywhere, without a municipality)."""
    return tuple(person for person in all_holders_of(permission=permission) if _reaches(person, municipality_code))


def all_holders_of(*, permission: Permission) -> tuple[User, ...]:
    """Return those with an open account whose role holds a permission anywhere."""
    roles = [role for role in Role if permission in ROLES[role]]
    return tuple(User.objects.filter(is_active=True, role__in=roles).order_by("created_at", "id"))


def names_of(*, user_ids: set[UUID]) -> dict[UUID, str]:
    """Return what colleagues call each of some people: their name, else the first part of their e-mail."""
    people = User.objects.filter(id__in=user_ids)
    return {person.id: person.name or person.email.split("@")[0] for person in people}


def _reaches(person: User, municipality_code: str) -> bool:
    """Test whether a person's role counts in a municipality."""
    is_everywhere = Permission.EVERYWHERE in ROLES[Role(person.role)]
    return is_everywhere or (municipality_code != "" and municipality_code in person.municipality_codes)
