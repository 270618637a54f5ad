"""Reading files of judged questions: forgiving of what does not matter, exact about what is wrong."""

from pathlib import Path

import pytest

from brobygger.search.evaluation.questions import read_questions


def write(folder: Path, *lines: str) -> Path:
    path = folder / "questions.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


class TestReadQuestions:
    def test_reads_what_a_person_asked_and_what_is_good(self, tmp_path: Path) -> None:
        line = (
            '{"id": "a", "query": "sorg", "context": {"municipality": "Odense", "age": 70}, "type": "grief", '
            '"judgments": {"x": 3, "y": 0}, "must_not": ["z"]}'
        )

        (one,) = read_questions(write(tmp_path, line))

        assert (one.query, one.municipality, one.age, one.type) == ("sorg", "Odense", 70, "grief")
        assert (one.judgments, one.must_not) == ({"x": 3}, frozenset({"z"}))

    @pytest.mark.parametrize("context", ["null", "{}", '{"municipality": null, "age": null}', '{"age": ""}'])
    def test_takes_a_question_without_a_place(self, tmp_path: Path, context: str) -> None:
        (one,) = read_questions(write(tmp_path, f'{{"id": "a", "query": "", "context": {context}}}'))

        assert (one.query, one.municipality, one.age, dict(one.judgments)) == ("", "", None, {})

    def test_passes_over_empty_lines(self, tmp_path: Path) -> None:
        assert len(read_questions(write(tmp_path, '{"id": 1, "query": "x"}', "", '{"id": 2, "query": "x"}'))) == 2

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ("ikke json", "linje 2: det er ikke JSON"),
            ('{"id": "b"}', "linje 2: 'query' mangler"),
            ('["b"]', "linje 2: skal være et JSON-objekt"),
            ('{"id": "b", "query": "x", "context": {"age": "gammel"}}', "linje 2: age skal være et helt tal"),
            ('{"id": "b", "query": "x", "judgments": {"y": -1}}', "linje 2: judgments y skal være et helt tal"),
            ('{"id": "a", "query": "x"}', "linje 2: id 'a' er brugt før"),
        ],
    )
    def test_names_the_line_that_is_wrong(self, tmp_path: Path, wrong: str, said: str) -> None:
        with pytest.raises(ValueError, match=said):
            read_questions(write(tmp_path, '{"id": "a", "query": "x"}', wrong))

    def test_refuses_a_file_without_questions(self, tmp_path: Path) -> None:
        with pytest.raises(ValueError, match="ingen spørgsmål"):
            read_questions(write(tmp_path, ""))
