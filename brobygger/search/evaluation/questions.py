"""Judged questions: what a person asked, what is a good answer, and what must never be one."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_DATA = Path(__file__).parents[1] / "data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One question with its judgements: 3 exactly right … 1 somewhat; what is not listed is 0.

    ``must_not`` are keys of what must not be among the first five. ``municipality`` and ``age`` are of the one who is
    to use the offer, when they were chosen beside the words.
    """

    id: str
    query: str
    municipality: str = ""
    age: int | None = None
    type: str = ""
    judgments: Mapping[str, int] = field(default_factory=dict)
    must_not: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionSet:
    """One of our own files of questions (``data/README.md`` says how each was made)."""

    id: str
    file: str
    name_da: str
    name_en: str

    def questions(self) -> tuple[Judged, ...]:
        """Return its questions."""
        return read_questions(_DATA / self.file)


DEV = QuestionSet(
    id="dev", file="search_dev_queries.jsonl", name_da="Udviklingsspørgsmål", name_en="Development questions"
)
OPEN = QuestionSet(id="open", file="judged_queries.jsonl", name_da="Bedømte spørgsmål", name_en="Judged questions")
HELD_OUT = QuestionSet(
    id="held-out",
    file="judged_held_out.jsonl",
    name_da="Spørgsmål, der er lagt til side",
    name_en="Questions set aside",
)
NEVER = QuestionSet(id="never", file="never_queries.jsonl", name_da="Aldrig-spørgsmål", name_en="Never questions")


def read_questions(path: Path) -> tuple[Judged, ...]:
    """Return the questions of a JSONL file.

    Raises ``OSError`` when it cannot be read, and ``ValueError`` with the number of the line that is wrong.
    """
    questions = tuple(_read(path.read_text(encoding="utf-8")))
    if not questions:
        raise ValueError("der er ingen spørgsmål i filen")
    return questions


def _read(text: str) -> Iterator[Judged]:
    seen: set[str] = set()
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            question = _question(json.loads(line))
        except json.JSONDecodeError as error:
            raise ValueError(f"linje {number}: det er ikke JSON ({error.msg}, tegn {error.pos + 1})") from error
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise ValueError(f"linje {number}: {_complaint(error)}") from error
        if question.id in seen:
            raise ValueError(f"linje {number}: id {question.id!r} er brugt før")
        seen.add(question.id)
        yield question


def _complaint(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"{error.args[0]!r} mangler"
    return str(error) if isinstance(error, ValueError) else "skal være et JSON-objekt med id, query og context"


def _question(row: dict[str, Any]) -> Judged:
    context = row.get("context") or {}
    return Judged(
        id=str(row["id"]),
        query=str(row["query"] or ""),
        municipality=str(context.get("municipality") or ""),
        age=_number(context.get("age"), "age"),
        type=str(row.get("type") or ""),
        judgments=_grades(row.get("judgments") or {}),
        must_not=frozenset(map(str, row.get("must_not") or ())),
    )


def _grades(given: Mapping[str, Any]) -> dict[str, int]:
    grades = {str(key): _number(grade, f"judgments {key}") for key, grade in given.items()}
    return {key: grade for key, grade in grades.items() if grade}


def _number(value: Any, name: str) -> int | None:
    """Return a whole number of 0 or more, or None for nothing."""
    if value is None or value == "":
        return None
    try:
        number = int(value)
    except (TypeError, ValueError):
        number = -1
    if number < 0:
        raise ValueError(f"{name} skal være et helt tal, ikke {value!r}")
    return number
