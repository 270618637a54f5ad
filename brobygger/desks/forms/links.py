"""What somebody with a link from a mail fills in."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from brobygger.curation.models import ReportReason
from brobygger.curation.services import LONGEST_TEXT
from brobygger.directory.models import CapacityStatus
from brobygger.privacy.forms import refuse_cpr

#: Whoever says more than a year of waiting has no waiting list.
LONGEST_WAIT = 52
#: A pause longer than this is a closed offer.
LONGEST_PAUSE_DAYS = 366


class RoomForm(forms.Form):
    """Er der plads? One of four buttons; two of them have a field beside them."""

    status = forms.ChoiceField(choices=CapacityStatus.choices, error_messages={"required": _("Tryk på et af svarene.")})
    wait_weeks = forms.IntegerField(
        label=_("Cirka hvor mange uger?"),
        required=False,
        min_value=1,
        max_value=LONGEST_WAIT,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "form-input input-width-xs"}),
    )
    until = forms.DateField(
        label=_("Til og med hvilken dag?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "form-input input-width-s"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        """Keep only the field that belongs to the answer, and ask for the day a pause ends."""
        cleaned = super().clean() or {}
        status = cleaned.get("status")
        if status != CapacityStatus.WAITING:
            self.errors.pop("wait_weeks", None)
            cleaned["wait_weeks"] = None
        if status != CapacityStatus.PAUSED:
            self.errors.pop("until", None)
            cleaned["until"] = None
        elif "until" not in self.errors:
            self._check_pause(cleaned.get("until"))
        return cleaned

    def _check_pause(self, until: date | None) -> None:
        if until is None:
            self.add_error("until", _("Skriv, hvilken dag pausen slutter."))
        elif not 0 <= (until - self.today).days <= LONGEST_PAUSE_DAYS:
            self.add_error("until", _("Vælg en dag fra i dag og højst et år frem."))

    @property
    def expires_at(self) -> datetime | None:
        """When the answer ends by itself: at the end of a pause's last day."""
        until = self.cleaned_data.get("until")
        return timezone.make_aware(datetime.combine(until, time.max)) if until else None


class NotRightForm(forms.Form):
    """Noget skal rettes: what those behind an offer write when they have no account."""

    reason = forms.ChoiceField(
        label=_("Hvad skal rettes?"),
        choices=[
            (ReportReason.TIME, _("Tid eller sted")),
            (ReportReason.CONTACT, _("Telefon, mail eller link")),
            (ReportReason.AUDIENCE, _("Hvem det er for")),
            (ReportReason.CLOSED, _("Tilbuddet findes ikke mere")),
            (ReportReason.OTHER, _("Noget andet")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg det, der passer bedst.")},
    )
    text = forms.CharField(
        label=_("Skriv, hvad der skal stå i stedet"),
        help_text=_("Skriv det, som I gerne vil have det vist. Skriv aldrig CPR-numre."),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        validators=[refuse_cpr],
    )
    reply_to = forms.EmailField(
        label=_("Din e-mail, så vi kan spørge, hvis vi er i tvivl"),
        help_text=_("Du må gerne lade den stå tom. Vi sletter den senest efter et halvt år."),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for words, unless the offer is simply gone."""
        cleaned = super().clean() or {}
        is_silent = "text" not in self.errors and not (cleaned.get("text") or "").strip()
        if is_silent and cleaned.get("reason") not in {None, ReportReason.CLOSED}:
            self.add_error("text", _("Skriv, hvad der skal stå i stedet."))
        return cleaned
