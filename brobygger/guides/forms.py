"""Raw input → which guide is wanted. What cannot be read is as if nothing had been said."""

from collections.abc import Mapping
from dataclasses import dataclass

from brobygger.guides.values import Paper, Wanted
from brobygger.kernel.errors import DomainError
from brobygger.places.models import Municipality
from brobygger.places.selectors import get_municipality, resolve_place
from brobygger.taxonomy.models import Facet
from brobygger.taxonomy.selectors import ConceptValue, concepts_by_key

LARGE = "stor"


class UnknownPlace(DomainError):
    """Vi kender ikke den kommune."""

    code = "unknown_place"
    status = 404


class UnknownNeed(DomainError):
    """Vi kender ikke den udfordring."""

    code = "unknown_need"
    status = 404


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How it is to be printed."""

    is_large: bool
    paper: Paper


def look_of(data: Mapping[str, str]) -> Look:
    """Return how a guide is to be printed; usual print on A4 unless something else is asked for."""
    is_a5 = data.get("papir", "").lower() == Paper.A5.value
    is_large = data.get("skrift", "") == LARGE
    # Large print on half a sheet would be four lines on a page.
    return Look(is_large=is_large, paper=Paper.A5 if is_a5 and not is_large else Paper.A4)


def wanted_from(*, place: str = "", need: str = "", look: Look) -> Wanted:
    """Return the guide for a municipality (its address name, name or code) and a need (its key), in Danish.

    Raises ``UnknownPlace`` and ``UnknownNeed``.
    """
    municipality = _municipality(place) if place else None
    concept = _need(need) if need else None
    return Wanted(
        municipality_code=municipality.code if municipality else "",
        municipality_name=municipality.name if municipality else "",
        municipality_slug=municipality.slug if municipality else "",
        need_key=concept.key if concept else "",
        need_label=concept.pref_da if concept else "",
        is_large=look.is_large,
        paper=look.paper,
    )


def _municipality(text: str) -> Municipality:
    """Find a municipality by its address name, else by what somebody may call it."""
    found = get_municipality(slug=text)
    if found is None and (place := resolve_place(text=text)):
        found = Municipality.objects.with_codes([place.municipality_code]).first()
    if found is None:
        raise UnknownPlace
    return found


def _need(key: str) -> ConceptValue:
    concept = concepts_by_key().get(key)
    if concept is None or concept.facet != Facet.NEED:
        raise UnknownNeed
    return concept
