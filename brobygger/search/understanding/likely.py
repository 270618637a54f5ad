"""What is told in words that no saying holds, by likeness to what is said of each concept (``concept_likeness.py``)."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from brobygger.search.understanding.phrases import Said
from brobygger.search.understanding.sayings import never_likely
from brobygger.search.weights import weights

_NEED = "need"


def means_something(scores: Mapping[str, float]) -> bool:
    """Test whether a text is like anything that is ever said here."""
    return max(scores.values(), default=0.0) > weights("likely")["nothing"]


def with_likely(
    said: Sequence[Said], scores: Mapping[str, float], facets: Mapping[str, str], *, left_out: Collection[str] = ()
) -> tuple[Said, ...]:
    """Return what was said in words, and what is likely meant beside it; what the meaning speaks against counts less.

    ``scores`` are of ``Likeness.scores``. Nothing is added where the words tell a need by a saying.
    """
    worth = weights("likely")
    best = max((score for key, score in scores.items() if facets.get(key) == _NEED), default=0.0)
    kept = [_doubted(one, scores, best, worth) for one in said]
    if not any(facets[one.key] == _NEED and one.weight >= worth["sure_words"] for one in kept):
        known = {one.key for one in kept}.union(left_out)
        told = {facets[one.key] for one in kept if one.weight >= worth["sure_words"] and one.places}
        likely = _likeliest(scores, facets, told, worth)
        kept += [one for one in likely if one.key not in known]
    if any(not one.is_of_tongue and one.weight >= worth["unsure"] for one in kept):
        kept = [replace(one, weight=min(one.weight, worth["foreign"])) if one.is_of_tongue else one for one in kept]
    return tuple(sorted(kept, key=lambda one: -one.weight))


def _likeliest(
    scores: Mapping[str, float], facets: Mapping[str, str], told: Collection[str], worth: Mapping[str, float]
) -> Iterator[Said]:
    """Give the likeliest concepts, when they are likely at all and nearly alike.

    Needs; and what somebody wants to do, or is, when it is nearly sure and the words tell nothing of the kind.
    """
    if not scores:
        return
    best = max(scores.values())
    near = sorted((key for key in scores if scores[key] >= best - worth["near"]), key=lambda key: -scores[key])
    for key in near[: int(worth["most"])]:
        is_sure = scores[key] >= worth["surely"]
        is_told = scores[key] >= worth["least"] if facets.get(key) == _NEED else is_sure and not told
        if is_told and key in facets and key not in never_likely():
            yield Said(key, worth["sure"] if is_sure else worth["unsure"], ())


def _doubted(said: Said, scores: Mapping[str, float], best: float, worth: Mapping[str, float]) -> Said:
    """Return a name read off one word with less weight, when the whole is unlike it, or surely means something else."""
    is_name = len(said.places) == 1 and said.weight <= worth["name"]
    score = scores.get(said.key, 0.0)
    is_outdone = score < worth["least"] and best >= worth["surely"]
    if not is_name or not (score <= worth["unlike"] or is_outdone):
        return said
    return replace(said, weight=said.weight * worth["doubted"])
