"""Where the person is: how far each document is, what that is worth, and what is in reach (``interface.Place``)."""

from collections.abc import Callable
from dataclasses import dataclass
from math import cos, radians

import numpy as np
from numpy.typing import NDArray

from brobygger.search.engine.columns import DELIVERIES, bits_of
from brobygger.search.engine.generation import State
from brobygger.search.engine.interface import Floats, Mask, Place, Question, Rows
from brobygger.search.engine.marks import unpacked
from brobygger.search.engine.ragged import members, smallest

KM_A_DEGREE = 6371.0088 * radians(1)
_REMOTE = bits_of(("phone", "online"), DELIVERIES)
#: Help that comes to the person, wherever they are.
_NO_TRAVEL = bits_of(("phone", "online", "home_visit"), DELIVERIES)
#: How much of what is one's own is worth the same however far it is.
_OWN_ANYWHERE = 0.85

#: Some rows, by their numbers; or all of them, without a copy.
Some = Rows | slice


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """What place says of some rows, in their order."""

    factor: Floats
    distance: Floats
    in_reach: Mask
    is_local: Mask
    is_within: Mask


class Area:
    """The place of one question, in one state."""

    def __init__(self, state: State, question: Question) -> None:
        self._state, self._question = state, question
        place = question.place or Place()
        self.place = place
        self.is_known = bool(place.municipality_code or place.region_code or self._has_point)
        marks = state.marks
        self._everywhere = unpacked(marks.words("where", ("everywhere",)), state.count)
        if self.is_known:
            self._own = unpacked(marks.words("municipalities", (place.municipality_code,)), state.count)
            self._region = unpacked(marks.words("regions", (place.region_code,)), state.count)
            self._local = self._everywhere | self._own | self._region

    @property
    def _has_point(self) -> bool:
        return self.place.lat is not None and self.place.lon is not None

    def local(self) -> Mask:
        """Return of all rows which are local: own, region or national; all when nobody knows where."""
        return self._local if self.is_known else np.ones(self._state.count, dtype=np.bool_)

    def of(self, rows: Some) -> Whereabouts:
        """Return what place says of some rows."""
        everywhere = self._everywhere[rows]
        yes = np.ones(len(everywhere), dtype=np.bool_)
        if not self.is_known:
            factor = np.where(everywhere, np.float32(1.0), np.float32(self._question.place_unknown))
            return Whereabouts(factor, np.full(len(yes), np.nan, dtype=np.float32), yes, yes, yes)
        distance = self.distances(rows)
        is_local, is_near = self._local[rows], distance <= np.float64(self.place.worth["reach_km"])
        in_reach = is_local | is_near
        within = self._within(rows, distance=distance, in_reach=in_reach, is_local=is_local)
        return Whereabouts(self._factor(rows, distance, is_near), distance, in_reach, is_local, within)

    def within(self) -> Mask:
        """Return of all rows which the place lets through."""
        rows, limits_nothing = slice(None), np.ones(self._state.count, dtype=np.bool_)
        if not self.is_known:
            return limits_nothing
        needs_distance = self._question.radius_km is not None or self._question.reach == "in_reach"
        distance = self.distances(rows) if needs_distance and self._has_point else self._no_distance(rows)
        in_reach = self._local | (distance <= np.float64(self.place.worth["reach_km"]))
        return self._within(rows, distance=distance, in_reach=in_reach, is_local=self._local)

    def _within(self, rows: Some, *, distance: Floats, in_reach: Mask, is_local: Mask) -> Mask:
        """Return which rows the reach lets through, and the radius: but what comes to the person stays."""
        choices: dict[str, Callable[[], Mask]] = {
            "everywhere": lambda: np.ones_like(in_reach),
            "in_reach": lambda: in_reach,
            "local": lambda: is_local,
        }
        within = choices[self._question.reach]()
        if self._question.radius_km is None or not self._has_point:
            return within
        comes_to_them = ((self._state.column("delivery")[rows] & _NO_TRAVEL) > 0) & is_local
        passing: Mask = (within & comes_to_them) | (distance <= np.float64(self._question.radius_km))
        return passing

    def _factor(self, rows: Some, distance: Floats, is_near: Mask) -> Floats:
        """Return the largest factor that applies; what is the person's own counts as that."""
        worth = self.place.worth
        factor = np.full(len(distance), worth["elsewhere"])
        near = np.flatnonzero(is_near)
        factor[near] = np.maximum(factor[near], worth["neighbour"] * self._decay(distance[near]) + worth["elsewhere"])
        national = np.flatnonzero(self._everywhere[rows])
        is_remote = (self._state.column("delivery")[rows][national] & _REMOTE) > 0
        by_nation = np.where(is_remote, worth["national_remote"], worth["national_in_person"])
        factor[national] = np.maximum(factor[national], by_nation)
        region = np.flatnonzero(self._region[rows])
        factor[region] = np.maximum(factor[region], worth["region"])
        own = np.flatnonzero(self._own[rows])
        factor[own] = worth["own"] * self._share_of_own(distance[own])
        return factor.astype(np.float32)

    def _share_of_own(self, distance: Floats) -> NDArray[np.float64]:
        if not self.place.is_precise:
            return np.ones(len(distance))
        decay = np.where(np.isnan(distance), 1.0, self._decay(distance))
        share: NDArray[np.float64] = _OWN_ANYWHERE + (1 - _OWN_ANYWHERE) * decay
        return share

    def _decay(self, distance: Floats) -> NDArray[np.float64]:
        halvings = distance.astype(np.float64) / self.place.worth["halving_km"]
        decay: NDArray[np.float64] = np.power(0.5, halvings)
        return decay

    def distances(self, rows: Some) -> Floats:
        """Return km to the nearest spot of some rows; NaN where it is not known."""
        if not self._has_point:
            return self._no_distance(rows)
        state = self._state
        km = self._km(state.column("lat")[rows], state.column("lon")[rows])
        counts = state.column("spot_count")[rows]
        further = np.flatnonzero(counts)
        if len(further):
            places, begins = members(state.column("spot_start")[rows][further], counts[further])
            arrays = state.generation.arrays
            others = smallest(self._km(arrays["spot_lat"][places], arrays["spot_lon"][places]), begins)
            km[further] = np.fmin(km[further], others)
        return km.astype(np.float32)

    def _km(self, lats: NDArray[np.float64], lons: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return distances on a plane as wide as it is where the person stands: 3 m wrong within 60 km."""
        assert self.place.lat is not None
        assert self.place.lon is not None
        east, north = lons - self.place.lon, lats - self.place.lat
        east *= KM_A_DEGREE * cos(radians(self.place.lat))
        north *= KM_A_DEGREE
        east *= east
        north *= north
        east += north
        km: NDArray[np.float64] = np.sqrt(east, out=east)
        return km

    def _no_distance(self, rows: Some) -> Floats:
        return np.full(len(self._everywhere[rows]), np.nan, dtype=np.float32)
