"""Where the person is: how far each document is, what that is worth, and what is in reach (``interface.Place``)."""

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
#: Degrees that a box is made larger by, for coordinates are rounded: some hundred metres.
_MARGIN = 0.002

#: Some rows, by their numbers; or all of them, without a copy.
Some = Rows | slice
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """What place says of some rows, in their order."""

    factor: Floats
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
        self._near_all: tuple[Places, Floats] | None = None
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

    def within(self) -> Mask:
        """Return of all rows which the place lets through."""
        rows = slice(None)
        if not self.is_known:
            return np.ones(self._state.count, dtype=np.bool_)
        if self._question.reach != "in_reach":
            return self._within(rows, in_reach=self._local, is_local=self._local)
        near, _distance = self._near_all = self._nearer(rows, self.place.worth["reach_km"])
        return self._within(rows, in_reach=_with(self._local, near), is_local=self._local)

    def of(self, rows: Some) -> Whereabouts:
        """Return what place says of some rows."""
        everywhere = self._everywhere[rows]
        if not self.is_known:
            yes = np.ones(len(everywhere), dtype=np.bool_)
            factor = np.where(everywhere, np.float32(1.0), np.float32(self._question.place_unknown))
            return Whereabouts(factor, yes, yes, yes)
        is_local = self._local[rows]
        near, distance = self._near(rows)
        in_reach = _with(is_local, near)
        factor = self._factor(rows, near=near, distance=distance)
        return Whereabouts(factor, in_reach, is_local, self._within(rows, in_reach=in_reach, is_local=is_local))

    def _within(self, rows: Some, *, in_reach: Mask, is_local: Mask) -> Mask:
        """Return which rows the reach lets through, and the radius: but what comes to the person stays."""
        reach, km = self._question.reach, self._question.radius_km
        within = {"everywhere": np.ones_like(in_reach), "in_reach": in_reach, "local": is_local}[reach]
        if km is None or not self._has_point:
            return within
        comes_to_them = ((self._state.column("delivery")[rows] & _NO_TRAVEL) > 0) & is_local
        return _with(within & comes_to_them, self._nearer(rows, km)[0])

    def _factor(self, rows: Some, *, near: Places, distance: Floats) -> Floats:
        """Return the largest factor that applies; what is the person's own counts as that."""
        worth = self.place.worth
        factor = np.full(len(self._everywhere[rows]), worth["elsewhere"], dtype=np.float32)
        factor[near] = np.maximum(factor[near], worth["neighbour"] * self._decay(distance) + worth["elsewhere"])
        national = np.flatnonzero(self._everywhere[rows])
        is_remote = (self._state.column("delivery")[_picked(rows, national)] & _REMOTE) > 0
        by_nation = np.where(is_remote, np.float32(worth["national_remote"]), np.float32(worth["national_in_person"]))
        factor[national] = np.maximum(factor[national], by_nation)
        region = np.flatnonzero(self._region[rows])
        factor[region] = np.maximum(factor[region], np.float32(worth["region"]))
        own = np.flatnonzero(self._own[rows])
        factor[own] = worth["own"] * self._share_of_own(_picked(rows, own))
        return factor

    def _share_of_own(self, rows: Rows) -> NDArray[np.float64]:
        if not self.place.is_precise:
            return np.ones(len(rows))
        distance = self.distances(rows)
        decay = np.where(np.isnan(distance), 1.0, self._decay(distance))
        share: NDArray[np.float64] = _OWN_ANYWHERE + (1 - _OWN_ANYWHERE) * decay
        return share

    def _decay(self, distance: Floats) -> NDArray[np.float64]:
        halvings = distance.astype(np.float64) / self.place.worth["halving_km"]
        decay: NDArray[np.float64] = np.power(0.5, halvings)
        return decay

    def _near(self, rows: Some) -> tuple[Places, Floats]:
        """Return the places among some rows of those within reach, with how far; picked out when that is known."""
        if self._near_all is None:
            return self._nearer(rows, self.place.worth["reach_km"])
        near, distance = self._near_all
        if isinstance(rows, slice):
            return near, distance
        is_near = np.zeros(self._state.count, dtype=np.bool_)
        is_near[near] = True
        places = np.flatnonzero(is_near[rows])
        return places, distance[np.searchsorted(near, rows[places])]

    def _nearer(self, rows: Some, km: float) -> tuple[Places, Floats]:
        """Return the places among some rows of those at most so far away, with how far.

        A box around the person first: it needs no arithmetic, and most are outside. Of those with several spots only
        the first is in the columns, so they are all looked at.
        """
        if self.place.lat is None or self.place.lon is None:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
        lat, lon = self._state.column("lat")[rows], self._state.column("lon")[rows]
        high = km / KM_A_DEGREE + _MARGIN
        wide = high / cos(radians(self.place.lat))
        inside = (lat >= np.float32(self.place.lat - high)) & (lat <= np.float32(self.place.lat + high))
        inside &= (lon >= np.float32(self.place.lon - wide)) & (lon <= np.float32(self.place.lon + wide))
        places = np.flatnonzero(inside | (self._state.column("spot_count")[rows] > 0))
        distance = self.distances(_picked(rows, places))
        is_near = distance <= np.float64(km)
        return places[is_near], distance[is_near]

    def distances(self, rows: Rows) -> Floats:
        """Return km to the nearest spot of some rows; NaN where it is not known."""
        if not self._has_point:
            return np.full(len(rows), np.nan, dtype=np.float32)
        state = self._state
        km = self._km(state.column("lat")[rows], state.column("lon")[rows])
        counts = state.column("spot_count")[rows]
        further = np.flatnonzero(counts)
        if len(further):
            places, begins = members(state.column("spot_start")[rows[further]], counts[further])
            arrays = state.generation.arrays
            others = smallest(self._km(arrays["spot_lat"][places], arrays["spot_lon"][places]), begins)
            km[further] = np.fmin(km[further], others)
        return km.astype(np.float32)

    def _km(self, lats: Floats, lons: Floats) -> NDArray[np.float64]:
        """Return distances on a plane as wide as it is where the person stands: 3 m wrong within 60 km."""
        assert self.place.lat is not None
        assert self.place.lon is not None
        east = (lons.astype(np.float64) - self.place.lon) * (KM_A_DEGREE * cos(radians(self.place.lat)))
        north = (lats.astype(np.float64) - self.place.lat) * KM_A_DEGREE
        km: NDArray[np.float64] = np.sqrt(east * east + north * north)
        return km


def _picked(rows: Some, places: Places) -> Rows:
    """Return the numbers of the rows at some places among some rows."""
    return places.astype(np.int32) if isinstance(rows, slice) else rows[places]


def _with(mask: Mask, places: Places) -> Mask:
    """Return a mask with some places more."""
    more = mask.copy()
    more[places] = True
    return more
