"""Chosen filters as limits of the question, and what each further choice would leave, in words."""

from collections.abc import Iterator, Mapping

from brobygger.search import labels
from brobygger.search.concepts import FACETS
from brobygger.search.engine.columns import DAYS, DELIVERIES, PARTS_OF_DAY, ROLES
from brobygger.search.engine.interface import Limit
from brobygger.search.library import Library
from brobygger.search.queries import FacetValue, Filters
from brobygger.search.wishes import Wishes
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
    filters = wishes.filters
    facets = {
        name: tuple(_concept_values(facet, counts[name], frozenset(getattr(filters, name)), library))
        for name, facet in FACETS.items()
    }
    for name, order in _ORDER.items():
        facets[name] = tuple(_labelled(name, order, counts[name], frozenset(getattr(filters, name))))
    facets["features"] = tuple(_features(counts["features"], filters))
    return facets


def _concept_values(
    facet: str, counts: Mapping[str, int], chosen: frozenset[str], library: Library
) -> Iterator[FacetValue]:
    language = current_language()
    counted = [(counts.get(topic.key, 0), topic) for topic in library.concepts.of_facet(facet)]
    for count, topic in sorted(counted, key=lambda pair: -pair[0]):
        if count or topic.key in chosen:
            yield FacetValue(value=topic.key, label=topic.name_in(language), count=count, is_chosen=topic.key in chosen)


def _labelled(
    name: str, order: tuple[str, ...], counts: Mapping[str, int], chosen: frozenset[str]
) -> Iterator[FacetValue]:
    words = {"delivery": labels.DELIVERY, "roles": labels.ROLES, "when": labels.WHEN}[name]
    for value in order:
        count = counts.get(value, 0)
        if count or value in chosen:
            yield FacetValue(value=value, label=str(words[value]), count=count, is_chosen=value in chosen)


def _features(counts: Mapping[str, int], filters: Filters) -> Iterator[FacetValue]:
    """Features stand beside each other: each count is what is left when it is chosen too, none included."""
    for feature, field in FEATURES.items():
        is_chosen = bool(getattr(filters, field))
        label = str(labels.FEATURES[feature])
        yield FacetValue(value=feature, label=label, count=counts.get(feature, 0), is_chosen=is_chosen)
