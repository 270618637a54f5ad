"""What an offer's own words say it is about: concepts to choose, each with the words that say it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from brobygger.directory.writing.sentences import sentences_in
from brobygger.search.selectors import concepts_told
from brobygger.taxonomy.selectors import concepts_by_key

#: How much a sentence counts by where it stands: the name tells most. Measured on the register's own offers.
_WORTH = {"name": 0.8, "summary": 0.55, "audience": 0.45, "description": 0.35}
#: Below this it is too unsure to suggest.
_LEAST = 0.3
#: No sentence, and no number of them, makes it certain.
_MOST = 0.95
#: So many sentences of each text are read: the work must have a bound.
_MOST_SENTENCES = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedConcept:
    """A concept that may fit, and the words that say so ("sorg"); empty when they cannot be shown."""

    key: str
    label: str
    words: str
    sureness: float


def suggest_concepts(
    *, texts: Mapping[str, str], facet: str, limit: int, language: str = "da"
) -> tuple[SuggestedConcept, ...]:
    """Return the concepts of a facet that an offer's texts (by field) speak of, surest first."""
    return suggest_by_facet(texts=texts, limit=limit, language=language).get(facet, ())


def suggest_by_facet(
    *, texts: Mapping[str, str], limit: int, language: str = "da"
) -> dict[str, tuple[SuggestedConcept, ...]]:
    """Return the suggestions of every facet, ``limit`` of each; the texts are read once."""
    doubt: defaultdict[str, float] = defaultdict(lambda: 1.0)
    words: dict[str, str] = {}
    for field, worth in _WORTH.items():
        for sentence in sentences_in(texts.get(field, ""))[:_MOST_SENTENCES]:
            for told in concepts_told(sentence=sentence):
                doubt[told.key] *= 1 - min(_MOST, told.weight * worth)
                words.setdefault(told.key, " ".join(told.words))
    known = concepts_by_key()
    found: defaultdict[str, list[SuggestedConcept]] = defaultdict(list)
    for key, left in sorted(doubt.items(), key=lambda item: (item[1], item[0])):
        if key in known and 1 - left >= _LEAST and len(found[known[key].facet]) < limit:
            label = known[key].label(language)
            found[known[key].facet].append(
                SuggestedConcept(key=key, label=label, words=words[key], sureness=round(1 - left, 2))
            )
    return {facet: tuple(some) for facet, some in found.items()}
