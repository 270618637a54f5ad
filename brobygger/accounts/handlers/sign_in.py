"""The sign-in library's questions about accounts: what a new one is, which mails are wanted, what goes in the book."""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_network
from typing import Any, ClassVar
from urllib.parse import urlsplit
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from django.conf import settings
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from brobygger.accounts.events import AccountMailWanted
from brobygger.accounts.models import User
from brobygger.accounts.openid.pages import refused
from brobygger.accounts.permissions import Role
from brobygger.accounts.reauthentication import has_just_signed_in
from brobygger.accounts.second_factor import has_second_factor
from brobygger.accounts.selectors import actor_for
from brobygger.accounts.selectors.own_account import has_second_step
from brobygger.accounts.selectors.sign_in_links import only_way_in_of
from brobygger.accounts.services import note_sign_in
from brobygger.accounts.services.own_account import note_new_account, note_own_act
from brobygger.kernel.events import announce
from brobygger.ui.throttle import network_of

_TOO_OFTEN = _("Der er prøvet for mange gange. Vent ti minutter, og prøv så igen.")

#: The library's name of a mail that answers what somebody asked for → our template.
MAILS: dict[str, str] = {
    "account/email/email_confirmation_signup": "accounts/mail/confirm_new_account",
    "account/email/email_confirmation": "accounts/mail/confirm_new_address",
    "account/email/account_already_exists": "accounts/mail/account_exists",
    "account/email/password_reset_key": "accounts/mail/forgotten_password",
    "account/email/unknown_account": "accounts/mail/unknown_address",
}


@dataclass(frozen=True, slots=True)
class Change:
    """Something that happened to an account: its name in the book; its owner is told by mail, in these words."""

    act: str
    words: Any
    is_second_step_shown: bool = False


#: The library's name of a mail that tells of a change → what has changed.
CHANGES: dict[str, Change] = {
    "account/email/password_changed": Change("password.changed", _("Din adgangskode er ændret.")),
    "account/email/password_reset": Change("password.reset", _("Din adgangskode er ændret med et link fra en mail.")),
    "account/email/password_set": Change("password.set", _("Din konto har fået en adgangskode.")),
    "account/email/email_changed": Change("address.changed", _("Din konto bruger nu en anden e-mail end denne.")),
    "account/email/email_deleted": Change("address.removed", _("En e-mail er fjernet fra din konto.")),
    "mfa/email/totp_activated": Change(
        "second_factor.app_added", _("En app til koder er sat til din konto."), is_second_step_shown=True
    ),
    "mfa/email/totp_deactivated": Change("second_factor.app_removed", _("Appen til koder er fjernet fra din konto.")),
    "mfa/email/webauthn_added": Change(
        "second_factor.passkey_added", _("En adgangsnøgle er sat til din konto."), is_second_step_shown=True
    ),
    "mfa/email/webauthn_removed": Change(
        "second_factor.passkey_removed", _("En adgangsnøgle er fjernet fra din konto.")
    ),
    "mfa/email/recovery_codes_generated": Change(
        "second_factor.recovery_codes_renewed", _("Din konto har fået nye nødkoder. De gamle virker ikke mere.")
    ),
}


class SignInAdapter(DefaultAccountAdapter):
    """Answers the sign-in library for us."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        # The same sentence whether the e-mail is unknown, the password is wrong or the account is closed.
        "email_password_mismatch": _(
            "E-mail og adgangskode passer ikke sammen. Prøv igen, og se efter, om der er store bogstaver slået til."
        ),
        "duplicate_email": _("Det er den e-mail, du har i forvejen."),
        "enter_current_password": _("Det er ikke den adgangskode, du har nu."),
        "incorrect_password": _("Det er ikke din adgangskode."),
        "incorrect_code": _("Koden passer ikke. Vent på den næste i appen, og prøv igen."),
        "too_many_login_attempts": _TOO_OFTEN,
        "rate_limited": _TOO_OFTEN,
        "invalid_password_reset": _("Linket virker ikke længere."),
    }

    def new_user(self, request: HttpRequest) -> User:
        """Return an unsaved account as anybody may make one: it can do nothing until an association says so."""
        return User(role=Role.ASSOCIATION_MEMBER)

    def save_user(self, request: HttpRequest, user: Any, form: BaseForm, commit: Any = True) -> Any:
        """Save a new account and write it in the book."""
        user.name = form.cleaned_data.get("name", "")
        saved = super().save_user(request, user, form, commit)
        note_new_account(actor=actor_for(saved), role=Role(saved.role), at=timezone.now())
        return saved

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Return who this is; a closed account is answered as a wrong password is."""
        user = super().authenticate(request, **credentials)
        return user if user and user.is_active else None

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        """Return nothing when the sign-in may go on; whoever has their role from a provider comes in there."""
        provider = only_way_in_of(user=user)
        if provider is not None and "sociallogin" not in (kwargs.get("signal_kwargs") or {}):
            why = gettext("Din adgang følger dit arbejde. Log ind med %(name)s.") % {"name": provider.name}
            return refused(request, why, status=403)
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return response

    def login(self, request: HttpRequest, user: Any) -> None:
        """Begin the session and write in the book that somebody signed in."""
        super().login(request, user)
        note_sign_in(actor=actor_for(user, has_second_factor=has_second_factor(request)), at=timezone.now())

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the network a request came from: tries are counted for it, and no machine is remembered."""
        network = network_of(request)
        return str(ip_network(network).network_address) if network else "127.0.0.0"

    def is_safe_url(self, url: str) -> bool:
        """Test whether an address is on this portal: a link in a mail sends nobody elsewhere."""
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={self.request.get_host()}, require_https=self.request.is_secure()
        )

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        """Return where to go from a confirmed address, when it was not the one of an account just made here."""
        if self.request.user.is_authenticated:
            return reverse("accounts:account")
        return f"{reverse('accounts:sign_in')}?bekraeftet=ja"

    def is_ajax(self, request: HttpRequest) -> bool:
        """Test for a program: only the passkey script asks for JSON, and gets what it needs to begin."""
        return request.headers.get("Accept") == "application/json" and request.method == "GET"

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Test whether to ask again: always, but for the very first second step just after signing in."""
        is_first_step = app == "allauth.mfa" and not has_second_step(user_id=self.request.user.pk)
        return not (is_first_step and has_just_signed_in(self.request))

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Return how somebody may show again who they are: with the second step where there is one."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [method for method in methods if method["id"] != "reauthenticate"] or methods

    def add_message(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Say nothing beside the page: our pages say what happened themselves."""

    def send_mail(self, template_prefix: str, email: str, context: Mapping[str, Any]) -> None:
        """Want a mail sent; addresses of pages are on the portal's own name, whatever name it was asked by."""
        links = {key: _on_our_name(value) for key, value in context.items() if key.endswith("_url")}
        self._want_mail(template=MAILS[template_prefix], to=email, context=links)

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: Mapping[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Write a change in the book and tell whose account it is, at the address that was known before."""
        change = CHANGES.get(template_prefix)
        if change is None:
            return
        if change.is_second_step_shown:
            record_authentication(self.request, user, "mfa", reauthenticated=True)
        note_own_act(actor=actor_for(user), act=change.act, at=timezone.now())
        told = {"what": str(change.words), "reset_url": settings.BASE_URL + reverse("account_reset_password")}
        self._want_mail(template="accounts/mail/changed", to=email or user.email, context=told)

    def _want_mail(self, *, template: str, to: str, context: Mapping[str, object]) -> None:
        key = f"{template}:{uuid4()}"
        announce(
            AccountMailWanted(
                to=to, template=template, key=key, at=timezone.now(), language=get_language() or "da", context=context
            )
        )


def _on_our_name(address: str) -> str:
    """Return an address of this portal with the portal's own name in front."""
    return settings.BASE_URL + urlsplit(address).path
