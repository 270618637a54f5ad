"""The order of hits: the engine's best few, then rules that a person can read (``data/weights.toml``).

Every array has one place for each of the engine's rows, and nothing here looks at any others.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from enum import IntFlag

import numpy as np
from numpy.typing import NDArray

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
from brobygger.search.keeping.library import Library
from brobygger.search.queries import Sort
from brobygger.search.ranking.aptness import age_misfits, aptness, for_others, refused, unlikely_ages
from brobygger.search.ranking.wishes import Wishes
from brobygger.search.signal_switches import signals
from brobygger.search.understanding.lists import people_words
from brobygger.search.weights import weights

Order = NDArray[np.int64]

_DAY = 24 * 3600
#: Help that comes to the person, wherever they are.
_COMES_TO_YOU = bits_of(("phone", "online", "home_visit"), DELIVERIES)
#: Odd constants that spread a day and a document's lot over all numbers (Fibonacci hashing).
_DAY_STEP, _SPREAD = 2654435769, np.uint32(2246822507)


class Misfit(IntFlag):
    """Why a row most likely does not fit, beside what the engine knows."""

    AGE = 1
    AGE_UNLIKELY = 2
    OTHERS = 4
    REFUSED = 8
    ROLE = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One row with what it came to."""

    row: int
    score: float
    distance: float
    next_at: float
    is_eligible: bool
    why: Misfit


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """The rows in the order to show them, with what each came to.

    ``is_eligible`` is False for what most likely is of no use: it states other ages or the other sex, is for groups of
    another age or for the other side of what was told, or is what somebody wrote they do not want. These come last,
    and say why.
    """

    rows: Rows
    score: Floats
    distance: Floats
    next_at: NDArray[np.float64]
    is_eligible: Mask
    why: NDArray[np.uint8]

    def standing(self, place: int) -> Standing:
        """Return what stands at a place in the order."""
        return Standing(
            row=int(self.rows[place]),
            score=float(self.score[place]),
            distance=float(self.distance[place]),
            next_at=float(self.next_at[place]),
            is_eligible=bool(self.is_eligible[place]),
            why=Misfit(int(self.why[place])),
        )


def rank(wishes: Wishes, answer: Answer, library: Library, *, at: datetime) -> Ranking:
    """Return the rows of an answer in the order to show them.

    The rules order the best ``depth`` rows; whoever reads further gets the rest as the engine ordered it.
    """
    size = len(answer.rows)
    seen = min(size, int(weights("page")["depth"]))
    score, order = answer.text * answer.place, np.arange(size)
    is_eligible, why = answer.is_eligible.copy(), np.zeros(size, dtype=np.uint8)
    if signals().rules:
        features = library.engine.features(answer.rows[:seen], at=at)
        why[:seen] = _misfits(wishes, features, library)
        is_eligible &= why == 0
        score[:seen] = _scores(wishes, answer, features, why[:seen], library, at=at)
        order[:seen] = _order(wishes, answer, features, score[:seen], ~is_eligible[:seen])
    return Ranking(
        rows=answer.rows[order],
        score=score[order],
        distance=answer.distance[order],
        next_at=answer.next_at[order],
        is_eligible=is_eligible[order],
        why=why[order],
    )


def _misfits(wishes: Wishes, features: Features, library: Library) -> NDArray[np.uint8]:
    """Return why each row most likely does not fit, as bits of ``Misfit``; 0 when it may."""
    why = np.zeros(len(features.lot), dtype=np.uint8)
    for mask, misfit in (
        (age_misfits(wishes, features), Misfit.AGE),
        (unlikely_ages(wishes, features, library), Misfit.AGE_UNLIKELY),
        (for_others(wishes, features, library), Misfit.OTHERS),
        (refused(wishes, features, library), Misfit.REFUSED),
        (_seeks_no_volunteers(wishes, features), Misfit.ROLE),
    ):
        why[mask] |= np.uint8(misfit)
    return why


def _seeks_no_volunteers(wishes: Wishes, features: Features) -> Mask:
    """Return what asks for no volunteers, as far as anybody told, when somebody wants to be one."""
    if not wishes.wants_to_volunteer:
        return np.zeros(len(features.lot), dtype=np.bool_)
    seeks_none: Mask = (features.roles & bits_of(wishes.roles, ROLES)) == 0
    return seeks_none


def _scores(
    wishes: Wishes, answer: Answer, features: Features, why: NDArray[np.uint8], library: Library, *, at: datetime
) -> Floats:
    """Return the scores of the rows that the rules see."""
    text, place = answer.text[: len(why)], _place_worth(wishes, answer, features)
    fit = _fit(wishes, features, why) * _wanted(wishes, features, at=at)
    small = _small(features, next_at=answer.next_at[: len(why)], at=at)
    score: Floats = text * place * fit * aptness(wishes, features, library) + small * np.minimum(1.0, text * 2)
    return score.astype(np.float32)


def _place_worth(wishes: Wishes, answer: Answer, features: Features) -> Floats:
    """Return what place is worth; help that comes to the person is as near as anything of their own."""
    worth, place = weights("area"), answer.place[: len(features.lot)]
    if wishes.region is not None:
        inside = features.has_any("municipalities", wishes.region.municipality_codes)
        return np.where(
            inside, worth["own"], np.where(features.is_national, worth["national_remote"], worth["outside"])
        )
    if wishes.area is None:
        return place
    own = features.has_any("municipalities", (wishes.area.code,))
    if "outside" in wishes.wanted:
        return np.where(own, worth["own_unwanted"], place)
    if wishes.origin is None or not wishes.origin.is_precise:
        return place
    return np.where(own & ((features.delivery & _COMES_TO_YOU) > 0), np.float32(worth["own"]), place)


def _fit(wishes: Wishes, features: Features, why: NDArray[np.uint8]) -> Floats:
    """Return the factors of everything but words and place."""
    worth = weights("fit")
    factor = np.ones(len(why), dtype=np.float32)
    if wishes.ages:
        outside = (why & np.uint8(Misfit.AGE)) > 0
        factor[outside] *= worth["age_misfit"]
        factor[(why & np.uint8(Misfit.AGE_UNLIKELY)) > 0] *= worth["age_unlikely"]
        states_ages = (features.age_min != NO_AGE_MIN) & (features.age_max != NO_AGE_MAX)
        factor[(states_ages | _close_in_age(wishes, features)) & ~outside] *= worth["age_fits_closely"]
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


def _close_in_age(wishes: Wishes, features: Features) -> Mask:
    """Return what is made for people of this age: children, the young or the old."""
    ages = people_words()["targets"]
    groups = ("boern", "unge", "aeldre")
    close = [key for key in groups if any(ages[key][0] <= age <= ages[key][1] for age in wishes.ages)]
    return features.has_any("concepts", close) & ~features.has_any("concepts", ("alle", "voksne"))


def _wanted(wishes: Wishes, features: Features, *, at: datetime) -> Floats:
    """Return the factor of what would be good: known to be so, not said, or known not to be."""
    worth = weights("wanted")
    factor = np.ones(len(features.lot), dtype=np.float32)
    columns = {"free": features.free, "referral_free": features.referral_free, "companion": features.companion}
    for name in sorted(wishes.wanted.intersection(columns)):
        factor[columns[name] == -1] *= worth["not_said"]
        factor[columns[name] == 0] *= worth["is_not"]
    if "sober" in wishes.wanted:
        factor[features.sober != 1] *= worth["sober_not_said"]
    if "room" in wishes.wanted:
        factor[features.capacity == 0] *= worth["not_said"]
        factor[features.capacity > CAPACITIES.index("few")] *= worth["is_not"]
    if wishes.languages:
        factor[~features.has_any("languages", wishes.languages)] *= worth["not_said"]
    return factor


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
