"""Signing in."""

from typing import Any, ClassVar

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _

#: The same sentence whether the e-mail is unknown, the password is wrong or the account is closed.
NO_MATCH = _("E-mail og adgangskode passer ikke sammen. Prøv igen, og se efter, om der er store bogstaver slået til.")


class SignInForm(AuthenticationForm):
    """Asks for e-mail and password, and never tells whether an e-mail has an account."""

    error_messages: ClassVar[dict[str, Any]] = {"invalid_login": NO_MATCH, "inactive": NO_MATCH}

    username = forms.EmailField(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(
        label=_("Adgangskode"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
