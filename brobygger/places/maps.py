"""A page's map: which part of Denmark, where the pins stand, what is written. Pure functions, no queries.

Positions are shares of the frame in per cent, so pins and names keep their size in pixels while the sheet under
them grows and shrinks: no script, no inline style.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from math import hypot

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.places import package_data
from brobygger.places.projection import BORNHOLM, UNITS_PER_KM, WHOLE, Box, project

#: Nothing closer: the coast is true to about a kilometre.
CLOSEST_KM = 14.0
#: Air round the outermost pin, as a share of the frame.
AIR = 0.14
#: Pins within this many pixels of each other become one with a count.
CLUSTER_PX = 27.0
#: The width in pixels the overlaps are reckoned at: a phone's, so that pins never cover each other there.
NOMINAL_WIDTH_PX = 330.0
MOST_NAMES = 14
_LETTER_PX, _LINE_PX = 7.0, 15.0
#: Where pins have taken its centre, a name stands a little above or below, else at another of its towns.
_NUDGES_PX = (0, -24, 24)
_MOST_TOWNS = 6
#: Farther off, a name would seem to belong to somebody else.
_FARTHEST_UNITS = 4.0
#: Wider than this, a name belongs to a town and not to the land round it.
_WIDEST_FOR_TOWNS = 240.0
#: What a close look at Bornholm shows: its box without the edges.
_BORNHOLM_CLOSE = 0.9
_SCALES_KM = (100, 50, 20, 10, 5, 2, 1)

Spot = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class MapBase:
    """The sheet: its address, and who the borders on it are from when an operator imported them."""

    url: str
    version: str = ""
    borders_source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """Something to show: ``number`` is the one it has in the list beside the map."""

    lat: float
    lon: float
    label: str
    url: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Focus:
    """What the map is about: points it must show, or a radius round where the person is (``here``)."""

    points: tuple[Spot, ...] = ()
    here: Spot | None = None
    radius_km: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A pin, or several in one, ready to draw; ``label`` is what a screen reader says."""

    left: str
    top: str
    text: str
    label: str
    url: str
    is_cluster: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A municipality's name where there is room for it."""

    left: str
    top: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """Where the person is, and how far "near" goes."""

    left: str
    top: str
    radius_across: str
    radius_down: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MapView:
    """Everything ``places/map.html`` draws."""

    label: str
    base_url: str
    borders_source: str
    view_box: str
    marks: tuple[Mark, ...]
    names: tuple[Name, ...]
    here: Here | None
    outside: int
    scale_km: int
    scale_width: str
    has_clusters: bool
    width: int = field(default=int(WHOLE.width))
    height: int = field(default=int(WHOLE.height))


def build_map(
    *,
    pins: Sequence[Pin],
    base: MapBase,
    focus: Focus | None = None,
    label: str = "",
    cluster_url: Callable[[Sequence[Pin]], str] | None = None,
) -> MapView:
    """Return the map for some pins: framed on the focus and what is near it, or on all the pins.

    ``cluster_url`` gives the address behind several pins in one (else the first pin's own). Pins that fall
    outside the frame are counted, not hidden in silence.
    """
    placed = [(project(lat=pin.lat, lon=pin.lon), pin) for pin in pins]
    frame = _frame(spots=[spot for spot, _pin in placed], focus=focus)
    inside = [(spot, pin) for spot, pin in placed if frame.holds(*spot)]
    clusters = _clusters(inside, frame=frame)
    km, across = _scale(frame)
    return MapView(
        label=label
        or ngettext("Kort med %(count)d tilbud", "Kort med %(count)d tilbud", len(inside)) % {"count": len(inside)},
        base_url=f"{base.url}#svgView(viewBox({_numbers(frame, ',')}))",
        borders_source=base.borders_source,
        view_box=_numbers(frame, " "),
        marks=tuple(_mark(spot, group, frame=frame, cluster_url=cluster_url) for spot, group in clusters),
        names=_names(frame, taken=[spot for spot, _group in clusters]),
        here=_here(focus, frame=frame),
        outside=len(placed) - len(inside),
        scale_km=km,
        scale_width=across,
        has_clusters=any(len(group) > 1 for _spot, group in clusters),
    )


def _frame(*, spots: Sequence[Spot], focus: Focus | None) -> Box:
    """Choose the part of the map to show, in the whole map's shape."""
    wanted = _focus_spots(focus)
    if wanted:
        reach = _reach(wanted)
        wanted += [
            spot for spot in spots if all(low <= value <= high for value, (low, high) in zip(spot, reach, strict=True))
        ]
    wanted = wanted or list(spots)
    if not wanted:
        return WHOLE
    if all(BORNHOLM.holds(*spot) for spot in wanted):
        return _bornholm_close()
    left, right = min(x for x, _y in wanted), max(x for x, _y in wanted)
    top, bottom = min(y for _x, y in wanted), max(y for _x, y in wanted)
    air_x, air_y = (right - left) * AIR + 4, (bottom - top) * AIR + 4
    return _shaped(left - air_x, top - air_y, right + air_x, bottom + air_y)


def _bornholm_close() -> Box:
    """Return the frame for Bornholm alone."""
    height = BORNHOLM.height * _BORNHOLM_CLOSE
    width = height * WHOLE.width / WHOLE.height
    return Box(
        x=round(BORNHOLM.x + (BORNHOLM.width - width) / 2, 1),
        y=round(BORNHOLM.y + (BORNHOLM.height - height) / 2, 1),
        width=round(width, 1),
        height=round(height, 1),
    )


def _focus_spots(focus: Focus | None) -> list[Spot]:
    """Return the places on the map that a focus must show."""
    if focus is None:
        return []
    spots = [project(lat=lat, lon=lon) for lat, lon in focus.points]
    if focus.here is not None:
        x, y = project(lat=focus.here[0], lon=focus.here[1])
        reach = focus.radius_km * UNITS_PER_KM
        spots += [(x - reach, y - reach), (x + reach, y + reach)]
    return spots


def _reach(spots: Sequence[Spot]) -> tuple[Spot, Spot]:
    """Return how far off a pin may lie and still widen the frame: half the focus' size to each side."""
    xs, ys = [x for x, _y in spots], [y for _x, y in spots]
    more = max(max(xs) - min(xs), max(ys) - min(ys), CLOSEST_KM * UNITS_PER_KM) / 2
    return (min(xs) - more, max(xs) + more), (min(ys) - more, max(ys) + more)


def _shaped(left: float, top: float, right: float, bottom: float) -> Box:
    """Return the least box of the whole map's shape round another, inside the map where that is possible."""
    shape = WHOLE.width / WHOLE.height
    width = max(right - left, (bottom - top) * shape, CLOSEST_KM * UNITS_PER_KM)
    if width >= WHOLE.width:
        return WHOLE
    height = width / shape
    x = min(max((left + right - width) / 2, 0), WHOLE.width - width)
    y = min(max((top + bottom - height) / 2, 0), WHOLE.height - height)
    return Box(x=round(x, 1), y=round(y, 1), width=round(width, 1), height=round(height, 1))


def _clusters(placed: Iterable[tuple[Spot, Pin]], *, frame: Box) -> list[tuple[Spot, list[Pin]]]:
    """Put pins that would cover each other together, where the first of them stands."""
    least = CLUSTER_PX * frame.width / NOMINAL_WIDTH_PX
    groups: list[tuple[Spot, list[Pin]]] = []
    for spot, pin in placed:
        near = next((group for at, group in groups if hypot(at[0] - spot[0], at[1] - spot[1]) < least), None)
        if near is None:
            groups.append((spot, [pin]))
        else:
            near.append(pin)
    return groups


def _mark(spot: Spot, group: Sequence[Pin], *, frame: Box, cluster_url: Callable[[Sequence[Pin]], str] | None) -> Mark:
    """Make one pin, or one for several."""
    left, top = _shares(spot, frame)
    first = group[0]
    if len(group) == 1:
        return Mark(
            left=left,
            top=top,
            text=str(first.number),
            label=f"{first.number}. {first.label}",
            url=first.url,
            is_cluster=False,
        )
    listed = ", ".join(f"{pin.number}. {pin.label}" for pin in group[:6])
    more = _(" og %(count)d til") % {"count": len(group) - 6} if len(group) > 6 else ""
    return Mark(
        left=left,
        top=top,
        text=str(len(group)),
        label=_("%(count)d tilbud samme sted: %(listed)s") % {"count": len(group), "listed": listed} + more,
        url=cluster_url(group) if cluster_url else first.url,
        is_cluster=True,
    )


def _here(focus: Focus | None, *, frame: Box) -> Here | None:
    """Make the circle round where the person is."""
    if focus is None or focus.here is None:
        return None
    left, top = _shares(project(lat=focus.here[0], lon=focus.here[1]), frame)
    reach = focus.radius_km * UNITS_PER_KM
    return Here(
        left=left, top=top, radius_across=_percent(reach / frame.width), radius_down=_percent(reach / frame.height)
    )


@cache
def _all_names() -> tuple[tuple[str, tuple[Spot, ...]], ...]:
    """Return every municipality's name and its towns' places, the most populous first.

    Before them all stands the name under Bornholm's box, which would be a riddle without.
    """
    municipalities = package_data.municipalities()
    towns = package_data.towns(municipalities, package_data.postcodes())
    names = [
        (row.name, tuple(project(lat=town.lat, lon=town.lon) for town in towns[row.code][:_MOST_TOWNS]))
        for row in sorted(municipalities, key=lambda row: -row.population)
    ]
    under_the_box = (BORNHOLM.x + BORNHOLM.width / 2, BORNHOLM.y + BORNHOLM.height + 16)
    return (("Bornholm", (under_the_box,)), *names)


def _names(frame: Box, *, taken: Sequence[Spot]) -> tuple[Name, ...]:
    """Write names where there is room: not over each other, a pin or the edge."""
    unit = NOMINAL_WIDTH_PX / frame.width
    written = [_label_box(at, width_px=30, height_px=30, unit=unit) for at in taken]
    names: list[Name] = []
    for text, towns in _all_names():
        if len(names) == MOST_NAMES:
            break
        if not frame.holds(*towns[0]) or any(name.text == text for name in names):
            continue
        for at in _candidates(towns, frame=frame):
            box = _label_box(at, width_px=len(text) * _LETTER_PX + 6, height_px=_LINE_PX, unit=unit)
            if _is_within(box, frame) and not any(_overlaps(box, other) for other in written):
                written.append(box)
                left, top = _shares(at, frame)
                names.append(Name(left=left, top=top, text=text))
                break
    return tuple(names)


def _candidates(towns: Sequence[Spot], *, frame: Box) -> list[Spot]:
    """Return where a municipality's name may stand, best first; seen from afar only its centre."""
    (x, y), *others = towns
    units_per_px = frame.width / NOMINAL_WIDTH_PX
    nudged = [(x, y + px * units_per_px) for px in _NUDGES_PX if abs(px) * units_per_px <= _FARTHEST_UNITS]
    return nudged + (others if frame.width <= _WIDEST_FOR_TOWNS else [])


def _label_box(at: Spot, *, width_px: float, height_px: float, unit: float) -> Box:
    """Return the box, in map units, of something that is some pixels large round a place."""
    width, height = width_px / unit, height_px / unit
    return Box(x=at[0] - width / 2, y=at[1] - height / 2, width=width, height=height)


def _is_within(box: Box, frame: Box) -> bool:
    """Test whether all of a box is inside the frame."""
    return frame.holds(box.x, box.y) and frame.holds(box.x + box.width, box.y + box.height)


def _overlaps(a: Box, b: Box) -> bool:
    """Test whether two boxes share a spot."""
    return a.x < b.x + b.width and b.x < a.x + a.width and a.y < b.y + b.height and b.y < a.y + a.height


def _scale(frame: Box) -> tuple[int, str]:
    """Choose a round length for the scale bar: the longest that takes at most a quarter of the width."""
    width_km = frame.width / UNITS_PER_KM
    km = next((km for km in _SCALES_KM if km <= width_km / 4), _SCALES_KM[-1])
    return km, _percent(km / width_km)


def _shares(spot: Spot, frame: Box) -> tuple[str, str]:
    """Return a place as shares of the frame."""
    return _percent((spot[0] - frame.x) / frame.width), _percent((spot[1] - frame.y) / frame.height)


def _percent(share: float) -> str:
    """Write a share as SVG wants it, whatever the reader's language."""
    return f"{share * 100:.2f}%"


def _numbers(box: Box, separator: str) -> str:
    """Write a box as the four numbers of a view box."""
    return separator.join(f"{value:g}" for value in (box.x, box.y, box.width, box.height))
