"""ETRS89 / UTM zone 32N (EPSG:25832), the coordinates Danish authorities deliver, back to degrees.

Krüger's series to the fourth order in the flattening: exact to less than a millimetre over all of Denmark, so
the portal needs no projection library for the one system it meets.
"""

import numpy as np
from numpy.typing import NDArray

_SEMI_MAJOR_M, _FLATTENING = 6378137.0, 1 / 298.257222101  # GRS 80
_SCALE, _FALSE_EASTING_M, _CENTRAL_LON = 0.9996, 500_000.0, 9.0
_N = _FLATTENING / (2 - _FLATTENING)
_RECTIFYING_RADIUS_M = _SEMI_MAJOR_M / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64)
_BETA = (
    _N / 2 - 2 * _N**2 / 3 + 37 * _N**3 / 96 - _N**4 / 360,
    _N**2 / 48 + _N**3 / 15 - 437 * _N**4 / 1440,
    17 * _N**3 / 480 - 37 * _N**4 / 840,
    4397 * _N**4 / 161280,
)
_DELTA = (
    2 * _N - 2 * _N**2 / 3 - 2 * _N**3 + 116 * _N**4 / 45,
    7 * _N**2 / 3 - 8 * _N**3 / 5 - 227 * _N**4 / 45,
    56 * _N**3 / 15 - 136 * _N**4 / 35,
    4279 * _N**4 / 630,
)


def to_degrees(metres: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn rows of (easting, northing) in metres into rows of (longitude, latitude) in degrees."""
    xi = metres[:, 1] / (_SCALE * _RECTIFYING_RADIUS_M)
    eta = (metres[:, 0] - _FALSE_EASTING_M) / (_SCALE * _RECTIFYING_RADIUS_M)
    xi_sphere, eta_sphere = xi.copy(), eta.copy()
    for step, beta in enumerate(_BETA, start=1):
        xi_sphere -= beta * np.sin(2 * step * xi) * np.cosh(2 * step * eta)
        eta_sphere -= beta * np.cos(2 * step * xi) * np.sinh(2 * step * eta)
    conformal = np.arcsin(np.sin(xi_sphere) / np.cosh(eta_sphere))
    lat = conformal.copy()
    for step, delta in enumerate(_DELTA, start=1):
        lat += delta * np.sin(2 * step * conformal)
    lon = np.arctan2(np.sinh(eta_sphere), np.cos(xi_sphere))
    return np.column_stack([_CENTRAL_LON + np.degrees(lon), np.degrees(lat)])
