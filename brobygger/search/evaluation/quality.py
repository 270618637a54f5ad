"""The measured quality in the form that the public page reads (``quality_file.py``), kept when somebody measures."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from brobygger.search.evaluation.ablation import Rung
from brobygger.search.evaluation.measuring import Report
from brobygger.search.evaluation.questions import QuestionSet
from brobygger.search.quality_file import read_quality, write_quality


def quality_of(measured: Iterable[tuple[QuestionSet, Report]], ablation: Iterable[Rung], *, on: date) -> dict[str, Any]:
    """Return what was measured in the form that the file holds."""
    return {
        "measured_on": on.isoformat(),
        "sets": [_set(questions, report) for questions, report in measured],
        "ablation": [
            {name: value for name, value in rung.as_json().items() if name not in {"recall_at_10", "mrr"}}
            for rung in ablation
        ],
    }


def keep_quality(found: dict[str, Any]) -> None:
    """Write the file; a set that was not measured now keeps its figures from before."""
    before = read_quality()
    now = {row["id"]: row for row in found["sets"]}
    kept = [now.pop(row["id"], row) for row in before.get("sets", [])]
    write_quality(
        {**found, "sets": [*kept, *now.values()], "ablation": found["ablation"] or before.get("ablation", [])}
    )


def _set(questions: QuestionSet, report: Report) -> dict[str, Any]:
    figures = report.figures()
    low, high = figures["intervals"]["ndcg_at_10"]
    has_answers = bool(report.judged)
    return {
        "id": questions.id,
        "name_da": questions.name_da,
        "name_en": questions.name_en,
        "questions": figures["questions"],
        "ndcg_at_10": figures["ndcg_at_10"] if has_answers else None,
        "low": low if has_answers else None,
        "high": high if has_answers else None,
        "recall_at_10": figures["recall_at_10"] if has_answers else None,
        "mrr": figures["mrr"] if has_answers else None,
        "must_not": figures["must_not_in_top_5"],
    }
