"""Chosen filters as limits of the question, and what each further choice would leave, in words."""

from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache

from brobygger.search import labels
from brobygger.search.engine.columns import DAYS, DELIVERIES, PARTS_OF_DAY, ROLES
from brobygger.search.engine.interface import Limit
from brobygger.search.keeping.library import Library
from brobygger.search.queries import FacetValue, Filters
from brobygger.search.ranking.wishes import Wishes
from brobygger.search.understanding.concepts import FACETS
from brobygger.ui.languages import current_language

Counts = Mapping[str, Mapping[str, int]]

FEATURES = {
    "free": "is_free",
    "referral_free": "is_referral_free",
    "room": "has_room",
    "companion": "is_companion_possible",
}
_ORDER = {"delivery": DELIVERIES, "roles": ROLES, "when": (*DAYS, *PARTS_OF_DAY)}
#: The facets of an answer and the engine's field of each.
COUNTED = {**dict.fromkeys(FACETS, "concepts"), **{name: name for name in _ORDER}, "features": "features"}


def limits_of(wishes: Wishes) -> dict[str, Limit]:
    """Return a limit for every group of filters in use, by the facet's name (``owner`` and ``languages`` have none).

    Features stand beside each other: each is a group of its own, ``features:free``.
    """
    filters = wishes.filters
    chosen = {name: tuple(getattr(filters, name)) for name in (*FACETS, "delivery", "when", "languages")}
    chosen["roles"] = wishes.roles if wishes.wants_to_volunteer else filters.roles
    chosen["owner"] = (filters.owner_key,) if filters.owner_key else ()
    limits = {name: Limit(field=COUNTED.get(name, name), values=values) for name, values in chosen.items() if values}
    for feature, field in FEATURES.items():
        if getattr(filters, field):
            limits[f"features:{feature}"] = Limit(field="features", values=(feature,))
    return limits


def facets_of(counts: Counts, wishes: Wishes, library: Library) -> dict[str, tuple[FacetValue, ...]]:
    """Return every filter's choices with how many hits each has beside the other groups' filters.

    Choices without hits are left out unless they are chosen; features are always there.
    """
    filters, language = wishes.filters, current_language()
    facets = {}
    for name, facet in FACETS.items():
        found = _values(library.concepts.labels_of(facet, language), counts[name], getattr(filters, name))
        found.sort(key=lambda value: -value.count)
        facets[name] = tuple(found)
    for name in _ORDER:
        facets[name] = tuple(_values(_labels_of(name, language), counts[name], getattr(filters, name)))
    facets["features"] = tuple(_features(counts["features"], filters))
    return facets


def _values(shown: Mapping[str, str], counts: Mapping[str, int], chosen: Collection[str]) -> list[FacetValue]:
    """Return the values with hits, and those that are chosen, with their labels and in the labels' order."""
    return [
        FacetValue(value=value, label=label, count=counts.get(value, 0), is_chosen=value in chosen)
        for value, label in shown.items()
        if value in counts or value in chosen
    ]


@lru_cache(maxsize=16)
def _labels_of(name: str, _language: str) -> Mapping[str, str]:
    """Return the labels of a facet that has no concepts, in the language being spoken."""
    words = {"delivery": labels.DELIVERY, "roles": labels.ROLES, "when": labels.WHEN, "features": labels.FEATURES}[name]
    return {value: str(words[value]) for value in _ORDER.get(name, FEATURES)}


def _features(counts: Mapping[str, int], filters: Filters) -> Iterator[FacetValue]:
    """Features stand beside each other: each count is what is left when it is chosen too, none included."""
    shown = _labels_of("features", current_language())
    for feature, field in FEATURES.items():
        is_chosen, label = bool(getattr(filters, field)), shown[feature]
        yield FacetValue(value=feature, label=label, count=counts.get(feature, 0), is_chosen=is_chosen)
