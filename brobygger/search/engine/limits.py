"""Limits and counts: what the filters leave, and how many each further choice would."""

from collections.abc import Mapping
from datetime import datetime
from functools import reduce

import numpy as np

from brobygger.search.engine.columns import when_bits
from brobygger.search.engine.generation import Room, State
from brobygger.search.engine.interface import Limit, Question, Rows
from brobygger.search.engine.marks import Words, number_of, packed, unpacked
from brobygger.search.engine.properties import hash_of

_MARKED = frozenset({"concepts", "delivery", "roles", "languages", "features"})
_ROOM = "room"

Counts = dict[str, Mapping[str, int]]


class Limits:
    """The limits of one question as words of 64 documents."""

    def __init__(self, state: State, question: Question) -> None:
        self._state, self._question = state, question
        self._words = {name: self._of(limit) for name, limit in question.limits.items()}
        self._in_sight = state.alive & ~_hidden(state, question)

    def passing(self, *, but: str = "") -> Words:
        """Return what is alive, not hidden where the person is, and passes all limits but one."""
        words = [words for name, words in self._words.items() if name != but]
        return reduce(np.bitwise_and, words, self._in_sight)

    def _of(self, limit: Limit) -> Words:
        state, marks = self._state, self._state.marks
        if limit.field in _MARKED:
            words = marks.words(limit.field, limit.values)
            if limit.field == "features" and _ROOM in limit.values:
                words |= with_room(state, self._question.at)
            return words
        if limit.field == "when":
            return packed((state.column("slots") & when_bits(limit.values)) > 0, len(state.alive))
        if limit.field == "owner":
            wanted = np.array([hash_of(value) for value in limit.values], dtype=np.uint64)
            return packed(np.isin(state.column("owner"), wanted), len(state.alive))
        raise KeyError(limit.field)

    def counts(self, hits: Words) -> Counts:
        """Return the counts of all facets asked for; ``hits`` match and are in reach, limits are not yet looked at.

        Facets whose own group is not limited are counted together: one pass over the hits for all of them.
        """
        together: dict[str, list[str]] = {}
        for facet in self._question.counted:
            together.setdefault(facet if facet in self._words else "", []).append(facet)
        found: Counts = {}
        for own, facets in together.items():
            found |= self._counted(hits & self.passing(but=own), facets)
        return {facet: found[facet] for facet in self._question.counted}

    def _counted(self, left: Words, facets: list[str]) -> Counts:
        fields = {facet: self._question.counted[facet] for facet in facets}
        if unknown := set(fields.values()) - _MARKED - {"when"}:
            raise KeyError(unknown.pop())
        by_field = self._state.marks.count(left, dict.fromkeys(fields.values()))
        if "features" in by_field and (count := number_of(left & with_room(self._state, self._question.at))):
            by_field["features"][_ROOM] = count
        return {facet: by_field[field] for facet, field in fields.items()}


def hidden_rows(state: State, question: Question) -> Rows:
    """Return the rows that are not shown where the person is: to this question they are not there."""
    return np.flatnonzero(unpacked(_hidden(state, question), state.count)).astype(np.int32)


def _hidden(state: State, question: Question) -> Words:
    """Return what is not shown in the municipality of a question, 64 in each word."""
    code = question.place.municipality_code if question.place else ""
    return state.marks.words("hidden", (code,) if code else ())


def with_room(state: State, at: datetime) -> Words:
    """Return what is known to have room: said so, and not out of date.

    Remembered by the state until the next of them is out of date.
    """
    now, known = at.timestamp(), state.room
    if known is None or not known.begins <= now < known.ends:
        expires = state.column("capacity_expires")
        lasts = unpacked(state.marks.words("room", ("once",)), state.count) & (expires > now)
        ends = expires[lasts].min(initial=np.inf)
        known = Room(packed(lasts, len(state.alive)), now, float(ends))
        state.remember_room(known)
    return known.words
