"""What administrators type about other people's access, and what the invited type about themselves."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from brobygger.accounts.forms.sign_in import LONGEST_PASSWORD
from brobygger.accounts.models import User
from brobygger.accounts.permissions import ROLE_LABELS, Role
from brobygger.accounts.policies import MUNICIPAL_ROLES
from brobygger.accounts.selectors.people import Givable
from brobygger.privacy.forms import refuse_cpr


class RightForm(forms.Form):
    """Asks which role, and where; only what the one who fills it in may give can be chosen."""

    role = forms.ChoiceField(label=_("Rolle"), widget=forms.RadioSelect)
    municipality_codes = forms.MultipleChoiceField(
        label=_("I hvilke kommuner?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Kun for lokaladministratorer og frontmedarbejdere."),
    )

    def __init__(self, *args: Any, givable: Givable, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, ROLE_LABELS[role]) for role in givable.roles]  # type: ignore[attr-defined]
        self.fields["municipality_codes"].choices = list(givable.municipalities.items())  # type: ignore[attr-defined]
        if len(givable.municipalities) == 1:
            self.fields["municipality_codes"].initial = list(givable.municipalities)

    def clean(self) -> dict[str, Any]:
        """A municipal role is for at least one municipality; another role is for none, whatever was ticked."""
        cleaned = super().clean() or {}
        if "role" in cleaned and Role(cleaned["role"]) not in MUNICIPAL_ROLES:
            cleaned["municipality_codes"] = []
        elif "role" in cleaned and not cleaned.get("municipality_codes"):
            self.add_error("municipality_codes", _("Vælg mindst én kommune."))
        return cleaned


class InviteForm(RightForm):
    """Asks whom to invite, to what, and in which language to write."""

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
        help_text=_("Brug personens egen arbejdsmail, ikke en fælles postkasse."),
        validators=[refuse_cpr],
    )
    language = forms.ChoiceField(
        label=_("Skriv til personen på"), choices=[("da", _("Dansk")), ("en", _("Engelsk"))], initial="da"
    )
    field_order = ("email", "role", "municipality_codes", "language")


class InvitedForm(forms.Form):
    """Asks somebody new for their name and a password."""

    name = forms.CharField(
        label=_("Dit navn"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        validators=[refuse_cpr],
    )
    password = forms.CharField(
        label=_("Vælg en adgangskode"),
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Mindst 12 tegn. Tre eller fire ord efter hinanden er både godt og let at huske."),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_password(self) -> str:
        """Refuse a password that is short, common, or the person's own name or address."""
        password: str = self.cleaned_data["password"]
        validate_password(password, User(email=self.email, name=self.cleaned_data.get("name", "")))
        return password


class SignInLinkForm(forms.Form):
    """Asks where to send the way in."""

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
