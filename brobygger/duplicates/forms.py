"""What a reviewer chooses about a pair: which one stays, and for each thing they say differently which words."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from brobygger.duplicates.choosing import BOTH, ONE, OTHER, Group

_SIDES = ((ONE, _("Den første")), (OTHER, _("Den anden")))


class ChoosingForm(forms.Form):
    """One question for which stays, and one for each group in which two differ; unanswered means what is sensible."""

    stays = forms.ChoiceField(label=_("Hvilken skal blive?"), choices=_SIDES)

    def __init__(self, *args: Any, groups: Sequence[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._groups = groups
        for group in groups:
            both = ((BOTH, _("Begge dele")),) if group.may_be_both else ()
            self.fields[group.name] = forms.ChoiceField(
                label=str(group.label), choices=(*_SIDES, *both), required=False
            )

    def kept_id(self, *, one_id: UUID, other_id: UUID) -> UUID:
        """Return which one stays."""
        return one_id if self.cleaned_data["stays"] == ONE else other_id

    def choices(self) -> dict[str, str]:
        """Return what was chosen, by group."""
        answers = {group.name: self.cleaned_data.get(group.name, "") for group in self._groups}
        return {name: answer for name, answer in answers.items() if answer}
