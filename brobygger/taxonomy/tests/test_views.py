"""The pages and the two files."""

from datetime import datetime

import pytest
from django.test import Client
from rdflib import RDF, SKOS, Graph

from brobygger.kernel.actors import SYSTEM
from brobygger.taxonomy.services import load_concepts
from brobygger.taxonomy.tests.factories import ConceptFactory

pytestmark = pytest.mark.django_db


class TestIndex:
    def test_shows_every_facet_as_a_tree(self, client: Client) -> None:
        ConceptFactory.create(key="socialangst", pref_da="Social angst").broader.add(
            ConceptFactory.create(key="angst", pref_da="Angst")
        )

        page = client.get("/begreber/").content.decode()

        assert page.index("Udfordringer</h2>") < page.index(">Angst</a><ul>") < page.index(">Social angst</a>")
        assert "Aktiviteter</h2>" in page

    def test_speaks_english(self, client: Client) -> None:
        ConceptFactory.create(pref_en="Anxiety")

        assert ">Anxiety</a>" in client.get("/en/begreber/").content.decode()


class TestConcept:
    def test_shows_words_neighbours_and_the_way_to_offers(self, client: Client) -> None:
        angst = ConceptFactory.create(key="angst", pref_da="Angst", alt_da=["panik"], expressions_da=["tør ikke gå ud"])
        angst.related.add(ConceptFactory.create(key="stress", pref_da="Stress"))

        page = client.get("/begreber/angst/").content.decode()

        for text in ("»tør ikke gå ud«", "panik", "/begreber/stress/", "?behov=angst"):
            assert text in page
        assert "data-quick-exit" not in page

    def test_folds_away_a_long_list_of_sayings(self, client: Client) -> None:
        ConceptFactory.create(key="angst", expressions_da=[f"udtryk {number}" for number in range(12)])

        page = client.get("/begreber/angst/").content.decode()

        assert page.index("udtryk 9«") < page.index("<details") < page.index("udtryk 10«")

    def test_can_be_left_at_once_when_it_is_about_violence(self, client: Client) -> None:
        ConceptFactory.create(key="vold", needs_quick_exit=True)

        assert "data-quick-exit" in client.get("/begreber/vold/").content.decode()

    def test_is_kindly_not_there(self, client: Client) -> None:
        assert client.get("/begreber/findes-ikke/").status_code == 404


class TestFiles:
    @pytest.mark.parametrize(
        ("name", "kind", "format_"),
        [("begreber.ttl", "text/turtle", "turtle"), ("begreber.jsonld", "application/ld+json", "json-ld")],
    )
    def test_can_be_read_by_others(self, client: Client, noon: datetime, name: str, kind: str, format_: str) -> None:
        loaded = load_concepts(actor=SYSTEM, at=noon)

        answer = client.get(f"/begreber/{name}")

        assert answer["Content-Type"].startswith(kind)
        graph = Graph().parse(data=answer.content.decode(), format=format_)
        assert len(set(graph.subjects(RDF.type, SKOS.Concept))) == loaded.concepts

    def test_are_not_sent_twice(self, client: Client, noon: datetime) -> None:
        load_concepts(actor=SYSTEM, at=noon)
        etag = client.get("/begreber/begreber.ttl")["ETag"]

        assert client.get("/begreber/begreber.ttl", headers={"If-None-Match": etag}).status_code == 304
