"""From a file somebody sends to pictures we dare to show: decoded, turned the right way, drawn anew in a few widths.

Nothing of the file itself is kept: not its name, not its type, not what the camera wrote in it. What cannot be decoded
as a JPEG, PNG or WebP picture is refused, whatever it is called.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from secrets import token_hex
from typing import BinaryIO

from django.utils.translation import gettext_noop as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from brobygger.kernel.errors import BadData

#: Larger files are refused before they are looked into.
MOST_BYTES = 12 * 1024 * 1024
#: Pictures with more points are refused before they are decoded: a small file can hold an enormous picture.
MOST_POINTS = 50_000_000
#: Smaller pictures are blurred on any screen.
LEAST_SIDE = 200
#: A picture is kept this wide, and narrower for phones; never wider than it was.
WIDTHS = (400, 800, 1600)
FOLDER = "offers/"
CONTENT_TYPE = "image/webp"
_QUALITY = 80
_KINDS = ("JPEG", "PNG", "WEBP")
_NAME = re.compile(r"(?P<stem>[0-9a-f]{32})-(?P<width>[1-9][0-9]{2,3})\.webp")
_WHITE = (255, 255, 255)
#: What Pillow raises for files that are broken, or only look like pictures.
_BROKEN = (UnidentifiedImageError, OSError, ValueError, SyntaxError, TypeError, IndexError, EOFError, MemoryError)


class PictureRefused(BadData):
    """Det billede kan vi ikke bruge."""

    code = "picture_refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A picture drawn anew: the files by name, the widest first, and how large that is."""

    files: dict[str, bytes]
    width: int
    height: int


def digest_of(content: bytes) -> str:
    """Return the fingerprint of a file, so that the same one sent twice is known."""
    return sha256(content).hexdigest()


def read_upload(file: BinaryIO) -> bytes:
    """Return what was sent, at most ``MOST_BYTES``; raises ``PictureRefused`` for more, and for nothing."""
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise PictureRefused(_("Billedet fylder mere end 12 MB. Gør det mindre, eller tag et andet."))
    if not content:
        raise PictureRefused(_("Filen er tom. Vælg billedet igen."))
    return content


def draw_anew(content: bytes) -> Drawn:
    """Return a picture in our own widths and format, with nothing left of the file it came from.

    Raises ``PictureRefused`` with words for the person who sent it.
    """
    try:
        with Image.open(BytesIO(content), formats=_KINDS) as image:
            _check_size(image)
            image.draft("RGB", (2 * WIDTHS[-1], 2 * WIDTHS[-1]))
            whole = _plain(image)
    except PictureRefused:
        raise
    except Image.DecompressionBombError as error:
        raise PictureRefused(_("Billedet er alt for stort. Gør det mindre.")) from error
    except _BROKEN as error:
        raise PictureRefused(
            _("Vi kan ikke læse filen som et billede. Brug et billede, der ender på .jpg, .png eller .webp.")
        ) from error
    return _in_widths(whole)


def names_in_widths(name: str) -> list[tuple[str, int]]:
    """Return the name and width of every copy of a picture, the narrowest first; ``name`` is its widest one's."""
    found = _NAME.fullmatch(name.removeprefix(FOLDER))
    if found is None:
        return []
    stem, widest = found["stem"], int(found["width"])
    return [(f"{FOLDER}{stem}-{width}.webp", width) for width in _widths(widest)]


def is_name(name: str) -> bool:
    """Test whether a name may be one of our own files; no other is ever opened."""
    return _NAME.fullmatch(name) is not None


def stem_of(name: str) -> str:
    """Return what all copies of a picture have in common in their names; empty when it is none of ours."""
    found = _NAME.fullmatch(name.removeprefix(FOLDER))
    return found["stem"] if found else ""


def _check_size(image: Image.Image) -> None:
    """Refuse by the size the file states, before a point of it is decoded."""
    if image.width * image.height > MOST_POINTS:
        raise PictureRefused(_("Billedet er alt for stort. Gør det mindre."))
    if min(image.size) < LEAST_SIDE:
        raise PictureRefused(_("Billedet er for lille. Det skal være mindst 200 punkter på hver led."))


def _plain(image: Image.Image) -> Image.Image:
    """Return the points alone: turned as the camera was held, in the colours of the web, on white, nothing else."""
    image.load()
    profile = image.info.get("icc_profile")
    turned = ImageOps.exif_transpose(image)
    turned.thumbnail((WIDTHS[-1], 3 * WIDTHS[-1]))
    coloured = _in_web_colours(turned, profile) if profile else turned
    seen = coloured.convert("RGBA")
    plain = Image.new("RGB", seen.size, _WHITE)
    plain.paste(seen, mask=seen.getchannel("A"))
    return plain


def _in_web_colours(image: Image.Image, profile: bytes) -> Image.Image:
    """Return a picture in sRGB; one whose colours cannot be read stays as it is."""
    if image.mode not in {"RGB", "CMYK"}:
        return image
    try:
        web = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(image, BytesIO(profile), web, outputMode="RGB") or image
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image


def _in_widths(whole: Image.Image) -> Drawn:
    stem = token_hex(16)
    files = {}
    for width in reversed(list(_widths(whole.width))):
        height = max(1, round(whole.height * width / whole.width))
        copy = whole if width == whole.width else whole.resize((width, height))
        out = BytesIO()
        copy.save(out, "WEBP", quality=_QUALITY, method=4)
        files[f"{FOLDER}{stem}-{width}.webp"] = out.getvalue()
    return Drawn(files=files, width=whole.width, height=whole.height)


def _widths(widest: int) -> Iterator[int]:
    """Give the widths of a picture's copies, the narrowest first."""
    yield from (width for width in WIDTHS if width < widest)
    yield widest
