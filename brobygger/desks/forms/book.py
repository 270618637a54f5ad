"""What somebody looks for in the book."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from brobygger.audit.words import acts_by_room, subjects
from brobygger.desks.selectors.book import BookWish
from brobygger.ui.languages import current_language

_DAY = {"type": "date", "class": "form-input input-width-s"}
_HIGHEST_PAGE = 10_000


class BookForm(forms.Form):
    """Handling, slags, dage. ``om`` and ``hvem`` are one row and one account: they come from a link, not a field."""

    handling = forms.ChoiceField(label=_("Hvad blev der gjort?"), required=False)
    slags = forms.ChoiceField(label=_("Ved hvad?"), required=False)
    fra = forms.DateField(label=_("Fra og med"), required=False, widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))
    til = forms.DateField(label=_("Til og med"), required=False, widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))
    om = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    hvem = forms.CharField(required=False, max_length=36, widget=forms.HiddenInput)
    side = forms.IntegerField(required=False, min_value=1, max_value=_HIGHEST_PAGE, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = current_language()
        everything = ("", _("Alt"))
        self.fields["handling"].choices = [everything, *acts_by_room(language=language)]  # type: ignore[attr-defined]
        self.fields["slags"].choices = [everything, *subjects(language=language)]  # type: ignore[attr-defined]

    def clean_hvem(self) -> str:
        """Leave out what is no account."""
        try:
            return str(UUID(self.cleaned_data["hvem"])) if self.cleaned_data["hvem"] else ""
        except ValueError:
            return ""

    def wish(self) -> BookWish:
        """Return what is asked for; what could not be read asks for nothing less than all."""
        self.is_valid()
        said = self.cleaned_data
        return BookWish(
            act=said.get("handling", ""),
            subject_kind=said.get("slags", ""),
            subject_id=said.get("om", ""),
            actor_id=said.get("hvem", ""),
            first_on=said.get("fra"),
            last_on=said.get("til"),
            page=said.get("side") or 1,
        )
