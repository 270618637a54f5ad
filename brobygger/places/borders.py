"""Municipality borders from an operator's GeoJSON: read, checked, and simplified so that neighbours still fit.

DAGI (Danmarks Administrative Geografiske Inddeling) is delivered in degrees (EPSG:4326) or in metres
(EPSG:25832); both are taken. Nothing here touches the database.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from brobygger.kernel.errors import DomainError
from brobygger.places.models import LAT_RANGE, LON_RANGE
from brobygger.places.utm import to_degrees

Ring = NDArray[np.float64]
Polygon = list[Ring]
Coordinates = list[list[list[list[float]]]]

#: How DAGI, its WFS, DAWA and GeoJSON made from them spell the municipality code.
CODE_PROPERTIES = ("kommunekode", "KOMKODE", "komkode", "KOMMUNEKODE", "kommunekod", "kode", "code")
#: Denmark in metres of UTM zone 32: eastings, northings.
METRES_RANGE = ((400_000.0, 950_000.0), (6_000_000.0, 6_450_000.0))
#: A border moves at most this far when points are left out: a third of a pixel on a map of the whole country.
TOLERANCE_M = 120.0
#: Islets below this are left out, unless they are all a municipality has.
LEAST_ISLAND_M2 = 60_000.0
_METRES_PER_DEGREE = 111_195.0
_SQUEEZE = float(np.cos(np.radians(56.0)))


class BordersUnreadable(DomainError):
    """Filen med kommunegrænser kan ikke læses."""

    code = "borders_unreadable"


def read_borders(collection: object) -> dict[str, list[Polygon]]:
    """Return each municipality's polygons in degrees, or raise ``BordersUnreadable`` naming the faulty feature."""
    features = collection.get("features") if isinstance(collection, Mapping) else None
    if not isinstance(features, list) or not features:
        raise BordersUnreadable("Filen skal være GeoJSON: en FeatureCollection med mindst én kommune.")
    borders: dict[str, list[Polygon]] = defaultdict(list)
    for number, feature in enumerate(features, start=1):
        code = _code(feature, number=number)
        for polygon in _polygons(feature, number=number):
            borders[code].append([_ring(ring, number=number) for ring in polygon])
    return dict(borders)


def simplify_borders(borders: Mapping[str, list[Polygon]]) -> dict[str, Coordinates]:
    """Return the borders with fewer points, as plain GeoJSON MultiPolygon coordinates.

    A stretch that two municipalities share is simplified once, so there are neither gaps nor overlaps.
    """
    corners = _corners(ring for polygons in borders.values() for polygon in polygons for ring in polygon)
    return {code: _simplify_polygons(polygons, corners=corners) for code, polygons in borders.items()}


def _faulty(number: int, what: str) -> BordersUnreadable:
    """Say what is wrong with which feature, counted as people count."""
    return BordersUnreadable(f"Område nr. {number} {what}")


def _code(feature: Any, *, number: int) -> str:
    """Return a feature's municipality code as four digits."""
    properties = feature.get("properties") if isinstance(feature, Mapping) else None
    if not isinstance(properties, Mapping):
        raise _faulty(number, "har ingen egenskaber (properties).")
    value = next((properties[name] for name in CODE_PROPERTIES if name in properties), None)
    code = str(value).strip().zfill(4) if isinstance(value, str | int) else ""
    if not (code.isascii() and code.isdigit() and len(code) == 4):
        raise _faulty(number, f"mangler en kommunekode på fire cifre. Vi leder efter: {', '.join(CODE_PROPERTIES)}.")
    return code


def _polygons(feature: Mapping[str, Any], *, number: int) -> list[list[Any]]:
    """Return a feature's polygons as lists of rings."""
    geometry = feature.get("geometry")
    kind = geometry.get("type") if isinstance(geometry, Mapping) else None
    if not isinstance(geometry, Mapping) or kind not in {"Polygon", "MultiPolygon"}:
        raise _faulty(number, f"skal være en Polygon eller MultiPolygon, men er {kind}.")
    coordinates = geometry.get("coordinates")
    polygons = [coordinates] if kind == "Polygon" else coordinates
    if not isinstance(polygons, list) or not all(isinstance(rings, list) and rings for rings in polygons):
        raise _faulty(number, "har ingen koordinater.")
    return polygons


def _ring(points: Any, *, number: int) -> Ring:
    """Return a ring in degrees, without the repeated last point; metres of UTM zone 32 are turned into degrees."""
    try:
        ring = np.array([point[:2] for point in points], dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise _faulty(number, "har koordinater, der ikke er tal.") from error
    if ring.ndim != 2 or ring.shape[1] != 2 or len(ring) < 4 or not np.isfinite(ring).all():
        raise _faulty(number, "har en ring med færre end fire punkter eller med tomme tal.")
    if _lies_in(ring, *METRES_RANGE):
        ring = to_degrees(ring)
    if not _lies_in(ring, LON_RANGE, LAT_RANGE):
        raise _faulty(
            number,
            "ligger uden for Danmark. Koordinater skal være EPSG:4326 (længde, bredde) eller EPSG:25832.",
        )
    return np.round(ring[:-1] if (ring[0] == ring[-1]).all() else ring, 6)


def _lies_in(ring: Ring, across: tuple[float, float], up: tuple[float, float]) -> bool:
    """Test whether all points of a ring are within a range to each side."""
    low, high = ring.min(axis=0), ring.max(axis=0)
    return bool(across[0] <= low[0] and high[0] <= across[1] and up[0] <= low[1] and high[1] <= up[1])


def _corners(rings: Iterable[Ring]) -> set[tuple[float, float]]:
    """Return the points where three or more stretches meet: they must stay where they are."""
    met: dict[tuple[float, float], set[tuple[float, float]]] = defaultdict(set)
    for ring in rings:
        points = [(x, y) for x, y in ring.tolist()]
        for before, point, after in zip([points[-1], *points], points, [*points[1:], points[0]], strict=False):
            met[point].update((before, after))
    return {point for point, others in met.items() if len(others) > 2}


def _simplify_polygons(polygons: Sequence[Polygon], *, corners: set[tuple[float, float]]) -> Coordinates:
    """Simplify one municipality, leaving out islets and holes too small to see."""
    sized = sorted(((_area_m2(polygon[0]), polygon) for polygon in polygons), key=lambda pair: -pair[0])
    kept = [polygon for index, (area, polygon) in enumerate(sized) if index == 0 or area >= LEAST_ISLAND_M2]
    return [
        [
            _simplify_ring(ring, corners=corners)
            for index, ring in enumerate(polygon)
            if index == 0 or _area_m2(ring) >= LEAST_ISLAND_M2
        ]
        for polygon in kept
    ]


def _simplify_ring(ring: Ring, *, corners: set[tuple[float, float]]) -> list[list[float]]:
    """Simplify a ring stretch by stretch between corners; a ring without corners is cut at its extreme points."""
    points = [(x, y) for x, y in ring.tolist()]
    cuts = [index for index, point in enumerate(points) if point in corners]
    if len(cuts) < 2:
        cuts = sorted({*cuts, points.index(min(points)), points.index(max(points))})
    kept: list[list[float]] = []
    for start, end in zip(cuts, [*cuts[1:], cuts[0] + len(points)], strict=True):
        stretch = np.array([points[index % len(points)] for index in range(start, end + 1)])
        kept.extend(np.round(_simplify_stretch(stretch)[:-1], 4).tolist())
    return [*kept, kept[0]]


def _simplify_stretch(stretch: Ring) -> Ring:
    """Douglas and Peucker's rule, walked in one direction whichever municipality asks."""
    if tuple(stretch[0]) > tuple(stretch[-1]):
        return _simplify_stretch(stretch[::-1])[::-1]
    metres = stretch * (_METRES_PER_DEGREE * _SQUEEZE, _METRES_PER_DEGREE)
    keep = np.zeros(len(stretch), dtype=bool)
    keep[[0, -1]] = True
    todo = [(0, len(stretch) - 1)]
    while todo:
        first, last = todo.pop()
        away = _distances_to_line(metres[first + 1 : last], metres[first], metres[last])
        if away.size and away.max() > TOLERANCE_M:
            middle = first + 1 + int(away.argmax())
            keep[middle] = True
            todo += [(first, middle), (middle, last)]
    return stretch[keep]


def _distances_to_line(points: Ring, start: Ring, end: Ring) -> NDArray[np.float64]:
    """Return how far points are from the straight stretch between two others."""
    along = end - start
    length = float(along @ along)
    share = np.clip((points - start) @ along / length, 0, 1) if length else np.zeros(len(points))
    result: NDArray[np.float64] = np.hypot(*(points - start - share[:, None] * along).T)
    return result


def _area_m2(ring: Ring) -> float:
    """Return the area inside a ring."""
    x, y = ring[:, 0] * _METRES_PER_DEGREE * _SQUEEZE, ring[:, 1] * _METRES_PER_DEGREE
    return abs(float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y))) / 2


def count_points(border: Coordinates) -> int:
    """Return how many points a border is drawn with."""
    return sum(len(ring) for polygon in border for ring in polygon)
