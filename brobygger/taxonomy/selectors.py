"""Reads: concepts as frozen values, for pages and for the search engine."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from brobygger.kernel.errors import NotFound
from brobygger.taxonomy.models import Concept, ConceptCode, Facet, Scheme


class ConceptNotFound(NotFound):
    """Det begreb findes ikke."""

    code = "concept_not_found"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConceptValue:
    """Everything about one concept; other concepts are named by their keys, in the editors' order."""

    key: str
    facet: str
    pref_da: str
    pref_en: str
    alt_da: tuple[str, ...]
    alt_en: tuple[str, ...]
    expressions_da: tuple[str, ...]
    expressions_en: tuple[str, ...]
    note_da: str
    note_en: str
    broader: tuple[str, ...]
    narrower: tuple[str, ...]
    related: tuple[str, ...]
    codes: tuple[ConceptCode, ...]
    needs_quick_exit: bool

    def label(self, language: str) -> str:
        """Return the name in a language; Danish when it is neither."""
        return self.pref_en if language == "en" else self.pref_da

    def other_labels(self, language: str) -> tuple[str, ...]:
        """Return the synonyms in a language."""
        return self.alt_en if language == "en" else self.alt_da

    def expressions(self, language: str) -> tuple[str, ...]:
        """Return how people say it in a language."""
        return self.expressions_en if language == "en" else self.expressions_da

    def note(self, language: str) -> str:
        """Return the explanation in a language."""
        return self.note_en if language == "en" else self.note_da


@dataclass(frozen=True, slots=True, kw_only=True)
class ConceptNode:
    """A concept in the tree, with what is narrower below it."""

    key: str
    label: str
    note: str
    needs_quick_exit: bool
    narrower: tuple["ConceptNode", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConceptPage:
    """What the page of one concept shows; other concepts as (key, name) pairs."""

    key: str
    facet: str
    facet_label: str
    label: str
    note: str
    other_labels: tuple[str, ...]
    expressions: tuple[str, ...]
    broader: tuple[tuple[str, str], ...]
    narrower: tuple[tuple[str, str], ...]
    related: tuple[tuple[str, str], ...]
    codes: tuple[ConceptCode, ...]
    needs_quick_exit: bool


def scheme_version() -> str:
    """Return the fingerprint of the concepts that are loaded; empty before the first load."""
    return Scheme.objects.filter(id=1).values_list("version", flat=True).first() or ""


def all_concepts() -> tuple[ConceptValue, ...]:
    """Return every current concept of every facet, in the editors' order. One small query when nothing changed."""
    version = scheme_version()
    return _remember(version) if version else _read()


def concepts_by_key() -> MappingProxyType[str, ConceptValue]:
    """Return every current concept by its key."""
    return MappingProxyType({concept.key: concept for concept in all_concepts()})


def concepts_of(facet: str) -> tuple[ConceptValue, ...]:
    """Return one facet's concepts, in the editors' order."""
    return tuple(concept for concept in all_concepts() if concept.facet == facet)


def get_concept(key: str) -> ConceptValue:
    """Return one current concept. Raises ``ConceptNotFound``."""
    concept = concepts_by_key().get(key)
    if concept is None:
        raise ConceptNotFound
    return concept


def concept_labels(*, keys: Iterable[str], language: str) -> dict[str, str]:
    """Return the names of some concepts; a key that is no concept is its own name."""
    known = concepts_by_key()
    return {key: known[key].label(language) if key in known else key for key in keys}


def with_narrower(*, keys: Iterable[str]) -> frozenset[str]:
    """Return the keys and everything narrower than them, all the way down; unknown keys stay."""
    known = concepts_by_key()
    found, frontier = set[str](), set(keys)
    while frontier:
        found |= frontier
        frontier = {below for key in frontier if key in known for below in known[key].narrower} - found
    return frozenset(found)


def needs_quick_exit(*, keys: Iterable[str]) -> bool:
    """Test whether a page about any of these concepts carries the button that leaves it at once."""
    known = concepts_by_key()
    return any(known[key].needs_quick_exit for key in keys if key in known)


def concept_tree(*, facet: str, language: str) -> tuple[ConceptNode, ...]:
    """Return one facet as a tree, broadest first. A concept with two broader ones stands under both."""
    concepts = {concept.key: concept for concept in concepts_of(facet)}

    def node(concept: ConceptValue) -> ConceptNode:
        return ConceptNode(
            key=concept.key,
            label=concept.label(language),
            note=concept.note(language),
            needs_quick_exit=concept.needs_quick_exit,
            narrower=tuple(node(concepts[key]) for key in concept.narrower),
        )

    return tuple(node(concept) for concept in concepts.values() if not concept.broader)


def concept_page(*, key: str, language: str) -> ConceptPage:
    """Return what the page of one concept shows. Raises ``ConceptNotFound``."""
    concept = get_concept(key)

    def named(keys: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
        return tuple(concept_labels(keys=keys, language=language).items())

    return ConceptPage(
        key=concept.key,
        facet=concept.facet,
        facet_label=str(Facet(concept.facet).label),
        label=concept.label(language),
        note=concept.note(language),
        other_labels=concept.other_labels(language),
        expressions=concept.expressions(language),
        broader=named(concept.broader),
        narrower=named(concept.narrower),
        related=named(concept.related),
        codes=concept.codes,
        needs_quick_exit=concept.needs_quick_exit,
    )


def facets() -> tuple[tuple[str, str], ...]:
    """Return the facets with their names in the active language, needs first."""
    return tuple((facet.value, str(facet.label)) for facet in Facet)


@lru_cache(maxsize=2)
def _remember(version: str) -> tuple[ConceptValue, ...]:
    """Keep the concepts of a version in this process: the version is made from their content."""
    return _read()


def _read() -> tuple[ConceptValue, ...]:
    """Read all current concepts with their links in a handful of queries."""
    rows = list(Concept.objects.current().in_order().prefetch_related("broader", "narrower", "related"))
    place = {row.key: row.position for row in rows}

    def keys(linked: Iterable[Concept]) -> tuple[str, ...]:
        return tuple(sorted((row.key for row in linked if row.key in place), key=place.__getitem__))

    return tuple(
        ConceptValue(
            key=row.key,
            facet=row.facet,
            pref_da=row.pref_da,
            pref_en=row.pref_en,
            alt_da=tuple(row.alt_da),
            alt_en=tuple(row.alt_en),
            expressions_da=tuple(row.expressions_da),
            expressions_en=tuple(row.expressions_en),
            note_da=row.note_da,
            note_en=row.note_en,
            broader=keys(row.broader.all()),
            narrower=keys(row.narrower.all()),
            related=keys(row.related.all()),
            codes=tuple(ConceptCode(**code) for code in row.codes),
            needs_quick_exit=row.needs_quick_exit,
        )
        for row in rows
    )
