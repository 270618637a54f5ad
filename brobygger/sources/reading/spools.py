"""Bytes from anywhere as a file on disk that can be looked at more than once: unpacked, in UTF-8, of a known size."""

import codecs
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from typing import IO

from brobygger.sources.reading.fetching import unpacked
from brobygger.sources.reading.limits import MIB, Limits
from brobygger.sources.reading.refusals import FeedRefused, Reason

_PIECE = 256 * 1024
_GZIP, _UTF8_MARK = b"\x1f\x8b", codecs.BOM_UTF8
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_OLD_ENCODING = "cp1252"
_HEAD = 4096


def pieces_of(file: IO[bytes]) -> Iterator[bytes]:
    """Yield a file from where it is, piece by piece."""
    while piece := file.read(_PIECE):
        yield piece


def spooled(pieces: Iterable[bytes], *, limits: Limits) -> IO[bytes]:
    """Return what came, as a file at its beginning; gzip is unpacked. Raises ``FeedRefused`` for more than we take."""
    file = _kept(pieces, limits)
    if file.read(2) == _GZIP:
        file.seek(0)
        with file:
            return _kept(unpacked(pieces_of(file)), limits)
    file.seek(0)
    return file


def _kept(pieces: Iterable[bytes], limits: Limits) -> IO[bytes]:
    """Write pieces to a file that has no name and is gone when it is closed."""
    with ExitStack() as until_kept:
        file, size = until_kept.enter_context(tempfile.TemporaryFile()), 0
        for piece in pieces:
            size += len(piece)
            if size > limits.most_bytes:
                raise FeedRefused(Reason.TOO_LARGE, f"{limits.most_bytes // MIB} MB")
            file.write(piece)
        file.seek(0)
        until_kept.pop_all()
    return file


def size_of(file: IO[bytes]) -> int:
    """Return how much is left of a file."""
    here = file.tell()
    end = file.seek(0, 2)
    file.seek(here)
    return end - here


def head_of(file: IO[bytes]) -> bytes:
    """Return the first bytes that say anything, and stay where we are."""
    here = file.tell()
    head = file.read(_HEAD).lstrip()
    file.seek(here)
    return head


def as_utf8(file: IO[bytes], *, limits: Limits) -> tuple[IO[bytes], bool]:
    """Return a text file in UTF-8, after its mark if it has one; and whether its signs had to be guessed."""
    start = file.read(3)
    if start.startswith(_UTF16_MARKS):
        file.seek(0)
        return _kept(_recoded(file, "utf-16"), limits), False
    file.seek(len(_UTF8_MARK) if start == _UTF8_MARK else 0)
    here = file.tell()
    is_utf8 = _is_utf8(file)
    file.seek(here)
    return (file, False) if is_utf8 else (_kept(_recoded(file, _OLD_ENCODING), limits), True)


def _is_utf8(file: IO[bytes]) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for piece in pieces_of(file):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _recoded(file: IO[bytes], encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    for piece in pieces_of(file):
        yield decoder.decode(piece).encode("utf-8", "replace")
    yield decoder.decode(b"", final=True).encode("utf-8", "replace")
