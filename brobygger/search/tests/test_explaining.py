"""Every weight is explained in both languages, and what was measured is shown as it was written."""

import json
import tomllib
from datetime import date
from pathlib import Path

import pytest

from brobygger.search import quality_file
from brobygger.search.answering import explaining
from brobygger.search.answering.explaining import explained_weights, measured_quality
from brobygger.search.weights import reviewed_weights

WORDS = tomllib.loads(
    (Path(explaining.__file__).parents[1] / "data" / "weights_words.toml").read_text(encoding="utf-8")
)


class TestWords:
    def test_stand_for_every_weight_and_for_nothing_else(self) -> None:
        said = {section: set(names) for section, names in WORDS.items() if section != "sections"}

        assert said == {section: set(values) for section, values in reviewed_weights().items()}
        assert set(WORDS["sections"]) == set(reviewed_weights())

    @pytest.mark.parametrize("language", ["da", "en"])
    def test_are_whole_sentences_in_both_languages(self, language: str) -> None:
        sentences = [
            words[language] for section, names in WORDS.items() if section != "sections" for words in names.values()
        ]
        intros = [about[f"intro_{language}"] for about in WORDS["sections"].values()]

        assert all(
            sentence.endswith(".") and sentence[0] in f"“{sentence[0].upper()}" for sentence in sentences + intros
        )
        assert all(len(sentence) <= 120 for sentence in sentences)


class TestExplainedWeights:
    def test_come_in_the_files_order_with_their_values(self) -> None:
        sections = explained_weights(language="da")

        assert [section.id for section in sections] == list(reviewed_weights())
        assert {weight.name: weight.value for weight in sections[0].weights} == reviewed_weights()["terms"]
        assert explained_weights(language="en")[0].title == "The words of the question"


class TestMeasuredQuality:
    def test_is_none_before_anybody_has_measured(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(quality_file, "QUALITY_FILE", tmp_path / "none.json")

        assert measured_quality(language="da") is None

    def test_reads_what_was_measured(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        row = {
            "id": "dev", "name_da": "Prøve", "name_en": "Sample", "questions": 30, "ndcg_at_10": 0.9, "low": 0.8,
            "high": 0.95, "recall_at_10": 0.9, "mrr": 1.0, "must_not": 0,
        }  # fmt: skip
        less = {"id": "words", "label_da": "kun ord", "label_en": "only words", "ndcg_at_10": 0.5}
        file = tmp_path / "quality.json"
        file.write_text(json.dumps({"measured_on": "2026-11-22", "sets": [row], "ablation": [less]}), encoding="utf-8")
        monkeypatch.setattr(quality_file, "QUALITY_FILE", file)

        quality = measured_quality(language="en")

        assert quality is not None
        assert quality.measured_on == date(2026, 11, 22)
        assert (quality.sets[0].name, quality.sets[0].ndcg_at_10, quality.sets[0].must_not) == ("Sample", 0.9, 0)
        assert quality.ablation[0].label == "only words"

    def test_the_file_of_the_package_can_be_read_when_it_is_there(self) -> None:
        quality = measured_quality(language="da")

        assert quality is None or all(
            row.ndcg_at_10 is None or 0 <= (row.low or 0) <= row.ndcg_at_10 <= (row.high or 0) <= 1
            for row in quality.sets
        )
