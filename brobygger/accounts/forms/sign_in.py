"""E-mail and password: signing in, new accounts, forgotten and new passwords, new addresses.

The sign-in library's forms with our words and our fields; none of them tells whether an e-mail has an account.
"""

from typing import Any

from allauth.account import forms as library
from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from brobygger.accounts.models import User

LONGEST_PASSWORD = 1000
_EMAIL, _PASSWORD = _("E-mail"), _("Adgangskode")
_LONG_ENOUGH = _("Mindst 12 tegn. Tre eller fire ord efter hinanden er både godt og let at huske.")


def _address(*, autocomplete: str = "email", label: Any = _EMAIL, help_text: Any = "") -> forms.EmailField:
    """Return a field for an e-mail address."""
    widget = forms.EmailInput(attrs={"autocomplete": autocomplete, "autocapitalize": "none", "spellcheck": "false"})
    return forms.EmailField(label=label, max_length=254, widget=widget, help_text=help_text)


def _password(*, autocomplete: str = "current-password", label: Any = _PASSWORD) -> forms.CharField:
    """Return a field for a password somebody has."""
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, strip=False, max_length=LONGEST_PASSWORD, widget=widget)


def _new_password(field: Any) -> Any:
    """Give the library's field for a new password our words; it keeps its own check of what is too easy to guess."""
    field.label, field.help_text, field.max_length = _("Ny adgangskode"), _LONG_ENOUGH, LONGEST_PASSWORD
    field.widget.attrs.pop("placeholder", None)
    return field


class SignInForm(library.LoginForm):
    """Asks for e-mail and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = _address(autocomplete="username")
        self.fields["password"] = _password()
        self.order_fields(["login", "password"])


class NewAccountForm(library.SignupForm):
    """Makes an account for somebody who writes for an association."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = _address(
            autocomplete="username", help_text=_("Du får en mail med et link, så vi ved, at adressen er din.")
        )
        self.fields["name"] = forms.CharField(
            label=_("Dit navn"),
            max_length=120,
            required=False,
            widget=forms.TextInput(attrs={"autocomplete": "name"}),
            help_text=_("Kun dem, der godkender jeres tilbud, ser det."),
        )
        self.fields["password1"] = _password(autocomplete="new-password")
        self.fields["password1"].help_text = _LONG_ENOUGH
        self.order_fields(["email", "name", "password1"])

    def try_save(self, request: HttpRequest) -> tuple[AbstractBaseUser | None, HttpResponse | None]:
        """Make the account, or tell the one who has it by mail; both take as long, and say the same here."""
        if self.account_already_exists:
            User().set_password(self.cleaned_data["password1"])
        saved: tuple[AbstractBaseUser | None, HttpResponse | None] = super().try_save(request)
        return saved


class ForgottenPasswordForm(library.ResetPasswordForm):
    """Asks where to send a link."""

    email = _address(autocomplete="username")


class ResetPasswordForm(library.ResetPasswordKeyForm):
    """Asks for a new password, once: whoever mistypes it asks for another link."""

    password2 = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _new_password(self.fields["password1"])


class NewPasswordForm(library.ChangePasswordForm):
    """Asks for the password somebody has, and a new one."""

    oldpassword = _password(label=_("Den adgangskode, du har nu"))
    password2 = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _new_password(self.fields["password1"])


class FirstPasswordForm(library.SetPasswordForm):
    """Asks somebody who has signed in without a password so far for one."""

    password2 = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _new_password(self.fields["password1"])


class PasswordAgainForm(library.ReauthenticateForm):
    """Asks for the password once more."""

    password = _password()


class NewAddressForm(library.AddEmailForm):
    """Asks for a new address; the old one counts until the new one is confirmed."""

    email = _address(label=_("Ny e-mail"))
