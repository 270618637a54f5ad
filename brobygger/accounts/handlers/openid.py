"""The sign-in library's questions when a provider has signed somebody in for us."""

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthError
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext

from brobygger.accounts.models import User
from brobygger.accounts.openid.claims import Statement, is_cpr, read_claims
from brobygger.accounts.openid.pages import CANCELLED, FAILED, refused
from brobygger.accounts.services.openid import NoRuleFits, let_in, take_back
from brobygger.kernel.actors import VISITOR
from brobygger.kernel.errors import DomainError


class OpenIDAdapter(DefaultSocialAccountAdapter):
    """Answers the sign-in library for us."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Let somebody in by rule, or say kindly why not; nothing is made before a rule fits."""
        provider = next(one for one in settings.OPENID_PROVIDERS if one.id == sociallogin.account.provider)
        claims, expected = sociallogin.claims, sociallogin.state.get("nonce")
        if not expected or claims.get("nonce") != expected or is_cpr(str(claims["sub"])):
            raise ImmediateHttpResponse(refused(request, FAILED, status=403))
        statement = read_claims(claims, provider=provider)
        known = sociallogin.user if sociallogin.is_existing else None
        sociallogin.user = _let_in(request, known, statement)
        sociallogin.account = SocialAccount.objects.get(provider=provider.id, uid=statement.subject)
        request.has_second_factor_elsewhere = statement.has_second_factor  # type: ignore[attr-defined]

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, extra_context: Any = None
    ) -> None:
        """Say what went wrong in our own words; what the provider said is not repeated anywhere."""
        is_cancelled = error == AuthError.CANCELLED
        page = refused(request, CANCELLED if is_cancelled else FAILED, status=200 if is_cancelled else 502)
        raise ImmediateHttpResponse(page)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Accounts are made by rule alone, never by the library's own form."""
        return False


def _let_in(request: HttpRequest, known: User | None, statement: Statement) -> User:
    """Return the account; a right that no rule gives any more is taken back before saying no."""
    try:
        return let_in(actor=VISITOR, known=known, statement=statement, at=timezone.now())
    except DomainError as error:
        if isinstance(error, NoRuleFits) and known is not None:
            take_back(actor=VISITOR, known=known, at=timezone.now())
        raise ImmediateHttpResponse(refused(request, gettext(error.message), status=error.status)) from error
