"""Why two may be one, and what speaks against it, in words a person can weigh."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: From these numbers on a feature is worth a word; those that are yes or no count from a half.
_WORTH_SAYING = {"name": 0.9, "name_inside": 0.95, "text": 0.7, "concepts": 0.6}
#: What speaks for it, most telling first.
_FOR: Mapping[str, Promise] = {
    "name_exact": _("Samme navn, når man ser bort fra by og småord"),
    "name": _("Næsten samme navn"),
    "cvr_same": _("Samme CVR-nummer"),
    "owner_same": _("Samme forening, eller to med næsten samme navn"),
    "phone_same": _("Samme telefonnummer"),
    "email_same": _("Samme e-mail"),
    "street_same": _("Samme adresse"),
    "domain_same": _("Samme hjemmeside"),
    "municipality_same": _("Samme kommune"),
    "near": _("Under 300 meter fra hinanden"),
    "times_same": _("Samme dag og tid"),
    "concepts": _("Handler om det samme"),
    "text": _("Beskrivelserne ligner hinanden"),
}
#: What speaks against it, most telling first.
_AGAINST: Mapping[str, Promise] = {
    "municipality_differs": _("Forskellige kommuner"),
    "town_differs": _("Forskellige byer i navnet"),
    "telling_more": _("Navnene siger noget forskelligt om hvem eller hvornår"),
    "owner_differs": _("Forskellige foreninger"),
    "one_is_national": _("Det ene er for hele landet, det andet er lokalt"),
    "phone_differs": _("Forskellige telefonnumre"),
    "email_differs": _("Forskellige e-mails"),
    "street_differs": _("Forskellige adresser"),
    "domain_differs": _("Forskellige hjemmesider"),
    "cvr_differs": _("Forskellige CVR-numre"),
    "far": _("Over 5 kilometer fra hinanden"),
    "times_differ": _("Forskellige dage eller tider"),
    "ages_differ": _("Forskellige aldre"),
    "gender_differs": _("For forskellige køn"),
    "concepts_differ": _("Handler om noget forskelligt"),
}
_HALF = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One thing two have in common, or not (``is_against``)."""

    text: Promise
    is_against: bool


def reasons_in(found: Mapping[str, float]) -> list[str]:
    """Return the features worth a word, by name: what speaks for it first."""
    said = [name for name in (*_FOR, *_AGAINST) if found.get(name, 0.0) >= _WORTH_SAYING.get(name, _HALF)]
    return [name for name in said if not (name == "name" and "name_exact" in said)]


def in_words(names: Sequence[str]) -> tuple[Reason, ...]:
    """Return reasons kept with a pair in words; a name from an older version that says nothing now is left out."""
    words = {**_FOR, **_AGAINST}
    return tuple(Reason(text=words[name], is_against=name in _AGAINST) for name in names if name in words)
