"""The search at the command line."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from brobygger.search import quality_file
from brobygger.search.evaluation import quality, tuning
from brobygger.search.models import IndexedDocument
from brobygger.search.tests.conftest import Publish
from brobygger.search.tests.factories import DEMO_OFFERS, make_document
from brobygger.search.weights import reviewed_text


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


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    """Two questions that the published documents answer."""
    path = tmp_path / "q.jsonl"
    rows = [
        {"id": "a", "query": "sorg", "type": "need", "judgments": {"sorg": 3}, "must_not": ["krolf"]},
        {"id": "b", "query": "krolf", "context": {"age": 70}, "type": "activity", "judgments": {"krolf": 3}},
    ]
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


@pytest.mark.django_db
class TestSearch:
    def test_json_is_what_is_promised(self, published: None) -> None:
        answer = json.loads(run("jeg er i sorg", "--kommune", "Odense", "--age", "40", "--json"))

        assert set(answer) == {"query", "understood", "crisis", "total", "took_ms", "hits", "facets"}
        assert (answer["query"], answer["understood"], answer["total"]) == ("jeg er i sorg", ["sorg"], 1)
        assert set(answer["hits"][0]) == {"id", "name", "organisation", "score", "distance_km", "eligible", "reasons"}
        assert (answer["hits"][0]["id"], answer["hits"][0]["eligible"]) == ("sorg", True)

    def test_text_is_for_people(self, published: None) -> None:
        text = run("krolf", "--age", "20")

        assert "Krolf" in text
        assert "passer ikke: kun for dem, der er fyldt 60 år" in text

    def test_a_crisis_is_told_first(self, published: None) -> None:
        assert json.loads(run("jeg vil ikke leve mere", "--json"))["crisis"] == ["suicide"]
        assert "Hjælp i en krise står øverst: suicide" in run("sorg", "--need", "selvskade")
        assert "krise" not in run("sorg")

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


@pytest.mark.django_db
class TestMeasure:
    def test_eval_measures_a_file_with_intervals_and_kinds(self, published: None, questions: Path) -> None:
        report = json.loads(run("eval", "--queries", questions, "--json"))

        assert (report["questions"], report["ndcg_at_10"], report["must_not_in_top_5"]) == (2, 1.0, 0)
        assert report["intervals"]["ndcg_at_10"] == [1.0, 1.0]
        assert set(report["by_type"]) == {"need", "activity"}

    def test_eval_tells_what_each_part_is_worth(self, published: None, questions: Path) -> None:
        report = json.loads(run("eval", "--queries", questions, "--json", "--ablation", "--no-vectors"))

        steps = [step["id"] for step in report["ablation"]]
        assert steps == ["words", "stems", "compounds", "spelling", "concepts", "place", "rules"]
        assert set(report["ablation"][0]) >= {"label_da", "label_en", "ndcg_at_10", "low", "high", "must_not"}

    def test_eval_is_a_table_for_people(self, published: None, questions: Path) -> None:
        text = run("eval", "--queries", questions, "--ablation")

        assert "nDCG@10" in text
        assert "+ sammensatte ord" in text

    def test_eval_without_a_file_measures_our_own_sets_and_can_keep_the_figures(
        self, published: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(quality_file, "QUALITY_FILE", tmp_path / "quality.json")

        sets = json.loads(run("eval", "--json", "--write-quality"))["sets"]

        assert set(sets) == {"dev", "open", "never"}
        kept = quality_file.read_quality()
        assert [(row["id"], row["questions"]) for row in kept["sets"]] == [
            (name, sets[name]["questions"]) for name in ("dev", "open", "never")
        ]
        assert kept["sets"][2]["ndcg_at_10"] is None

    def test_figures_that_were_not_measured_now_stay(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(quality_file, "QUALITY_FILE", tmp_path / "quality.json")
        quality.keep_quality({"measured_on": "2026-01-01", "sets": [{"id": "a"}, {"id": "b"}], "ablation": [{"id": 1}]})

        quality.keep_quality({"measured_on": "2026-02-02", "sets": [{"id": "b", "mrr": 1}], "ablation": []})

        assert quality_file.read_quality() == {
            "measured_on": "2026-02-02",
            "sets": [{"id": "a"}, {"id": "b", "mrr": 1}],
            "ablation": [{"id": 1}],
        }

    def test_exposure_tells_who_is_seen(self, published: None, questions: Path) -> None:
        seen = json.loads(run("exposure", "--queries", questions, "--days", "2", "--json"))

        assert (seen["days"], seen["questions"], seen["classes"][0]["size"]) == (2, 2, "1")
        assert "tilbud hos ejeren" in run("exposure", "--queries", questions, "--days", "1")

    def test_tune_proposes_and_writes_beside_the_reviewed_file(
        self, published: None, questions: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(tuning, "NEUTRAL", {"area": 1.0})

        proposal = json.loads(run("tune", "--queries", questions, "--json", "--write", tmp_path / "weights.toml"))

        assert proposal["changes"] == []
        assert {row["weight"] for row in proposal["worth"]} >= {"area.own", "area.neighbour"}
        assert (tmp_path / "weights.toml").read_text(encoding="utf-8") == reviewed_text()

    @pytest.mark.parametrize(("act", "option"), [("tune", "--rounds"), ("exposure", "--days")])
    def test_asks_for_numbers_that_make_sense(self, questions: Path, act: str, option: str) -> None:
        with pytest.raises(CommandError, match=f"{option} skal være mindst 1"):
            run(act, "--queries", questions, option, "0")

    def test_a_missing_file_of_offers_is_said_at_once(self, questions: Path) -> None:
        with pytest.raises(CommandError, match="findes ikke"):
            run("eval", "--queries", questions, "--offers", "væk.jsonl")

    def test_a_bad_question_is_named_by_its_line(self, tmp_path: Path) -> None:
        bad = tmp_path / "bad.jsonl"
        bad.write_text('{"id": "a", "query": "x"}\n{', encoding="utf-8")

        with pytest.raises(CommandError, match="linje 2"):
            run("eval", "--queries", bad)


@pytest.mark.django_db
class TestElsewhere:
    """``--offers``: a whole installation for a moment."""

    def test_measures_other_offers_and_leaves_ours_alone(
        self, published: None, questions: Path, tmp_path: Path
    ) -> None:
        offers = tmp_path / "offers.jsonl"
        others = (line for line in DEMO_OFFERS.read_text(encoding="utf-8").splitlines() if '"sorglinjen"' in line)
        offers.write_text("\n".join(others), encoding="utf-8")
        before = IndexedDocument.objects.count()

        report = json.loads(run("eval", "--queries", questions, "--offers", offers, "--no-vectors", "--json"))

        assert report["questions"] == 2
        assert report["ndcg_at_10"] == 0.0
        assert IndexedDocument.objects.count() == before

    def test_says_which_offer_is_wrong(self, questions: Path, tmp_path: Path) -> None:
        offers = tmp_path / "offers.jsonl"
        offers.write_text('{"id": "halvt"}', encoding="utf-8")
        said = StringIO()

        with pytest.raises(CommandError, match="fejl"):
            call_command("search", "eval", queries=questions, offers=offers, stdout=StringIO(), stderr=said)

        assert "linje 1" in said.getvalue()
