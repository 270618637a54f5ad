"""The first half of building: entries come by once, each leaves its numbers behind and may be forgotten.

Everything is kept in arrays of machine numbers, in the order of arrival; ``building.py`` puts it in order.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable
from itertools import count
from typing import Any

import numpy as np
from numpy.typing import NDArray

from brobygger.search.engine.bm25f import FIELD_WEIGHTS, lengths_of
from brobygger.search.engine.interface import Entry
from brobygger.search.engine.properties import PROPERTIES, further_spots, home_of, marks_of, moments, precision_number

#: Whole numbers in four bytes.
_NUMBER = "I"
#: What of two that have gathered is put one after the other as it is.
_JOINED = (
    "homes", "terms_in_field", "field_length", "marks_in", "spots", "moments", "spots_in", "moments_in", "names",
    "vectors",
)  # fmt: skip


class Numbered:
    """Gives each new thing the next number."""

    def __init__(self) -> None:
        self.numbers: defaultdict[Any, int] = defaultdict(count().__next__)

    def numbers_of(self, things: Iterable[Any]) -> Iterable[int]:
        """Give the number of each thing."""
        return map(self.numbers.__getitem__, things)

    def numbers_in(self, other: "Numbered") -> NDArray[np.uint32]:
        """Return the numbers here of all things that another has numbered, in the order of their numbers there."""
        return np.fromiter(self.numbers_of(other.numbers), dtype=np.uint32, count=len(other.numbers))

    def __getstate__(self) -> list[Any]:
        return list(self.numbers)

    def __setstate__(self, things: list[Any]) -> None:
        self.numbers = defaultdict(count(len(things)).__next__, zip(things, count(), strict=False))


class Gathered:
    """What the entries left behind."""

    def __init__(self) -> None:
        self.documents = 0
        # Few frequencies are different: a number for each takes half the room.
        self.terms, self.marks, self.frequencies = Numbered(), Numbered(), Numbered()
        self.homes: list[str] = []
        self.properties: dict[str, list[Any]] = {of.name: [] for of in PROPERTIES}
        # The terms of each field of each document, one after the other, and how many of them there are.
        self.term, self.frequency = array(_NUMBER), array(_NUMBER)
        self.terms_in_field, self.field_length = array(_NUMBER), array("d")
        self.mark, self.marks_in = array(_NUMBER), array(_NUMBER)
        self.spots: list[tuple[float, float, int]] = []
        self.moments = array(_NUMBER)
        self.spots_in, self.moments_in = array(_NUMBER), array(_NUMBER)
        self.names, self.names_end = bytearray(), array("Q")
        self.vectors: list[NDArray[np.int8]] = []
        self.vector_of = array("i")

    def add(self, entry: Entry) -> None:
        """Take the numbers of one entry."""
        self.documents += 1
        self.homes.append(home_of(entry))
        for of in PROPERTIES:
            self.properties[of.name].append(of.read(entry))
        self._add_terms(entry)
        self._add_lists(entry)
        self.names += name_bytes(entry)
        self.names_end.append(len(self.names))
        if entry.vector is None:
            self.vector_of.append(-1)
        else:
            self.vector_of.append(len(self.vectors))
            self.vectors.append(np.asarray(entry.vector, dtype=np.int8))

    def join(self, other: "Gathered") -> None:
        """Take what another has gathered, as if it had been gathered here."""
        for ours, own, theirs, numbers in (
            (self.term, self.terms, other.terms, other.term),
            (self.frequency, self.frequencies, other.frequencies, other.frequency),
            (self.mark, self.marks, other.marks, other.mark),
        ):
            ours.frombytes(own.numbers_in(theirs)[np.frombuffer(numbers, dtype=np.uint32)].tobytes())
        for name, values in self.properties.items():
            values += other.properties[name]
        self.names_end.frombytes((np.frombuffer(other.names_end, dtype=np.uint64) + len(self.names)).tobytes())
        vector_of = np.frombuffer(other.vector_of, dtype=np.int32)
        self.vector_of.frombytes(np.where(vector_of < 0, -1, vector_of + len(self.vectors)).astype(np.int32).tobytes())
        for name in _JOINED:
            getattr(self, name).extend(getattr(other, name))
        self.documents += other.documents

    def _add_terms(self, entry: Entry) -> None:
        for name in FIELD_WEIGHTS:
            terms = entry.fields.get(name, {})
            self.term.extend(self.terms.numbers_of(terms))
            self.frequency.extend(self.frequencies.numbers_of(terms.values()))
            self.terms_in_field.append(len(terms))
        self.field_length.extend(lengths_of(entry.fields).values())

    def _add_lists(self, entry: Entry) -> None:
        marks, spots, coming = marks_of(entry), further_spots(entry), moments(entry)
        self.mark.extend(self.marks.numbers_of(marks))
        self.marks_in.append(len(marks))
        self.spots += [(spot.lat, spot.lon, precision_number(spot)) for spot in spots]
        self.spots_in.append(len(spots))
        self.moments.extend(coming)
        self.moments_in.append(len(coming))


def name_bytes(entry: Entry) -> bytes:
    """Return the key and the title as they are kept: for pins and suggestions, without asking the database."""
    return f"{entry.document.key}\0{entry.document.title}".encode("utf-8", "surrogatepass")


def name_parts(kept: bytes) -> tuple[str, str]:
    """Return the key and the title that ``name_bytes`` kept."""
    key, _, title = kept.decode("utf-8", "surrogatepass").partition("\0")
    return key, title
