"""Answering one question: the steps, from words to the best few hundred rows.

Words are scored over everything, into one array. From the best score in reach it is known how much a document must
have at least, so only those above that (the candidates) are looked at further: their place, the person's fit, the
meaning. Limits and counts never look at single documents, but at 64 at a time (``marks.py``).
"""

from dataclasses import dataclass
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from brobygger.search.engine.area import Area, Some, Whereabouts
from brobygger.search.engine.columns import GENDERS, NO_AGE_MAX
from brobygger.search.engine.generation import State
from brobygger.search.engine.interface import Answer, Floats, Mask, Question, Rows
from brobygger.search.engine.limits import Limits, hidden_rows
from brobygger.search.engine.marks import packed, unpacked
from brobygger.search.engine.meaning import Alike, cosines_of, most_alike
from brobygger.search.engine.order import Key, first_places
from brobygger.search.engine.postings import add_scores
from brobygger.search.engine.ragged import members, smallest
from brobygger.search.queries import Sort

#: The pool that meaning is worked out for (``interface.Question``).
_MOST_BY_TEXT, _MOST_BY_MEANING = 300, 200
#: The bar for candidates is kept a little low, so that rounding leaves nobody out; the real bar comes after.
_CAREFUL = 0.999
#: From this share of all documents on it is quicker to look at all of them than to pick.
_ALL_FROM = 0.5


@dataclass(slots=True)
class _Candidates:
    """Those that may be hits, in the order of rows. ``matches`` says which are, before limits and reach."""

    rows: Some
    text: Floats
    place: Whereabouts
    is_eligible: Mask
    matches: Mask

    def number(self, places: NDArray[np.int64]) -> Rows:
        """Return the rows at some places."""
        rows = places if isinstance(self.rows, slice) else self.rows[places]
        return rows.astype(np.int32)

    def places(self, rows: Rows) -> NDArray[np.int64]:
        """Return the places of some rows that are among these."""
        return rows.astype(np.int64) if isinstance(self.rows, slice) else np.searchsorted(self.rows, rows)

    def picked(self, mask: Mask) -> Mask:
        """Return a mask of all rows for these."""
        picked: Mask = mask[self.rows]
        return picked

    def spread(self, mask: Mask, count: int) -> Mask:
        """Return a mask of these for all rows."""
        if isinstance(self.rows, slice):
            return mask
        of_all = np.zeros(count, dtype=np.bool_)
        of_all[self.rows[mask]] = True
        return of_all


def answer(state: State, question: Question) -> Answer:
    """Return the first phase's answer."""
    area, limits = Area(state, question), Limits(state, question)
    passing = unpacked(limits.passing(), state.count)
    alike = None
    if question.vector is not None:
        alike = most_alike(state, question.vector, passing & area.within(), most=_MOST_BY_MEANING)
    found = _candidates(state, question, area, alike)
    passes = found.picked(passing)
    if question.vector is not None and alike is not None:
        _blend(found, passes, alike, state, question)
    if question.age is not None and (found.matches & found.place.in_reach & found.is_eligible).any():
        found.matches = found.matches & ~_far_outside(found.rows, state, question.age, question.far_outside_years)
    within = found.matches & found.place.is_within
    hits = np.flatnonzero(within & passes)
    shown = _ordered(hits, found, area, state, question)
    counts = limits.counts(packed(found.spread(within, state.count), len(state.alive))) if question.counted else {}
    rows = found.number(shown)
    return Answer(
        total=len(hits),
        rows=rows,
        text=found.text[shown],
        place=found.place.factor[shown],
        distance=area.distances(rows),
        is_eligible=found.is_eligible[shown],
        in_reach=found.place.in_reach[shown],
        is_local=found.place.is_local[shown],
        next_at=next_times(state, rows, question.at.timestamp()),
        counts=counts,
    )


def _candidates(state: State, question: Question, area: Area, alike: Alike | None) -> _Candidates:
    """Return what may be a hit by its words or its meaning, with what is known of it."""
    if question.terms is None:
        rows: Some = slice(None)
        text = np.ones(state.count, dtype=np.float32)
        matches = state.is_alive.copy()
        matches[hidden_rows(state, question)] = False
        return _Candidates(rows, text, area.of(rows), _is_eligible(rows, state, question), matches)
    scores = state.generation.scores(state.count)
    add_scores(scores, state.generation.postings, state.delta.postings, sorted(question.terms))
    scores[state.dead] = 0
    scores[hidden_rows(state, question)] = 0
    best = scores.max(initial=np.float32(0))
    share = np.float32(question.least_share)
    rows = _above(scores, bar=_best_local(scores, area) * share * np.float32(_CAREFUL), alike=alike)
    text = scores[rows] / best if best > 0 else np.zeros_like(scores[rows])
    place = area.of(rows)
    best_near = (text * place.in_reach).max(initial=np.float32(0))
    return _Candidates(rows, text, place, _is_eligible(rows, state, question), text > share * best_near)


def _best_local(scores: Floats, area: Area) -> np.float32:
    """Return the best score of what is local: the best in reach is at least that."""
    return np.float32((scores * area.local()).max(initial=0)) if area.is_known else scores.max(initial=np.float32(0))


def _above(scores: Floats, *, bar: np.float32, alike: Alike | None) -> Some:
    """Return the rows with more than ``bar``, and those that are alike in meaning."""
    is_above = scores > bar
    if alike is not None:
        is_above[alike.rows] = True
    if np.count_nonzero(is_above) > _ALL_FROM * len(scores):
        return slice(None)
    return np.flatnonzero(is_above).astype(np.int32)


def _blend(found: _Candidates, passes: Mask, alike: Alike, state: State, question: Question) -> None:
    """Blend text and meaning over the pool, and let the most alike match."""
    assert question.vector is not None
    places = np.flatnonzero(found.matches & passes)
    score = found.text[places] * found.place.factor[places]
    by_text = first_places((lambda some: -score[some],), _MOST_BY_TEXT, count=len(score))
    others = np.setdiff1d(found.number(places[by_text]), alike.rows)
    lexical = cosines_of(state, question.vector, others)
    rows, cosine = np.concatenate((alike.rows, lexical.rows)), np.concatenate((alike.cosine, lexical.cosine))
    found.text = found.text * np.float32(1 - question.meaning_share)
    if not len(rows):
        return
    pool = found.places(rows)
    least, most = cosine.min(), cosine.max()
    stretched = (cosine - least) / (most - least) if most > least else np.ones_like(cosine)
    found.text[pool] += np.float32(question.meaning_share) * stretched
    by_likeness: tuple[Key, Key] = (lambda some: -cosine[some], lambda some: rows[some])
    nearest = first_places(by_likeness, question.meaning_hits, count=len(rows))
    found.matches = found.matches.copy()
    found.matches[pool[nearest]] = True


def _is_eligible(rows: Some, state: State, question: Question) -> Mask:
    """Return whose stated ages and sex do not leave the person out."""
    fits = np.ones(len(state.column("gender")[rows]), dtype=np.bool_)
    if question.age is not None:
        oldest = state.column("age_max")[rows]
        fits &= question.age >= state.column("age_min")[rows]
        fits &= (question.age <= oldest) | (oldest == NO_AGE_MAX)
    if question.gender:
        gender = state.column("gender")[rows]
        fits &= (gender == GENDERS.index("any")) | (gender == GENDERS.index(question.gender))
    return fits


def _far_outside(rows: Some, state: State, age: int, years: float) -> Mask:
    """Return what states ages so far from the person's that it is of no use, not even as a misfit."""
    youngest, oldest = state.column("age_min")[rows], state.column("age_max")[rows]
    # "Not said" is -1 and 999: the one is never above, the other is left out.
    is_far: Mask = (youngest > floor(age + years)) | ((oldest < ceil(age - years)) & (oldest != NO_AGE_MAX))
    return is_far


def _ordered(
    hits: NDArray[np.int64], found: _Candidates, area: Area, state: State, question: Question
) -> NDArray[np.int64]:
    """Return the first ``depth`` hits in order."""
    rows = found.number(hits)
    score, lot = (found.text * found.place.factor)[hits], state.column("lot")
    keys: list[Key] = [lambda some: -score[some], lambda some: lot[rows[some]]]
    if question.sort != Sort.BEST:
        wished = _sorted_by(rows, area, state, question)
        keys.insert(0, lambda some: wished[some])
    if question.age is not None or question.gender:
        misfit = ~found.is_eligible[hits]
        keys.insert(0, lambda some: misfit[some])
    return hits[first_places(keys, question.depth, count=len(hits))]


def _sorted_by(rows: Rows, area: Area, state: State, question: Question) -> NDArray[np.float64]:
    """Return what the chosen order goes by, smallest first; what is not known comes last."""
    if question.sort == Sort.NEAREST:
        return np.nan_to_num(area.distances(rows).astype(np.float64), nan=np.inf)
    if question.sort == Sort.SOON:
        return next_times(state, rows, question.at.timestamp())
    return -np.nan_to_num(state.column("assured")[rows].astype(np.float64), nan=-1.0)


def next_times(state: State, rows: Rows, now: float) -> NDArray[np.float64]:
    """Return when each row happens next, as seconds since 1970; infinite when nothing is known."""
    starts, counts = state.column("moment_start")[rows], state.column("moment_count")[rows]
    all_moments, soonest = state.generation.arrays["moment"], np.full(len(rows), np.inf)
    listed = np.flatnonzero(counts)
    soonest[listed] = all_moments[starts[listed]]
    # Moments are sorted: only where the first is over, the others are looked at.
    over = listed[soonest[listed] < now]
    if len(over):
        places, begins = members(starts[over], counts[over])
        moments = all_moments[places].astype(np.float64)
        soonest[over] = smallest(np.where(moments >= now, moments, np.inf), begins)
    return soonest
