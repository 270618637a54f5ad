"""What administrators type about other people's access, and what the invited type about themselves."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from brobygger.accounts.forms.sign_in import LONGEST_PASSWORD
from brobygger.accounts.models import User
from brobygger.accounts.permissions import ROLE_LABELS, Role
from brobygger.accounts.policies import MUNICIPAL_ROLES
from brobygger.accounts.selectors.people import Givable
from brobygger.privacy.forms import refuse_cpr

#: So many can be ticked; who decides about more writes their names.
MOST_TO_TICK = 12
_WHERE = _("I hvilke kommuner?")
_ONLY_FOR = _("Kun for lokaladministratorer og frontmedarbejdere.")


class MunicipalityNamesField(forms.CharField):
    """Takes names of municipalities with commas between, and gives their codes."""

    def __init__(self, *, names: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(max_length=2000, **kwargs)
        self.names = names
        self.codes = {_plain(name): code for code, name in names.items()} | {code: code for code in names}

    def prepare_value(self, value: Any) -> Any:
        """Return codes as the names people write; what was typed stays as it is."""
        return ", ".join(self.names.get(code, code) for code in value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        """Return the codes. Raises ``ValidationError`` that says which name is unknown, and what it may be."""
        typed = [_plain(part) for part in super().clean(value).split(",") if part.strip()]
        for name in typed:
            if name not in self.codes:
                raise ValidationError(self._unknown(name), code="unknown")
        return sorted({self.codes[name] for name in typed})

    def _unknown(self, name: str) -> str:
        alike = get_close_matches(name, self.codes, n=1)
        if not alike:
            return gettext("Vi kender ikke en kommune, der hedder »%(name)s«.") % {"name": name}
        meant = self.names[self.codes[alike[0]]]
        return gettext("Vi kender ikke »%(name)s«. Mener du %(meant)s?") % {"name": name, "meant": meant}


def _plain(name: str) -> str:
    """Return a municipality's name as people write it: "Odense Kommune" is "odense"."""
    return " ".join(name.lower().split()).removesuffix(" kommune")


def _where(names: Mapping[str, str]) -> forms.Field:
    """Return the question where, for few municipalities or for many."""
    if len(names) > MOST_TO_TICK:
        hint = _(
            "Skriv navnene med komma imellem, fx Odense, Nyborg. Kun for lokaladministratorer og frontmedarbejdere."
        )
        return MunicipalityNamesField(names=names, label=_WHERE, help_text=hint, required=False)
    only = list(names) if len(names) == 1 else None
    ticks = forms.CheckboxSelectMultiple
    return forms.MultipleChoiceField(
        choices=list(names.items()), label=_WHERE, help_text=_ONLY_FOR, required=False, widget=ticks, initial=only
    )


class RightForm(forms.Form):
    """Asks which role, and where; only what the one who fills it in may give can be chosen."""

    role = forms.ChoiceField(label=_("Rolle"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, givable: Givable, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, ROLE_LABELS[role]) for role in givable.roles]  # type: ignore[attr-defined]
        self.fields["municipality_codes"] = _where(givable.municipalities)
        self.order_fields(["email", "role", "municipality_codes", "language"])

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
