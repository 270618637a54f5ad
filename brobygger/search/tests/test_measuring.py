"""The measures, against numbers worked out by hand."""

import math
from datetime import datetime
from itertools import pairwise

import pytest

from brobygger.search.evaluation.ablation import STEPS, WITHOUT_VECTORS, ablate
from brobygger.search.evaluation.intervals import interval
from brobygger.search.evaluation.measuring import Measured, Report, evaluate
from brobygger.search.evaluation.questions import Judged
from brobygger.search.signal_switches import ALL, WORDS, signals, using_signals
from brobygger.search.tests.conftest import Publish
from brobygger.search.tests.factories import make_document


def measured(key: str, *, kind: str = "need", ndcg: float = 1.0, is_judged: bool = True) -> Measured:
    return Measured(
        id=key,
        type=kind,
        ndcg=ndcg,
        recall=ndcg,
        reciprocal_rank=ndcg,
        violations=() if is_judged else ("x",),
        took_ms=1.0,
        is_judged=is_judged,
    )


@pytest.mark.django_db
class TestEvaluate:
    def test_weighs_grades_and_places(self, publish: Publish, noon: datetime) -> None:
        publish(
            make_document("krolf-a", title="Krolf", is_national=False, municipality_codes=("0461",)),
            make_document("krolf-b", title="Krolf"),
        )
        question = Judged(
            id="a",
            query="krolf",
            municipality="Odense",
            judgments={"krolf-b": 3, "væk": 1},
            must_not=frozenset({"krolf-a"}),
        )

        (one,) = evaluate([question], at=noon).measured

        assert one.ndcg == pytest.approx((7 / math.log2(3)) / (7 + 1 / math.log2(3)))
        assert (one.recall, one.reciprocal_rank, one.violations) == (0.5, 0.5, ("krolf-a",))

    def test_a_question_without_good_answers_counts_for_violations_only(self, publish: Publish, noon: datetime) -> None:
        publish(make_document("krolf"))

        report = evaluate([Judged(id="a", query="krolf", must_not=frozenset({"krolf"}))], at=noon)

        assert (report.judged, report.ndcg, report.violations) == ((), 0.0, 1)

    def test_what_the_page_says_does_not_fit_is_no_answer(self, publish: Publish, noon: datetime) -> None:
        publish(make_document("krolf", age_min=60))

        report = evaluate([Judged(id="a", query="krolf", age=20, must_not=frozenset({"krolf"}))], at=noon)

        assert report.violations == 0

    def test_an_unknown_municipality_is_no_reason_to_stop(self, publish: Publish, noon: datetime) -> None:
        publish(make_document("krolf"))

        report = evaluate([Judged(id="a", query="krolf", municipality="Atlantis", judgments={"krolf": 3})], at=noon)

        assert report.ndcg == 1.0


class TestReport:
    def test_means_leave_out_what_has_no_good_answer(self) -> None:
        report = Report(measured=(measured("a"), measured("b", ndcg=0.5), measured("c", ndcg=0.0, is_judged=False)))

        figures = report.as_json()

        assert (figures["questions"], figures["judged"], figures["ndcg_at_10"]) == (3, 2, 0.75)
        assert figures["must_not_in_top_5"] == 1

    def test_tells_each_kind_apart(self) -> None:
        report = Report(measured=(measured("a", kind="grief"), measured("b", kind="age", ndcg=0.2)))

        assert {kind: part["ndcg_at_10"] for kind, part in report.as_json()["by_type"].items()} == {
            "age": 0.2,
            "grief": 1.0,
        }

    def test_lines_name_what_must_never_have_been_shown(self) -> None:
        lines = list(Report(measured=(measured("n01", is_judged=False),)).lines())

        assert lines[-1] == "må ikke: n01 x"


class TestInterval:
    def test_is_the_same_every_time_and_holds_the_mean(self) -> None:
        values = [0.1, 0.9, 0.5, 0.7, 1.0, 0.3]

        low, high = interval(values)

        assert (low, high) == interval(values)
        assert low < sum(values) / len(values) < high

    def test_is_narrower_when_more_was_asked(self) -> None:
        few, many = interval([0.0, 1.0] * 10), interval([0.0, 1.0] * 1000)

        assert many[1] - many[0] < few[1] - few[0]

    def test_of_nothing_is_nothing(self) -> None:
        assert interval([]) == (0.0, 0.0)


class TestSteps:
    def test_each_turns_on_one_part_more_until_all_are_on(self) -> None:
        assert STEPS[0].signals == WORDS
        assert STEPS[-1].signals == ALL
        for before, after in pairwise(STEPS):
            on = [name for name in ALL.__slots__ if getattr(after.signals, name) and not getattr(before.signals, name)]
            assert on == [after.id]


@pytest.mark.django_db
class TestAblate:
    def test_measures_every_step_and_leaves_all_on_behind(self, publish: Publish, noon: datetime) -> None:
        publish(make_document("krolf"))
        question = Judged(id="a", query="krolf", judgments={"krolf": 3})

        rungs = ablate([question], at=noon)

        assert [rung.step.id for rung in rungs] == [step.id for step in STEPS]
        assert all(rung.report.ndcg == 1.0 for rung in rungs)
        assert signals() == ALL

    def test_words_alone_know_no_stems_compounds_misspellings_or_concepts(
        self, publish: Publish, noon: datetime
    ) -> None:
        publish(
            make_document("rides", title="Ridning på heste"),
            make_document("led", title="Gældsrådgivning"),
            make_document("sorg", title="Vi mødes om onsdagen", concepts=("sorg",)),
        )
        questions = [
            Judged(id="stems", query="hesten", judgments={"rides": 3}),
            Judged(id="compounds", query="gæld", judgments={"led": 3}),
            Judged(id="spelling", query="gældsrådgivnig", judgments={"led": 3}),
            Judged(id="concepts", query="min mand er død", judgments={"sorg": 3}),
        ]

        rungs = {rung.step.id: rung.report for rung in ablate(questions, at=noon)}

        found = {
            step: {one.id for one in report.measured if one.reciprocal_rank == 1.0} for step, report in rungs.items()
        }
        assert found["words"] == set()
        assert found["stems"] == {"stems"}
        assert found["compounds"] == {"stems", "compounds"}
        assert found["spelling"] == {"stems", "compounds", "spelling"}
        assert found["concepts"] == {"stems", "compounds", "spelling", "concepts"}

    def test_without_vectors_leaves_their_step_out(self, publish: Publish, noon: datetime) -> None:
        publish(make_document("krolf"))

        rungs = ablate([Judged(id="a", query="krolf")], at=noon, without=WITHOUT_VECTORS)

        assert "vectors" not in {rung.step.id for rung in rungs}
        assert not any(rung.step.signals.vectors for rung in rungs[-1:]) or rungs[-1].step.id == "rules"


class TestUsingSignals:
    def test_lasts_no_longer_than_the_measuring(self) -> None:
        with using_signals(WORDS):
            assert signals() == WORDS
        assert signals() == ALL
