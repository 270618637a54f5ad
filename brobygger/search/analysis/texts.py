"""Many texts in a few arrays: to be found by hash, or by how they begin. Mapped from a file, no process holds them.

As sets and dicts of strings the words of 200,000 documents take 40 MB in each process, and seconds to make.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[Any]]
#: Between two texts: no word holds it.
_BETWEEN = "\n"
#: Sorts after every letter.
_LAST_LETTER = "\uffff"


def packed(texts: Sequence[str]) -> dict[str, NDArray[Any]]:
    """Return the texts one after the other, and where each of them ends."""
    encoded = [_encoded(text) for text in texts]
    ends = np.cumsum([len(text) + 1 for text in encoded], dtype=np.uint64).astype(np.uint32)
    joined = b"".join(text + _BETWEEN.encode() for text in encoded)
    return {"bytes": np.frombuffer(joined, dtype=np.uint8), "ends": ends}


def hashed(texts: Iterable[str]) -> tuple[list[str], dict[str, NDArray[Any]]]:
    """Return the texts, each once, in the order of their numbers, and the arrays they are found by."""
    unique = sorted(set(texts))
    buckets = 1 << max(3, len(unique)).bit_length()
    bucket = np.array([crc32(_encoded(text)) & (buckets - 1) for text in unique], dtype=np.int64)
    order = np.argsort(bucket, kind="stable")
    numbered = [unique[place] for place in order.tolist()]
    begins = np.searchsorted(bucket[order], np.arange(buckets + 1)).astype(np.uint32)
    return numbered, {"begins": begins, **packed(numbered)}


class Texts:
    """Some texts by their numbers, from 0 on."""

    def __init__(self, arrays: Arrays) -> None:
        # Views of memory answer one number at a time three times faster than arrays do.
        self._bytes, self._ends = arrays["bytes"].data, arrays["ends"].data

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, number: int) -> str:
        return self._raw(number).decode("utf-8", "surrogatepass")

    def _raw(self, number: int) -> bytes:
        begin = self._ends[number - 1] if number else 0
        return bytes(self._bytes[begin : self._ends[number] - 1])


class HashedTexts(Texts):
    """Texts that are found by their hash: a millionth of a second."""

    def __init__(self, arrays: Arrays) -> None:
        super().__init__(arrays)
        self._begins = arrays["begins"].data
        self._mask = len(self._begins) - 2

    def find(self, text: str) -> int:
        """Return the number of a text, -1 when it is not here."""
        raw = _encoded(text)
        bucket = crc32(raw) & self._mask
        for number in range(self._begins[bucket], self._begins[bucket + 1]):
            if self._raw(number) == raw:
                return number
        return -1


class SortedTexts(Texts):
    """Texts in their order."""

    def place(self, text: str) -> int:
        """Return where a text stands, or would stand."""
        return bisect_left(range(len(self)), _encoded(text), key=self._raw)

    def find(self, text: str) -> int:
        """Return the number of a text, -1 when it is not here."""
        place = self.place(text)
        return place if place < len(self) and self._raw(place) == _encoded(text) else -1

    def beginning(self, start: str) -> tuple[int, list[str]]:
        """Return the texts that begin so, and the number of the first of them."""
        first, last = self.place(start), self.place(start + _LAST_LETTER)
        if first >= last:
            return first, []
        begin = self._ends[first - 1] if first else 0
        raw = bytes(self._bytes[begin : self._ends[last - 1] - 1])
        return first, raw.decode("utf-8", "surrogatepass").split(_BETWEEN)


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
