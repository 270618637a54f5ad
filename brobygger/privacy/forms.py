"""The friendly refusal of CPR-shaped numbers, for every free text field of every form."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from brobygger.privacy.cpr import contains_cpr


def refuse_cpr(text: str) -> None:
    """Raise ``ValidationError`` when the text holds a CPR-shaped number."""
    if contains_cpr(text):
        raise ValidationError(
            _("Det ligner et CPR-nummer. Vi har ikke brug for det, så slet det, før du sender."), code="cpr"
        )
