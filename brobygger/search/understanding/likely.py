"""What is told in words that no saying holds, by likeness to what is said of each concept (``concept_likeness.py``)."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from brobygger.search.understanding.phrases import Said
from brobygger.search.understanding.sayings import never_likely
from brobygger.search.weights import weights

#: Facets whose likeliest concept is taken for told when the words name none of them.
_NEED = "need"


def with_likely(
    said: Sequence[Said], scores: Mapping[str, float], facets: Mapping[str, str], *, left_out: Collection[str] = ()
) -> tuple[Said, ...]:
    """Return what was said in words, and what is likely meant beside it; what the meaning speaks against counts less.

    ``scores`` are of ``Likeness.scores``. Nothing is added where the words tell a need by a saying.
    """
    worth = weights("likely")
    best = max((score for key, score in scores.items() if facets.get(key) == _NEED), default=0.0)
    kept = [_doubted(one, scores, best, worth) for one in said]
    if any(facets[one.key] == _NEED and one.weight >= worth["sure_words"] for one in kept):
        return tuple(kept)
    known = {one.key for one in kept}
    added = [one for one in _likeliest(scores, facets, worth) if one.key not in known and one.key not in left_out]
    return tuple(sorted((*kept, *added), key=lambda one: -one.weight))


def _likeliest(scores: Mapping[str, float], facets: Mapping[str, str], worth: Mapping[str, float]) -> Iterator[Said]:
    """Give the likeliest concepts, when they are likely at all and nearly alike."""
    if not scores:
        return
    best = max(scores.values())
    near = sorted((key for key in scores if scores[key] >= best - worth["near"]), key=lambda key: -scores[key])
    for key in near[: int(worth["most"])]:
        if scores[key] >= worth["least"] and facets.get(key) == _NEED and key not in never_likely():
            sureness = worth["sure"] if scores[key] >= worth["surely"] else worth["unsure"]
            yield Said(key, sureness, ())


def _doubted(said: Said, scores: Mapping[str, float], best: float, worth: Mapping[str, float]) -> Said:
    """Return a name read off one word with less weight, when the whole is unlike it, or surely means something else."""
    is_name = len(said.places) == 1 and said.weight <= worth["name"]
    score = scores.get(said.key, 0.0)
    is_outdone = score < worth["least"] and best >= worth["surely"]
    if not is_name or not (score <= worth["unlike"] or is_outdone):
        return said
    return Said(said.key, said.weight * worth["doubted"], said.places)
