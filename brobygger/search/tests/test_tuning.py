"""Tuning: a change must earn its place, is measured on what it has not seen, and is only ever proposed."""

import tomllib
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime

import pytest

from brobygger.search.evaluation import tuning
from brobygger.search.evaluation.measuring import Measured, Report
from brobygger.search.evaluation.questions import Judged
from brobygger.search.evaluation.tuning import (
    FOLDS,
    folds_of,
    neutral_value,
    proposed_text,
    reviewed_value,
    tunable,
    tune,
)
from brobygger.search.queries import Filters
from brobygger.search.selectors import find
from brobygger.search.tests.conftest import Publish
from brobygger.search.tests.factories import make_document
from brobygger.search.weights import reviewed_text, reviewed_weights, using_weights, weights

OWN = ("area", "own")
REGION = ("area", "region")
QUESTIONS = [Judged(id=f"q{n:02}", query="x", type="abc"[n % 3], judgments={"x": 3}) for n in range(50)]


def pretend(monkeypatch: pytest.MonkeyPatch, goodness: Callable[[Judged], float]) -> None:
    """Let a question's nDCG be whatever the weights of the moment make it."""

    def evaluate(questions: Iterable[Judged], *, at: datetime) -> Report:
        return Report(
            measured=tuple(
                Measured(
                    id=one.id,
                    type=one.type,
                    ndcg=goodness(one),
                    recall=1.0,
                    reciprocal_rank=1.0,
                    violations=(),
                    took_ms=0.0,
                )
                for one in questions
            )
        )

    monkeypatch.setattr(tuning, "evaluate", evaluate)


@pytest.mark.django_db
class TestNeutralValues:
    @pytest.mark.parametrize("text", ["unge med angst i Odense", "min mand er død", "ensom", "noget gratis på arabisk"])
    def test_leave_a_search_that_answers(self, publish: Publish, noon: datetime, text: str) -> None:
        publish(
            make_document("angst", title="Angstgruppe", concepts=("angst", "unge"), age_min=15, age_max=25),
            make_document("sorg", title="Sorggruppe", concepts=("sorg",), municipality_codes=("0461",)),
            make_document("aeldre", title="Ensom", concepts=("ensomhed", "aeldre"), is_free=True),
        )

        for name in tunable():
            section, weight = name
            with using_weights({section: {weight: neutral_value(name)}}):
                find(filters=Filters(text=text, municipality_code="0461", age=20), at=noon)


class TestTune:
    def test_proposes_what_helps_everywhere(self, monkeypatch: pytest.MonkeyPatch, noon: datetime) -> None:
        pretend(monkeypatch, lambda _one: 0.5 + 0.2 * min(weights("area")["own"] - 1.0, 0.25))

        proposal = tune(QUESTIONS, at=noon, names=[OWN, REGION])

        assert proposal.changes == {OWN: 1.25}
        assert proposal.after > proposal.before
        assert proposal.gain[0] > 0

    def test_proposes_nothing_when_nothing_helps(self, monkeypatch: pytest.MonkeyPatch, noon: datetime) -> None:
        pretend(monkeypatch, lambda _one: 0.7)

        proposal = tune(QUESTIONS, at=noon, names=[OWN, REGION])

        assert (proposal.changes, proposal.gain) == ({}, (0.0, 0.0))

    def test_does_not_follow_one_lucky_question(self, monkeypatch: pytest.MonkeyPatch, noon: datetime) -> None:
        pretend(monkeypatch, lambda one: 1.0 if one.id == "q07" and weights("area")["own"] != 1.0 else 0.0)

        assert not tune(QUESTIONS, at=noon, names=[OWN]).changes

    def test_is_pulled_towards_what_people_reviewed(self, monkeypatch: pytest.MonkeyPatch, noon: datetime) -> None:
        pretend(monkeypatch, lambda _one: 0.5 + 0.0005 * weights("area")["own"])

        assert not tune(QUESTIONS, at=noon, names=[OWN]).changes

    def test_tells_what_a_weight_is_worth(self, monkeypatch: pytest.MonkeyPatch, noon: datetime) -> None:
        pretend(monkeypatch, lambda _one: 0.9 if weights("area")["region"] == 0.9 else 0.4)

        worth = {one.name: one.ndcg for one in tune(QUESTIONS, at=noon, names=[OWN, REGION]).worth}

        assert worth == pytest.approx({OWN: 0.0, REGION: -0.5})

    def test_leaves_the_reviewed_weights_as_they_were(self, monkeypatch: pytest.MonkeyPatch, noon: datetime) -> None:
        before = {name: dict(values) for name, values in reviewed_weights().items()}
        pretend(monkeypatch, lambda _one: weights("area")["own"] / 10)

        tune(QUESTIONS, at=noon, names=[OWN])

        assert before == reviewed_weights()

    @pytest.mark.django_db
    def test_asks_the_search_itself(self, publish: Publish, noon: datetime) -> None:
        publish(make_document("krolf"), make_document("sorg"))
        questions = [Judged(id=f"q{n}", query="krolf", judgments={"krolf": 3}) for n in range(FOLDS)]

        proposal = tune(questions, at=noon, names=[OWN])

        assert (proposal.before, proposal.after, proposal.changes) == (1.0, 1.0, {})
        assert set(proposal.as_json()) == {"changes", "cross_validated", "worth"}
        assert "Ingen ændring har vist, at den er bedre." in list(proposal.lines())


class TestFoldsOf:
    def test_is_the_same_every_time_and_spreads_every_kind(self) -> None:
        folds = folds_of(QUESTIONS)

        assert folds == folds_of(list(reversed(QUESTIONS)))
        for kind in "abc":
            counts = Counter(folds[one.id] for one in QUESTIONS if one.type == kind)
            assert len(counts) == FOLDS
            assert max(counts.values()) - min(counts.values()) <= 1


class TestTunable:
    def test_names_weights_that_exist_and_no_limits(self) -> None:
        names = set(tunable())

        assert OWN in names
        assert ("small", "soon_days") not in names
        assert all(reviewed_value(name) is not None for name in names)


class TestProposedText:
    def test_moves_the_number_and_keeps_everything_else(self) -> None:
        reviewed = reviewed_text()

        text = proposed_text(reviewed, {("fit", "age_misfit"): 0.12})

        before, after = tomllib.loads(reviewed), tomllib.loads(text)
        assert after["fit"]["age_misfit"] == 0.12
        assert {**after["fit"], "age_misfit": before["fit"]["age_misfit"]} == before["fit"]
        assert {name: after[name] for name in after if name != "fit"} == {
            name: before[name] for name in before if name != "fit"
        }
        assert f"# reviewed: {before['fit']['age_misfit']:g}" in text

    def test_changes_nothing_without_changes(self) -> None:
        assert proposed_text(reviewed_text(), {}) == reviewed_text()
