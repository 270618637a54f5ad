"""The second step: codes from an app, recovery codes, passkeys."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.base import forms as library
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as app_library
from allauth.mfa.webauthn import forms as passkey_library
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from brobygger.accounts.selectors import actor_for
from brobygger.accounts.services.own_account import note_failed_second_factor


def _code(help_text: Any) -> forms.CharField:
    """Return a field for a code: digits on a phone's keyboard, filled in by the phone where it can."""
    attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false", "class": "code"}
    return forms.CharField(label=_("Kode"), max_length=20, widget=forms.TextInput(attrs=attrs), help_text=help_text)


class CodeForm(library.AuthenticateForm):
    """Asks for a code when somebody signs in."""

    code = _code(_("Seks tal fra appen på din telefon, eller en af dine nødkoder."))

    def _emit_authentication_failed(self, authenticator: Authenticator) -> None:
        """Write in the book that a wrong code was given."""
        note_failed_second_factor(actor=actor_for(self.user), at=timezone.now())


class CodeAgainForm(library.ReauthenticateForm):
    """Asks for a code once more."""

    code = _code(_("Seks tal fra appen på din telefon, eller en af dine nødkoder."))

    def _emit_authentication_failed(self, authenticator: Authenticator) -> None:
        """Write in the book that a wrong code was given."""
        note_failed_second_factor(actor=actor_for(self.user), at=timezone.now())


class AppForm(app_library.ActivateTOTPForm):
    """Asks for the first code of a new app."""

    code = _code(_("De seks tal, appen viser nu."))


class RemoveAppForm(app_library.DeactivateTOTPForm):
    """Asks for nothing, and says so when the app is the last second step somebody must have."""


class PasskeyForm(passkey_library.AddWebAuthnForm):
    """Takes what the browser says of a new passkey; it always asks the device for a finger, a face or a PIN."""

    name = forms.CharField(
        label=_("Hvad skal nøglen hedde?"),
        max_length=60,
        required=False,
        help_text=_("Så du kan kende den igen, for eksempel »min telefon«."),
    )
    passwordless = forms.BooleanField(initial=True, required=False, widget=forms.HiddenInput)

    def clean_passwordless(self) -> bool:
        """Return that every passkey stands alone: the browser is not asked."""
        return True


class PasskeyNameForm(passkey_library.EditWebAuthnForm):
    """Asks for another name of a passkey."""

    name = forms.CharField(label=_("Navn"), max_length=60)


class PasskeyStepForm(passkey_library.AuthenticateWebAuthnForm):
    """Takes what a passkey says when somebody signs in; what does not fit is written in the book."""

    def clean_credential(self) -> Authenticator:
        """Return the passkey that answered."""
        return _answered(self.user, super().clean_credential)


class PasskeyAgainForm(passkey_library.ReauthenticateWebAuthnForm):
    """Takes what a passkey says when somebody is asked once more."""

    def clean_credential(self) -> Authenticator:
        """Return the passkey that answered."""
        return _answered(self.user, super().clean_credential)


def _answered(user: Any, look: Callable[[], Authenticator]) -> Authenticator:
    """Return the passkey that a look at an answer finds; note it when there is none."""
    try:
        return look()
    except forms.ValidationError:
        note_failed_second_factor(actor=actor_for(user), at=timezone.now())
        raise
