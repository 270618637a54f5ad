"""What the portal's own editors write: crisis lines, and everyday words."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from brobygger.knowledge.models import CrisisLine, Topic
from brobygger.privacy.forms import refuse_cpr
from brobygger.taxonomy.models import WordLanguage
from brobygger.taxonomy.services import LONGEST_WORD

_DAY = {"type": "date", "class": "form-input input-width-s"}


class CrisisLineForm(forms.ModelForm[CrisisLine]):
    """En hjælpelinje: everything a person who needs it is shown, and who says so."""

    topics = forms.MultipleChoiceField(
        label=_("Hvad handler den om?"), choices=Topic.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = CrisisLine
        fields = (
            "key",
            "name_da",
            "name_en",
            "phone",
            "website",
            "hours_da",
            "hours_en",
            "audience_da",
            "audience_en",
            "expect_da",
            "expect_en",
            "topics",
            "area_code",
            "priority",
            "owner",
            "last_checked_on",
            "next_check_on",
            "basis",
            "source_url",
            "source_year",
            "is_shown",
        )
        widgets: ClassVar[dict[str, Any]] = {
            "expect_da": forms.Textarea(attrs={"rows": 3}),
            "expect_en": forms.Textarea(attrs={"rows": 3}),
            "phone": forms.TextInput(attrs={"inputmode": "tel"}),
            "last_checked_on": forms.DateInput(attrs=_DAY, format="%Y-%m-%d"),
            "next_check_on": forms.DateInput(attrs=_DAY, format="%Y-%m-%d"),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "key": _("Et kort navn til maskiner, fx “livslinien”. Kan ikke rettes bagefter."),
            "priority": _("Små tal står først."),
            "source_url": _("Hvor står nummeret? Ring og hør efter, før du gemmer."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            del self.fields["key"]


class WordForm(forms.Form):
    """Et hverdagsord: what somebody would say."""

    text = forms.CharField(
        label=_("Sådan siger folk det"),
        help_text=_("Fx “har ingen at snakke med”. Skriv det, som et menneske ville sige det."),
        min_length=2,
        max_length=LONGEST_WORD,
        validators=[refuse_cpr],
    )
    language = forms.ChoiceField(label=_("Sprog"), choices=WordLanguage.choices)
