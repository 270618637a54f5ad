"""Inviting people: a promise by mail, kept when whoever reads the mailbox takes it."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import override

from brobygger.accounts.events import AccountMailWanted, InvitationAccepted
from brobygger.accounts.mail_links import day_in_words, invitation_address
from brobygger.accounts.models import Invitation, User
from brobygger.accounts.permissions import ROLE_LABELS, Role
from brobygger.accounts.policies import MUNICIPAL_ROLES, may_give, may_invite_member
from brobygger.accounts.selectors.people import get_invitation, user_with_email
from brobygger.accounts.services.people import make_person, set_right
from brobygger.audit.services import record
from brobygger.kernel.actors import Actor, ActorKind
from brobygger.kernel.errors import DomainError, NotAllowed
from brobygger.kernel.events import announce
from brobygger.kernel.signed_links import LinkNotValid
from brobygger.privacy.cpr import forbid_cpr

#: Mails from one person in a day: a whole volunteer centre can be invited in one, a town cannot be mailed.
MOST_IN_A_DAY = 50
#: Mails of one invitation, and how long between two.
MOST_MAILS, BETWEEN_MAILS = 5, timedelta(minutes=10)


class TooManyInvitations(DomainError):
    """Der er sendt mange invitationer på kort tid. Vent lidt, og prøv igen."""

    code = "too_many_invitations"
    status = 429


class OtherRoleAlready(DomainError):
    """Du har allerede en anden rolle her, og man kan kun have én. Bed den, der inviterede dig, om at ændre den."""

    code = "other_role_already"
    status = 409


class NotYourInvitation(DomainError):
    """Invitationen er til en anden e-mail end den, du er logget ind med. Log ud, og åbn linket igen."""

    code = "not_your_invitation"
    status = 403


class HasAccountAlready(DomainError):
    """Der er allerede en konto med den e-mail. Log ind, og åbn linket i mailen igen."""

    code = "has_account_already"
    status = 409


@transaction.atomic
def invite(
    *, actor: Actor, email: str, role: Role, municipality_codes: Collection[str] = (), at: datetime,
    organisation_id: UUID | None = None, organisation_name: str = "", organisation_role: str = "",
    organisation_municipalities: Collection[str] = (), language: str = "da",
) -> Invitation:  # fmt: skip
    """Promise a right to whoever reads a mailbox, and mail them how to take it; an older promise is withdrawn.

    For an association ``role`` is ``ASSOCIATION_MEMBER``, and ``InvitationAccepted`` tells its room to make a member.
    Whether the address has an account is never told. Raises ``NotAllowed`` and ``TooManyInvitations``.
    """
    forbid_cpr(email)
    codes = sorted(municipality_codes)
    if organisation_id is None and (
        role == Role.ASSOCIATION_MEMBER or not may_give(actor, role=role, municipality_codes=codes)
    ):
        raise NotAllowed
    if organisation_id is not None and (
        role != Role.ASSOCIATION_MEMBER
        or codes
        or not may_invite_member(actor, organisation_id=organisation_id, municipality_codes=organisation_municipalities)
    ):
        raise NotAllowed
    if Invitation.objects.by_since(actor.id, at - timedelta(days=1)).count() >= MOST_IN_A_DAY:
        raise TooManyInvitations
    _replace_older(actor=actor, email=email, organisation_id=organisation_id, at=at)
    invitation = Invitation.objects.create(
        email=email.strip().lower(), role=role, municipality_codes=codes, organisation_id=organisation_id,
        organisation_name=organisation_name, organisation_role=organisation_role, language=language,
        invited_by_id=actor.id if actor.kind == ActorKind.USER else None, invited_at=at, sent_at=at,
    )  # fmt: skip
    _write(actor=actor, act="sent", invitation=invitation, at=at, changes={"role": role, "municipality_codes": codes})
    _mail(invitation)
    return invitation


@transaction.atomic
def resend_invitation(*, actor: Actor, invitation_id: UUID, at: datetime) -> Invitation:
    """Mail an invitation once more, with a new end; the older mail's link stops working.

    Raises ``NotFound``, ``NotAllowed`` and ``TooManyInvitations``.
    """
    invitation = get_invitation(actor=actor, invitation_id=invitation_id)
    _check_reach(actor, invitation)
    if invitation.times_sent >= MOST_MAILS or at - invitation.sent_at < BETWEEN_MAILS:
        raise TooManyInvitations
    invitation.sent_at, invitation.times_sent = at, invitation.times_sent + 1
    invitation.save(update_fields=["sent_at", "times_sent"])
    _write(actor=actor, act="sent_again", invitation=invitation, at=at)
    _mail(invitation)
    return invitation


@transaction.atomic
def withdraw_invitation(*, actor: Actor, invitation_id: UUID, at: datetime) -> None:
    """Take an invitation back; its link stops working. Raises ``NotFound`` and ``NotAllowed``."""
    invitation = get_invitation(actor=actor, invitation_id=invitation_id)
    _check_reach(actor, invitation)
    _withdraw(actor=actor, invitation=invitation, at=at)


@transaction.atomic
def withdraw_member_invitation(
    *, actor: Actor, invitation_id: UUID, organisation_municipalities: Collection[str] = (), at: datetime
) -> None:
    """Take an association's invitation back. Raises ``NotAllowed``, also for one that is not waiting."""
    invitation = Invitation.objects.waiting().filter(id=invitation_id).first()
    if invitation is None or invitation.organisation_id is None:
        raise NotAllowed
    if not may_invite_member(
        actor, organisation_id=invitation.organisation_id, municipality_codes=organisation_municipalities
    ):
        raise NotAllowed
    _withdraw(actor=actor, invitation=invitation, at=at)


@transaction.atomic
def accept_invitation(*, actor: Actor, invitation_id: UUID, user: User, at: datetime) -> None:
    """Give the promised right to an account with the invited e-mail.

    Raises ``LinkNotValid`` when somebody was quicker, ``NotYourInvitation`` and ``OtherRoleAlready``.
    """
    invitation = _take(invitation_id, at=at)
    if invitation.email != user.email.lower():
        raise NotYourInvitation
    if invitation.organisation_id is None:
        role, codes = _joined(user, invitation)
        set_right(actor=actor, user=user, role=role, municipality_codes=codes, at=at)
    _settle(actor=actor, invitation=invitation, user=user, at=at)


@transaction.atomic
def accept_as_new(*, actor: Actor, invitation_id: UUID, name: str, password: str, at: datetime) -> User:
    """Make an account for whoever was invited, with the promised right, and return it.

    That they hold the link is the proof that the address is theirs. Raises ``LinkNotValid``, ``HasAccountAlready``.
    """
    forbid_cpr(name)
    invitation = _take(invitation_id, at=at)
    if user_with_email(email=invitation.email) is not None:
        raise HasAccountAlready
    user = make_person(
        actor=actor, email=invitation.email, name=name, role=Role(invitation.role), password=password, at=at,
        municipality_codes=invitation.municipality_codes,
    )  # fmt: skip
    _settle(actor=actor, invitation=invitation, user=user, at=at)
    return user


def _take(invitation_id: UUID, *, at: datetime) -> Invitation:
    """Return an invitation that can be accepted, with its row locked."""
    invitation = Invitation.objects.select_for_update().filter(id=invitation_id).first()
    if invitation is None or not invitation.is_open(at):
        raise LinkNotValid
    return invitation


def _joined(user: User, invitation: Invitation) -> tuple[Role, list[str]]:
    """Return the role somebody has and the promised one, taken together: never more than was given in each place."""
    if user.role == Role.ASSOCIATION_MEMBER:
        return Role(invitation.role), invitation.municipality_codes
    if user.role == invitation.role and invitation.role in MUNICIPAL_ROLES:
        return Role(user.role), sorted({*user.municipality_codes, *invitation.municipality_codes})
    if user.role != invitation.role:
        raise OtherRoleAlready
    return Role(user.role), user.municipality_codes


def _settle(*, actor: Actor, invitation: Invitation, user: User, at: datetime) -> None:
    """Mark an invitation as taken, and tell the room it is for."""
    invitation.accepted_at, invitation.accepted_by = at, user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    _write(actor=actor, act="accepted", invitation=invitation, at=at, changes={"user": str(user.id)})
    announce(
        InvitationAccepted(
            invitation_id=invitation.id,
            user_id=user.id,
            organisation_id=invitation.organisation_id,
            organisation_role=invitation.organisation_role,
            invited_by=invitation.invited_by_id,
            at=at,
        )
    )


def _replace_older(*, actor: Actor, email: str, organisation_id: UUID | None, at: datetime) -> None:
    """Withdraw what was promised to the same address for the same place before, where the actor could have sent it."""
    for older in Invitation.objects.waiting().to_email(email.strip()).filter(organisation_id=organisation_id):
        codes = older.municipality_codes
        if organisation_id is not None or may_give(actor, role=Role(older.role), municipality_codes=codes):
            _withdraw(actor=actor, invitation=older, at=at)


def _withdraw(*, actor: Actor, invitation: Invitation, at: datetime) -> None:
    """Take an invitation back."""
    invitation.withdrawn_at = at
    invitation.save(update_fields=["withdrawn_at"])
    _write(actor=actor, act="withdrawn", invitation=invitation, at=at)


def _check_reach(actor: Actor, invitation: Invitation) -> None:
    """Refuse an actor who could not have sent this invitation."""
    if not may_give(actor, role=Role(invitation.role), municipality_codes=invitation.municipality_codes):
        raise NotAllowed


def _mail(invitation: Invitation) -> None:
    """Mail the way to accept an invitation."""
    with override(invitation.language):
        role = str(ROLE_LABELS[Role(invitation.role)])
    announce(
        AccountMailWanted(
            to=invitation.email,
            template="accounts/mail/invitation",
            at=invitation.sent_at,
            key=f"invitation:{invitation.id}:{invitation.times_sent}",
            language=invitation.language,
            context={
                "url": invitation_address(invitation),
                "role": role,
                "organisation": invitation.organisation_name,
                "ends_on": day_in_words(invitation.ends_at, language=invitation.language),
            },
        )
    )


def _write(
    *, actor: Actor, act: str, invitation: Invitation, at: datetime, changes: dict[str, Any] | None = None
) -> None:
    """Write an act on an invitation in the book: never to whom."""
    record(
        actor=actor, act=f"accounts.invitation.{act}", subject_kind="invitation", subject_id=invitation.id, at=at,
        changes=changes,
    )  # fmt: skip
