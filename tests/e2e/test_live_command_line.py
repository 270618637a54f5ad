"""What programs read from our command line has the shape that docs/cli.md shows."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.portal import ROOT, Portal, run_command

DOCUMENT = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
#: Documented as "null when no place is known".
MAY_BE_NULL = {"distance_km"}


def documented(heading: str) -> Any:
    """Return the example under one heading."""
    section = DOCUMENT.split(f"## `{heading}`", 1)[1].split("\n## ", 1)[0]
    found = re.search(r"```json\n(.+?)```", section, flags=re.DOTALL) or re.search(
        r"^`(\{.+\})`$", section, flags=re.MULTILINE
    )
    assert found, heading
    return json.loads(found[1])


def differences(example: Any, real: Any, *, where: str = "") -> list[str]:
    """Return where a real answer has another shape than the example."""
    if isinstance(example, dict) and where.endswith("facets"):
        inner = next(iter(example.values()))
        return [line for name, values in real.items() for line in differences(inner, values, where=f"{where}.{name}[]")]
    if isinstance(example, dict):
        if not isinstance(real, dict) or set(example) != set(real):
            return [f"{where}: {sorted(example)} but {real!r}"]
        return [line for name in example for line in differences(example[name], real[name], where=f"{where}.{name}")]
    if isinstance(example, list):
        return [line for value in real for line in differences(example[0], value, where=f"{where}[]")]
    if real is None and where.rsplit(".", 1)[-1] in MAY_BE_NULL:
        return []
    number = (int, float)
    is_alike = isinstance(real, number) if isinstance(example, number) else isinstance(real, type(example))
    return [] if is_alike and isinstance(real, bool) == isinstance(example, bool) else [f"{where}: {real!r}"]


class TestSearch:
    def test_answers_programs_in_the_documented_shape(self, portal: Portal) -> None:
        answer = json.loads(portal.run("search", "min mand er død", "--kommune", "Odense", "--age", "80", "--json"))

        assert answer["hits"]
        assert answer["understood"]
        assert differences(documented("search --json"), answer) == []

    def test_answers_many_questions_at_once(self, portal: Portal, tmp_path: Path) -> None:
        questions, run = tmp_path / "q.jsonl", tmp_path / "run.json"
        lines = [
            {"id": "a", "query": "ensom", "context": {"municipality": "0461", "age": 80}},
            {"id": "b", "query": "gæld"},
        ]
        questions.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")

        portal.run("search", "--run", str(questions), "--output", str(run))

        answers = json.loads(run.read_text(encoding="utf-8"))
        assert set(answers) == {"a", "b"}
        assert all(answers.values())

    def test_says_what_is_wrong_with_the_words_of_a_call(self, portal: Portal) -> None:
        for words in (["--age", "gammel"], ["--limit"]):
            with pytest.raises(RuntimeError, match="usage"):
                portal.run("search", "x", *words)


class TestDoctor:
    def test_answers_programs_in_the_documented_shape(self, portal: Portal) -> None:
        assert differences(documented("doctor --json"), json.loads(portal.run("doctor", "--json"))) == []

    @pytest.mark.parametrize(
        ("wrong", "advice"),
        [
            ({"BROBYGGER_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}, "BROBYGGER_DATABASE_URL"),
            (
                {"BROBYGGER_BASE_URL": "http://127.0.0.1:8000", "BROBYGGER_HOSTS": "localhost"},
                "BROBYGGER_HOSTS=127.0.0.1",
            ),
            ({"BROBYGGER_SMTP_PORT": "femogtyve"}, "docs/operations.md"),
            ({"BROBYGGER_DATABASE_URL": "mysql://x"}, "sqlite:/// eller postgresql://"),
            ({"BROBYGGER_DEMO": "0"}, "BROBYGGER_SECRET_KEY"),
        ],
    )
    def test_says_what_to_do_about_wrong_settings(self, portal: Portal, wrong: dict[str, str], advice: str) -> None:
        with pytest.raises(RuntimeError, match=re.escape(advice)) as failed:
            run_command(portal.env | wrong, "doctor")

        assert "Traceback" not in str(failed.value)
