"""Which letters the guide's fonts can draw: other signs are left out, rather than printed as empty boxes."""

import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings

#: Built with the portal's other assets (frontend/build/print_fonts.mjs).
FOLDER = Path(settings.PACKAGE) / "ui" / "static" / "ui" / "print"
#: They draw nothing, but say how what stands beside them is drawn.
_UNSEEN = frozenset("\u00ad\u200c\u200d\u200e\u200f")
_SEGMENTS, _GROUPS = 4, 12


class FontsMissing(RuntimeError):
    """The assets have not been built: ``npm run build``."""


def printable(text: str) -> str:
    """Return a text with what can be set: other signs, among them control signs, become a space, never code.

    A text with nothing that can be set becomes "…", as a heading must not be empty.
    """
    drawn = drawable()
    composed = unicodedata.normalize("NFC", text)
    kept = "".join(sign if ord(sign) in drawn or sign in _UNSEEN or sign == "\n" else " " for sign in composed)
    if kept == composed:
        return composed
    return "\n".join(" ".join(line.split()) for line in kept.split("\n")).strip() or "…"


@cache
def drawable() -> frozenset[int]:
    """Return every code point that one of the fonts can draw. Raises ``FontsMissing``."""
    fonts = sorted(FOLDER.glob("*.ttf"))
    if not fonts:
        raise FontsMissing(f"Ingen skrifter i {FOLDER.name}/: kør npm run build.")
    return frozenset(code for font in fonts for code in _codes(font.read_bytes()))


def _codes(font: bytes) -> Iterator[int]:
    """Read the code points of a TrueType file (its ``cmap`` table, in the two forms that Unicode fonts use)."""
    (tables,) = struct.unpack_from(">H", font, 4)
    entries = (struct.unpack_from(">4sLLL", font, 12 + 16 * n) for n in range(tables))
    start = next(offset for tag, _sum, offset, _length in entries if tag == b"cmap")
    (subtables,) = struct.unpack_from(">H", font, start + 2)
    for n in range(subtables):
        (offset,) = struct.unpack_from(">L", font, start + 4 + 8 * n + 4)
        (form,) = struct.unpack_from(">H", font, start + offset)
        if form == _SEGMENTS:
            yield from _of_segments(font, start + offset)
        elif form == _GROUPS:
            yield from _of_groups(font, start + offset)


def _of_segments(font: bytes, at: int) -> Iterator[int]:
    count = struct.unpack_from(">H", font, at + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", font, at + 14)
    starts = struct.unpack_from(f">{count}H", font, at + 16 + 2 * count)
    for first, last in zip(starts, ends, strict=True):
        yield from range(first, min(last, 0xFFFE) + 1)


def _of_groups(font: bytes, at: int) -> Iterator[int]:
    (groups,) = struct.unpack_from(">L", font, at + 12)
    for n in range(groups):
        first, last = struct.unpack_from(">LL", font, at + 16 + 12 * n)
        yield from range(first, last + 1)
