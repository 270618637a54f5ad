"""Chosen filters as masks, one for each group, and what each further choice would leave."""

from collections.abc import Iterator, Mapping
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from brobygger.search import labels
from brobygger.search.concepts import FACETS
from brobygger.search.engine.columns import CAPACITIES, DAYS, DELIVERIES, PARTS_OF_DAY, ROLES, bits_of, when_bits
from brobygger.search.engine.interface import Engine
from brobygger.search.library import Library
from brobygger.search.queries import FacetValue, Filters
from brobygger.search.ranking import Ranking
from brobygger.search.wishes import Wishes
from brobygger.ui.languages import current_language

Mask = NDArray[np.bool_]

#: Help that comes to the person, wherever they are.
_NO_TRAVEL = bits_of(("phone", "online", "home_visit"), DELIVERIES)
_FEATURES = {
    "free": "is_free",
    "referral_free": "is_referral_free",
    "room": "has_room",
    "companion": "is_companion_possible",
}


def filter_masks(wishes: Wishes, ranking: Ranking, library: Library, *, at: datetime) -> dict[str, Mask]:
    """Return a mask for every group of filters in use, by the facet's name (``place`` and ``owner`` have no facet)."""
    filters, columns = wishes.filters, library.engine.columns
    masks = {
        name: columns.mask_of(columns.concepts, chosen)
        for name, chosen in (("needs", filters.needs), ("targets", filters.targets), ("activities", filters.activities))
        if chosen
    }
    if filters.delivery:
        masks["delivery"] = (columns.delivery & bits_of(filters.delivery, DELIVERIES)) > 0
    if filters.roles:
        masks["roles"] = (columns.roles & bits_of(filters.roles, ROLES)) > 0
    elif wishes.wants_to_volunteer:
        masks["roles"] = (columns.roles & bits_of(wishes.roles, ROLES)) > 0
    if filters.when:
        masks["when"] = (columns.slots & when_bits(filters.when)) > 0
    for feature, field in _FEATURES.items():
        if getattr(filters, field):
            masks[f"features:{feature}"] = feature_mask(feature, library.engine, at=at)
    if filters.languages:
        masks["languages"] = columns.mask_of(columns.languages, filters.languages)
    if filters.owner_key:
        masks["owner"] = columns.mask_of(columns.owners, (filters.owner_key,))
    masks["place"] = place_mask(wishes, ranking, library.engine)
    return masks


def place_mask(wishes: Wishes, ranking: Ranking, engine: Engine) -> Mask:
    """Return what is in reach: by radius when one is chosen, else the person's own and what is near."""
    mask = ranking.is_local if wishes.filters.is_strict_place else ranking.in_reach
    if wishes.filters.owner_key:
        mask = np.ones_like(mask)
    if wishes.radius_km is not None and wishes.origin is not None:
        comes_to_them = ((engine.columns.delivery & _NO_TRAVEL) > 0) & ranking.is_local
        mask = (mask & comes_to_them) | (np.nan_to_num(ranking.distance, nan=np.inf) <= wishes.radius_km)
    return mask


def feature_mask(feature: str, engine: Engine, *, at: datetime) -> Mask:
    """Return which documents are known to have a feature; "not said" is not yes."""
    columns = engine.columns
    if feature == "room":
        has_room = (columns.capacity == CAPACITIES.index("free")) | (columns.capacity == CAPACITIES.index("few"))
        is_current: Mask = has_room & (columns.capacity_expires > at.timestamp())
        return is_current
    column = {"free": columns.free, "referral_free": columns.referral_free, "companion": columns.companion}[feature]
    is_known: Mask = column == 1
    return is_known


def combine(base: Mask, masks: Mapping[str, Mask], *, but: str = "") -> Mask:
    """Return which documents pass all groups, but for one."""
    found = base.copy()
    for name, mask in masks.items():
        if name != but:
            found &= mask
    return found


def count_facets(
    base: Mask, masks: Mapping[str, Mask], wishes: Wishes, library: Library, *, at: datetime
) -> dict[str, tuple[FacetValue, ...]]:
    """Return every filter's choices with how many hits each has beside the other groups' filters.

    Choices without hits are left out unless they are chosen.
    """
    engine, filters = library.engine, wishes.filters
    everything = combine(base, masks)
    facets: dict[str, tuple[FacetValue, ...]] = {}
    counts = engine.columns.count_concepts(everything)
    for name, facet in FACETS.items():
        own = engine.columns.count_concepts(combine(base, masks, but=name)) if name in masks else counts
        facets[name] = tuple(_concept_values(facet, own, frozenset(getattr(filters, name)), library))
    for name, counts in (
        ("delivery", _bit_counts(combine(base, masks, but="delivery"), engine.columns.delivery, DELIVERIES)),
        ("roles", _bit_counts(combine(base, masks, but="roles"), engine.columns.roles, ROLES)),
        ("when", _when_counts(combine(base, masks, but="when"), engine)),
    ):
        facets[name] = tuple(_labelled(name, counts, frozenset(getattr(filters, name))))
    facets["features"] = tuple(_features(everything, filters, engine, at=at))
    return facets


def _concept_values(
    facet: str, counts: Mapping[str, int], chosen: frozenset[str], library: Library
) -> Iterator[FacetValue]:
    language = current_language()
    counted = [(counts.get(topic.key, 0), topic) for topic in library.concepts.of_facet(facet)]
    for count, topic in sorted(counted, key=lambda pair: -pair[0]):
        if count or topic.key in chosen:
            yield FacetValue(value=topic.key, label=topic.name_in(language), count=count, is_chosen=topic.key in chosen)


def _bit_counts(left: Mask, column: NDArray[np.uint8], order: tuple[str, ...]) -> dict[str, int]:
    values = column[left]
    return {value: int(np.count_nonzero(values & (1 << place))) for place, value in enumerate(order)}


def _when_counts(left: Mask, engine: Engine) -> dict[str, int]:
    slots = engine.columns.slots[left]
    return {value: int(np.count_nonzero(slots & when_bits((value,)))) for value in (*DAYS, *PARTS_OF_DAY)}


def _labelled(name: str, counts: Mapping[str, int], chosen: frozenset[str]) -> Iterator[FacetValue]:
    words = {"delivery": labels.DELIVERY, "roles": labels.ROLES, "when": labels.WHEN}[name]
    for value, count in counts.items():
        if count or value in chosen:
            yield FacetValue(value=value, label=str(words[value]), count=count, is_chosen=value in chosen)


def _features(left: Mask, filters: Filters, engine: Engine, *, at: datetime) -> Iterator[FacetValue]:
    """Features stand beside each other: each count is what is left when it is chosen too, none included."""
    for feature, field in _FEATURES.items():
        count = int(np.count_nonzero(left & feature_mask(feature, engine, at=at)))
        is_chosen = bool(getattr(filters, field))
        yield FacetValue(value=feature, label=str(labels.FEATURES[feature]), count=count, is_chosen=is_chosen)
