"""The file: one generation of the index, laid out so that opening it is a single ``mmap``.

::

    0   8 bytes   b"BROBYIDX"
    8   8 bytes   length of the header (little endian)
    16  16 bytes  BLAKE2b of the header
    32  header    JSON: format, about, size, checksum, facts, arrays {name: dtype, shape, offset}
    ..  arrays    each at a multiple of 64 bytes, little endian, the rest is zeros

A file is written under another name in the same folder, synced and put in place with ``os.replace``: it is there
whole or not at all, and who reads the file before it keeps that one. It is mapped *copy-on-write*: all processes
share its pages, and those few that a process writes its changes to (the spare rows) become its own.
"""

import json
import mmap
import os
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

MAGIC = b"BROBYIDX"
#: To be raised whenever the meaning of a header or an array changes: other formats are refused, and built anew.
FORMAT = 2
_ALIGNMENT = 64
_PREFIX = 32
_LARGEST_HEADER = 2**26
_ENCLOSED = "enclosed_"

Array = NDArray[Any]
About = Mapping[str, str | int | None]


class IndexUnreadable(Exception):
    """The file is no index of this version, or not whole. It is derived: build it again."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a file holds: ``about`` is the builder's, ``facts`` are the engine's, ``arrays`` is the bulk."""

    about: About
    facts: Mapping[str, Any]
    arrays: Mapping[str, Array]


def enclosing(arrays: Mapping[str, Array]) -> dict[str, Array]:
    """Return arrays of the builder's under the names they have beside the engine's own."""
    return {_ENCLOSED + name: array for name, array in arrays.items()}


def enclosed_in(content: Content) -> dict[str, Array]:
    """Return the builder's arrays under its own names."""
    return {name.removeprefix(_ENCLOSED): at for name, at in content.arrays.items() if name.startswith(_ENCLOSED)}


def write_content(content: Content, path: Path) -> None:
    """Put a file in place, whole or not at all."""
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", suffix=".part", delete=False) as file:
        try:
            _write(content, file)
            file.flush()
            os.fsync(file.fileno())
            os.replace(file.name, path)
        finally:
            Path(file.name).unlink(missing_ok=True)  # it has moved, or it is of no use
    _sync_folder(path.parent)


def read_content(path: Path) -> Content:
    """Return what a file holds, mapped copy-on-write; raises ``IndexUnreadable``, ``FileNotFoundError``."""
    with path.open("rb") as file:
        try:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
        except ValueError as error:
            raise IndexUnreadable("empty file") from error
    return _parsed(mapped)


def in_memory(content: Content) -> Content:
    """Return the same content as if it had been written and read."""
    room = mmap.mmap(-1, max(1, _plan(content)[1]))
    _write(content, room)
    return _parsed(room)


def verify_content(path: Path) -> None:
    """Read the whole file and compare its checksum; raises ``IndexUnreadable``."""
    with path.open("rb") as file:
        header, start = _header(file.read(_PREFIX), file)
        file.seek(start)
        digest = blake2b(digest_size=16)
        while block := file.read(1 << 20):
            digest.update(block)
    if digest.hexdigest() != header["checksum"]:
        raise IndexUnreadable("checksum differs")


def _plan(content: Content) -> tuple[dict[str, Any], int]:
    """Return the header, and how long the file is. Offsets count from where the arrays begin."""
    entries, offset = {}, 0
    digest = blake2b(digest_size=16)
    for name, array in content.arrays.items():
        entries[name] = {"dtype": array.dtype.str, "shape": list(array.shape), "offset": offset}
        digest.update(_bytes(array))
        digest.update(bytes(_gap(array.nbytes)))
        offset += array.nbytes + _gap(array.nbytes)
    header = {"format": FORMAT, "about": dict(content.about), "facts": dict(content.facts), "arrays": entries}
    header |= {"size": offset, "checksum": digest.hexdigest()}
    return header, _start(_encoded(header)) + offset


def _write(content: Content, file: IO[bytes] | mmap.mmap) -> None:
    header = _encoded(_plan(content)[0])
    file.write(MAGIC + len(header).to_bytes(8, "little") + blake2b(header, digest_size=16).digest() + header)
    file.write(bytes(_gap(_PREFIX + len(header))))
    for array in content.arrays.values():
        file.write(_bytes(array))
        file.write(bytes(_gap(array.nbytes)))


def _parsed(mapped: mmap.mmap) -> Content:
    header, start = _header(mapped[:_PREFIX], mapped)
    if len(mapped) != start + header["size"]:
        raise IndexUnreadable("not as long as it says")
    arrays = {name: _array(mapped, start, **entry) for name, entry in header["arrays"].items()}
    return Content(header["about"], header["facts"], arrays)


def _header(prefix: bytes, file: IO[bytes] | mmap.mmap) -> tuple[dict[str, Any], int]:
    """Return the header and where the arrays begin, after all cheap checks."""
    if len(prefix) < _PREFIX or prefix[:8] != MAGIC:
        raise IndexUnreadable("not an index")
    length = int.from_bytes(prefix[8:16], "little")
    if length > _LARGEST_HEADER:
        raise IndexUnreadable("header is garbled")
    file.seek(_PREFIX)
    encoded = file.read(length)
    if len(encoded) != length or blake2b(encoded, digest_size=16).digest() != prefix[16:32]:
        raise IndexUnreadable("header is garbled")
    header: dict[str, Any] = json.loads(encoded)
    if header.get("format") != FORMAT:
        raise IndexUnreadable(f"format {header.get('format')}, this is {FORMAT}")
    return header, _start(encoded)


def _array(mapped: mmap.mmap, start: int, *, dtype: str, shape: list[int], offset: int) -> Array:
    flat = np.frombuffer(mapped, dtype=dtype, count=int(np.prod(shape, dtype=np.int64)), offset=start + offset)
    return flat.reshape(shape)


def _encoded(header: Mapping[str, Any]) -> bytes:
    return json.dumps(header, ensure_ascii=True, separators=(",", ":")).encode()


def _bytes(array: Array) -> memoryview | bytes:
    return np.ascontiguousarray(array).data.cast("B") if array.size else b""


def _gap(length: int) -> int:
    return -length % _ALIGNMENT


def _start(encoded: bytes) -> int:
    return _PREFIX + len(encoded) + _gap(_PREFIX + len(encoded))


def _sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut, where the system can."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
