"""Forms of this room: raw input to clean values."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from brobygger.organisations.cvr import has_valid_check_digit
from brobygger.organisations.models import Basis, Kind, MemberRole, Way
from brobygger.organisations.selectors import municipality_choices
from brobygger.organisations.services.registration import OPEN_BASES, OPEN_KINDS
from brobygger.privacy.forms import refuse_cpr

#: What a public form's token is for (``ui.publicforms``).
CLAIM_PURPOSE, LINK_PURPOSE = "organisation-claim", "organisation-claim-link"
WHOLE_COUNTRY = "landet"
_WORDS = forms.Textarea(attrs={"rows": 3})


class ClaimForm(forms.Form):
    """Vi skriver for den her: how it is to be proved, and who one is."""

    way = forms.ChoiceField(choices=Way.choices, error_messages={"required": _("Vælg en måde.")})
    person_words = forms.CharField(
        label=_("Hvem er du i foreningen?"),
        help_text=_("Fx “jeg er kasserer og står for kaffen om onsdagen”. Det læses kun af dem, der skal svare."),
        required=False,
        max_length=1000,
        widget=_WORDS,
        validators=[refuse_cpr],
    )

    def clean(self) -> dict[str, Any]:
        """Ask for words where a person is to judge them."""
        cleaned = super().clean() or {}
        is_judged = cleaned.get("way") in {Way.CENTRE, Way.MEMBERS}
        if is_judged and "person_words" not in self.errors and not (cleaned.get("person_words") or "").strip():
            self.add_error("person_words", _("Skriv kort, hvem du er, så de kan kende dig."))
        return cleaned


class AnswerForm(forms.Form):
    """Svar på et krav: yes or no, and why when it is no."""

    answer = forms.ChoiceField(
        label=_("Hvad svarer I?"),
        choices=[("ja", _("Ja")), ("nej", _("Nej"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg ja eller nej.")},
    )
    text = forms.CharField(
        label=_("Hvis nej: hvorfor?"),
        help_text=_("Den, der spurgte, læser det. Skriv, hvad der skal til."),
        required=False,
        max_length=1000,
        widget=_WORDS,
        validators=[refuse_cpr],
    )


class NewForm(forms.Form):
    """Opret jer: only what is needed to begin."""

    name = forms.CharField(label=_("Hvad hedder I?"), max_length=200, validators=[refuse_cpr])
    municipality_id = forms.ChoiceField(
        label=_("Hvor holder I til?"), error_messages={"required": _("Vælg jeres kommune.")}
    )
    email = forms.EmailField(
        label=_("Fælles e-mail"), help_text=_("Vises på jeres side."), required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip
    phone = forms.CharField(
        label=_("Telefon"), help_text=_("Vises på jeres side."), required=False, max_length=30, validators=[refuse_cpr],
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )  # fmt: skip
    website = forms.CharField(label=_("Hjemmeside"), required=False, max_length=300)
    is_sure = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Vælg …")), *self.first_choices, *municipality_choices()]
        self.fields["municipality_id"].choices = choices  # type: ignore[attr-defined]

    #: What stands above the municipalities in the list.
    first_choices: ClassVar[list[tuple[str, Any]]] = []

    def values(self) -> dict[str, Any]:
        """Return what ``NewOrganisation`` takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "is_sure"}

    def clean_website(self) -> str:
        """Return a whole address of what people write: "forening.dk" is fine."""
        website = str(self.cleaned_data["website"]).strip()
        if website and "://" not in website:
            website = f"https://{website}"
        if website:
            forms.URLField(assume_scheme="https").clean(website)
        return website


class NewGroupForm(NewForm):
    """En uformel gruppe: some who meet, without statutes and CVR number; a volunteer centre stands by them."""

    person_words = forms.CharField(
        label=_("Hvem er I, og hvor mødes I?"),
        help_text=_("Frivilligcentret læser det, så de kan kende jer. Det vises ikke."),
        max_length=1000,
        widget=_WORDS,
        validators=[refuse_cpr],
        error_messages={"required": _("Skriv kort, hvem I er.")},
    )
    field_order = ("name", "municipality_id", "person_words", "email", "phone", "website")

    def values(self) -> dict[str, Any]:
        """Return what ``NewOrganisation`` takes."""
        return {**super().values(), "kind": Kind.INFORMAL_GROUP.value}


class NewAssociationForm(NewForm):
    """En forening eller organisation, with why it may be listed."""

    kind = forms.ChoiceField(
        label=_("Hvad er I?"),
        choices=[(kind.value, kind.label) for kind in OPEN_KINDS if kind != Kind.INFORMAL_GROUP],
        widget=forms.RadioSelect,
        initial=Kind.ASSOCIATION,
    )
    cvr = forms.CharField(
        label=_("CVR-nummer"),
        required=False,
        max_length=11,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    basis = forms.ChoiceField(
        label=_("Hvorfor kan I stå på Brobygger?"),
        choices=[(basis.value, basis.label) for basis in OPEN_BASES],
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg det, der passer bedst.")},
    )
    basis_note = forms.CharField(
        label=_("Er I en virksomhed: hvad er almennyttigt, og hvad går et overskud til?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        validators=[refuse_cpr],
    )
    field_order = ("name", "kind", "municipality_id", "basis", "basis_note", "cvr", "email", "phone", "website")
    #: A word for no municipality, as an empty answer is none.
    first_choices: ClassVar[list[tuple[str, Any]]] = [(WHOLE_COUNTRY, _("hele landet"))]

    def values(self) -> dict[str, Any]:
        """Return what ``NewOrganisation`` takes."""
        kept = super().values()
        code = kept["municipality_id"]
        return {**kept, "municipality_id": None if code == WHOLE_COUNTRY else code}

    def clean_cvr(self) -> str:
        """Return the eight digits; a wrong check digit is a slip of the pen."""
        cvr = "".join(str(self.cleaned_data["cvr"]).split())
        if cvr and not has_valid_check_digit(cvr):
            raise forms.ValidationError(_("Tallene passer ikke sammen. Et CVR-nummer har otte cifre."))
        return cvr

    def clean(self) -> dict[str, Any]:
        """Ask a company what is for the common good."""
        cleaned = super().clean() or {}
        if cleaned.get("basis") == Basis.DOCUMENTED_ACTIVITY and not cleaned.get("basis_note"):
            self.add_error("basis_note", _("Skriv, hvad der er almennyttigt, og hvad et overskud går til."))
        return cleaned


class InviteForm(forms.Form):
    """Inviter en, der skal skrive sammen med jer."""

    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    role = forms.ChoiceField(
        label=_("Hvad må personen?"),
        choices=[
            (MemberRole.MEMBER, _("Skrive for jer")),
            (MemberRole.ADMINISTRATOR, _("Skrive for jer, og bestemme, hvem der ellers gør")),
        ],
        widget=forms.RadioSelect,
        initial=MemberRole.MEMBER,
    )


class AboutForm(forms.Form):
    """Om jer: what the organisation says of itself. Its name takes somebody more."""

    description = forms.CharField(
        label=_("Hvem er I?"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 6}),
        validators=[refuse_cpr],
    )  # fmt: skip
    website = NewForm.base_fields["website"]
    email = NewForm.base_fields["email"]
    phone = NewForm.base_fields["phone"]

    clean_website = NewForm.clean_website
