"""Concepts: each facet is a taxonomy, each concept a term in it."""

from collections.abc import Mapping, Sequence
from uuid import UUID, uuid5

from django.utils import translation

from brobygger.opendata.mapping.parts import Thing, page, without_empty
from brobygger.taxonomy.models import CONCEPT_NAMESPACE, Concept, Facet

_LANGUAGE = "da"
#: What each list of concepts is for.
_DESCRIPTIONS: Mapping[str, str] = {
    Facet.NEED: "Det, mennesker søger hjælp til.",
    Facet.TARGET: "Dem, et tilbud er for.",
    Facet.ACTIVITY: "Det, man laver sammen.",
    Facet.DELIVERY: "Måden, man mødes på.",
}


def taxonomy_id_of(facet: str) -> UUID:
    """Return the id of a facet as a taxonomy: the same in every installation."""
    return uuid5(CONCEPT_NAMESPACE, f"facet:{facet}")


def taxonomy_of(facet: str, *, version: str = "") -> Thing:
    """Return a facet as a HSDS ``taxonomy``; the version stands in the taxonomy itself, not wherever it is named."""
    with translation.override(_LANGUAGE):
        name = str(Facet(facet).label).capitalize()
    return without_empty(
        id=str(taxonomy_id_of(facet)),
        name=name,
        description=_DESCRIPTIONS[facet],
        uri=f"{page('taxonomy:index')}#{facet}",
        version=version,
    )


def term_of(concept: Concept) -> Thing:
    """Return a concept (with ``broader``) as a HSDS ``taxonomy_term``.

    The standard has room for one parent: the first in the editors' order.
    """
    parents: Sequence[Concept] = sorted(concept.broader.all(), key=lambda parent: parent.position)
    return without_empty(
        id=str(concept.id),
        code=concept.key,
        name=concept.pref_da,
        description=concept.note_da or _also_called(concept),
        parent_id=str(parents[0].id) if parents else None,
        taxonomy=taxonomy_of(concept.facet)["name"],
        taxonomy_detail=taxonomy_of(concept.facet),
        language=_LANGUAGE,
        term_uri=page("taxonomy:concept", concept.key),
        dk_name_en=concept.pref_en,
    )


def _also_called(concept: Concept) -> str:
    """Return what a concept without an explanation is: other words for it, or its name (the standard wants a text)."""
    return f"Også kaldt {', '.join(concept.alt_da)}." if concept.alt_da else concept.pref_da
