"""How far a document is meant for what was said, beside the words it shares with the question.

Somebody who tells two things wants both, and the cause before the distress; an offer for the other side, or for
another kind of the same, is for somebody else however many words it shares.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from brobygger.search.engine.columns import GENDERS
from brobygger.search.engine.interface import Engine
from brobygger.search.library import Library
from brobygger.search.understanding.lists import people_words
from brobygger.search.understanding.phrases import Said
from brobygger.search.understanding.sayings import adult_needs, opposites, unlikely_gender
from brobygger.search.weights import weights
from brobygger.search.wishes import GROWN_UP, Wishes

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]
#: Less sure guesses are no reason to hold anything back.
_SURE = 0.75
_GROUPS_OF_AGE = frozenset({"boern", "unge", "aeldre"})
_EVERYBODYS = frozenset({"ensomhed", "isolation", "generthed"})
#: What somebody below eighteen can turn to alone.
_CHILDS_OWN = ("boern", "unge", "alle", "studerende", "boern-af-indsatte", "skilsmisseboern")


def aptness(wishes: Wishes, library: Library) -> Floats:
    """Return a factor for every document: 1 when it is meant for all that was said."""
    worth, columns = weights("fit"), library.engine.columns
    factor = _main_need(wishes, library) * _coverage(wishes, library)
    named = [said.key for said in wishes.said if said.key in _GROUPS_OF_AGE and said.weight >= _SURE]
    if named:
        factor[~columns.mask_of(columns.concepts, (*named, "alle"))] *= worth["group_unmet"]
    factor[_for_a_group_unsaid(wishes, library)] *= worth["group_unsaid"]
    factor[_for_others(wishes, library.engine)] *= worth["for_others"]
    if not wishes.gender and (unlikely := unlikely_gender([s.key for s in wishes.said], wishes.all_words)):
        factor[columns.gender == GENDERS.index(unlikely)] *= worth["gender_unlikely"]
    if wishes.is_child_speaking:
        factor[~columns.mask_of(columns.concepts, _CHILDS_OWN)] *= worth["not_for_a_child"]
    factor[columns.referral_free == 0] *= worth["needs_referral"]
    return factor


def _main_need(wishes: Wishes, library: Library) -> Floats:
    """Return the factor of meeting the first need told, a later one, or none."""
    worth, size = weights("fit"), library.engine.columns.size
    factor = np.full(size, worth["need_unmet"], dtype=np.float32)
    needs = [s for s in wishes.said if s.weight >= _SURE and library.concepts.topics[s.key].facet == "need"]
    met = [_meets(said, library) for said in needs]
    if not any(mask.any() for mask in met):
        return np.ones(size, dtype=np.float32)
    for place, mask in reversed(list(enumerate(met))):
        factor[mask] = 1.0 if place == 0 else worth["later_need"]
    return factor


def _meets(said: Said, library: Library) -> Mask:
    """Return which documents are for a concept: itself, what is under it, or the broader one as a whole."""
    columns, concepts = library.engine.columns, library.concepts
    return columns.mask_of(columns.concepts, (said.key, *concepts.topics[said.key].broader))


def _coverage(wishes: Wishes, library: Library) -> Floats:
    """Return the factor of how many of the things told a document answers."""
    least = weights("fit")["nothing_covered"]
    aspects = list(_aspects(wishes, library))
    if len(aspects) < 2:
        return np.ones(library.engine.columns.size, dtype=np.float32)
    whole = sum(weight for weight, _ in aspects)
    covered = sum((np.float32(weight / whole) * mask for weight, mask in aspects), start=np.float32(0.0))
    factor: Floats = (least + (1.0 - least) * np.asarray(covered)).astype(np.float32)
    return factor


def _aspects(wishes: Wishes, library: Library) -> Iterator[tuple[float, Mask]]:
    """Give each thing told, with what it counts and which documents answer it."""
    told = {place for said in wishes.said for place in said.places}
    for said in wishes.said:
        yield said.weight, _meets(said, library)
    for place, token in wishes.tokens:
        if place not in told and place not in wishes.quiet and library.is_of_the_field(token):
            yield weights("fit")["word_aspect"], library.engine.scores(library.analyzer.terms(token)) > 0


def _for_others(wishes: Wishes, engine: Engine) -> Mask:
    """Return which documents are for the other side, or for another kind of what was said."""
    columns = engine.columns
    said = {said.key for said in wishes.said if said.weight >= _SURE}
    others = np.zeros(columns.size, dtype=np.bool_)
    for rule in opposites():
        if said & rule.said and not said & rule.not_for:
            others |= columns.mask_of(columns.concepts, rule.not_for) & ~columns.mask_of(columns.concepts, rule.unless)
    if wishes.age is None and said & adult_needs():
        others |= _only_for_the_young(engine)
    return others


def _for_a_group_unsaid(wishes: Wishes, library: Library) -> Mask:
    """Return what is only for a group, of which and of whose needs not a word was said."""
    columns, groups = library.engine.columns, people_words()["groups"]
    mask = columns.mask_of(columns.concepts, groups["special"].split())
    mask &= ~columns.mask_of(columns.concepts, groups["open"].split())
    for said in wishes.said:
        # Everybody can be lonely: to say so is not to speak of the group.
        if library.concepts.topics[said.key].facet != "activity" and said.key not in _EVERYBODYS:
            mask &= ~_meets(said, library)
    return mask if wishes.said else np.zeros_like(mask)


def _only_for_the_young(engine: Engine) -> Mask:
    """Return what no grown-up can use."""
    columns, ages = engine.columns, people_words()["targets"]
    young = [key for key, (_, most) in ages.items() if most < GROWN_UP]
    grown = [key for key, (_, most) in ages.items() if most >= GROWN_UP]
    by_group = columns.mask_of(columns.concepts, young) & ~columns.mask_of(columns.concepts, grown)
    only_young: Mask = by_group | (columns.age_max <= GROWN_UP)
    return only_young
