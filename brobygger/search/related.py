"""Reads: needs around what was understood, so that somebody who is nearly right gets the rest of the way in one tap."""

from collections.abc import Mapping
from datetime import datetime

from django.core.cache import cache

from brobygger.search.concepts import FACETS, load_concepts
from brobygger.search.queries import FacetValue, Filters, Result
from brobygger.search.selectors import find

MOST = 6
#: How often the counts of a place are made anew.
SECONDS = 120
#: What is narrower helps most, then what is beside, then what is broader.
_ORDER = ("narrower", "related", "broader")
_FIELD_OF = {facet: field for field, facet in FACETS.items()}


def related(*, result: Result, at: datetime) -> tuple[tuple[str, FacetValue], ...]:
    """Return concepts near those understood or chosen, each with its field of ``Filters`` and how many offers it has.

    Only such as have any where the person is. Nothing when nothing was understood.
    """
    book, filters = load_concepts(), result.filters
    asked = [key for key, _label in result.understood.concepts] + [*filters.needs, *filters.targets, *filters.activities]
    near: dict[str, int] = {}
    for key in asked:
        for other, how in book.around(key).items():
            if other not in asked and book.topics[other].facet in _FIELD_OF:
                near[other] = min(_ORDER.index(how), near.get(other, len(_ORDER)))
    if not near:
        return ()
    counts = _counts(filters, code=filters.municipality_code or result.understood.municipality_code, at=at)
    ordered = sorted((key for key in near if counts.get(key)), key=lambda key: (near[key], -counts[key], key))
    return tuple(
        (
            _FIELD_OF[book.topics[key].facet],
            FacetValue(value=key, label=book.topics[key].name, count=counts[key]),
        )
        for key in ordered[:MOST]
    )


def _counts(filters: Filters, *, code: str, at: datetime) -> Mapping[str, int]:
    """Return how many offers each concept has where the person is, whatever else was asked; remembered for a moment."""
    place = Filters(
        municipality_code=code,
        is_strict_place=filters.is_strict_place,
        lat=filters.lat,
        lon=filters.lon,
        radius_km=filters.radius_km,
        page_size=1,
        widen=False,
    )
    name = f"related:{code}:{place.is_strict_place}:{place.lat}:{place.lon}:{place.radius_km}"

    def count() -> Mapping[str, int]:
        facets = find(filters=place, at=at).facets
        return {value.value: value.count for field in FACETS for value in facets.get(field, ())}

    found: Mapping[str, int] = cache.get_or_set(name, count, timeout=SECONDS)
    return found
