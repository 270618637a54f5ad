"""Acts on one's own account: what happened is written in the book, never an address, a code or where from."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext

from brobygger.accounts.events import AccountMailWanted
from brobygger.accounts.models import User
from brobygger.accounts.permissions import Role
from brobygger.audit.services import record
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import NotFound
from brobygger.kernel.events import announce


def note_own_act(*, actor: Actor, act: str, at: datetime) -> None:
    """Write in the book that somebody did something to their own account, such as ``password.changed``."""
    record(actor=actor, act=f"accounts.{act}", subject_kind="user", subject_id=actor.id, at=at)


def note_failed_second_factor(*, actor: Actor, at: datetime) -> None:
    """Write in the book that somebody who knew the password gave a wrong code."""
    note_own_act(actor=actor, act="second_factor.failed", at=at)


def note_new_account(*, actor: Actor, role: Role, at: datetime) -> None:
    """Write in the book that somebody made an account for themselves."""
    record(
        actor=actor,
        act="accounts.user.created",
        subject_kind="user",
        subject_id=actor.id,
        at=at,
        changes={"role": [None, role]},
    )


@transaction.atomic
def give_app_secret(*, actor: Actor, user: User, secret: str, at: datetime) -> None:
    """Give an account a known secret for its app, unless it has one: for demonstrations without a phone."""
    if Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        return
    TOTP.activate(user, secret)
    record(actor=actor, act="accounts.second_factor.app_added", subject_kind="user", subject_id=user.id, at=at)


@transaction.atomic
def forget_second_factor(*, actor: Actor, email: str, at: datetime) -> None:
    """Take away an account's app, passkeys and recovery codes, sign it out everywhere and tell its owner.

    Raises ``NotFound`` when there is no such account.
    """
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        raise NotFound
    Authenticator.objects.filter(user=user).delete()
    for session in UserSession.objects.filter(user=user):
        session.end()
    record(actor=actor, act="accounts.second_factor.forgotten", subject_kind="user", subject_id=user.id, at=at)
    announce(
        AccountMailWanted(
            to=user.email,
            template="accounts/mail/changed",
            key=f"accounts/mail/changed:forgotten:{user.id}:{at.isoformat()}",
            at=at,
            context={
                "what": gettext("Den, der driver Brobygger, har fjernet det andet trin fra din konto."),
                "reset_url": settings.BASE_URL + reverse("account_reset_password"),
            },
        )
    )


@transaction.atomic
def end_session(*, actor: Actor, session_id: int, at: datetime) -> None:
    """Sign somebody out in one of the places they are signed in. Raises ``NotFound`` for anybody else's."""
    session = UserSession.objects.filter(user_id=actor.id, id=session_id).first()
    if session is None:
        raise NotFound
    session.end()
    note_own_act(actor=actor, act="session.ended", at=at)


@transaction.atomic
def end_other_sessions(*, actor: Actor, session_key: str, at: datetime) -> int:
    """Sign somebody out everywhere but in the session they are in; return how many places that was."""
    others = list(UserSession.objects.filter(user_id=actor.id).exclude(session_key=session_key))
    for session in others:
        session.end()
    note_own_act(actor=actor, act="session.others_ended", at=at)
    return len(others)
