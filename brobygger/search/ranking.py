"""The order of hits: the words' score, then rules that a person can read (``data/weights.toml``)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from brobygger.places.distance import distances_km
from brobygger.search.aptness import aptness
from brobygger.search.engine.columns import (
    CAPACITIES,
    DELIVERIES,
    GENDERS,
    NO_AGE_MAX,
    NO_AGE_MIN,
    ROLES,
    bits_of,
    when_bits,
)
from brobygger.search.engine.interface import Engine, Term
from brobygger.search.library import Library, concept_term
from brobygger.search.understanding.lists import people_words
from brobygger.search.understanding.phrases import TELLING
from brobygger.search.weights import weights
from brobygger.search.wishes import Wishes

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

_REMOTE = bits_of(("phone", "online"), DELIVERIES)
_WEEK = 7 * 24 * 3600
#: Odd constants that spread a day and a document's lot over all numbers (Fibonacci hashing).
_DAY_STEP, _SPREAD = 2654435769, np.uint32(2246822507)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """For every row: its score, whether it matches at all, is in reach, and keeps its own stated limits."""

    score: Floats
    matches: Mask
    in_reach: Mask
    is_local: Mask
    is_eligible: Mask
    age_unlikely: Mask
    distance: NDArray[np.float64]
    next_at: NDArray[np.float64]
    terms: tuple[Term, ...]


def rank(wishes: Wishes, library: Library, *, at: datetime) -> Ranking:
    """Return the ranking of every document for what is wished."""
    engine = library.engine
    terms = tuple(question_terms(wishes, library))
    text = engine.scores(terms) if wishes.has_words else np.ones(len(engine.documents), dtype=np.float32)
    best = float(text.max(initial=0.0))
    text = text / best if best > 0 else text
    distance = distances(wishes, engine)
    next_at = next_times(engine, at=at)
    area, in_reach, is_local = _area(wishes, engine, distance)
    age_misfit, age_unlikely = _age_misfits(wishes, engine)
    gender_misfit = _gender_misfits(wishes, engine)
    is_eligible = ~(age_misfit | gender_misfit)
    fit = _fit(wishes, engine, age_misfit, age_unlikely, gender_misfit)
    score = text * area * _wanted(wishes, library) * aptness(wishes, library) * fit
    score = score + _small(engine, next_at=next_at, at=at) * np.minimum(1.0, text * 2)
    best_near = float(text[in_reach].max(initial=0.0))
    matches = text > (weights("terms")["least_share"] * best_near if wishes.has_words else 0.0)
    if (matches & in_reach & is_eligible).any():
        matches &= ~_far_outside(wishes, engine)
    return Ranking(
        score=score.astype(np.float32),
        matches=matches,
        in_reach=in_reach,
        is_local=is_local,
        is_eligible=is_eligible,
        age_unlikely=age_unlikely,
        distance=distance,
        next_at=next_at,
        terms=terms,
    )


def question_terms(wishes: Wishes, library: Library) -> Iterator[Term]:
    """Give the weighted terms of the question: its words, its concepts and what is near them."""
    worth = weights("terms")
    found: dict[str, float] = {}
    saying = {place for said in wishes.said if len(said.places) > 1 for place in said.places}
    for place, token in wishes.tokens:
        for term, weight in library.analyzer.terms(token):
            found[term] = max(found.get(term, 0.0), weight * _loudness(place, token, saying, wishes, library))
    for word in wishes.extra_words:
        for term, weight in library.analyzer.terms(word):
            found.setdefault(term, weight * worth["foreign"])
    found = _without_common(found, library.engine, limit=worth["too_common"])
    for term, weight in _concept_terms(wishes, library):
        found[term] = max(found.get(term, 0.0), weight)
    yield from sorted(found.items())


def _loudness(place: int, token: str, saying: set[int], wishes: Wishes, library: Library) -> float:
    """Return how much one word of the question counts beside what was understood of it."""
    worth = weights("terms")
    if place in wishes.quiet or (place in saying and token in TELLING):
        return worth["quiet_word"]
    if place in saying:
        return worth["saying_word"]
    if not wishes.said or any(place in said.places for said in wishes.said):
        return 1.0
    return worth["field_word"] if library.is_of_the_field(token) else worth["plain_word"]


def _concept_terms(wishes: Wishes, library: Library) -> Iterator[Term]:
    worth = weights("terms")
    if wishes.is_child_speaking and any(library.concepts.topics[said.key].facet == "need" for said in wishes.said):
        yield concept_term("boern"), worth["childs_own"]
    for said in wishes.said:
        topic = library.concepts.topics[said.key]
        own = worth["target"] if topic.facet == "target" else worth["concept"]
        yield concept_term(said.key), own * said.weight
        for other, how in library.concepts.around(said.key).items():
            yield concept_term(other), worth[how] * own / worth["concept"] * said.weight
        if topic.facet != "target":
            for name, share in ((said.key, 1.0), *((key, worth["broader"]) for key in topic.broader)):
                for label in library.concepts.names_in_danish(name):
                    for term, weight in _label_terms(label, library):
                        yield term, weight * worth["label"] * said.weight * share


def _label_terms(label: str, library: Library) -> tuple[Term, ...]:
    """Return a one-word label's terms; longer labels hold words that mean other things alone."""
    return library.analyzer.terms(label.lower()) if " " not in label else ()


def _without_common(found: dict[str, float], engine: Engine, *, limit: float) -> dict[str, float]:
    """Leave out words that stand nearly everywhere, unless there is no other."""
    rare = {term: weight for term, weight in found.items() if engine.commonness(term) <= limit}
    return rare if any(engine.commonness(term) > 0 for term in rare) else found


def distances(wishes: Wishes, engine: Engine) -> NDArray[np.float64]:
    """Return the distance in km to each document's nearest spot; NaN where it is not known."""
    columns = engine.columns
    nearest = np.full(columns.size, np.inf)
    if wishes.origin is not None and len(columns.spot_row):
        km = distances_km(wishes.origin, lats=columns.spot_lat, lons=columns.spot_lon)
        np.minimum.at(nearest, columns.spot_row, np.where(np.isnan(km), np.inf, km))
    return np.where(np.isinf(nearest), np.nan, nearest)


def _area(wishes: Wishes, engine: Engine, distance: NDArray[np.float64]) -> tuple[Floats, Mask, Mask]:
    """Return what place is worth, what is in reach, and what is the person's own (or everybody's)."""
    columns, worth = engine.columns, weights("area")
    everywhere = np.ones(columns.size, dtype=np.bool_)
    if wishes.area is None and wishes.origin is None:
        # Nobody knows where: what can be used from anywhere is the surer help.
        factor = np.where(columns.is_national, 1.0, worth["place_unknown"]).astype(np.float32)
        return factor, everywhere, everywhere
    code = wishes.area.code if wishes.area else ""
    own = columns.mask_of(columns.municipalities, (code,))
    in_region = columns.mask_of(columns.regions, (wishes.area.region_code if wishes.area else "",))
    is_remote = (columns.delivery & _REMOTE) > 0
    national = np.where(is_remote, worth["national_remote"], worth["national_in_person"])
    decay = 0.5 ** (np.nan_to_num(distance, nan=1e9) / worth["halving_km"])
    is_near = np.nan_to_num(distance, nan=1e9) <= worth["reach_km"]
    factor = np.where(is_near, worth["neighbour"] * decay + worth["elsewhere"], worth["elsewhere"])
    factor = np.where(columns.is_national, np.maximum(factor, national), factor)
    factor = np.where(in_region, np.maximum(factor, worth["region"]), factor)
    if wishes.origin is not None and wishes.origin.is_precise:
        own_factor = worth["own"] * (0.85 + 0.15 * np.where(np.isnan(distance), 1.0, decay))
    else:
        own_factor = np.full(columns.size, worth["own"])
    factor = np.where(own, own_factor, factor)
    is_local = own | in_region | columns.is_national
    return factor.astype(np.float32), is_local | is_near, is_local


def _age_misfits(wishes: Wishes, engine: Engine) -> tuple[Mask, Mask]:
    """Return which stated ages leave the person out, and where only the target groups make it unlikely."""
    columns = engine.columns
    nobody = np.zeros(columns.size, dtype=np.bool_)
    if wishes.age is None:
        return nobody, nobody
    outside = (wishes.age < columns.age_min) | ((wishes.age > columns.age_max) & (columns.age_max != NO_AGE_MAX))
    says_nothing = (columns.age_min == NO_AGE_MIN) & (columns.age_max == NO_AGE_MAX)
    speaks_of_age, fits = nobody.copy(), nobody.copy()
    for key, (least, most) in people_words()["targets"].items():
        rows = columns.concepts.get(key)
        if rows is not None:
            speaks_of_age[rows] = True
            fits[rows] |= least <= wishes.age <= most
    return outside, says_nothing & speaks_of_age & ~fits


def _far_outside(wishes: Wishes, engine: Engine) -> Mask:
    """Return what states ages so far from the person's that it is of no use, not even as a misfit."""
    columns, years = engine.columns, weights("fit")["far_outside_years"]
    if wishes.age is None:
        return np.zeros(columns.size, dtype=np.bool_)
    is_too_old = (wishes.age > columns.age_max + years) & (columns.age_max != NO_AGE_MAX)
    is_too_young = (wishes.age < columns.age_min - years) & (columns.age_min != NO_AGE_MIN)
    is_far: Mask = is_too_old | is_too_young
    return is_far


def _close_in_age(wishes: Wishes, engine: Engine) -> Mask:
    """Return what is made for people of this age: children, the young or the old."""
    columns = engine.columns
    fits = np.zeros(columns.size, dtype=np.bool_)
    if wishes.age is None:
        return fits
    for key in ("boern", "unge", "aeldre"):
        least, most = people_words()["targets"][key]
        if least <= wishes.age <= most and key in columns.concepts:
            fits[columns.concepts[key]] = True
    is_close: Mask = fits & ~columns.mask_of(columns.concepts, ("alle", "voksne"))
    return is_close


def _wanted(wishes: Wishes, library: Library) -> Floats:
    """Return the factor of what somebody wrote they do not want."""
    shown_by = {term for word in wishes.unwanted for term, weight in library.analyzer.terms(word) if weight == 1.0}
    is_unwanted = library.engine.scores((term, 1.0) for term in sorted(shown_by)) > 0
    return np.where(is_unwanted, np.float32(weights("fit")["unwanted"]), np.float32(1.0))


def _gender_misfits(wishes: Wishes, engine: Engine) -> Mask:
    limited = engine.columns.gender != GENDERS.index("any")
    if not wishes.gender:
        return np.zeros(engine.columns.size, dtype=np.bool_)
    misfits: Mask = limited & (engine.columns.gender != GENDERS.index(wishes.gender))
    return misfits


def _fit(wishes: Wishes, engine: Engine, age_misfit: Mask, age_unlikely: Mask, gender_misfit: Mask) -> Floats:
    """Return the factors of everything but words and place."""
    columns, worth = engine.columns, weights("fit")
    factor = np.ones(columns.size, dtype=np.float32)
    factor[age_misfit] *= worth["age_misfit"]
    factor[age_unlikely] *= worth["age_unlikely"]
    factor[gender_misfit] *= worth["gender_misfit"]
    if wishes.age is not None:
        states_ages = (columns.age_min != NO_AGE_MIN) & (columns.age_max != NO_AGE_MAX)
        factor[(states_ages & ~age_misfit) | (_close_in_age(wishes, engine) & ~age_misfit)] *= worth["age_fits_closely"]
    if wishes.gender:
        factor[columns.gender == GENDERS.index(wishes.gender)] *= worth["gender_fits_closely"]
    if wishes.roles:
        factor[(columns.roles & bits_of(wishes.roles, ROLES)) == 0] *= worth["role_missing"]
    elif wishes.has_words:
        factor[columns.roles == bits_of(("frivillig",), ROLES)] *= worth["role_only_volunteer"]
    if wishes.delivery:
        factor[(columns.delivery & bits_of(wishes.delivery, DELIVERIES)) == 0] *= worth["delivery_other"]
    if wishes.when:
        factor[(columns.slots & when_bits(wishes.when)) == 0] *= worth["when_other"]
    return factor


def next_times(engine: Engine, *, at: datetime) -> NDArray[np.float64]:
    """Return when each document happens next, as seconds since 1970; infinite when nothing is known."""
    columns = engine.columns
    soonest = np.full(columns.size, np.inf)
    coming = columns.upcoming_at >= at.timestamp()
    np.minimum.at(soonest, columns.upcoming_row[coming], columns.upcoming_at[coming])
    return soonest


def _small(engine: Engine, *, next_at: NDArray[np.float64], at: datetime) -> Floats:
    """Return what settles near ties: room, freshness, how soon, and the day's draw."""
    columns, worth = engine.columns, weights("small")
    is_current = columns.capacity_expires > at.timestamp()
    amount = np.zeros(columns.size, dtype=np.float32)
    for status, name in (("free", "has_room"), ("few", "has_room"), ("waiting", "waiting"), ("paused", "paused")):
        amount[is_current & (columns.capacity == CAPACITIES.index(status))] += worth[name]
    amount[np.nan_to_num(columns.assured, nan=0.0) > at.toordinal() - 365] += worth["confirmed_lately"]
    amount[next_at < at.timestamp() + _WEEK] += worth["soon"]
    return amount + np.float32(worth["rotation"]) * draws(columns.lot, day=at.toordinal())


def draws(lots: NDArray[np.uint32], *, day: int) -> Floats:
    """Return the day's draw, from 0 to 1: the same for everybody, another tomorrow, whatever the size of the owner.

    A published rule that anybody can work out again: the document's lot (BLAKE2b of its key) and the day's number.
    """
    mixed = (lots ^ np.uint32(day * _DAY_STEP % 2**32)) * _SPREAD
    mixed = (mixed ^ (mixed >> np.uint32(15))) * _SPREAD
    return (mixed / np.float32(2**32)).astype(np.float32)
