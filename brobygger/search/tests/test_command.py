"""The search at the command line."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from brobygger.search.tests.conftest import Publish
from brobygger.search.tests.factories import make_document


def run(*arguments: object) -> str:
    out = StringIO()
    call_command("search", *map(str, arguments), stdout=out, stderr=StringIO())
    return out.getvalue()


@pytest.fixture
def published(publish: Publish) -> None:
    publish(
        make_document("sorg", title="Sorggruppe", concepts=("sorg",), is_national=False, municipality_codes=("0461",)),
        make_document("krolf", title="Krolf", age_min=60),
    )


@pytest.mark.django_db
class TestSearch:
    def test_json_is_what_is_promised(self, published: None) -> None:
        answer = json.loads(run("jeg er i sorg", "--kommune", "Odense", "--age", "40", "--json"))

        assert set(answer) == {"query", "understood", "total", "took_ms", "hits", "facets"}
        assert (answer["query"], answer["understood"], answer["total"]) == ("jeg er i sorg", ["sorg"], 1)
        assert set(answer["hits"][0]) == {"id", "name", "organisation", "score", "distance_km", "eligible", "reasons"}
        assert (answer["hits"][0]["id"], answer["hits"][0]["eligible"]) == ("sorg", True)

    def test_text_is_for_people(self, published: None) -> None:
        text = run("krolf", "--age", "20")

        assert "Krolf" in text
        assert "passer ikke: kun for dem, der er fyldt 60 år" in text

    def test_an_unknown_place_is_said_kindly(self, published: None) -> None:
        with pytest.raises(CommandError, match="Mente du Odense"):
            run("sorg", "--kommune", "Odnese")

    def test_runs_a_file_of_questions(self, published: None, tmp_path: Path) -> None:
        questions, output = tmp_path / "q.jsonl", tmp_path / "run.json"
        rows = [
            {"id": "a", "query": "sorg", "context": {"municipality": "Odense", "age": None}},
            {"id": "b", "query": "krolf", "context": {"municipality": None, "age": 70}},
            {"id": "c", "query": ""},
        ]
        questions.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")

        run("--run", questions, "--output", output)

        found = json.loads(output.read_text(encoding="utf-8"))
        assert (found["a"], found["b"], sorted(found["c"])) == (["sorg"], ["krolf"], ["krolf", "sorg"])

    def test_measures_judged_questions(self, published: None, tmp_path: Path) -> None:
        questions = tmp_path / "q.jsonl"
        row = {"id": "a", "query": "sorg", "context": None, "judgments": {"sorg": 3}, "must_not": ["krolf"]}
        questions.write_text(json.dumps(row), encoding="utf-8")

        report = json.loads(run("--eval", questions, "--json"))

        assert (report["ndcg_at_10"], report["mrr"], report["must_not_in_top_5"]) == (1.0, 1.0, 0)

    def test_names_the_line_that_is_wrong(self, tmp_path: Path) -> None:
        questions = tmp_path / "q.jsonl"
        questions.write_text('{"id": "a", "query": "x"}\n{"id": 1}', encoding="utf-8")

        with pytest.raises(CommandError, match="linje 2"):
            run("--run", questions)
