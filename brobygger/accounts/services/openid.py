"""Letting somebody in by what a provider says of them: an account by rule, and a role that follows the claims."""

from contextlib import suppress
from datetime import datetime

from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from brobygger.accounts.models import User
from brobygger.accounts.openid.claims import Grant, Statement
from brobygger.accounts.permissions import Role
from brobygger.accounts.selectors.people import user_with_email
from brobygger.accounts.services.people import LastNationalAdministrator, make_person, set_right
from brobygger.audit.services import record
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import DomainError, NotAllowed


class NoRuleFits(NotAllowed):
    """Du er logget ind dér, hvor du arbejder, men du har ikke adgang til Brobygger. Spørg din administrator."""

    code = "no_rule_fits"


class AddressMissing(DomainError):
    """Vi mangler en e-mail, som din arbejdsplads står inde for. Bed din administrator om en invitation."""

    code = "address_missing"
    status = 403


class AccountTaken(DomainError):
    """Der er noget i vejen med at lave din konto. Skriv til den, der driver Brobygger hos jer."""

    code = "account_taken"
    status = 403


@transaction.atomic
def let_in(*, actor: Actor, known: User | None, statement: Statement, at: datetime) -> User:
    """Return the account of whom a provider has signed in, made or linked now when there was none.

    ``known`` is the account that belongs to this person there already; its role follows the claims. An account with
    the same address is linked when its role is the same or a member's, and the provider may speak for the address.
    Raises ``NoRuleFits`` (see ``take_back``), ``AddressMissing`` and ``AccountTaken``.
    """
    if statement.grant is None:
        raise NoRuleFits
    user = known or _account_for(statement, statement.grant, actor=actor, at=at)
    if not user.is_active:
        raise AccountTaken
    set_right(
        actor=actor, user=user, role=statement.grant.role, municipality_codes=statement.grant.municipality_codes, at=at
    )
    return user


def take_back(*, actor: Actor, known: User, at: datetime) -> None:
    """Take the role of somebody whose claims fit no rule any more; the last national administrator keeps it."""
    with suppress(LastNationalAdministrator):
        set_right(actor=actor, user=known, role=Role.ASSOCIATION_MEMBER, municipality_codes=(), at=at)


def _account_for(statement: Statement, grant: Grant, *, actor: Actor, at: datetime) -> User:
    """Link the account with the same address, else make one."""
    if not statement.email:
        raise AddressMissing
    user = user_with_email(email=statement.email)
    if user is not None and user.role not in {grant.role, Role.ASSOCIATION_MEMBER}:
        raise AccountTaken
    if user is None:
        user = make_person(
            actor=actor,
            email=statement.email,
            name=statement.name,
            role=grant.role,
            municipality_codes=grant.municipality_codes,
            at=at,
        )
    SocialAccount.objects.create(user=user, provider=statement.provider_id, uid=statement.subject)
    record(
        actor=actor,
        act="accounts.identity.linked",
        subject_kind="user",
        subject_id=user.id,
        at=at,
        changes={"provider": statement.provider_id},
    )
    return user
