"""The gallery: every component in every state, for people who build pages and for the machines that check them."""

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

EXAMPLE_ICONS = ["heart", "cup", "walk", "bridge", "phone", "location", "calendar-month", "time", "payments", "search"]
EXAMPLE_OPTIONS = [
    {"value": "unge", "label": _("Unge"), "count": 12, "checked": True},
    {"value": "voksne", "label": _("Voksne"), "count": 31, "checked": False},
    {"value": "aeldre", "label": _("Ældre"), "count": 0, "checked": False},
]


class ExampleForm(forms.Form):
    """One field of every kind."""

    name = forms.CharField(label=_("Hvad skal vi kalde dig?"), help_text=_("Fornavn er nok."))
    email = forms.EmailField(label=_("E-mail"))
    age = forms.IntegerField(label=_("Alder"), min_value=0, max_value=120, required=False)
    kind = forms.ChoiceField(
        label=_("Hvad drejer det sig om?"),
        choices=[("", _("Vælg")), ("moved", _("Tilbuddet er flyttet")), ("closed", _("Tilbuddet findes ikke mere"))],
    )
    contact = forms.ChoiceField(
        label=_("Må vi skrive tilbage?"),
        widget=forms.RadioSelect,
        choices=[("yes", _("Ja")), ("no", _("Nej, det er ikke nødvendigt"))],
    )
    times = forms.MultipleChoiceField(
        label=_("Hvornår passer det dig?"),
        help_text=_("Sæt gerne flere krydser."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=[("day", _("Om dagen")), ("evening", _("Om aftenen")), ("weekend", _("I weekenden"))],
    )
    text = forms.CharField(label=_("Fortæl"), widget=forms.Textarea(attrs={"rows": 4}))
    sure = forms.BooleanField(label=_("Jeg har set efter, at der ikke står private oplysninger om andre"))


@login_not_required
def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component in every state."""
    wrong = {"email": "ikke en adresse", "age": "-4", "kind": "", "times": ["day"]}
    context = {
        "form": ExampleForm(auto_id="a_%s"),
        "wrong_form": ExampleForm(wrong, auto_id="b_%s"),
        "icons": EXAMPLE_ICONS,
        "options": EXAMPLE_OPTIONS,
        "pages": [(1, "#1"), (2, "#2"), (None, ""), (3, "#3")],
        "today": timezone.localdate(),
    }
    return render(request, "ui/gallery.html", context)
