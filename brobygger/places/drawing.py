"""The sheet with an operator's own borders: the package's drawing with the land exchanged, all else alike."""

import re
from collections.abc import Iterable, Mapping, Sequence

from brobygger.kernel.errors import DomainError
from brobygger.places.borders import Coordinates
from brobygger.places.projection import project

#: The drawing counts in tenths of a map unit: fifty metres.
STEPS_PER_UNIT = 10
_LAND = re.compile(r'(<g id="land">).*?(</g>)', re.DOTALL)
_TINT = re.compile(r'id="k(\d{4})" class="t(\d)"')


class SheetUnreadable(DomainError):
    """Kortet er ikke bygget rigtigt. Byg det igen med: npm run build"""

    code = "sheet_unreadable"
    status = 500


def draw_borders(*, sheet: str, borders: Mapping[str, Coordinates]) -> str:
    """Return the sheet with these municipalities in place of its own, in the same tints.

    Raises ``SheetUnreadable`` when the sheet has no land to exchange.
    """
    if _LAND.search(sheet) is None:
        raise SheetUnreadable
    tints = dict(_TINT.findall(sheet))
    paths = "\n".join(_path(code, border, tint=tints.get(code, "0")) for code, border in sorted(borders.items()))
    return _LAND.sub(lambda found: f"{found[1]}\n{paths}\n{found[2]}", sheet, count=1)


def _path(code: str, border: Coordinates, *, tint: str) -> str:
    """Draw one municipality."""
    data = "".join(_ring(ring) for polygon in border for ring in polygon)
    return f'<path id="k{code}" class="t{tint}" d="{data}"/>'


def _ring(ring: Iterable[Sequence[float]]) -> str:
    """Draw one closed line, each point relative to the one before."""
    steps = [tuple(round(value * STEPS_PER_UNIT) for value in project(lat=point[1], lon=point[0])) for point in ring]
    (x, y), *rest = steps
    data = [f"M{x} {y}"]
    for next_x, next_y in rest[:-1]:
        if (next_x, next_y) != (x, y):
            data.append(f"l{next_x - x} {next_y - y}")
        x, y = next_x, next_y
    return "".join(data).replace(" -", "-") + "z"
