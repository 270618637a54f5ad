"""Never a dead end: when little was found, what else there is, and in which way the question was loosened."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from brobygger.search import labels
from brobygger.search.answering import Answerer
from brobygger.search.engine.columns import DELIVERIES, bits_of
from brobygger.search.filtering import combine
from brobygger.search.gazetteer import Gazetteer
from brobygger.search.library import Library
from brobygger.search.queries import Filters, Widening
from brobygger.search.ranking import Ranking, rank
from brobygger.search.understanding.phrases import Said
from brobygger.search.weights import weights
from brobygger.search.wishes import Wishes

Mask = NDArray[np.bool_]

_REMOTE = bits_of(("phone", "online"), DELIVERIES)
_FURTHEST_KM = 120.0
#: Talking with somebody helps with most things; shown when not even the words were found anywhere.
_SOMEBODY_TO_TALK_TO = ("telefonraadgivning", "chatraadgivning", "samtale")
_FOR_ANYBODY = ("ensomhed", "krise")
#: More than any score: what is for anybody comes first, whatever else it has.
_FIRST = 1_000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a question found, and all that is needed to look again with less."""

    wishes: Wishes
    ranking: Ranking
    masks: Mapping[str, Mask]
    rows: NDArray[np.int64]
    library: Library
    gazetteer: Gazetteer
    at: datetime

    def answerer(self, *, wishes: Wishes | None = None, ranking: Ranking | None = None) -> Answerer:
        """Return what makes hits of this question, or of a loosened one."""
        return Answerer(
            wishes=wishes or self.wishes,
            ranking=ranking or self.ranking,
            library=self.library,
            gazetteer=self.gazetteer,
            at=self.at,
        )


def widen(found: Found) -> tuple[Widening, ...]:
    """Return the ways to more hits, nearest first, each hit once; what does not fit the person is not among them."""
    shown: set[int] = {int(row) for row in found.rows}
    widenings: list[Widening] = []
    for way in (_neighbours, _without_one_filter, _remote, _related, _somebody_to_talk_to):
        if way is _somebody_to_talk_to and (shown or widenings):
            continue
        for widening, rows in way(found, shown):
            if widening.hits:
                widenings.append(widening)
                shown.update(rows)
    return tuple(widenings)


_Ways = Iterator[tuple[Widening, list[int]]]


def _neighbours(found: Found, shown: set[int]) -> _Ways:
    """The same question a little further away."""
    if found.wishes.area is None and found.wishes.origin is None:
        return
    km = found.ranking.distance
    near = combine(found.ranking.matches, found.masks, but="place") & (np.nan_to_num(km, nan=np.inf) <= _FURTHEST_KM)
    rows = _best(near & found.ranking.is_eligible, -np.nan_to_num(km, nan=1e9), shown)
    yield _widening(found, "neighbours", _("Længere væk"), rows), rows


def _without_one_filter(found: Found, shown: set[int]) -> _Ways:
    """The same question without the one filter that keeps most out."""
    best: tuple[int, str, list[int]] = (0, "", [])
    for name in found.masks:
        if name in {"place", "owner"}:
            continue
        mask = combine(found.ranking.matches, found.masks, but=name) & found.ranking.is_eligible
        rows = _best(mask, found.ranking.score, shown)
        best = max(best, (int(mask.sum()), name, rows))
    _count, name, rows = best
    if rows:
        label = _("Uden filteret »%(name)s«") % {"name": _filter_label(name, found)}
        yield _widening(found, "filters", label, rows), rows


def _remote(found: Found, shown: set[int]) -> _Ways:
    """Phone and online, for everybody, without the filters for form and time."""
    columns = found.library.engine.columns
    loosened = {name: mask for name, mask in found.masks.items() if name in {"needs", "languages", "targets"}}
    mask = combine(found.ranking.matches, loosened) & columns.is_national & ((columns.delivery & _REMOTE) > 0)
    rows = _best(mask & found.ranking.is_eligible, found.ranking.score, shown)
    yield _widening(found, "remote", _("På telefon og online"), rows), rows


def _related(found: Found, shown: set[int]) -> _Ways:
    """Offers for needs next to the one that was asked about."""
    concepts = found.library.concepts
    asked = {said.key: said.weight for said in found.wishes.said} | dict.fromkeys(found.wishes.filters.needs, 1.0)
    near = {other: weight for key, weight in asked.items() for other in concepts.around(key) if other not in asked}
    if not near:
        return
    said = tuple(Said(key, weight, ()) for key, weight in sorted(near.items()))
    wishes = replace(found.wishes, tokens=(), extra_words=(), said=said)
    ranking = rank(wishes, found.library, at=found.at)
    mask = ranking.matches & ranking.in_reach & ranking.is_eligible
    rows = _best(mask, ranking.score, shown)
    names = _(" og ").join(concepts.label(key).lower() for key in sorted(near)[:2])
    label = _("Beslægtet: %(names)s") % {"names": names}
    yield Widening(kind="related", label=label, hits=found.answerer(wishes=wishes, ranking=ranking).hits(rows)), rows


def _somebody_to_talk_to(found: Found, shown: set[int]) -> _Ways:
    """When the words are found nowhere: lines where somebody listens."""
    columns = found.library.engine.columns
    wishes = replace(found.wishes, tokens=(), extra_words=(), said=())
    ranking = rank(wishes, found.library, at=found.at)
    talks = columns.mask_of(columns.concepts, _SOMEBODY_TO_TALK_TO)
    mask = talks & columns.is_national & ((columns.delivery & _REMOTE) > 0) & ranking.is_eligible
    # Lines for everybody who needs an ear come before the ones for violence, drink or an illness.
    for_anybody = columns.mask_of(columns.concepts, _FOR_ANYBODY)
    rows = _best(mask, ranking.score + _FIRST * for_anybody, shown)
    hits = found.answerer(wishes=wishes, ranking=ranking).hits(rows)
    yield Widening(kind="remote", label=_("Nogen at tale med"), hits=hits), rows


def _best(mask: Mask, order: NDArray[np.floating], shown: set[int]) -> list[int]:
    """Return the few best rows of a mask that are not shown yet."""
    rows = np.flatnonzero(mask)
    ordered = rows[np.argsort(-order[rows], kind="stable")]
    limit = int(weights("page")["widened_hits"])
    return [int(row) for row in ordered if int(row) not in shown][:limit]


def _widening(found: Found, kind: str, label: str, rows: list[int]) -> Widening:
    return Widening(kind=kind, label=label, hits=found.answerer().hits(rows))


def _filter_label(name: str, found: Found) -> str:
    """Return the chosen values of one group of filters, in words."""
    filters: Filters = found.wishes.filters
    if name.startswith("features:"):
        return str(labels.FEATURES[name.partition(":")[2]])
    chosen: tuple[str, ...] = getattr(filters, name) or getattr(found.wishes, name)
    named: Callable[[str], str] = found.library.concepts.label
    words = {"delivery": labels.DELIVERY, "roles": labels.ROLES, "when": labels.WHEN}.get(name)
    return ", ".join(str(words[value]) if words and value in words else named(value) for value in chosen)
