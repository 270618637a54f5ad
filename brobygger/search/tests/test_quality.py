"""A guard on quality: the dev questions on the demo offers. It shows that something broke; it is no target."""

from datetime import datetime
from pathlib import Path

import pytest

from brobygger.kernel.actors import SYSTEM
from brobygger.places.services import load_places
from brobygger.search.concepts import ConceptBook
from brobygger.search.evaluation import evaluate, read_questions
from brobygger.search.services import publish_many
from brobygger.search.tests.factories import demo_documents
from brobygger.taxonomy.services import load_concepts

_QUESTIONS = Path(__file__).parents[1] / "data" / "search_dev_queries.jsonl"


@pytest.mark.django_db
class TestEvaluate:
    def test_dev_questions_are_answered_well_and_safely(self, concepts: ConceptBook, noon: datetime) -> None:
        load_places(actor=SYSTEM, at=noon)
        load_concepts(actor=SYSTEM, at=noon)
        publish_many(documents=demo_documents(concepts), at=noon)

        report = evaluate(read_questions(_QUESTIONS), at=noon).as_json()

        assert report["must_not_in_top_5"] == 0
        assert report["ndcg_at_10"] >= 0.80
