"""The taxonomy as the search needs it: labels, what is said of each concept, and the concepts around it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from brobygger.taxonomy import selectors as taxonomy
from brobygger.ui.languages import current_language

#: Facets by the name a filter has.
FACETS = {"needs": "need", "targets": "target", "activities": "activity"}
FIELD_OF_FACET = {facet: name for name, facet in FACETS.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """One concept. ``labels`` are its names (in both languages), ``expressions`` what people say."""

    key: str
    facet: str
    name_da: str
    name_en: str
    labels: tuple[str, ...] = ()
    expressions: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    related: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name to show, in the active language."""
        return self.name_in(current_language())

    def name_in(self, language: str) -> str:
        """Return the name in a language; Danish when it is neither."""
        return (self.name_en or self.name_da) if language.startswith("en") else self.name_da


class ConceptBook:
    """All concepts, with the ways between them. Immutable."""

    def __init__(self, topics: Iterable[Topic]) -> None:
        self.topics: Mapping[str, Topic] = {topic.key: topic for topic in topics}
        self._by_facet: dict[str, list[Topic]] = {}
        for topic in self.topics.values():
            self._by_facet.setdefault(topic.facet, []).append(topic)
        #: From a tuple of keys to these and all broader concepts; the same tuples come again and again.
        self.with_broader = lru_cache(maxsize=20_000)(self._with_broader)
        #: From a facet and a language to the names of its concepts by key, in the taxonomy's order.
        self.labels_of = lru_cache(maxsize=16)(self._labels_of)
        #: From a key to the concepts next to it, each with how: ``narrower``, ``broader`` or ``related``.
        self.around = lru_cache(maxsize=1_000)(self._around)

    def label(self, key: str) -> str:
        """Return the name to show; the key itself when the concept is unknown."""
        topic = self.topics.get(key)
        return topic.name if topic else key

    def names_in_danish(self, key: str) -> tuple[str, ...]:
        """Return what a concept is called, the English name left out; nothing when it is unknown."""
        topic = self.topics.get(key)
        return (topic.name_da, *topic.labels[2:]) if topic else ()

    def of_facet(self, facet: str) -> list[Topic]:
        """Return the concepts of one facet, in the taxonomy's order."""
        return self._by_facet.get(facet, [])

    def _labels_of(self, facet: str, language: str) -> Mapping[str, str]:
        return {topic.key: topic.name_in(language) for topic in self.of_facet(facet)}

    def _with_broader(self, keys: tuple[str, ...]) -> frozenset[str]:
        """Return the concepts and all broader ones: somebody who asks for the broader one is served too."""
        found: set[str] = set()
        waiting = [key for key in keys if key in self.topics]
        while waiting:
            key = waiting.pop()
            if key not in found:
                found.add(key)
                waiting += [broader for broader in self.topics[key].broader if broader in self.topics]
        return frozenset(found)

    @cached_property
    def narrower(self) -> Mapping[str, tuple[str, ...]]:
        """The concepts directly below each."""
        found: dict[str, list[str]] = {}
        for topic in self.topics.values():
            for broader in topic.broader:
                found.setdefault(broader, []).append(topic.key)
        return {key: tuple(below) for key, below in found.items()}

    def _around(self, key: str) -> Mapping[str, str]:
        topic = self.topics.get(key)
        if topic is None:
            return {}
        near = dict.fromkeys(topic.related, "related")
        near |= dict.fromkeys(topic.broader, "broader")
        near |= dict.fromkeys(self.narrower.get(key, ()), "narrower")
        return {other: how for other, how in near.items() if other in self.topics}


def load_concepts() -> ConceptBook:
    """Return the taxonomy's concepts; the same book as long as the taxonomy itself is the same."""
    version = taxonomy.scheme_version()
    return _remember(version) if version else _read()


@lru_cache(maxsize=2)
def _remember(_version: str) -> ConceptBook:
    """Keep the book of the version in use, and the one before it while requests still hold that."""
    return _read()


def _read() -> ConceptBook:
    return ConceptBook(
        Topic(
            key=concept.key,
            facet=str(concept.facet),
            name_da=concept.pref_da,
            name_en=concept.pref_en,
            labels=(concept.pref_da, concept.pref_en, *concept.alt_da, *concept.alt_en),
            expressions=(*concept.expressions_da, *concept.expressions_en),
            broader=tuple(concept.broader),
            related=tuple(concept.related),
        )
        for concept in taxonomy.all_concepts()
    )
