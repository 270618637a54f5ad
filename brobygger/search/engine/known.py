"""What is known of some rows: the ``Features`` that the second phase of ranking reads."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from brobygger.search.engine.generation import State
from brobygger.search.engine.interface import Mask, Rows
from brobygger.search.engine.postings import holders_among


class Known:
    """The ``Features`` of some rows of one state, read when asked for."""

    def __init__(self, state: State, rows: Rows, *, at: datetime) -> None:
        self._state, self._rows, self._at = state, np.asarray(rows, dtype=np.int32), at
        #: What the rules of one question have asked for: several of them ask the same.
        self._has_any: dict[tuple[str, frozenset[str]], Mask] = {}

    def _read(self, name: str) -> NDArray[Any]:
        return self._state.column(name)[self._rows]

    @property
    def age_min(self) -> NDArray[np.int16]:
        return self._read("age_min")

    @property
    def age_max(self) -> NDArray[np.int16]:
        return self._read("age_max")

    @property
    def gender(self) -> NDArray[np.uint8]:
        return self._read("gender")

    @property
    def roles(self) -> NDArray[np.uint8]:
        return self._read("roles")

    @property
    def delivery(self) -> NDArray[np.uint8]:
        return self._read("delivery")

    @property
    def slots(self) -> NDArray[np.uint32]:
        return self._read("slots")

    @property
    def is_national(self) -> Mask:
        return self._read("is_national")

    @property
    def free(self) -> NDArray[np.int8]:
        return self._read("free")

    @property
    def referral_free(self) -> NDArray[np.int8]:
        return self._read("referral_free")

    @property
    def companion(self) -> NDArray[np.int8]:
        return self._read("companion")

    @property
    def sober(self) -> NDArray[np.int8]:
        return self._read("sober")

    @property
    def capacity(self) -> NDArray[np.uint8]:
        is_current = self._read("capacity_expires") > self._at.timestamp()
        current: NDArray[np.uint8] = self._read("capacity") * is_current
        return current

    @property
    def assured(self) -> NDArray[np.float64]:
        return self._read("assured").astype(np.float64)

    @property
    def owner(self) -> NDArray[np.uint64]:
        return self._read("owner")

    @property
    def lot(self) -> NDArray[np.uint32]:
        return self._read("lot")

    @property
    def has_spot(self) -> Mask:
        has_spot: Mask = ~np.isnan(self._read("lat")) | (self._read("spot_count") > 0)
        return has_spot

    def has_any(self, name: str, values: Iterable[str]) -> Mask:
        """Return which rows have at least one of the values; not to be written in."""
        asked = (name, frozenset(values))
        if asked not in self._has_any:
            self._has_any[asked] = self._state.marks.among(self._rows, *asked)
            self._has_any[asked].flags.writeable = False
        return self._has_any[asked]

    def holds_any(self, terms: Iterable[str]) -> Mask:
        """Return which rows hold at least one of the terms."""
        held = np.zeros(len(self._rows), dtype=np.bool_)
        base, delta = self._state.generation.postings, self._state.delta.postings
        for term in dict.fromkeys(terms):
            held |= holders_among(self._rows, base, delta, term, before=self._state.count)
        return held
