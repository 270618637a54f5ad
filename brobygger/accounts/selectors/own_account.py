"""Reads about one's own account: what the second step is, and where one is signed in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as codes
from allauth.usersessions.models import UserSession
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from brobygger.accounts.models import User
from brobygger.accounts.permissions import Role, needs_second_factor

#: What a browser calls itself → what people call it; the first that fits, as most of them claim to be Safari too.
_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("Safari", "Safari"))
_MACHINES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnAccount:
    """What one's account is made of. ``waiting_email`` is a new address that is not confirmed yet."""

    email: str
    waiting_email: str
    has_password: bool
    has_app: bool
    passkeys: int
    needs_second_step: bool
    devices: int

    @property
    def has_second_step(self) -> bool:
        """Test whether there is anything to show besides a password."""
        return self.has_app or self.passkeys > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A place where somebody is signed in: which browser on what, and since when."""

    id: int
    browser: str | Promise
    machine: str
    since: datetime
    is_this_one: bool


def second_steps_of(*, user_id: UUID) -> tuple[Authenticator, ...]:
    """Return the app and the passkeys of an account; recovery codes only stand in for them."""
    steps = Authenticator.objects.filter(user_id=user_id).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return tuple(steps.order_by("created_at"))


def has_second_step(*, user_id: UUID | None) -> bool:
    """Test whether an account has an app or a passkey."""
    return user_id is not None and bool(second_steps_of(user_id=user_id))


def has_passkey(*, user_id: UUID | None) -> bool:
    """Test whether an account has a passkey."""
    steps = second_steps_of(user_id=user_id) if user_id else ()
    return any(step.type == Authenticator.Type.WEBAUTHN for step in steps)


def is_needed(*, user: User, step_id: int) -> bool:
    """Test whether an app or a passkey is the last one of somebody whose role must have one."""
    steps = [step.pk for step in second_steps_of(user_id=user.id)]
    return needs_second_factor(Role(user.role)) and steps == [step_id]


def account_of(*, user: User) -> OwnAccount:
    """Return what somebody's account is made of."""
    steps = [step.type for step in second_steps_of(user_id=user.id)]
    waiting = EmailAddress.objects.filter(user=user, verified=False).first()
    return OwnAccount(
        email=user.email,
        waiting_email=waiting.email if waiting else "",
        has_password=user.has_usable_password(),
        has_app=Authenticator.Type.TOTP in steps,
        passkeys=steps.count(Authenticator.Type.WEBAUTHN),
        needs_second_step=needs_second_factor(Role(user.role)),
        devices=len(UserSession.objects.purge_and_list(user)),
    )


def devices_of(*, user: User, session_key: str) -> tuple[Device, ...]:
    """Return where somebody is signed in, this place first, then the newest."""
    sessions = UserSession.objects.purge_and_list(user)
    found = [
        Device(
            id=session.id,
            browser=_named(session.user_agent, _BROWSERS) or _("En browser"),
            machine=_named(session.user_agent, _MACHINES),
            since=session.created_at,
            is_this_one=session.session_key == session_key,
        )
        for session in sessions
    ]
    return tuple(sorted(found, key=lambda device: (not device.is_this_one, -device.since.timestamp())))


def code_of_account(*, email: str, secret: str, at: datetime) -> str:
    """Return what ``code_of_known_app`` says of the account with an e-mail; empty when there is none."""
    user = User.objects.filter(email__iexact=email).first()
    return code_of_known_app(user=user, secret=secret, at=at) if user else ""


def code_of_known_app(*, user: Any, secret: str, at: datetime) -> str:
    """Return the code that an account's app shows now when its secret is the one given, else an empty text."""
    apps = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP)
    if not any(codes.decrypt(app.data["secret"]) == secret for app in apps):
        return ""
    code: str = codes.format_hotp_value(codes.hotp_value(secret, int(at.timestamp()) // 30))
    return code


def _named(user_agent: str, names: tuple[tuple[str, str], ...]) -> str:
    """Return the everyday name of the first thing that a browser's own text mentions."""
    return next((name for mark, name in names if mark in user_agent), "")
