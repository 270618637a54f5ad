"""The friendly refusal of CPR-shaped numbers, for every free text field of every form."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from brobygger.privacy.cpr import TextLooksLikeCpr, forbid_cpr


def refuse_cpr(text: str) -> None:
    """Raise ``ValidationError`` when the text holds a CPR-shaped number."""
    try:
        forbid_cpr(text)
    except TextLooksLikeCpr as error:
        raise ValidationError(_(error.message), code=error.code) from error
