"""What a question means, worked out in a second thread while the first one reads its words; nobody waits long."""

from dataclasses import dataclass, replace

from brobygger.meaning.selectors import current_encoder
from brobygger.meaning.thinking import Pending
from brobygger.search.analysis.tokens import words
from brobygger.search.engine.interface import Floats
from brobygger.search.keeping.library import Library
from brobygger.search.ranking.wishes import Wishes
from brobygger.search.signal_switches import signals
from brobygger.search.understanding.concept_likeness import concept_likeness
from brobygger.search.understanding.likely import means_something, with_likely
from brobygger.search.weights import weights

#: So few words that all name something here say what they mean.
_FEW_WORDS = 2
#: "Uden alkohol" is a wish for company, not about a dependence.
_DEPENDENCE = "misbrug"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sense:
    """The meaning of a question. ``is_late`` when it was asked for and did not come in time."""

    vector: Floats | None = None
    is_late: bool = False


def begin(text: str, library: Library) -> Pending | None:
    """Begin to work out what a text means; None when there is no need, or nothing to do it with."""
    if not signals().vectors or not _is_worth_it(text, library):
        return None
    encoder = current_encoder()
    return encoder.begin(text) if encoder is not None and encoder.model == library.model else None


def _is_worth_it(text: str, library: Library) -> bool:
    said = words(text)
    return len(said) > _FEW_WORDS or not all(library.is_of_the_field(word) for word in said)


def in_time(pending: Pending | None) -> Sense:
    """Return the meaning if it comes within the time people are asked to wait for it."""
    if pending is None:
        return Sense()
    vector = pending.result(weights("meaning")["wait_ms"] / 1000)
    return Sense(vector=vector, is_late=vector is None)


def understand(wishes: Wishes, sense: Sense, library: Library) -> tuple[Wishes, Floats | None]:
    """Return the wishes with what the question is like in meaning, and the meaning to search by; None when it has none.

    Guesses that somebody took away (``concept:<key>``) are not made again. Likeness is deaf to "not": what is refused
    in words is not taken for meant.
    """
    if sense.vector is None or not wishes.has_words:
        return wishes, None
    likeness = concept_likeness(library.concepts) if signals().concepts else None
    if likeness is None:
        return wishes, sense.vector
    scores = likeness.scores(sense.vector)
    if not means_something(scores) and not wishes.said and not any(map(library.knows, wishes.all_words)):
        return wishes, None
    left_out = {guess.removeprefix("concept:") for guess in wishes.filters.ignored} | _denied(wishes, library)
    facets = {key: library.concepts.topics[key].facet for key in likeness.keys if key in library.concepts.topics}
    return replace(wishes, said=with_likely(wishes.said, scores, facets, left_out=left_out)), sense.vector


def _denied(wishes: Wishes, library: Library) -> set[str]:
    """Return the concepts that somebody does not want to hear of."""
    denied = {key for refusal in wishes.refused for key in refusal.concepts}
    if "sober" in wishes.wanted:
        denied |= {_DEPENDENCE, *library.concepts.narrower.get(_DEPENDENCE, ())}
    return denied
