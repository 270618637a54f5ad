"""Our own judged questions: whole, possible, and the half that is set aside really apart."""

import json
from collections import Counter
from typing import Any

import pytest

from brobygger.search.evaluation.questions import DEV, HELD_OUT, NEVER, OPEN, Judged, QuestionSet
from brobygger.search.tests.factories import DEMO_OFFERS

OFFERS: dict[str, dict[str, Any]] = {
    row["id"]: row for row in map(json.loads, DEMO_OFFERS.read_text(encoding="utf-8").splitlines())
}
EVERY = pytest.mark.parametrize("chosen", [DEV, OPEN, HELD_OUT, NEVER], ids=lambda chosen: chosen.id)


@EVERY
class TestOurQuestions:
    def test_speak_of_offers_that_exist(self, chosen: QuestionSet) -> None:
        named = {key for one in chosen.questions() for key in (*one.judgments, *one.must_not)}

        assert named <= set(OFFERS)

    def test_call_nothing_both_good_and_forbidden(self, chosen: QuestionSet) -> None:
        assert not [one.id for one in chosen.questions() if set(one.judgments) & one.must_not]

    def test_grade_from_one_to_three(self, chosen: QuestionSet) -> None:
        assert {grade for one in chosen.questions() for grade in one.judgments.values()} <= {1, 2, 3}

    def test_call_nothing_exactly_right_that_the_person_is_too_young_or_too_old_for(self, chosen: QuestionSet) -> None:
        wrong = [
            (one.id, key)
            for one in chosen.questions()
            for key, grade in one.judgments.items()
            if grade == 3 and one.age is not None and not _takes(OFFERS[key], one.age)
        ]

        assert not wrong


class TestTheSets:
    def test_are_large_enough_to_say_something(self) -> None:
        assert len(OPEN.questions()) + len(HELD_OUT.questions()) >= 350
        assert len(NEVER.questions()) >= 60

    def test_share_no_question(self) -> None:
        asked = Counter(_as_asked(one) for chosen in (DEV, OPEN, HELD_OUT) for one in chosen.questions())

        assert not [question for question, count in asked.items() if count > 1]

    def test_are_halves_of_the_same_kinds(self) -> None:
        open_half, held_out = (Counter(one.type for one in chosen.questions()) for chosen in (OPEN, HELD_OUT))

        assert set(open_half) == set(held_out)
        assert all(abs(open_half[kind] - held_out[kind]) <= 2 for kind in open_half)

    def test_every_never_question_forbids_something(self) -> None:
        assert all(one.must_not for one in NEVER.questions())


def _takes(offer: dict[str, Any], age: int) -> bool:
    least, most = offer["age_min"], offer["age_max"]
    if "forældre" in offer["target_groups"]:
        return True
    return (least is None or age >= least) and (most is None or age <= most)


def _as_asked(one: Judged) -> tuple[str, str, int | None]:
    return one.query.lower(), one.municipality, one.age
