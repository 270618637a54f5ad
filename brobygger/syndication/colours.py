"""Colours that somebody else chooses and that can still be read: measured and mended by WCAG's own formula."""

import re
from dataclasses import dataclass

#: Body text and links, WCAG 2.2, 1.4.3.
LEAST_CONTRAST = 4.5
#: What a widget's words stand on (frontend/styles/widget.scss has the same two).
LIGHT_PAPER, DARK_PAPER = (255, 253, 249), (38, 34, 30)
_WHITE, _BLACK = (255, 255, 255), (0, 0, 0)
_WRITTEN = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
_STEPS = 50

Rgb = tuple[int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Accent:
    """One colour as it is used on one paper, and the colour of words that stand on it."""

    colour: str
    on_colour: str


def read_colour(text: str) -> Rgb | None:
    """Return a colour as written in a page ("#1a5fb4", "15b"), None when it is none."""
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        return None
    digits = found[1] if len(found[1]) == 6 else "".join(digit * 2 for digit in found[1])
    return (int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16))


def write_colour(colour: Rgb) -> str:
    """Return a colour as a page has it."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


def contrast(one: Rgb, other: Rgb) -> float:
    """Return how far apart two colours are in brightness: 1 for the same, 21 for black and white."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mended(colour: Rgb, *, paper: Rgb) -> Rgb:
    """Return the colour nearest to one that can be read on a paper: darker on light, lighter on dark."""
    towards = _BLACK if contrast(_BLACK, paper) > contrast(_WHITE, paper) else _WHITE
    steps = (_mixed(colour, towards, step / _STEPS) for step in range(_STEPS + 1))
    return next(step for step in steps if contrast(step, paper) >= LEAST_CONTRAST)


def accent_on(colour: Rgb, *, paper: Rgb) -> Accent:
    """Return a colour as it is used on a paper."""
    used = mended(colour, paper=paper)
    on_it = max(_WHITE, _BLACK, key=lambda words: contrast(words, used))
    return Accent(colour=write_colour(used), on_colour=write_colour(on_it))


def _mixed(colour: Rgb, other: Rgb, share: float) -> Rgb:
    red, green, blue = (round(own + (far - own) * share) for own, far in zip(colour, other, strict=True))
    return (red, green, blue)


def _luminance(colour: Rgb) -> float:
    shares = (part / 255 for part in colour)
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
