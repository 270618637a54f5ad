"""What a municipality's team writes about itself."""

from dataclasses import asdict, replace
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from brobygger.directory.services.visibility import LONGEST_REASON
from brobygger.privacy.forms import refuse_cpr
from brobygger.sites.models import Site
from brobygger.sites.services import SiteData

_WORDS = forms.Textarea(attrs={"rows": 4})
_ADDRESS = {"inputmode": "url", "placeholder": "https://"}


class FrontPageForm(forms.ModelForm[Site]):
    """Forsiden: the words, whom to ask, when to look again. ``seen`` is what the page said when it was opened."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Site
        fields = (
            "title",
            "welcome_da",
            "welcome_en",
            "contact_label",
            "contact_phone",
            "contact_url",
            "source_url",
            "volunteer_centre_name",
            "volunteer_centre_url",
            "reviews_first",
            "owner",
            "next_check_on",
        )
        labels: ClassVar[dict[str, Any]] = {
            "contact_label": _("Hvem kan man spørge?"),
            "contact_phone": _("Telefon"),
            "contact_url": _("Adresse på nettet"),
            "source_url": _("Hvor står telefonnummeret?"),
            "owner": _("Hvem ejer teksten?"),
            "next_check_on": _("Hvornår skal den ses efter igen?"),
            "reviews_first": _("Vi ser nye tilbud efter, før de vises hos os"),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "welcome_da": _("Skriv kort og varmt. Den, der læser, kan have en svær dag."),
            "welcome_en": _("Er den tom, viser vi den danske."),
            "contact_label": _("En funktion, ikke en person: “Frivilligkonsulenten i Odense Kommune”."),
            "source_url": _("En side, hvor nummeret også står, så andre kan se efter."),
            "reviews_first": _("Så venter nye tilbud hos jer. Sæt kun kryds, hvis I kan nå det inden for 5 hverdage."),
            "owner": _("Fx “Odense Kommune, Kultur og Fritid”. Det står under teksten."),
        }
        widgets: ClassVar[dict[str, Any]] = {
            "welcome_da": _WORDS,
            "welcome_en": _WORDS,
            "contact_phone": forms.TextInput(attrs={"inputmode": "tel"}),
            "contact_url": forms.TextInput(attrs=_ADDRESS),
            "source_url": forms.TextInput(attrs=_ADDRESS),
            "volunteer_centre_url": forms.TextInput(attrs=_ADDRESS),
            "next_check_on": forms.DateInput(
                attrs={"type": "date", "class": "form-input input-width-s"}, format="%Y-%m-%d"
            ),
        }

    def data_for(self, now: SiteData, *, today: date) -> SiteData:
        """Return what the site is to say; whoever saves it has looked it through today."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        return replace(now, checked_on=today, **said)


def seal_of(data: SiteData) -> str:
    """Return what tells whether a site has been changed since its form was opened."""
    return salted_hmac("brobygger.desks.front_page", repr(asdict(data))).hexdigest()[:16]


class HideForm(forms.Form):
    """Vis ikke hos os: which offer, and why."""

    offer = forms.UUIDField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Hvorfor?"),
        help_text=_("Foreningen kan spørge efter grunden. Skriv den, så de kan bruge den til noget."),
        max_length=LONGEST_REASON,
        validators=[refuse_cpr],
        error_messages={"required": _("Skriv kort, hvorfor tilbuddet ikke skal vises.")},
    )
