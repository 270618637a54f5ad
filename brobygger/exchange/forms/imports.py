"""What people send with a file."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from brobygger.exchange.columns import COLUMNS
from brobygger.exchange.reading import MOST_BYTES

#: Wider files are read as far as here; the rest of their columns are left out.
MOST_CHOICES = 150


class FileForm(forms.Form):
    """Vælg filen."""

    file = forms.FileField(
        label=_("Vælg filen"),
        help_text=_(
            "Excel (.xlsx), ODS eller CSV. Højst 20 MB og 60.000 rækker. Den første række er kolonnernes navne."
        ),
        max_length=200,
        error_messages={
            "required": _("Vælg en fil på din computer eller telefon."),
            "empty": _("Filen er tom."),
            "max_length": _("Filens navn er for langt. Giv den et kortere navn."),
        },
        widget=forms.FileInput(attrs={"accept": ".xlsx,.ods,.csv,.txt,.tsv"}),
    )

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("Filen er for stor. Den må højst fylde 20 MB. Del den i flere."))
        return file


def column_choices() -> list[tuple[str, str]]:
    """Return our columns, for choosing which one a file's column is."""
    return [("", str(_("Brug den ikke"))), *((column.key, column.label) for column in COLUMNS)]


def chosen_columns(sent: list[str], *, columns: int) -> list[str]:
    """Return the choice for each of a file's columns; those that were not asked about are left out."""
    return [*sent[:columns], *[""] * (columns - len(sent))]
