"""The published scheme is good SKOS, whichever way it is written."""

from datetime import datetime

import pytest
from rdflib import DCTERMS, RDF, SKOS, Graph, Literal, URIRef

from brobygger.kernel.actors import SYSTEM
from brobygger.taxonomy import selectors, skos
from brobygger.taxonomy.services import load_concepts
from brobygger.taxonomy.tests.factories import ConceptFactory
from tests.snapshot import load_once

pytestmark = pytest.mark.django_db

BASE = "https://example.org"
ANGST = URIRef(f"{BASE}/begreber/angst/")


@pytest.fixture
def graph(noon: datetime) -> Graph:
    load_once("concepts", lambda: load_concepts(actor=SYSTEM, at=noon))
    return skos.as_graph(base_url=BASE)


class TestAsGraph:
    def test_describes_a_concept(self, graph: Graph) -> None:
        assert (ANGST, SKOS.prefLabel, Literal("Angst", lang="da")) in graph
        assert (ANGST, SKOS.prefLabel, Literal("Anxiety", lang="en")) in graph
        assert (ANGST, SKOS.hiddenLabel, Literal("jeg har angst", lang="da")) in graph
        assert (ANGST, SKOS.broader, URIRef(f"{BASE}/begreber/psykisk-saarbarhed/")) in graph
        assert (ANGST, SKOS.inScheme, URIRef(f"{BASE}/begreber/#need")) in graph
        assert [str(code) for code in graph.objects(ANGST, SKOS.notation)] == ["303deb9b-84f0-49d2-ab7a-f8b98eed40a2"]

    def test_names_each_facet_in_both_languages(self, graph: Graph) -> None:
        schemes = set(graph.subjects(RDF.type, SKOS.ConceptScheme))

        assert len(schemes) == 4
        assert all(len(set(graph.objects(scheme, DCTERMS.title))) == 2 for scheme in schemes)

    def test_has_one_preferred_name_in_each_language(self, graph: Graph) -> None:
        for concept in graph.subjects(RDF.type, SKOS.Concept):
            names = [name for name in graph.objects(concept, SKOS.prefLabel) if isinstance(name, Literal)]

            assert sorted(str(name.language) for name in names) == ["da", "en"]

    def test_gives_a_word_one_kind_only(self, graph: Graph) -> None:
        for concept in graph.subjects(RDF.type, SKOS.Concept):
            kinds = [set(graph.objects(concept, kind)) for kind in (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)]

            assert sum(map(len, kinds)) == len(set.union(*kinds))

    def test_goes_broader_and_narrower_alike(self, graph: Graph) -> None:
        assert {(b, a) for a, b in graph.subject_objects(SKOS.broader)} == set(graph.subject_objects(SKOS.narrower))

    def test_never_calls_the_broader_related_too(self, graph: Graph) -> None:
        assert not set(graph.subject_objects(SKOS.broader)) & set(graph.subject_objects(SKOS.related))

    def test_has_a_way_to_every_concept_from_the_top(self, graph: Graph) -> None:
        tops = set(graph.objects(None, SKOS.hasTopConcept))

        assert tops == {c for c in graph.subjects(RDF.type, SKOS.Concept) if not list(graph.objects(c, SKOS.broader))}


class TestWriting:
    def test_says_the_same_in_both_forms(self, graph: Graph) -> None:
        turtle = Graph().parse(data=skos.as_turtle(base_url=BASE), format="turtle")
        jsonld = Graph().parse(data=skos.as_jsonld(base_url=BASE), format="json-ld")

        assert len(turtle) == len(jsonld) == len(graph)
        assert set(turtle) == set(jsonld) == set(graph)

    def test_marks_codes_nobody_has_compared(self) -> None:
        ConceptFactory.create(
            key="angst", codes=[{"scheme": "X", "system": "urn:x", "code": "1", "display": "Angst", "verified": False}]
        )

        notes = skos.as_graph(base_url=BASE).objects(ANGST, SKOS.editorialNote)

        assert [str(note) for note in notes] == ["X: Angst (ikke efterprøvet)"]


class TestLanguageLeak:
    def test_leaves_the_active_language_alone(self) -> None:
        skos.as_graph(base_url=BASE)

        assert selectors.facets()[0][1] == "udfordringer"
