"""Asking for a key."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from brobygger.privacy.forms import refuse_cpr

_LIFE = (("90", _("tre måneder")), ("180", _("et halvt år")), ("365", _("et år")))
READS, WRITES = "hente", "skrive"


class NewKeyForm(forms.Form):
    """En nøgle til et andet system."""

    key_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    name = forms.CharField(
        label=_("Hvilket system er den til?"),
        max_length=80,
        help_text=_("Så I kan kende den igen, for eksempel »vores hjemmeside«."),
        validators=[refuse_cpr],
    )
    may = forms.ChoiceField(
        label=_("Hvad må systemet?"),
        choices=[(READS, _("kun hente jeres tilbud")), (WRITES, _("hente, sige om der er plads, og lægge tilbud ind"))],
        widget=forms.RadioSelect,
        initial=READS,
    )
    days = forms.ChoiceField(
        label=_("Hvor længe skal den virke?"), choices=_LIFE, widget=forms.RadioSelect, initial="365"
    )

    def values(self) -> dict[str, Any]:
        """Return what ``make_key`` takes."""
        clean = self.cleaned_data
        return {
            "key_id": clean["key_id"],
            "name": clean["name"],
            "is_read_only": clean["may"] == READS,
            "lasts": timedelta(days=int(clean["days"])),
        }
