"""From what is wished to what the engine is asked: weighted terms, the place, and what limits the hits."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from brobygger.search.engine.interface import Engine, Floats, Place, Question, Term
from brobygger.search.keeping.library import Library, concept_term
from brobygger.search.ranking.filtering import COUNTED, limits_of
from brobygger.search.ranking.wishes import HINT, Wishes
from brobygger.search.signal_switches import signals
from brobygger.search.understanding.phrases import TELLING, Said
from brobygger.search.weights import weights

EVERYWHERE, IN_REACH, LOCAL = "everywhere", "in_reach", "local"


def question_of(wishes: Wishes, library: Library, *, at: datetime, vector: Floats | None = None) -> Question:
    """Return what the engine is asked; ``vector`` is the meaning of the words, when it is known in time."""
    page, meaning = weights("page"), weights("meaning")
    share = "share" if wishes.said else "share_unsure"
    terms = question_terms(wishes, library) if wishes.has_words else None
    is_found_by_words = terms is None or any(library.engine.commonness(term) > 0 for term, _weight in terms)
    return Question(
        terms=terms,
        least_share=weights("terms")["least_share"] if wishes.has_words else 0.0,
        vector=vector,
        meaning_share=meaning[share] if vector is not None else 0.0,
        meaning_hits=int(meaning["hits" if is_found_by_words else "hits_alone"]) if vector is not None else 0,
        place=_place(wishes),
        reach=_reach(wishes),
        radius_km=wishes.radius_km if wishes.origin is not None else None,
        place_unknown=weights("area")["place_unknown"] if signals().place else 1.0,
        limits=limits_of(wishes),
        age=wishes.age,
        gender=wishes.gender,
        far_outside_years=weights("fit")["far_outside_years"],
        sort=wishes.filters.sort,
        depth=int(page["depth"]),
        counted=COUNTED,
        at=at,
    )


def _reach(wishes: Wishes) -> str:
    if wishes.filters.owner_key:
        return EVERYWHERE
    return LOCAL if wishes.filters.is_strict_place else IN_REACH


def _place(wishes: Wishes) -> Place | None:
    """Return where the person is, and what nearness is worth to somebody who travels as far as they do."""
    area, origin = wishes.area, wishes.origin
    if area is None and origin is None:
        return None
    return Place(
        municipality_code=area.code if area else "",
        region_code=area.region_code if area else "",
        lat=origin.lat if origin else None,
        lon=origin.lon if origin else None,
        is_precise=origin.is_precise if origin else False,
        worth=_worth_of_place(wishes),
    )


def _worth_of_place(wishes: Wishes) -> Mapping[str, float]:
    """Return the section ``area``; who travels less has everything further away."""
    worth, travel = weights("area"), weights("travel")
    if not wishes.travels_little:
        return worth
    return {
        **worth,
        "halving_km": worth["halving_km"] * travel["little"],
        "reach_km": worth["reach_km"] * travel["little"],
    }


def question_terms(wishes: Wishes, library: Library) -> tuple[Term, ...]:
    """Return the weighted terms of the question: its words, its concepts and what is near them."""
    worth = weights("terms")
    found: dict[str, float] = {}
    saying = _saying_places(wishes)
    for place, token in wishes.tokens:
        loudness = _loudness(place, token, saying, wishes, library)
        for term, weight in library.analyzer.terms(token):
            found[term] = max(found.get(term, 0.0), weight * loudness)
    for word in wishes.extra_words:
        for term, weight in library.analyzer.terms(word):
            found.setdefault(term, weight * worth["foreign"])
    found = _without_common(found, library.engine, limit=worth["too_common"])
    for term, weight in _concept_terms(wishes, library):
        found[term] = max(found.get(term, 0.0), weight)
    return tuple(sorted(found.items()))


def _saying_places(wishes: Wishes) -> dict[int, float]:
    """Return how sure the surest saying is at each place; distress beside its cause says little."""
    sureness: dict[int, float] = {}
    for said in wishes.said:
        for place in said.places if len(said.places) > 1 else ():
            sureness[place] = max(sureness.get(place, 0.0), min(1.0, said.weight))
    return sureness


def _loudness(place: int, token: str, saying: Mapping[int, float], wishes: Wishes, library: Library) -> float:
    """Return how much one word of the question counts beside what was understood of it."""
    worth = weights("terms")
    if place in wishes.quiet or (place in saying and token in TELLING):
        return worth["quiet_word"]
    if place in saying:
        return worth["saying_word"] * saying[place]
    if not wishes.said or any(place in said.places for said in wishes.said):
        return 1.0
    return worth["field_word"] if library.is_of_the_field(token) else worth["plain_word"]


def _concept_terms(wishes: Wishes, library: Library) -> Iterator[Term]:
    topics, worth = library.concepts.topics, weights("terms")
    if wishes.is_child_speaking and any(topics[said.key].facet == "need" for said in wishes.said):
        yield concept_term("boern"), worth["childs_own"]
    for said in wishes.said:
        is_target = topics[said.key].facet == "target"
        own = worth["target"] if is_target else worth["concept"]
        yield concept_term(said.key), own * said.weight
        if said.weight < HINT:
            continue
        # What is near a group counts less than what is near a need, as the group itself does.
        share = worth["target"] / worth["concept"] if is_target and worth["concept"] else 1.0
        for other, how in library.concepts.around(said.key).items():
            yield concept_term(other), worth[how] * share * said.weight
        if not is_target:
            yield from _label_terms(said, library)


def _label_terms(said: Said, library: Library) -> Iterator[Term]:
    """Give the other names of a concept and of the broader ones; names of several words mean other things alone."""
    worth, concepts = weights("terms"), library.concepts
    broader = ((key, worth["broader"]) for key in concepts.topics[said.key].broader)
    for name, share in ((said.key, 1.0), *broader):
        for label in concepts.names_in_danish(name):
            for term, weight in library.analyzer.terms(label.lower()) if " " not in label else ():
                yield term, weight * worth["label"] * said.weight * share


def _without_common(found: dict[str, float], engine: Engine, *, limit: float) -> dict[str, float]:
    """Leave out words that stand nearly everywhere, unless there is no other."""
    rare = {term: weight for term, weight in found.items() if engine.commonness(term) <= limit}
    return rare if any(engine.commonness(term) > 0 for term in rare) else found
