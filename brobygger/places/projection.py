"""Degrees to places on the map: Lambert's conformal conic, with Bornholm in a box.

The same rule is in ``frontend/map/projection.mjs``. The constants are one file that both read, so the pins lie where
the land is drawn.
"""

import json
from dataclasses import dataclass
from math import cos, log, pi, radians, sin, tan

from brobygger.places.distance import EARTH_RADIUS_KM
from brobygger.places.package_data import DATA


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle on the map, in its units."""

    x: float
    y: float
    width: float
    height: float

    def holds(self, x: float, y: float) -> bool:
        """Test whether a place on the map lies inside."""
        return self.x <= x <= self.x + self.width and self.y <= y <= self.y + self.height


def _stretch(lat: float) -> float:
    """The isometric latitude's exponential, the heart of the conformal conic."""
    return tan(pi / 4 + radians(lat) / 2)


_FRAME = json.loads((DATA / "map_frame.json").read_text(encoding="utf-8"))
UNITS_PER_KM: float = _FRAME["units_per_km"]
WHOLE = Box(x=0, y=0, width=_FRAME["width"], height=_FRAME["height"])
BORNHOLM = Box(**dict(zip(("x", "y", "width", "height"), _FRAME["bornholm"]["frame"], strict=True)))
_BORNHOLM_WEST: float = _FRAME["bornholm"]["west_of"]
_SHIFT_X, _SHIFT_Y = _FRAME["bornholm"]["shift"]
_LOW, _HIGH = _FRAME["standard_lats"]
_ORIGIN_X, _ORIGIN_LAT, _ORIGIN_Y = _FRAME["origin"]
_CONE = log(cos(radians(_LOW)) / cos(radians(_HIGH))) / log(_stretch(_HIGH) / _stretch(_LOW))
_SCALE = EARTH_RADIUS_KM * UNITS_PER_KM * cos(radians(_LOW)) * _stretch(_LOW) ** _CONE / _CONE
_ORIGIN_RADIUS = _SCALE / _stretch(_ORIGIN_LAT) ** _CONE


def project(*, lat: float, lon: float) -> tuple[float, float]:
    """Return where a point lies on the map, in units of half a kilometre from its upper left corner."""
    radius = _SCALE / _stretch(lat) ** _CONE
    angle = _CONE * radians(lon - _FRAME["central_lon"])
    x = _ORIGIN_X + radius * sin(angle)
    y = _ORIGIN_Y - _ORIGIN_RADIUS + radius * cos(angle)
    if lon < _BORNHOLM_WEST:
        return x, y
    return x + _SHIFT_X, y + _SHIFT_Y
