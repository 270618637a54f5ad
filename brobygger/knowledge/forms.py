"""Forms of this room: raw input to clean values."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

_ANSWERS = ((1, _("Sjældent")), (2, _("En gang imellem")), (3, _("Ofte")))
_MISSING = {"required": _("Vælg et svar. Der er ingen forkerte.")}


def _question(label: StrOrPromise) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, choices=_ANSWERS, coerce=int, widget=forms.RadioSelect, error_messages=_MISSING
    )


class LonelinessForm(forms.Form):
    """The three questions of T-ILS."""

    isolated = _question(_("Hvor ofte føler du dig isoleret fra andre?"))
    companionship = _question(_("Hvor ofte føler du, at du savner nogen at være sammen med?"))
    left_out = _question(_("Hvor ofte føler du dig udenfor?"))
