"""Whom an administrator may see, and what was promised to whom."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.utils.functional import Promise

from brobygger.accounts.mail_links import read_invitation, read_sign_in
from brobygger.accounts.models import Invitation, User
from brobygger.accounts.models.invitations import InvitationQuerySet
from brobygger.accounts.models.users import UserQuerySet
from brobygger.accounts.municipality_names import in_words, municipality_names
from brobygger.accounts.permissions import ACCOUNT_ROLES, ROLE_LABELS, Permission, Role
from brobygger.accounts.policies import MUNICIPAL_ROLES, may_change_person, may_give, reach_of
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import NotFound
from brobygger.kernel.signed_links import LinkNotValid

Words = str | Promise
PEOPLE_ON_A_PAGE = 50


def people_visible_to(*, actor: Actor) -> UserQuerySet:
    """Return everybody whose access the actor may see, by name; ``policies.may_see_person`` says the same of one."""
    reach, everybody = (
        reach_of(actor, Permission.ACCOUNTS_MANAGE),
        User.objects.get_queryset().order_by("name", "email"),
    )
    if reach.is_everywhere:
        return everybody
    return everybody.with_role(*MUNICIPAL_ROLES).in_municipalities(reach.municipality_codes)


def get_person(*, actor: Actor, user_id: UUID) -> User:
    """Return somebody the actor may see. Raises ``NotFound``, whether hidden or absent."""
    person = people_visible_to(actor=actor).filter(id=user_id).first()
    if person is None:
        raise NotFound
    return person


def is_last_national_administrator(*, user: User) -> bool:
    """Test whether nobody else could let anybody in. Locks the others' rows, so that two cannot leave at once."""
    nationals = User.objects.get_queryset().active().with_role(Role.NATIONAL_ADMINISTRATOR).select_for_update()
    left = {other.id for other in nationals} - {user.id}
    return user.is_active and user.role == Role.NATIONAL_ADMINISTRATOR and not left


def invitations_visible_to(*, actor: Actor) -> InvitationQuerySet:
    """Return the waiting invitations to a role that the actor could have sent, newest first."""
    reach = reach_of(actor, Permission.ACCOUNTS_MANAGE)
    waiting = Invitation.objects.waiting().for_role().newest_first()
    return waiting if reach.is_everywhere else waiting.in_municipalities(reach.municipality_codes)


def get_invitation(*, actor: Actor, invitation_id: UUID) -> Invitation:
    """Return a waiting invitation to a role that the actor decides about. Raises ``NotFound``."""
    invitation = invitations_visible_to(actor=actor).filter(id=invitation_id).first()
    if invitation is None:
        raise NotFound
    return invitation


def invitation_behind(*, token: str, at: datetime) -> Invitation:
    """Return the invitation an address is for. Raises ``LinkNotValid`` when it is used, withdrawn or replaced."""
    link = read_invitation(token=token, at=at)
    invitation = Invitation.objects.filter(id=link.subject_id).first()
    if invitation is None or not invitation.is_open(at) or str(invitation.times_sent) != link.state:
        raise LinkNotValid
    return invitation


def user_behind(*, token: str, at: datetime) -> User:
    """Return who a sign-in link is for. Raises ``LinkNotValid`` when it is used or the account is closed."""
    link = read_sign_in(token=token, at=at)
    user = User.objects.get_queryset().active().filter(id=link.subject_id).first()
    if user is None or str(user.sign_in_links_used) != link.state:
        raise LinkNotValid
    return user


def user_with_email(*, email: str) -> User | None:
    """Return the account with this e-mail, if there is one."""
    return User.objects.get_queryset().with_email(email).first()


@dataclass(frozen=True, slots=True, kw_only=True)
class Givable:
    """What an administrator may give: which roles, and in which municipalities (name by code)."""

    roles: tuple[Role, ...]
    municipalities: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLine:
    """One person in a list: who, which right in words, and whether the reader may change it."""

    id: UUID
    name: str
    email: str
    role: Words
    municipalities: str
    last_seen_at: datetime | None
    is_open: bool
    may_change: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationLine:
    """One waiting invitation in a list."""

    id: UUID
    email: str
    role: Words
    municipalities: str
    ends_at: datetime
    is_open: bool


def givable_by(*, actor: Actor) -> Givable:
    """Return which roles and municipalities an actor may choose between; what goes together is asked at the act."""
    reach, names = reach_of(actor, Permission.ACCOUNTS_MANAGE), municipality_names()
    within = (
        names if reach.is_everywhere else {code: names.get(code, code) for code in sorted(reach.municipality_codes)}
    )
    sample = frozenset(list(within)[:1])
    roles = [
        role
        for role in ACCOUNT_ROLES
        if may_give(actor, role=role, municipality_codes=sample if role in MUNICIPAL_ROLES else ())
        and role != Role.ASSOCIATION_MEMBER
    ]
    return Givable(roles=tuple(roles), municipalities=within)


def people_listed(*, actor: Actor, text: str = "", page: int = 1) -> Page[User]:
    """Return one page of the people an actor may see, narrowed to those whose name or e-mail holds a text."""
    found = people_visible_to(actor=actor)
    found = found.named_like(text) if text else found
    return Paginator(found, PEOPLE_ON_A_PAGE).get_page(page)


def person_line(*, actor: Actor, person: User, names: dict[str, str]) -> PersonLine:
    """Return one person as a line."""
    return PersonLine(
        id=person.id,
        name=person.name or person.email,
        email=person.email,
        role=ROLE_LABELS[Role(person.role)],
        municipalities=in_words(person.municipality_codes, names=names),
        last_seen_at=person.last_login,
        is_open=person.is_active,
        may_change=may_change_person(actor, person),
    )


def invitation_lines(*, actor: Actor, at: datetime, names: dict[str, str]) -> list[InvitationLine]:
    """Return the invitations that wait, as lines."""
    return [
        InvitationLine(
            id=row.id,
            email=row.email,
            role=ROLE_LABELS[Role(row.role)],
            municipalities=in_words(row.municipality_codes, names=names),
            ends_at=row.ends_at,
            is_open=row.is_open(at),
        )
        for row in invitations_visible_to(actor=actor)
    ]
