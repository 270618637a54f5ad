"""Which of two words to keep: fields that belong together are chosen together, and what is sensible is chosen first."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from brobygger.directory.values import OfferData
from brobygger.organisations.services import OrganisationData

Data = TypeVar("Data", OfferData, OrganisationData)

ONE, OTHER, BOTH = "one", "other", "both"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Fields that are kept together. ``may_be_both``: lists that can be put together."""

    name: str
    label: Promise
    fields: tuple[str, ...]
    may_be_both: bool = False


def _alone(name: str, label: Promise, *, may_be_both: bool = False) -> Group:
    return Group(name=name, label=label, fields=(name,), may_be_both=may_be_both)


OFFER_GROUPS: tuple[Group, ...] = (
    _alone("name", _("Navn")),
    _alone("organisation_id", _("Forening")),
    _alone("summary", _("Kort fortalt")),
    _alone("description", _("Beskrivelse")),
    _alone("alert", _("Vigtig besked lige nu")),
    _alone("audience", _("Hvem er det for?")),
    _alone("concepts", _("Emner"), may_be_both=True),
    Group(name="ages", label=_("Alder"), fields=("age_min", "age_max")),
    Group(name="gender", label=_("Køn"), fields=("gender", "gender_reason")),
    _alone("needs_sobriety", _("Man skal være ædru og clean")),
    _alone("criteria", _("Krav")),
    _alone("roles", _("Man kan"), may_be_both=True),
    _alone("access", _("Henvisning")),
    Group(name="area", label=_("Hvor det er for"), fields=("is_national", "municipality_codes", "region_codes")),
    _alone("delivery", _("Hvordan man mødes"), may_be_both=True),
    Group(name="places", label=_("Steder og tider"), fields=("locations", "schedules", "schedule_note")),
    Group(name="signup", label=_("Tilmelding"), fields=("signup", "signup_note")),
    Group(name="price", label=_("Pris"), fields=("price_kind", "price_note", "concessions")),
    _alone("contacts", _("Kontakt"), may_be_both=True),
    _alone("first_visit", _("Første gang man kommer")),
    _alone("host_function", _("Hvem tager imod?")),
    _alone("is_companion_possible", _("Nogen kan følge med første gang")),
    _alone("community_type", _("Fællesskab")),
    _alone("practical_help", _("Praktisk hjælp")),
    _alone("languages", _("Sprog"), may_be_both=True),
    Group(name="accessibility", label=_("Tilgængelighed"), fields=("accessibility", "accessibility_note")),
    _alone("links", _("Links"), may_be_both=True),
    Group(name="source", label=_("Kilde"), fields=("source_url", "source_year")),
    _alone("tags", _("Søgeord fra kilden"), may_be_both=True),
)
ORGANISATION_GROUPS: tuple[Group, ...] = (
    _alone("name", _("Navn")),
    _alone("kind", _("Slags")),
    _alone("cvr", _("CVR-nummer")),
    Group(name="basis", label=_("Grundlag"), fields=("basis", "basis_note")),
    _alone("description", _("Om foreningen")),
    _alone("website", _("Hjemmeside")),
    _alone("email", _("Fælles e-mail")),
    _alone("phone", _("Hovednummer")),
    _alone("municipality_id", _("Kommune")),
)
#: The longer of two texts is kept when it is so much longer; otherwise the one confirmed last.
_FULLER = 1.3
_LONG_TEXTS = frozenset({"description", "audience", "first_visit", "summary"})
#: What says nothing: the other is kept.
_NOTHING: tuple[Any, ...] = ("", None, False, "unknown", "any", (), frozenset())


def differing(one: Data, other: Data, groups: tuple[Group, ...]) -> tuple[Group, ...]:
    """Return the groups in which two say something different."""
    return tuple(group for group in groups if _values(one, group) != _values(other, group))


def sensible(one: Data, other: Data, group: Group, *, is_one_newer: bool) -> str:
    """Return what is sensible to keep of a group: what says something, what says more, what was confirmed last."""
    mine, theirs = _values(one, group), _values(other, group)
    silent = [all(value in _NOTHING for value in values) for values in (mine, theirs)]
    if silent[0] != silent[1]:
        return OTHER if silent[0] else ONE
    if group.may_be_both:
        return BOTH
    newer = ONE if is_one_newer else OTHER
    if group.name in _LONG_TEXTS:
        lengths = len(mine[0]), len(theirs[0])
        if max(lengths) > _FULLER * min(lengths):
            return ONE if lengths[0] > lengths[1] else OTHER
    return newer


def is_newer(one_on: date | None, other_on: date | None) -> bool:
    """Test whether the first was confirmed last; two that never were are as good as each other."""
    return (one_on or date.min) >= (other_on or date.min)


def combined(
    one: Data,
    other: Data,
    *,
    keeps_one: bool,
    choices: Mapping[str, str],
    groups: tuple[Group, ...],
    is_one_newer: bool,
) -> Data:
    """Return what the kept one says from now on. A group nobody chose about is kept as is sensible."""
    values: dict[str, Any] = {}
    for group in differing(one, other, groups):
        choice = choices.get(group.name) or sensible(one, other, group, is_one_newer=is_one_newer)
        for field in group.fields:
            mine, theirs = getattr(one, field), getattr(other, field)
            if choice == BOTH and group.may_be_both:
                values[field] = _together(mine, theirs)
            else:
                values[field] = theirs if choice == OTHER else mine
    return replace(one if keeps_one else other, **values)


def _values(data: OfferData | OrganisationData, group: Group) -> tuple[Any, ...]:
    return tuple(getattr(data, field) for field in group.fields)


def _together(mine: Any, theirs: Any) -> Any:
    """Return two lists as one, in their order, each thing once."""
    return mine | theirs if isinstance(mine, frozenset) else tuple(dict.fromkeys((*mine, *theirs)))
