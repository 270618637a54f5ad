"""What a reader fills in to tell that something is wrong: no name, no log-in, no cookie.

The door (``brobygger.ui.publicforms.public_form(purpose=PURPOSE)``) holds the token and the trap for robots.
"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from brobygger.curation.models import ReportReason, ReportStatus
from brobygger.curation.services import LONGEST_TEXT
from brobygger.privacy.forms import refuse_cpr

PURPOSE = "error-report"


class ErrorReportForm(forms.Form):
    """Meld en fejl."""

    reason = forms.ChoiceField(
        label=_("Hvad er galt?"),
        choices=ReportReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg det, der passer bedst.")},
    )
    text = forms.CharField(
        label=_("Fortæl mere"),
        help_text=_("Skriv ikke om personer, og skriv aldrig CPR-numre."),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        validators=[refuse_cpr],
    )
    reply_to = forms.EmailField(
        label=_("Din e-mail, hvis du vil have svar"),
        help_text=_("Vi sletter den senest efter et halvt år."),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for words when the reason alone says nothing."""
        cleaned = super().clean() or {}
        is_silent = "text" not in self.errors and not (cleaned.get("text") or "").strip()
        if cleaned.get("reason") == ReportReason.OTHER and is_silent:
            self.add_error("text", _("Skriv kort, hvad der er galt."))
        return cleaned


class CloseReportForm(forms.Form):
    """Luk en melding: what was done about it."""

    status = forms.ChoiceField(
        label=_("Hvad skete der?"),
        choices=[(status.value, status.label) for status in (ReportStatus.FIXED, ReportStatus.REJECTED)],
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg, om noget er rettet.")},
    )
    answer = forms.CharField(
        label=_("Svar til den, der meldte fejlen"),
        help_text=_("Sendes kun, hvis læseren har skrevet sin e-mail. En enkelt sætning er nok."),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[refuse_cpr],
    )
    note = forms.CharField(
        label=_("Note til os selv"),
        help_text=_("Fx hvad der er rettet, eller hvem du har talt med. Aldrig CPR-numre."),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[refuse_cpr],
    )
