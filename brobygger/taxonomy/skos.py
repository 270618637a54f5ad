"""The scheme as SKOS, the web's standard for such lists: an RDF graph, written as Turtle or JSON-LD.

Each facet is a ``skos:ConceptScheme``. Everyday expressions are hidden labels: meant for search, not for display.
Codes of other lists are ``skos:closeMatch`` when they have an address and ``skos:notation`` always.
"""

from collections.abc import Iterable
from functools import lru_cache

from django.utils import translation
from rdflib import DCTERMS, RDF, SKOS, XSD, Graph, Literal, URIRef

from brobygger.taxonomy.models import ConceptCode, Facet
from brobygger.taxonomy.selectors import ConceptValue, all_concepts, scheme_version

LANGUAGES = ("da", "en")
_CONTEXT = {"skos": str(SKOS), "dcterms": str(DCTERMS), "xsd": str(XSD)}


def as_turtle(*, base_url: str) -> str:
    """Return the whole scheme as Turtle; addresses start with ``base_url`` (no slash at its end)."""
    return _written(scheme_version(), base_url, "turtle")


def as_jsonld(*, base_url: str) -> str:
    """Return the whole scheme as JSON-LD; addresses start with ``base_url`` (no slash at its end)."""
    return _written(scheme_version(), base_url, "json-ld")


def as_graph(*, base_url: str) -> Graph:
    """Return the whole scheme as an RDF graph."""
    graph = Graph()
    graph.bind("skos", SKOS)
    graph.bind("dcterms", DCTERMS)
    for facet in Facet:
        _add_scheme(graph, facet, base_url)
    concepts = all_concepts()
    for concept in concepts:
        _add_concept(graph, concept, base_url)
    return graph


@lru_cache(maxsize=4)
def _written(version: str, base_url: str, format_: str) -> str:
    """Write the graph once for each version, as it takes a noticeable part of a second."""
    graph = as_graph(base_url=base_url)
    if format_ == "json-ld":
        return graph.serialize(format="json-ld", context=_CONTEXT, auto_compact=True, indent=1)
    return graph.serialize(format=format_)


def _add_scheme(graph: Graph, facet: Facet, base_url: str) -> None:
    """Describe one facet."""
    scheme = _scheme(facet, base_url)
    graph.add((scheme, RDF.type, SKOS.ConceptScheme))
    for language in LANGUAGES:
        with translation.override(language):
            graph.add((scheme, DCTERMS.title, Literal(str(facet.label).capitalize(), lang=language)))


def _add_concept(graph: Graph, concept: ConceptValue, base_url: str) -> None:
    """Describe one concept: its words, its place, its neighbours, its codes."""
    node, scheme = _address(concept.key, base_url), _scheme(concept.facet, base_url)
    graph.add((node, RDF.type, SKOS.Concept))
    graph.add((node, SKOS.inScheme, scheme))
    graph.add((node, DCTERMS.identifier, Literal(concept.key)))
    if not concept.broader:
        graph.add((node, SKOS.topConceptOf, scheme))
        graph.add((scheme, SKOS.hasTopConcept, node))
    for language in LANGUAGES:
        graph.add((node, SKOS.prefLabel, Literal(concept.label(language), lang=language)))
        _add_texts(graph, node, SKOS.altLabel, concept.other_labels(language), language)
        _add_texts(graph, node, SKOS.hiddenLabel, concept.expressions(language), language)
        _add_texts(graph, node, SKOS.scopeNote, filter(None, [concept.note(language)]), language)
    for relation, keys in (
        (SKOS.broader, concept.broader),
        (SKOS.narrower, concept.narrower),
        (SKOS.related, concept.related),
    ):
        for key in keys:
            graph.add((node, relation, _address(key, base_url)))
    for code in concept.codes:
        graph.add((node, SKOS.notation, Literal(code.code, datatype=URIRef(code.system))))
        graph.add((node, SKOS.editorialNote, Literal(_code_note(code), lang="da")))


def _add_texts(graph: Graph, node: URIRef, relation: URIRef, texts: Iterable[str], language: str) -> None:
    """Add some words of one kind; SKOS wants a word to have one kind only, so a stronger kind wins."""
    stronger = {SKOS.altLabel: (SKOS.prefLabel,), SKOS.hiddenLabel: (SKOS.prefLabel, SKOS.altLabel)}
    for text in texts:
        literal = Literal(text, lang=language)
        if not any((node, kind, literal) in graph for kind in stronger.get(relation, ())):
            graph.add((node, relation, literal))


def _code_note(code: ConceptCode) -> str:
    """Say what a code is called in its own list, and how sure we are."""
    return f"{code.scheme}: {code.display}" + ("" if code.verified else " (ikke efterprøvet)")


def _address(key: str, base_url: str) -> URIRef:
    """Return the address that names a concept, and shows it in a browser."""
    return URIRef(f"{base_url}/begreber/{key}/")


def _scheme(facet: str, base_url: str) -> URIRef:
    """Return the address that names a facet."""
    return URIRef(f"{base_url}/begreber/#{facet}")
