"""Acts on who has access: another role, an account closed and opened again, everybody else's sessions ended."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.db import transaction

from brobygger.accounts.events import AccountClosed
from brobygger.accounts.models import Invitation, User
from brobygger.accounts.permissions import Role
from brobygger.accounts.policies import MUNICIPAL_ROLES, may_change_person, may_give
from brobygger.accounts.selectors.people import get_person, is_last_national_administrator
from brobygger.audit.services import record
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import DomainError, NotAllowed
from brobygger.kernel.events import announce


class LastNationalAdministrator(DomainError):
    """Der skal altid være en national administrator. Giv først en anden rollen."""

    code = "last_national_administrator"
    status = 409


@transaction.atomic
def change_person(
    *, actor: Actor, user_id: UUID, role: Role, municipality_codes: Collection[str], at: datetime
) -> User:
    """Give somebody another role, or the same in other municipalities.

    Raises ``NotFound`` for whom the actor may not see, ``NotAllowed`` for oneself and for what the actor could not
    give, ``LastNationalAdministrator``.
    """
    person = get_person(actor=actor, user_id=user_id)
    is_taken_away = role == Role.ASSOCIATION_MEMBER and not municipality_codes
    if not may_change_person(actor, person) or not person.is_active:
        raise NotAllowed
    if not is_taken_away and not may_give(actor, role=role, municipality_codes=municipality_codes):
        raise NotAllowed
    set_right(actor=actor, user=person, role=role, municipality_codes=municipality_codes, at=at)
    return person


@transaction.atomic
def set_right(*, actor: Actor, user: User, role: Role, municipality_codes: Collection[str], at: datetime) -> None:
    """Make a role somebody's, for callers who have asked whether it may be. Raises ``LastNationalAdministrator``.

    Invitations that somebody sent by a right they no longer have are withdrawn. A person with the same right as
    before is left alone, and the book says nothing.
    """
    codes = sorted(municipality_codes)
    if (user.role, sorted(user.municipality_codes)) == (role, codes):
        return
    if role != Role.NATIONAL_ADMINISTRATOR and is_last_national_administrator(user=user):
        raise LastNationalAdministrator
    changes = {"role": [user.role, role], "municipality_codes": [user.municipality_codes, codes]}
    if role != user.role or not set(codes).issuperset(user.municipality_codes):
        _withdraw_invitations(user, at=at)
    user.role, user.municipality_codes = role, codes
    user.is_staff = user.is_superuser = role == Role.NATIONAL_ADMINISTRATOR
    user.save(update_fields=["role", "municipality_codes", "is_staff", "is_superuser"])
    _write(actor=actor, act="accounts.user.right_changed", user=user, at=at, changes=changes)


@transaction.atomic
def take_right_away(*, actor: Actor, user: User, scope: str, at: datetime) -> None:
    """Take somebody's role in one municipality, or (no ``scope``) the whole role; the account itself stays.

    Raises ``LastNationalAdministrator``.
    """
    left = [code for code in user.municipality_codes if scope and code != scope]
    role = Role(user.role) if left and user.role in MUNICIPAL_ROLES else Role.ASSOCIATION_MEMBER
    set_right(actor=actor, user=user, role=role, municipality_codes=left, at=at)


@transaction.atomic
def close_person(*, actor: Actor, user_id: UUID, at: datetime) -> User:
    """Close an account: all its sessions end now, and it is erased in a month unless it is opened again.

    Raises ``NotFound``, ``NotAllowed`` and ``LastNationalAdministrator``.
    """
    person = get_person(actor=actor, user_id=user_id)
    if not may_change_person(actor, person) or not person.is_active:
        raise NotAllowed
    if is_last_national_administrator(user=person):
        raise LastNationalAdministrator
    person.is_active, person.closed_at = False, at
    person.save(update_fields=["is_active", "closed_at"])
    _withdraw_invitations(person, at=at)
    _end_sessions(person)
    _write(actor=actor, act="accounts.user.closed", user=person, at=at)
    announce(AccountClosed(user_id=person.id, at=at))
    return person


@transaction.atomic
def reopen_person(*, actor: Actor, user_id: UUID, at: datetime) -> User:
    """Open a closed account again, with the right it had. Raises ``NotFound`` and ``NotAllowed``."""
    person = get_person(actor=actor, user_id=user_id)
    may_give_it = may_give(actor, role=Role(person.role), municipality_codes=person.municipality_codes)
    if person.is_active or not may_change_person(actor, person) or not may_give_it:
        raise NotAllowed
    person.is_active, person.closed_at = True, None
    person.save(update_fields=["is_active", "closed_at"])
    _write(actor=actor, act="accounts.user.reopened", user=person, at=at)
    return person


@transaction.atomic
def sign_out_everywhere(*, actor: Actor, user_id: UUID, at: datetime) -> int:
    """End every session somebody has, such as on a lost phone; return how many. Raises as ``close_person``."""
    person = get_person(actor=actor, user_id=user_id)
    if not may_change_person(actor, person):
        raise NotAllowed
    ended = _end_sessions(person)
    _write(actor=actor, act="accounts.user.signed_out_everywhere", user=person, at=at, changes={"sessions": ended})
    return ended


@transaction.atomic
def make_person(
    *, actor: Actor, email: str, name: str, role: Role, municipality_codes: Collection[str], at: datetime,
    password: str | None = None,
) -> User:  # fmt: skip
    """Return a new account whose e-mail is known to be theirs, for callers who have asked whether it may be.

    Without a ``password`` there is none to guess: they come in another way.
    """
    is_national = role == Role.NATIONAL_ADMINISTRATOR
    user = User.objects.create_user(
        email, password, name=name, role=role, municipality_codes=sorted(municipality_codes), is_staff=is_national,
        is_superuser=is_national,
    )  # fmt: skip
    changes = {"role": [None, role], "municipality_codes": [None, user.municipality_codes]}
    _write(actor=actor, act="accounts.user.created", user=user, at=at, changes=changes)
    return user


def _withdraw_invitations(user: User, *, at: datetime) -> None:
    """Whoever may not let people in any more has not let them in yet."""
    Invitation.objects.waiting().filter(invited_by=user).update(withdrawn_at=at)


def _end_sessions(user: User) -> int:
    """Sign somebody out on every device."""
    sessions = list(UserSession.objects.filter(user=user))
    for session in sessions:
        session.end()
    return len(sessions)


def _write(*, actor: Actor, act: str, user: User, at: datetime, changes: dict[str, Any] | None = None) -> None:
    """Write an act on an account in the book."""
    record(actor=actor, act=act, subject_kind="user", subject_id=user.id, at=at, changes=changes)
