"""A search that smells of crisis is seen; what only looks like one is left alone."""

import time
import tomllib
from datetime import datetime
from pathlib import Path

import pytest

from brobygger.search.queries import Filters
from brobygger.search.selectors import find
from brobygger.search.understanding.concepts import ConceptBook
from brobygger.search.understanding.crisis import crisis_topics, topics_near, topics_understood

HERE = Path(__file__).parent


def _examples(name: str) -> dict[str, list[str]]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


EXAMPLES = _examples("crisis_examples.toml")
HELD_OUT = _examples("crisis_examples_held_out.toml")
CRISES = [(topic, text) for topic, texts in EXAMPLES.items() if topic != "harmless" for text in texts]
#: Measured on 2026-11-22, when the rules met these for the first time: 62 of 62 ordinary wordings, but only 4 of 24
#: indirect ones ("jeg tror ikke jeg klarer natten"); no false alarm among 75. No worse from now on.
HELD_OUT_RECALL = 0.76
HELD_OUT_FALSE_ALARMS = 0


class TestCrisisTopics:
    @pytest.mark.parametrize(("topic", "text"), CRISES)
    def test_sees_a_crisis(self, topic: str, text: str) -> None:
        assert topic in crisis_topics(text)

    @pytest.mark.parametrize("text", EXAMPLES["harmless"])
    def test_leaves_the_harmless_alone(self, text: str) -> None:
        assert crisis_topics(text) == frozenset()

    def test_sees_what_it_was_not_made_for(self) -> None:
        crises = [text for topic, texts in HELD_OUT.items() if topic != "harmless" for text in texts]

        seen = [text for text in crises if crisis_topics(text)]

        assert len(seen) / len(crises) >= HELD_OUT_RECALL

    def test_gives_few_false_alarms_where_it_was_not_made_for(self) -> None:
        alarms = [text for text in HELD_OUT["harmless"] if crisis_topics(text)]

        assert len(alarms) <= HELD_OUT_FALSE_ALARMS, alarms

    def test_has_enough_examples(self) -> None:
        crises = sum(
            len(texts) for file in (EXAMPLES, HELD_OUT) for topic, texts in file.items() if topic != "harmless"
        )

        assert crises >= 150
        assert len(EXAMPLES["harmless"]) + len(HELD_OUT["harmless"]) >= 100

    @pytest.mark.parametrize("text", ["", "   ", "?!.", "🙂🙂🙂", "\x00\x07", "\u202eolleh", "a" * 10_000])
    def test_takes_anything(self, text: str) -> None:
        assert crisis_topics(text) == frozenset()

    @pytest.mark.parametrize(
        "text",
        [
            "JEG VIL IKKE LEVE MERE",
            "jeg vil ikke leve mere.",
            "jeg vil bare ikke leve mere 😢",
            "jeg vil ikkeeee leve mereeee",
            "jeg vil IKKE  leve\nmere",
        ],
    )
    def test_sees_through_how_it_is_written(self, text: str) -> None:
        assert "suicide" in crisis_topics(text)

    @pytest.mark.parametrize("text", ["min mand slår mig", "min mand slaar mig", "min mand slar mig"])
    def test_sees_through_a_keyboard_without_danish_letters(self, text: str) -> None:
        assert "violence" in crisis_topics(text)

    def test_sees_the_crisis_beside_the_harmless(self) -> None:
        assert "violence" in crisis_topics("jeg slår græs for naboen og min mand slår mig")

    def test_does_not_read_across_sentences(self) -> None:
        assert crisis_topics("Jeg bor hos min far. Slår man græs om søndagen?") == frozenset()

    def test_hears_that_a_child_is_speaking(self) -> None:
        assert {"suicide", "child"} <= crisis_topics("jeg er 12 år og vil ikke leve mere")

    def test_does_not_take_age_alone_for_a_crisis(self) -> None:
        assert crisis_topics("jeg er 12 år og vil spille fodbold") == frozenset()

    @pytest.mark.parametrize(
        "text", ["jeg vil ikke " * 770, "min mand slår " * 715, "slår " * 2000, "selvmor " * 1250, "far far far " * 833]
    )
    def test_takes_no_longer_for_a_long_text_than_it_is_longer(self, text: str) -> None:
        """Twice the words take about twice the work: a ratio in one run, so that a slow machine does not matter."""
        crisis_topics("varm")

        assert best_seconds(text) < 4 * best_seconds(text[: len(text) // 2])


def best_seconds(text: str) -> float:
    """Return the least work that reading a text took in five tries."""
    tries = []
    for _ in range(5):
        began = time.process_time()
        crisis_topics(text)
        tries.append(time.process_time() - began)
    return max(min(tries), 0.001)


RULES = tomllib.loads((HERE.parent / "data" / "crisis_wording.toml").read_text(encoding="utf-8"))


class TestNeedsNearACrisis:
    def test_are_needs_of_ours_with_topics_of_ours(self, concepts: ConceptBook) -> None:
        assert {concepts.topics[key].facet for key in RULES["near"]} == {"need"}
        assert {*RULES["near"].values(), *RULES["never_missed"]} <= set(RULES["topics"])

    def test_count_in_full_when_they_are_chosen(self) -> None:
        assert topics_near(["partnervold", "selvskade", "ensomhed"]) == {"violence", "suicide"}

    def test_count_for_what_must_never_be_missed_when_they_are_only_understood(self) -> None:
        assert topics_understood(["partnervold", "selvskade", "ensomhed"]) == {"suicide"}

    @pytest.mark.usefixtures("denmark")
    @pytest.mark.parametrize(
        ("filters", "topics"),
        [
            (Filters(text="jeg er så træt af min chef"), set()),
            (Filters(needs=("partnervold",)), {"violence"}),
            (Filters(text="min kone taler om at dø"), {"suicide"}),
            (Filters(text="et kor for mænd", needs=("ensomhed",)), set()),
        ],
    )
    def test_are_part_of_every_answer(self, filters: Filters, topics: set[str], noon: datetime) -> None:
        assert find(filters=filters, at=noon).understood.crisis_topics == topics
