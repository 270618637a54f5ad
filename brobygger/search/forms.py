"""From a query string to a question and back: unknown values are told kindly and never stop anybody.

The names are Danish because people see them in addresses they share. ``params_from`` writes them in one order, so
that one question has one address.
"""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.places.models import Municipality
from brobygger.places.selectors import Place, resolve_place, suggest_places
from brobygger.privacy.cpr import without_cpr
from brobygger.privacy.forms import refuse_cpr
from brobygger.search.labels import DELIVERY, ROLES, WHEN
from brobygger.search.models import LONGEST_NEED
from brobygger.search.queries import OLDEST, Filters, Sort
from brobygger.search.understanding.concepts import FACETS, ConceptBook, load_concepts

LONGEST_QUERY = 2_000
LONGEST_PLACE = 100
_MOST_VALUES = 30
_FURTHEST_KM = 500.0

#: Names in the address, in the order they are written; the field of ``Filters`` each belongs to.
LISTS = {
    "behov": "needs",
    "maalgruppe": "targets",
    "aktivitet": "activities",
    "hvordan": "delivery",
    "rolle": "roles",
    "hvornaar": "when",
    "sprog": "languages",
    "ikke": "ignored",
}
SWITCHES = {
    "gratis": "is_free",
    "uden-henvisning": "is_referral_free",
    "ledig": "has_room",
    "foelges": "is_companion_possible",
    "kun-her": "is_strict_place",
}
#: Every name, in the order in which they stand in an address: one question has one address.
NAMES = (
    "q", "hvor", *LISTS, "alder", "koen", *SWITCHES, "radius", "lat", "lon", "organisation", "sorter", "side"
)  # fmt: skip
#: Other names that are understood too.
ALIASES = {
    "uden-henvisning": "uden_henvisning",
    "ledig": "ledig_plads",
    "foelges": "kan_foelges",
    "kun-her": "kun_her",
    "sorter": "sortering",
}
#: The name in the address of each facet's values, for links that choose or leave a filter.
PARAM_OF_FACET = {field: name for name, field in LISTS.items()}
PARAM_OF_FEATURE = {"free": "gratis", "referral_free": "uden-henvisning", "room": "ledig", "companion": "foelges"}
_GENDERS = {"kvinder": "women", "maend": "men", "women": "women", "men": "men"}
_GENDER_NAMES = {"women": "kvinder", "men": "maend"}
_NO = frozenset({"", "0", "nej", "false", "off", "no"})
_IGNORABLE = re.compile(
    r"^(age|gender|role|delivery|when|place|language|spelling|free|room|referral_free|companion|sober|outside|anonymous"
    r"|unwanted|(concept|not):[a-z0-9_-]{1,80})$"
)
_LANGUAGE = re.compile(r"^[a-z]{2,3}(-[a-z]{2,4})?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something in the address that was not understood, with what was perhaps meant: ``param`` and its ``value``."""

    text: str
    param: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A question from an address: the filters, the place as written and as understood, and what to tell the person."""

    filters: Filters
    notes: tuple[Note, ...] = ()
    place: Place | None = None
    place_text: str = ""


Params = MultiValueDict[str, str]


def parse(params: Params) -> Parsed:
    """Return everything a query string says. Two or three small queries when it names a place, none otherwise."""
    notes: list[Note] = []
    concepts = load_concepts()
    lists: dict[str, Any] = {field: tuple(_known(params, name, concepts, notes)) for name, field in LISTS.items()}
    switches: dict[str, Any] = {field: _text(params, name).lower() not in _NO for name, field in SWITCHES.items()}
    words = _said(params, "q", LONGEST_QUERY, notes)
    place_text = _said(params, "hvor", LONGEST_PLACE, notes)
    place = _place(place_text, notes)
    lat, lon = _point(params, notes)
    is_precise = place is not None and place.kind != "municipality"
    if lat is None and place is not None and is_precise:
        lat, lon = place.lat, place.lon
    filters = Filters(
        text=words,
        municipality_code=place.municipality_code if place else "",
        lat=lat,
        lon=lon,
        radius_km=_number(params, "radius", notes, least=0.1, most=_FURTHEST_KM),
        age=_age(params, notes),
        gender=_gender(params, notes),
        owner_key=_text(params, "organisation")[:120].strip(),
        sort=_sort(params, notes),
        page=_page(params, "side"),
        **lists,
        **switches,
    )
    return Parsed(filters=filters, notes=tuple(notes), place=place, place_text=place_text)


def params_from(filters: Filters, *, place_text: str = "") -> str:
    """Return the question as a query string, in the canonical order; what is not asked for is left out.

    ``place_text`` is what the person wrote ("5000", "Odense"); without it the municipality's code is written.
    """
    pairs: list[tuple[str, str]] = []
    if filters.text:
        pairs.append(("q", filters.text))
    if place_text or filters.municipality_code:
        pairs.append(("hvor", place_text or filters.municipality_code))
    for name, field in LISTS.items():
        pairs += [(name, value) for value in sorted(set(getattr(filters, field)))]
    if filters.age is not None:
        pairs.append(("alder", str(filters.age)))
    if filters.gender:
        pairs.append(("koen", _GENDER_NAMES.get(filters.gender, filters.gender)))
    pairs += [(name, "1") for name, field in SWITCHES.items() if getattr(filters, field)]
    pairs += _place_pairs(filters, place_text)
    if filters.owner_key:
        pairs.append(("organisation", filters.owner_key))
    if filters.sort != Sort.BEST:
        pairs.append(("sorter", str(filters.sort)))
    if filters.page > 1:
        pairs.append(("side", str(filters.page)))
    return urlencode([(name, value.encode("utf-8", "replace")) for name, value in pairs])


def _place_pairs(filters: Filters, place_text: str) -> Iterator[tuple[str, str]]:
    """Give radius and position; a position that only comes from the place's name is not written."""
    if filters.radius_km is not None:
        yield "radius", f"{filters.radius_km:g}"
    if filters.lat is not None and filters.lon is not None and not place_text:
        yield "lat", f"{filters.lat:.4f}"
        yield "lon", f"{filters.lon:.4f}"


def _text(params: Params, name: str) -> str:
    return (params.get(name) or params.get(ALIASES.get(name, ""), "") or "").replace("\0", "").strip()


def _said(params: Params, name: str, longest: int, notes: list[Note]) -> str:
    """Return what somebody wrote, less what looks like a CPR number, so that no page and no link repeats it."""
    written = _text(params, name)[:longest].strip()
    said = without_cpr(written)
    if said != written:
        sentence = _("Det, du skrev, ligner et CPR-nummer. Vi har ikke brug for det og søger uden det.")
        notes.append(Note(text=sentence))
    return said


def _known(params: Params, name: str, concepts: ConceptBook, notes: list[Note]) -> Iterator[str]:
    """Give the values of a list that mean something, each once."""
    values = [value.strip() for raw in params.getlist(name)[:_MOST_VALUES] for value in raw.split(",")]
    for value in dict.fromkeys(value for value in values if value):
        if _is_known(LISTS[name], value, concepts):
            yield value
        else:
            notes.append(
                Note(text=_("Vi kender ikke filteret »%(value)s«, så vi søger uden det.") % {"value": value[:60]})
            )


def _is_known(field: str, value: str, concepts: ConceptBook) -> bool:
    if field in FACETS:
        return value in concepts.topics and concepts.topics[value].facet == FACETS[field]
    if field == "ignored":
        return _IGNORABLE.match(value) is not None
    if field == "languages":
        return _LANGUAGE.match(value) is not None
    return value in {"delivery": DELIVERY, "roles": ROLES, "when": WHEN}[field]


def _place(text: str, notes: list[Note]) -> Place | None:
    if not text:
        return None
    place = resolve_place(text=text)
    if place is None:
        suggested = suggest_places(text=text, limit=1)
        sentence = _("Vi kender ikke stedet »%(text)s«.") % {"text": text[:60]}
        if suggested:
            name = suggested[0].name
            notes.append(Note(text=sentence + " " + _("Mente du %(name)s?") % {"name": name}, param="hvor", value=name))
        else:
            notes.append(Note(text=sentence + " " + _("Prøv en by, en kommune eller et postnummer.")))
    return place


def _point(params: Params, notes: list[Note]) -> tuple[float | None, float | None]:
    lat = _number(params, "lat", notes, least=-90, most=90)
    lon = _number(params, "lon", notes, least=-180, most=180)
    return (lat, lon) if lat is not None and lon is not None else (None, None)


def _number(params: Params, name: str, notes: list[Note], *, least: float, most: float) -> float | None:
    text = _text(params, name)[:30].replace(",", ".")
    if not text:
        return None
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if math.isfinite(number) and least <= number <= most:
        return number
    names: Mapping[str, str] = {"radius": _("afstanden"), "lat": _("positionen"), "lon": _("positionen")}
    notes.append(Note(text=_("Vi forstod ikke %(name)s »%(text)s«.") % {"name": names[name], "text": text}))
    return None


def _age(params: Params, notes: list[Note]) -> int | None:
    text = _text(params, "alder")[:30]
    if not text:
        return None
    if text.isascii() and text.isdecimal() and int(text) <= OLDEST:
        return int(text)
    notes.append(Note(text=_("Alderen »%(text)s« forstod vi ikke. Skriv den i hele år, fx 15.") % {"text": text}))
    return None


def _gender(params: Params, notes: list[Note]) -> str:
    text = _text(params, "koen").lower()[:30]
    if text and text not in _GENDERS:
        notes.append(Note(text=_("Vi kender ikke filteret »%(value)s«, så vi søger uden det.") % {"value": text}))
    return _GENDERS.get(text, "")


def _sort(params: Params, notes: list[Note]) -> Sort:
    text = _text(params, "sorter")[:30]
    if text in set(Sort):
        return Sort(text)
    if text:
        notes.append(Note(text=_("Vi kender ikke rækkefølgen »%(value)s«.") % {"value": text}))
    return Sort.BEST


def _page(params: Params, name: str) -> int:
    text = _text(params, name)[:12]
    return max(1, int(text)) if text.isascii() and text.isdecimal() else 1


class UnmetNeedForm(forms.Form):
    """What somebody missed, in their own words."""

    text = forms.CharField(
        label=gettext_lazy("Fortæl os, hvad du manglede"),
        help_text=gettext_lazy("Skriv ikke navne eller CPR-numre. Vi sletter det igen efter 180 dage."),
        max_length=LONGEST_NEED,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[refuse_cpr],
        error_messages={"required": gettext_lazy("Skriv med et par ord, hvad du manglede.")},
    )
    municipality_code = forms.CharField(required=False, max_length=4, widget=forms.HiddenInput)

    def clean_municipality_code(self) -> str:
        """Return a code we know; anything else counts as not told."""
        code = str(self.cleaned_data["municipality_code"])
        return code if Municipality.objects.with_codes([code]).exists() else ""
