"""Never a dead end: when little was found, what else there is, and in which way the question was loosened."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from brobygger.search import labels
from brobygger.search.answering.looking import Found
from brobygger.search.engine.interface import Limit, Mask, Question
from brobygger.search.queries import Filters, Hit, Sort, Widening
from brobygger.search.ranking.question import EVERYWHERE, IN_REACH, question_of
from brobygger.search.understanding.phrases import Said
from brobygger.search.weights import weights
from brobygger.ui.languages import gettext as _

_REMOTE = Limit(field="delivery", values=("phone", "online"))
#: Talking with somebody helps with most things; shown when not even the words were found anywhere.
_SOMEBODY_TO_TALK_TO = Limit(field="concepts", values=("telefonraadgivning", "chatraadgivning", "samtale"))
_FOR_ANYBODY = Limit(field="concepts", values=("ensomhed", "krise"))
#: The filters that phone and online help are still to keep.
_KEPT_FROM_AFAR = ("needs", "languages", "targets")

#: Further hits with the rows they are.
_Ways = Iterator[tuple[Widening, list[int]]]


def widen(found: Found) -> tuple[Widening, ...]:
    """Return the ways to more hits, nearest first, each hit once; last what matched and most likely does not fit."""
    shown: set[int] = {int(row) for row in found.answer.rows}
    has_hits = bool(found.ranking.is_eligible.any())
    widenings: list[Widening] = []
    for way in (_neighbours, _without_one_filter, _remote, _related, _somebody_to_talk_to):
        if way is _somebody_to_talk_to and (has_hits or widenings):
            continue
        for widening, rows in way(found, shown):
            if widening.hits:
                widenings.append(widening)
                shown.update(rows)
    return (*widenings, *_misfits(found))


def _misfits(found: Found) -> Iterator[Widening]:
    """The best of what matched and most likely does not fit, after everything that does."""
    most = int(weights("page")["misfits"])
    places = [int(place) for place in np.flatnonzero(~found.ranking.is_eligible)[:most]]
    if places:
        yield Widening(kind="misfits", label=_("Passer måske ikke"), hits=found.hits_at(places))


def _neighbours(found: Found, shown: set[int]) -> _Ways:
    """The same question a little further away."""
    if found.question.place is None:
        return
    furthest = weights("page")["furthest_km"]
    further = found.again(replace(found.question, reach=EVERYWHERE, radius_km=None, sort=Sort.NEAREST))
    yield _widening("neighbours", _("Længere væk"), further, shown, only=_near(further, furthest))


def _near(found: Found, furthest: float) -> Mask:
    return np.nan_to_num(found.ranking.distance, nan=np.inf) <= furthest


def _without_one_filter(found: Found, shown: set[int]) -> _Ways:
    """The same question without the one filter that keeps most out."""
    best: tuple[int, str, Found | None] = (0, "", None)
    for name in found.question.limits:
        if name != "owner":
            limits = {other: limit for other, limit in found.question.limits.items() if other != name}
            loosened = found.again(replace(found.question, limits=limits))
            count = int(loosened.answer.is_eligible.sum())
            if count > best[0]:
                best = (count, name, loosened)
    _count, name, loosest = best
    if loosest is not None:
        yield _widening("filters", _("Uden filteret »%(name)s«") % {"name": _filter_label(name, found)}, loosest, shown)


def _remote(found: Found, shown: set[int]) -> _Ways:
    """Phone and online, for everybody, without the filters for form and time."""
    limits = {name: limit for name, limit in found.question.limits.items() if name in _KEPT_FROM_AFAR}
    question = replace(found.question, reach=EVERYWHERE, radius_km=None, limits=limits | {"afar": _REMOTE})
    afar = found.again(replace(question, sort=Sort.BEST))
    yield _widening("remote", _("På telefon og online"), afar, shown, only=_national(afar))


def _national(found: Found) -> Mask:
    return found.library.engine.features(found.ranking.rows, at=found.question.at).is_national


def _related(found: Found, shown: set[int]) -> _Ways:
    """Offers for needs next to the one that was asked about."""
    concepts = found.library.concepts
    asked = {said.key: said.weight for said in found.wishes.said} | dict.fromkeys(found.wishes.filters.needs, 1.0)
    near = {other: weight for key, weight in asked.items() for other in concepts.around(key) if other not in asked}
    if not near:
        return
    said = tuple(Said(key, weight, ()) for key, weight in sorted(near.items()))
    wishes = replace(found.wishes, tokens=(), extra_words=(), said=said)
    question = _loosened(question_of(wishes, found.library, at=found.question.at), reach=IN_REACH)
    names = _(" og ").join(concepts.label(key).lower() for key in sorted(near)[:2])
    yield _widening(
        "related", _("Beslægtet: %(names)s") % {"names": names}, found.again(question, wishes=wishes), shown
    )


def _somebody_to_talk_to(found: Found, shown: set[int]) -> _Ways:
    """When the words are found nowhere: lines where somebody listens, first those for everybody who needs an ear."""
    wishes = replace(found.wishes, tokens=(), extra_words=(), said=())
    plain = _loosened(question_of(wishes, found.library, at=found.question.at), reach=EVERYWHERE)
    talking = {"afar": _REMOTE, "talking": _SOMEBODY_TO_TALK_TO}
    hits: list[Hit] = []
    rows = list(shown)
    for limits in (talking | {"anybody": _FOR_ANYBODY}, talking):
        lines = found.again(replace(plain, limits=limits), wishes=wishes)
        some, more = _widening("remote", _("Nogen at tale med"), lines, set(rows), only=_national(lines))
        hits += some.hits
        rows += more
    yield Widening(kind="remote", label=_("Nogen at tale med"), hits=tuple(hits[: _most()])), rows


def _loosened(question: Question, *, reach: str) -> Question:
    """Return a question without the chosen filters."""
    return replace(question, limits={}, radius_km=None, reach=reach, sort=Sort.BEST)


def _widening(
    kind: str, label: str, found: Found, shown: set[int], *, only: Mask | None = None
) -> tuple[Widening, list[int]]:
    """Return the few best that fit and are not shown yet."""
    mask = found.ranking.is_eligible if only is None else found.ranking.is_eligible & only
    places = [int(place) for place in np.flatnonzero(mask) if int(found.ranking.rows[place]) not in shown][: _most()]
    rows = [int(found.ranking.rows[place]) for place in places]
    return Widening(kind=kind, label=label, hits=found.hits_at(places)), rows


def _most() -> int:
    return int(weights("page")["widened_hits"])


def _filter_label(name: str, found: Found) -> str:
    """Return the chosen values of one group of filters, in words."""
    filters: Filters = found.wishes.filters
    if name.startswith("features:"):
        return str(labels.FEATURES[name.partition(":")[2]])
    chosen: tuple[str, ...] = getattr(filters, name) or getattr(found.wishes, name)
    named: Callable[[str], str] = found.library.concepts.label
    words = {"delivery": labels.DELIVERY, "roles": labels.ROLES, "when": labels.WHEN}.get(name)
    return ", ".join(str(words[value]) if words and value in words else named(value) for value in chosen)
