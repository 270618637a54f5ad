"""Whom an administrator may see, and what was promised to whom."""

from datetime import datetime
from uuid import UUID

from brobygger.accounts.mail_links import read_invitation, read_sign_in
from brobygger.accounts.models import Invitation, User
from brobygger.accounts.models.invitations import InvitationQuerySet
from brobygger.accounts.models.users import UserQuerySet
from brobygger.accounts.permissions import Permission, Role
from brobygger.accounts.policies import MUNICIPAL_ROLES, reach_of
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import NotFound
from brobygger.kernel.signed_links import LinkNotValid


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
