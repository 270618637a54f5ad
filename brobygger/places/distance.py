"""How far it is between two points in Denmark, as the crow flies."""

from math import asin, cos, radians, sin, sqrt
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

EARTH_RADIUS_KM = 6371.0088


class HasPoint(Protocol):
    """Anything that lies somewhere: a place, a municipality, a location."""

    @property
    def lat(self) -> float: ...

    @property
    def lon(self) -> float: ...


def distance_km(a: HasPoint, b: HasPoint) -> float:
    """Return the great-circle distance between two points."""
    lat_a, lat_b = radians(a.lat), radians(b.lat)
    half_lat, half_lon = (lat_b - lat_a) / 2, radians(b.lon - a.lon) / 2
    chord = sin(half_lat) ** 2 + cos(lat_a) * cos(lat_b) * sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(min(1.0, chord)))


def distances_km(origin: HasPoint, *, lats: ArrayLike, lons: ArrayLike) -> NDArray[np.float64]:
    """Return the distances from one point to many; where a coordinate is NaN the distance is NaN."""
    lat_a, lat_b = radians(origin.lat), np.radians(np.asarray(lats, dtype=np.float64))
    half_lat = (lat_b - lat_a) / 2
    half_lon = np.radians(np.asarray(lons, dtype=np.float64) - origin.lon) / 2
    chord = np.sin(half_lat) ** 2 + cos(lat_a) * np.cos(lat_b) * np.sin(half_lon) ** 2
    result: NDArray[np.float64] = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(1.0, chord)))
    return result
