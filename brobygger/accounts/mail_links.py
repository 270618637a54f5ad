"""Addresses in the mails of this room, signed: an invitation, and the way in without a password."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import override

from brobygger.accounts.models import INVITATION_LASTS, Invitation, User
from brobygger.kernel.signed_links import SignedLink, read_link, sign_link

INVITATION = "accounts.invitation"
SIGN_IN = "accounts.sign_in"
#: Long enough for a slow mail server and a cup of coffee.
SIGN_IN_LINK_LASTS = timedelta(minutes=20)


def absolute(name: str, *arguments: object, language: str) -> str:
    """Return the whole address of one of our pages, in a language."""
    with override(language):
        return f"{settings.BASE_URL}{reverse(name, args=arguments)}"


def day_in_words(moment: datetime, *, language: str) -> str:
    """Return the day of a moment as a mail writes it."""
    with override(language):
        return date_format(localtime(moment), "DATE_FORMAT")


def invitation_address(invitation: Invitation) -> str:
    """Return where an invitation is accepted; only the newest mail's address works."""
    token = sign_link(
        purpose=INVITATION,
        subject_id=invitation.id,
        at=invitation.sent_at,
        lasts=INVITATION_LASTS,
        state=str(invitation.times_sent),
    )
    return absolute("accounts:invitation", token, language=invitation.language)


def read_invitation(*, token: str, at: datetime) -> SignedLink:
    """Return what an invitation's address says. Raises ``LinkNotValid``."""
    return read_link(purpose=INVITATION, token=token, at=at)


def sign_in_address(user: User, *, at: datetime, language: str) -> str:
    """Return where somebody signs in without a password, once."""
    token = sign_link(
        purpose=SIGN_IN, subject_id=user.id, at=at, lasts=SIGN_IN_LINK_LASTS, state=str(user.sign_in_links_used)
    )
    return absolute("accounts:use_sign_in_link", token, language=language)


def read_sign_in(*, token: str, at: datetime) -> SignedLink:
    """Return what a sign-in link says. Raises ``LinkNotValid``."""
    return read_link(purpose=SIGN_IN, token=token, at=at)
