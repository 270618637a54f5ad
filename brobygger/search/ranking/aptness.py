"""How far a document is meant for what was said, beside the words it shares with the question.

Somebody who tells two things wants both, and the cause before the distress; an offer for the other side, or for
another kind of the same, is for somebody else however many words it shares.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

import numpy as np

from brobygger.search.engine.columns import DELIVERIES, GENDERS, NO_AGE_MAX, NO_AGE_MIN, bits_of
from brobygger.search.engine.interface import Features, Floats, Mask
from brobygger.search.keeping.library import Library
from brobygger.search.ranking.wishes import GROWN_UP, HINT, Wishes
from brobygger.search.understanding.concepts import ConceptBook
from brobygger.search.understanding.lists import people_words
from brobygger.search.understanding.refusals import Refusal
from brobygger.search.understanding.sayings import Opposite, adult_needs, opposites, unlikely_gender
from brobygger.search.weights import weights

#: What was said, by key, with what is known of the rows.
_Masks = Mapping[str, Mask]

_KINDS = Path(__file__).parents[1] / "data" / "kinds.toml"
#: Less sure guesses are no reason to hold anything back.
_SURE = 0.75
_GROUPS_OF_AGE = frozenset({"boern", "unge", "aeldre"})
_ILLNESSES = frozenset({"kronisk-sygdom", "handicap", "mennesker-med-handicap"})
_EVERYBODYS = frozenset({"ensomhed", "isolation", "generthed"})
#: What somebody below eighteen can turn to alone.
_CHILDS_OWN = ("boern", "unge", "alle", "studerende", "boern-af-indsatte", "skilsmisseboern")


def aptness(wishes: Wishes, features: Features, library: Library) -> Floats:
    """Return a factor for every row: 1 when it is meant for all that was said."""
    worth, topics = weights("fit"), library.concepts.topics
    met = {s.key: features.has_any("concepts", (s.key, *topics[s.key].broader)) for s in wishes.said}
    factor = _main_need(wishes, met, library, size=len(features.lot)) * _coverage(wishes, met, features, library)
    if not wishes.is_child_speaking:
        # A child may turn to those who listen to children whatever it is about.
        factor[_strays(wishes, features, library.concepts)] *= worth["also_other_needs"]
    named = [said.key for said in wishes.said if said.key in _GROUPS_OF_AGE and said.weight >= _SURE]
    if named:
        factor[~features.has_any("concepts", (*named, "alle"))] *= worth["group_unmet"]
    if wishes.said:
        other_group = _for_a_group_unsaid(wishes, met, features, library)
        if _tells_of_own_kind(wishes, library.concepts):
            factor[other_group & ~features.has_any("concepts", ("alle",))] *= worth["group_other"]
        else:
            is_open = features.has_any("concepts", _groups()[1]) & ~features.has_any("concepts", _groups()[2])
            factor[other_group & ~is_open & ~features.has_any("concepts", ("alle",))] *= worth["group_unsaid"]
    factor[_particular_unsaid(wishes, features, library.concepts)] *= worth["particular_unsaid"]
    if wishes.is_child_speaking:
        factor[~features.has_any("concepts", _CHILDS_OWN)] *= worth["not_for_a_child"]
    factor[features.referral_free == 0] *= worth["needs_referral"]
    return factor


def _main_need(wishes: Wishes, met: _Masks, library: Library, *, size: int) -> Floats:
    """Return the factor of meeting the first need told, a later one, or none."""
    worth, topics = weights("fit"), library.concepts.topics
    needs = [met[s.key] for s in wishes.said if s.weight >= _SURE and topics[s.key].facet == "need"]
    if not any(mask.any() for mask in needs):
        return np.ones(size, dtype=np.float32)
    factor = np.full(size, worth["need_unmet"], dtype=np.float32)
    for place, mask in reversed(list(enumerate(needs))):
        factor[mask] = 1.0 if place == 0 else worth["later_need"]
    return factor


def _strays(wishes: Wishes, features: Features, concepts: ConceptBook) -> Mask:
    """Return which rows are for other needs as well than those that were told, and those around them."""
    told = [s.key for s in wishes.said if s.weight >= _SURE and concepts.topics[s.key].facet == "need"]
    if not told:
        return np.zeros(len(features.lot), dtype=np.bool_)
    near = concepts.with_broader(tuple(told)).union(*(concepts.around(key) for key in told))
    return features.has_any("concepts", (t.key for t in concepts.of_facet("need") if t.key not in near))


def _particular_unsaid(wishes: Wishes, features: Features, concepts: ConceptBook) -> Mask:
    """Return which rows are about something particular that was not spoken of, nor anything close to it."""
    told = tuple(s.key for s in wishes.said if s.weight >= HINT)
    if not told:
        return np.zeros(len(features.lot), dtype=np.bool_)
    particular = _kinds()["particular"]
    near = concepts.with_broader(told).union(*(concepts.around(key) for key in told))
    # Who tells of grief does not tell of each kind of grief.
    near = near.difference(*(concepts.narrower.get(key, ()) for key in told if key in _kinds()["exclusive"]))
    return features.has_any("concepts", particular - near) & ~features.has_any("concepts", particular & near)


def _coverage(wishes: Wishes, met: _Masks, features: Features, library: Library) -> Floats:
    """Return the factor of how many of the things told a document answers."""
    least = weights("fit")["nothing_covered"]
    aspects = list(_aspects(wishes, met, features, library))
    if len(aspects) < 2:
        return np.ones(len(features.lot), dtype=np.float32)
    whole = sum(weight for weight, _ in aspects)
    covered = sum((np.float32(weight / whole) * mask for weight, mask in aspects), start=np.float32(0.0))
    factor: Floats = (least + (1.0 - least) * np.asarray(covered)).astype(np.float32)
    return factor


def _aspects(wishes: Wishes, met: _Masks, features: Features, library: Library) -> Iterator[tuple[float, Mask]]:
    """Give each thing told, with what it counts and which rows answer it."""
    told = {place for said in wishes.said for place in said.places}
    for said in wishes.said:
        if said.weight >= HINT:
            yield said.weight, met[said.key]
    for place, token in wishes.tokens:
        if place not in told and place not in wishes.quiet and library.is_of_the_field(token):
            terms = [term for term, _weight in library.analyzer.terms(token)]
            yield weights("fit")["word_aspect"], features.holds_any(terms)


def for_others(wishes: Wishes, features: Features, library: Library) -> Mask:
    """Return which rows are for the other side of what was said (``data/sayings.toml``), for another kind of the same
    (``data/kinds.toml``), for the other sex than the writer's most likely one, or for children alone.
    """
    others = np.zeros(len(features.lot), dtype=np.bool_)
    for rule in _rules_for(wishes):
        others |= features.has_any("concepts", rule.not_for) & ~features.has_any("concepts", rule.unless)
    own, beside = _kinds_told(wishes, library.concepts)
    if beside:
        others |= features.has_any("concepts", beside) & ~features.has_any("concepts", own)
    if unlikely := sex_unlikely(wishes):
        others |= features.gender == GENDERS.index(unlikely)
    others |= _about_something_else(wishes, features, library.concepts) | _for_another_age_group(wishes, features)
    if not wishes.ages and _surely_said(wishes) & adult_needs():
        others |= _only_for_the_young(features)
    return others


def _about_something_else(wishes: Wishes, features: Features, concepts: ConceptBook) -> Mask:
    """Return what is about something particular that was not told, and for none of the needs that were."""
    needs = [key for key in _surely_said(wishes) if concepts.topics[key].facet == "need"]
    if not needs:
        return np.zeros(len(features.lot), dtype=np.bool_)
    served = concepts.with_broader(tuple(sorted(needs)))
    particular = _particular_unsaid(wishes, features, concepts)
    unserved = particular & ~features.has_any("concepts", served)
    if _own_kinds_told(wishes, concepts):
        # Who tells which illness is theirs is not looking for company among those of their age.
        unserved |= ~features.has_any("concepts", served) & features.has_any("concepts", _GROUPS_OF_AGE)
    return unserved


def _for_another_age_group(wishes: Wishes, features: Features) -> Mask:
    """Return what is for the old alone when the young were named, and the other way round."""
    named = {s.key for s in wishes.said if s.weight >= _SURE and s.key in _GROUPS_OF_AGE}
    young, old = {"boern", "unge"}, {"aeldre"}
    if not named or (named & young and named & old):
        return np.zeros(len(features.lot), dtype=np.bool_)
    other, own = (young, old) if named & old else (old, young)
    return features.has_any("concepts", other) & ~features.has_any("concepts", own | {"alle", "voksne"})


def _own_kinds_told(wishes: Wishes, concepts: ConceptBook) -> bool:
    """Test whether a kind of illness or handicap was told as somebody's own."""
    own, _beside = _kinds_told(wishes, concepts)
    return any(_ILLNESSES.intersection(concepts.topics[key].broader) for key in own)


def other_side(wishes: Wishes, keys: Iterable[str], concepts: ConceptBook) -> list[str]:
    """Return those of a document's concepts that make it one for others."""
    not_for = frozenset[str]().union(*(rule.not_for for rule in _rules_for(wishes)))
    _own, beside = _kinds_told(wishes, concepts)
    told = {said.key for said in wishes.said}
    elsewhere = (_kinds()["particular"] | (_GROUPS_OF_AGE if told & _GROUPS_OF_AGE else frozenset())) - told
    keys = list(keys)
    return [key for key in keys if key in not_for or key in beside] or [key for key in keys if key in elsewhere]


def sex_unlikely(wishes: Wishes) -> str:
    """Return the sex that a writer who tells of a wife or a husband most likely is not; or nothing."""
    return "" if wishes.gender else unlikely_gender([said.key for said in wishes.said], wishes.all_words)


def _kinds_told(wishes: Wishes, concepts: ConceptBook) -> tuple[set[str], set[str]]:
    """Return what was surely said in families whose kinds exclude each other, and the other kinds of these families."""
    kinds, own, beside = _kinds(), set[str](), set[str]()
    for key in _surely_said(wishes):
        families = [broader for broader in concepts.topics[key].broader if broader in kinds["exclusive"]]
        for family in families:
            own.add(key)
            beside.update(concepts.narrower[family])
    told = concepts.with_broader(tuple(sorted(said.key for said in wishes.said)))
    return own, beside - kinds["childrens"] - told


def _tells_of_own_kind(wishes: Wishes, concepts: ConceptBook) -> bool:
    """Test whether somebody told which illness, handicap, dependence or group is theirs."""
    special, _everybody, _closed = _groups()
    told = concepts.with_broader(tuple(sorted(said.key for said in wishes.said if said.places)))
    return not told.isdisjoint(special) or not told.isdisjoint(_kinds()["exclusive"])


def _rules_for(wishes: Wishes) -> list[Opposite]:
    said = _surely_said(wishes)
    return [rule for rule in opposites() if said & rule.said and not said & rule.not_for]


def _surely_said(wishes: Wishes) -> set[str]:
    """Return what was told for sure, and the group of those who write in a language."""
    return {said.key for said in wishes.said if said.weight >= _SURE or (said.is_of_tongue and said.weight > 0)}


def _for_a_group_unsaid(wishes: Wishes, met: _Masks, features: Features, library: Library) -> Mask:
    """Return what is for a group, of which and of whose needs not a word was said."""
    mask = features.has_any("concepts", _groups()[0])
    for said in wishes.said:
        # Everybody can be lonely: to say so is not to speak of the group.
        if library.concepts.topics[said.key].facet != "activity" and said.key not in _EVERYBODYS:
            mask = mask & ~met[said.key]
    return mask


def _only_for_the_young(features: Features) -> Mask:
    """Return what no grown-up can use."""
    ages = people_words()["targets"]
    young = [key for key, (_, most) in ages.items() if most < GROWN_UP]
    grown = [key for key, (_, most) in ages.items() if most >= GROWN_UP]
    by_group = features.has_any("concepts", young) & ~features.has_any("concepts", grown)
    only_young: Mask = by_group | (features.age_max <= GROWN_UP)
    return only_young


def age_misfits(wishes: Wishes, features: Features) -> Mask:
    """Return which stated ages leave out everybody who may be meant."""
    misfit = np.full(len(features.lot), bool(wishes.ages))
    for age in wishes.ages:
        misfit &= (age < features.age_min) | ((age > features.age_max) & (features.age_max != NO_AGE_MAX))
    return misfit


def unlikely_ages(wishes: Wishes, features: Features, library: Library) -> Mask:
    """Return where the ages are not stated in full, and the target groups make every age that is meant unlikely.

    What is for children and for a group of any age as well (relatives, women) may well be for a grown-up.
    """
    is_open: Mask = (features.age_min == NO_AGE_MIN) | (features.age_max == NO_AGE_MAX)
    asked, ages = wishes.ages, people_words()["targets"]
    if not asked:
        return np.zeros_like(is_open)
    fitting = {key for key, (least, most) in ages.items() if any(least <= age <= most for age in asked)}
    younger = {key for key, (_least, most) in ages.items() if most < min(asked)}
    ageless = {topic.key for topic in library.concepts.of_facet("target")}.difference(ages)
    for_younger = features.has_any("concepts", younger) & ~features.has_any("concepts", ageless)
    for_older = features.has_any("concepts", {key for key, (least, _most) in ages.items() if least > max(asked)})
    unlikely: Mask = is_open & (for_younger | for_older) & ~features.has_any("concepts", fitting)
    return unlikely


def refused(wishes: Wishes, features: Features, library: Library) -> Mask:
    """Return which rows are what somebody wrote they do not want, or need the referral they do not have."""
    mask = np.zeros(len(features.lot), dtype=np.bool_)
    if "referral_free" in wishes.wanted:
        mask |= features.referral_free == 0
    for refusal in wishes.refused:
        mask |= features.has_any("concepts", refusal.concepts) | features.holds_any(shown_by(refusal, library))
        if refusal.delivery:
            others = [way for way in DELIVERIES if way not in refusal.delivery]
            mask |= (features.delivery > 0) & ((features.delivery & bits_of(others, DELIVERIES)) == 0)
    return mask


def shown_by(refusal: Refusal, library: Library) -> list[str]:
    """Return the terms that show an offer to be what is refused."""
    return sorted({term for word in refusal.words for term, weight in library.analyzer.terms(word) if weight == 1.0})


@cache
def _kinds() -> dict[str, frozenset[str]]:
    """Return the reviewed lists of kinds (``data/kinds.toml``)."""
    return {name: frozenset(keys.split()) for name, keys in tomllib.loads(_KINDS.read_text(encoding="utf-8")).items()}


@cache
def _groups() -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return the groups that an offer may be only for, those that open it to others, and those that never are open."""
    groups = people_words()["groups"]
    return tuple(groups["special"].split()), tuple(groups["open"].split()), tuple(groups["closed"].split())
