"""The order of hits: the engine's best few, then rules that a person can read (``data/weights.toml``).

Every array has one place for each of the engine's rows, and nothing here looks at any others.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from brobygger.search.aptness import age_misfits, aptness, for_others, unlikely_ages
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
from brobygger.search.engine.interface import Answer, Features, Floats, Mask, Rows
from brobygger.search.library import Library
from brobygger.search.queries import Sort
from brobygger.search.signal_switches import signals
from brobygger.search.understanding.lists import people_words
from brobygger.search.weights import weights
from brobygger.search.wishes import Wishes

Order = NDArray[np.int64]

_DAY = 24 * 3600
#: Help that comes to the person, wherever they are.
_COMES_TO_YOU = bits_of(("phone", "online", "home_visit"), DELIVERIES)
#: Odd constants that spread a day and a document's lot over all numbers (Fibonacci hashing).
_DAY_STEP, _SPREAD = 2654435769, np.uint32(2246822507)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One row with what it came to."""

    row: int
    score: float
    distance: float
    next_at: float
    is_eligible: bool
    age_unlikely: bool
    for_others: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """The rows in the order to show them, with what each came to.

    ``is_eligible`` is False for what most likely is of no use: it states other ages or the other sex, is for groups of
    another age, or is for the other side of what was told. These come last, and say why.
    """

    rows: Rows
    score: Floats
    distance: Floats
    next_at: NDArray[np.float64]
    is_eligible: Mask
    age_unlikely: Mask
    for_others: Mask

    def standing(self, place: int) -> Standing:
        """Return what stands at a place in the order."""
        return Standing(
            row=int(self.rows[place]),
            score=float(self.score[place]),
            distance=float(self.distance[place]),
            next_at=float(self.next_at[place]),
            is_eligible=bool(self.is_eligible[place]),
            age_unlikely=bool(self.age_unlikely[place]),
            for_others=bool(self.for_others[place]),
        )


def rank(wishes: Wishes, answer: Answer, library: Library, *, at: datetime) -> Ranking:
    """Return the rows of an answer in the order to show them.

    The rules order the best ``depth`` rows; whoever reads further gets the rest as the engine ordered it.
    """
    size = len(answer.rows)
    seen = min(size, int(weights("page")["depth"]))
    score, order = answer.text * answer.place, np.arange(size)
    age_unlikely, others = np.zeros(size, dtype=np.bool_), np.zeros(size, dtype=np.bool_)
    if signals().rules:
        features = library.engine.features(answer.rows[:seen], at=at)
        age_unlikely[:seen] = unlikely_ages(wishes, features, library)
        others[:seen] = for_others(wishes, features, library)
        score[:seen] = _scores(wishes, answer, features, age_unlikely[:seen], library, at=at)
        misfit = ~answer.is_eligible[:seen] | age_unlikely[:seen] | others[:seen]
        order[:seen] = _order(wishes, answer, features, score[:seen], misfit)
    return Ranking(
        rows=answer.rows[order],
        score=score[order],
        distance=answer.distance[order],
        next_at=answer.next_at[order],
        is_eligible=(answer.is_eligible & ~age_unlikely & ~others)[order],
        age_unlikely=age_unlikely[order],
        for_others=others[order],
    )


def _scores(
    wishes: Wishes, answer: Answer, features: Features, age_unlikely: Mask, library: Library, *, at: datetime
) -> Floats:
    """Return the scores of the rows that the rules see."""
    seen = len(age_unlikely)
    text, place = answer.text[:seen], _place_worth(wishes, answer, features, seen)
    fit = _fit(wishes, features, age_unlikely) * _wanted(wishes, features, library)
    small = _small(features, next_at=answer.next_at[:seen], at=at)
    score: Floats = text * place * fit * aptness(wishes, features, library) + small * np.minimum(1.0, text * 2)
    return score.astype(np.float32)


def _place_worth(wishes: Wishes, answer: Answer, features: Features, seen: int) -> Floats:
    """Return what place is worth; help that comes to the person is as near as anything of their own."""
    place = answer.place[:seen]
    if wishes.area is None or wishes.origin is None or not wishes.origin.is_precise:
        return place
    comes = (features.delivery & _COMES_TO_YOU) > 0
    own = features.has_any("municipalities", (wishes.area.code,))
    worth: Floats = np.where(comes & own, np.float32(weights("area")["own"]), place)
    return worth


def _fit(wishes: Wishes, features: Features, age_unlikely: Mask) -> Floats:
    """Return the factors of everything but words and place."""
    worth = weights("fit")
    factor = np.ones(len(age_unlikely), dtype=np.float32)
    if wishes.age is not None:
        outside = age_misfits(wishes.age, features)
        factor[outside] *= worth["age_misfit"]
        factor[age_unlikely] *= worth["age_unlikely"]
        states_ages = (features.age_min != NO_AGE_MIN) & (features.age_max != NO_AGE_MAX)
        factor[(states_ages | _close_in_age(wishes.age, features)) & ~outside] *= worth["age_fits_closely"]
    if wishes.gender:
        own, anybody = GENDERS.index(wishes.gender), GENDERS.index("any")
        factor[(features.gender != own) & (features.gender != anybody)] *= worth["gender_misfit"]
        factor[features.gender == own] *= worth["gender_fits_closely"]
    if wishes.roles:
        factor[(features.roles & bits_of(wishes.roles, ROLES)) == 0] *= worth["role_missing"]
    elif wishes.has_words:
        factor[features.roles == bits_of(("frivillig",), ROLES)] *= worth["role_only_volunteer"]
    if wishes.delivery:
        factor[(features.delivery & bits_of(wishes.delivery, DELIVERIES)) == 0] *= worth["delivery_other"]
    if wishes.when:
        factor[(features.slots & when_bits(wishes.when)) == 0] *= worth["when_other"]
    return factor


def _close_in_age(age: int, features: Features) -> Mask:
    """Return what is made for people of this age: children, the young or the old."""
    ages = people_words()["targets"]
    close = [key for key in ("boern", "unge", "aeldre") if ages[key][0] <= age <= ages[key][1]]
    return features.has_any("concepts", close) & ~features.has_any("concepts", ("alle", "voksne"))


def _wanted(wishes: Wishes, features: Features, library: Library) -> Floats:
    """Return the factor of what somebody wrote they do not want."""
    shown_by = {term for word in wishes.unwanted for term, weight in library.analyzer.terms(word) if weight == 1.0}
    if not shown_by:
        return np.float32(1.0)  # type: ignore[return-value]
    return np.where(features.holds_any(sorted(shown_by)), np.float32(weights("fit")["unwanted"]), np.float32(1.0))


def _small(features: Features, *, next_at: NDArray[np.float64], at: datetime) -> Floats:
    """Return what settles near ties: room, freshness, how soon, and the day's draw."""
    worth = weights("small")
    amount = np.zeros(len(next_at), dtype=np.float32)
    for status, name in (("free", "has_room"), ("few", "has_room"), ("waiting", "waiting"), ("paused", "paused")):
        amount[features.capacity == CAPACITIES.index(status)] += worth[name]
    days_since = at.toordinal() - features.assured
    amount[days_since < worth["lately_days"]] += worth["confirmed_lately"]
    amount[days_since > worth["long_ago_days"]] += worth["confirmed_long_ago"]
    amount[next_at < at.timestamp() + worth["soon_days"] * _DAY] += worth["soon"]
    return amount + np.float32(worth["rotation"]) * draws(features.lot, day=at.toordinal())


def draws(lots: NDArray[np.uint32], *, day: int) -> Floats:
    """Return the day's draw, from 0 to 1: the same for everybody, another tomorrow, whatever the size of the owner.

    A published rule that anybody can work out again: the document's lot (BLAKE2b of its key) and the day's number.
    """
    mixed = (lots ^ np.uint32(day * _DAY_STEP % 2**32)) * _SPREAD
    mixed = (mixed ^ (mixed >> np.uint32(15))) * _SPREAD
    return (mixed / np.float32(2**32)).astype(np.float32)


def _order(wishes: Wishes, answer: Answer, features: Features, score: Floats, misfit: Mask) -> Order:
    """Return the order asked for; what does not fit comes after all that does."""
    sort = wishes.filters.sort
    if sort == Sort.BEST:
        order = np.lexsort((features.lot, -score, misfit))
        return order if wishes.filters.owner_key else _mixed(order, wishes, misfit, features)
    return np.lexsort((features.lot, -score, _sorted_by(sort, answer, features), misfit))


def _sorted_by(sort: Sort, answer: Answer, features: Features) -> NDArray[np.floating]:
    """Return what the person wants the hits sorted by, the least first."""
    seen = len(features.lot)
    if sort == Sort.NEAREST:
        return np.nan_to_num(answer.distance[:seen], nan=np.inf)
    if sort == Sort.SOON:
        return answer.next_at[:seen]
    return -np.nan_to_num(features.assured, nan=-1.0)


def _mixed(order: Order, wishes: Wishes, misfit: Mask, features: Features) -> Order:
    """Return the order so that no owner fills the first page; what is held back comes right after it."""
    most, size = int(weights("page")["most_of_one_owner"]), wishes.filters.page_size
    owner = features.owner
    shown: Counter[int] = Counter()
    first: list[int] = []
    held_back: list[int] = []
    for place, found in enumerate(order):
        if len(first) == size or misfit[found]:
            return np.array([*first, *held_back, *order[place:]], dtype=order.dtype)
        is_too_many = shown[int(owner[found])] >= most
        (held_back if is_too_many else first).append(int(found))
        shown[int(owner[found])] += 1
    return np.array([*first, *held_back], dtype=order.dtype)
