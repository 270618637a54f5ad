"""What keepers send about a source."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from brobygger.directory.differences import field_label
from brobygger.organisations.models import Organisation
from brobygger.places.models import Municipality
from brobygger.privacy.forms import refuse_cpr
from brobygger.sources.merging import FIELD_NAMES
from brobygger.sources.models import Edits, Rhythm, Source, Trust
from brobygger.sources.models.sources import MOST_GRACE_DAYS
from brobygger.sources.reading import Format
from brobygger.sources.services import SourceData

MOST_BYTES = 20 * 1024 * 1024
NATION = ""
_KINDS = (
    ("", _("find selv ud af det")),
    (Format.HSDS_API.value, _("HSDS 3 på nettet (API)")),
    (Format.HSDS_JSON.value, _("HSDS 3 som JSON")),
    (Format.HSDS_NDJSON.value, _("HSDS 3, en linje for hvert tilbud (NDJSON)")),
    (Format.HSDS_TABLES.value, _("HSDS 3 som tabeller (zip eller CSV)")),
    (Format.ORUK_API.value, _("Open Referral UK på nettet")),
    (Format.ORUK_JSON.value, _("Open Referral UK som JSON")),
    (Format.OLDER_TABLES.value, _("HSDS 1 eller 2 som tabeller")),
    (Format.CSV.value, _("CSV med egne kolonner")),
    (Format.OWN_LINES.value, _("Brobyggers egne linjer (JSONL)")),
)


class SourceForm(forms.Form):
    """En kilde."""

    name = forms.CharField(
        label=_("Hvad hedder kilden?"),
        max_length=160,
        help_text=_("Navnet på registret eller organisationen bag, så alle kan se, hvor oplysningerne kommer fra."),
        validators=[refuse_cpr],
    )
    address = forms.CharField(
        label=_("Internetadresse"),
        max_length=600,
        required=False,
        help_text=_("Dér, hvor data kan hentes. Har I en fil i stedet, så lad feltet være tomt."),
        widget=forms.URLInput,
    )
    file = forms.FileField(
        label=_("Eller en fil"),
        required=False,
        max_length=200,
        help_text=_("JSON, CSV eller en pakke (zip) på højst 20 MB. En ny fil erstatter den gamle."),
    )
    kind = forms.ChoiceField(label=_("Format"), choices=_KINDS, required=False)
    trust = forms.ChoiceField(
        label=_("Hvad skal der ske med nye tilbud?"),
        choices=[
            (Trust.LOOKED_AT.value, _("De bliver set igennem, før de vises")),
            (Trust.SHOWN.value, _("De vises med det samme")),
        ],
        widget=forms.RadioSelect,
        initial=Trust.LOOKED_AT.value,
    )
    edits = forms.ChoiceField(
        label=_("Når både kilden og nogen her har rettet det samme felt"),
        help_text=_("Et felt, kilden ikke selv ændrer, bliver aldrig rørt."),
        choices=[
            (Edits.OURS.value, _("Vores rettelse gælder")),
            (Edits.THEIRS.value, _("Kilden gælder")),
            (Edits.THEIRS_EXCEPT.value, _("Kilden gælder, undtagen for de felter, I vælger herunder")),
        ],
        widget=forms.RadioSelect,
        initial=Edits.OURS.value,
    )
    our_fields = forms.MultipleChoiceField(
        label=_("Felter, I selv passer"), required=False, widget=forms.CheckboxSelectMultiple
    )
    rhythm = forms.ChoiceField(
        label=_("Hvor tit skal vi hente?"),
        choices=[
            (Rhythm.NEVER.value, _("Kun når nogen beder om det")),
            (Rhythm.WEEKLY.value, _("Hver uge")),
            (Rhythm.DAILY.value, _("Hver dag")),
        ],
        widget=forms.RadioSelect,
        initial=Rhythm.NEVER.value,
    )
    grace_days = forms.IntegerField(
        label=_("Hvor mange dage venter vi, før noget, der er væk hos kilden, bliver skjult?"),
        min_value=0,
        max_value=MOST_GRACE_DAYS,
        initial=14,
    )
    licence = forms.CharField(
        label=_("Licens"),
        max_length=200,
        required=False,
        help_text=_("Under hvilke vilkår må data bruges? For eksempel »CC BY 4.0«."),
    )
    attribution = forms.CharField(
        label=_("Kildeangivelse"),
        max_length=300,
        required=False,
        help_text=_("Sådan vil kilden nævnes."),
        validators=[refuse_cpr],
    )
    is_paused = forms.BooleanField(label=_("Hold pause: hent ikke af jer selv"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = sorted(((name, field_label(name)) for name in FIELD_NAMES), key=lambda pair: pair[1].casefold())
        self.fields["our_fields"].choices = [pair for pair in names if pair[0] != pair[1]]  # type: ignore[attr-defined]

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read."""
        file = self.cleaned_data["file"]
        if file is not None and file.size > MOST_BYTES:
            raise forms.ValidationError(_("Filen er for stor. Den må højst fylde 20 MB."))
        return file

    def data_for(self, *, municipality_id: str | None, organisation_id: UUID | None) -> SourceData:
        """Return what the acts on sources take."""
        clean = {
            name: value for name, value in self.cleaned_data.items() if name not in {"file", "owner", "organisation"}
        }
        clean["our_fields"] = tuple(clean["our_fields"])
        return SourceData(municipality_id=municipality_id, organisation_id=organisation_id, **clean)


class NewSourceForm(SourceForm):
    """En ny kilde, og hvis den er."""

    owner = forms.ChoiceField(label=_("Hvem er kilden for?"), required=False)
    organisation = forms.CharField(
        label=_("Kun for én organisation?"),
        required=False,
        max_length=120,
        help_text=_(
            "Skriv organisationens navn i dens adresse hos os (det sidste stykke). Ellers lad feltet være tomt."
        ),
    )

    field_order = ("name", "owner", "organisation")

    def __init__(self, *args: Any, towns: list[tuple[str, str]], is_national: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nation = [(NATION, _("Hele landet"))] if is_national else []
        self.fields["owner"].choices = [*nation, *towns]  # type: ignore[attr-defined]
        if not is_national:
            del self.fields["organisation"]

    def clean_organisation(self) -> UUID | None:
        """Find the organisation."""
        key = self.cleaned_data["organisation"].strip().strip("/").rpartition("/")[2]
        found = Organisation.objects.with_key(key).first() if key else None
        if key and found is None:
            raise forms.ValidationError(_("Den organisation kender vi ikke."))
        return found.id if found else None

    def source_data(self) -> SourceData:
        """Return what the act takes."""
        organisation_id = self.cleaned_data.get("organisation")
        town = None if organisation_id else self.cleaned_data["owner"] or None
        return self.data_for(municipality_id=town, organisation_id=organisation_id)


def town_choices(codes: frozenset[str] | None) -> list[tuple[str, str]]:
    """Return municipalities to choose among; None is all of them."""
    rows = Municipality.objects.without_border().by_name()
    return [(row.code, row.name) for row in rows if codes is None or row.code in codes]


def initial_of(source: Source) -> dict[str, Any]:
    """Return what a form about a source starts with."""
    names = [name for name in SourceForm.base_fields if name != "file"]
    return {name: getattr(source, name) for name in names}


def chosen_terms(posted: Any) -> dict[UUID, str | None]:
    """Return what was chosen for each term: a concept's key, empty for leaving it out, None for not yet."""
    choices: dict[UUID, str | None] = {}
    for name, value in posted.items():
        if name.startswith("ord-"):
            try:
                term_id = UUID(name.removeprefix("ord-"))
            except ValueError:
                continue
            choices[term_id] = None if value == "?" else "" if value == "-" else value
    return choices
