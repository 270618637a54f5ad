"""What is told in words that no saying holds, by likeness to what is said of each concept (``concept_likeness.py``)."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from brobygger.search.understanding.phrases import Said
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
    kept = [_doubted(one, scores, worth) for one in said]
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
        if scores[key] >= worth["least"] and facets.get(key) == _NEED:
            sureness = worth["sure"] if scores[key] >= worth["surely"] else worth["unsure"]
            yield Said(key, sureness, ())


def _doubted(said: Said, scores: Mapping[str, float], worth: Mapping[str, float]) -> Said:
    """Return a name read off one word with less weight, when the whole means something else."""
    is_name = len(said.places) == 1 and said.weight <= worth["name"]
    if not is_name or scores.get(said.key, 0.0) > worth["unlike"]:
        return said
    return Said(said.key, said.weight * worth["doubted"], said.places)
