"""The way in without a password: a link by mail, for those whose mailbox is all they have."""

from datetime import datetime
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import F

from brobygger.accounts.events import AccountMailWanted
from brobygger.accounts.mail_links import SIGN_IN_LINK_LASTS, sign_in_address
from brobygger.accounts.models import User
from brobygger.accounts.selectors.people import user_behind, user_with_email
from brobygger.accounts.selectors.sign_in_links import may_come_by_mail
from brobygger.audit.services import record
from brobygger.kernel.actors import Actor
from brobygger.kernel.events import announce
from brobygger.kernel.signed_links import LinkNotValid


@transaction.atomic
def send_sign_in_link(*, actor: Actor, email: str, at: datetime, language: str = "da") -> None:
    """Mail a way in to an address, or why there is none. Every address is mailed, so nobody learns which are known.

    Callers limit how often one address and one network may ask.
    """
    user = user_with_email(email=email)
    is_open = user is not None and user.is_active
    may_come = is_open and user is not None and may_come_by_mail(user=user)
    address = sign_in_address(user, at=at, language=language) if user is not None and may_come else ""
    announce(
        AccountMailWanted(
            to=user.email if user is not None else email.strip(),
            template="accounts/mail/sign_in_link",
            key=f"sign-in-link:{uuid4()}",
            at=at,
            language=language,
            context={"url": address, "has_account": is_open, "minutes": SIGN_IN_LINK_LASTS.seconds // 60},
        )
    )


@transaction.atomic
def use_sign_in_link(*, actor: Actor, token: str, at: datetime) -> User:
    """Use a link up and return whom it lets in (as one factor only). Raises ``LinkNotValid``."""
    user = user_behind(token=token, at=at)
    same = User.objects.get_queryset().filter(id=user.id, sign_in_links_used=user.sign_in_links_used)
    if not may_come_by_mail(user=user) or not same.update(sign_in_links_used=F("sign_in_links_used") + 1):
        raise LinkNotValid
    EmailAddress.objects.filter(user=user, email__iexact=user.email).update(verified=True)
    record(actor=actor, act="accounts.sign_in_link.used", subject_kind="user", subject_id=user.id, at=at)
    return user
