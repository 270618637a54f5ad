"""The lines that come with the package keep the promises by themselves, before any database."""

from datetime import date

import pytest

from brobygger.knowledge.crisis_file import packaged_crisis_lines
from brobygger.knowledge.models import EMERGENCY_KEY, Topic
from brobygger.search.understanding.crisis import _rules


class TestPackagedCrisisLines:
    @pytest.mark.parametrize("topic", Topic.values)
    def test_hold_at_least_two_national_ways_and_112_for(self, topic: str) -> None:
        national = [line.key for line in packaged_crisis_lines() if topic in line.topics and not line.area_code]

        assert EMERGENCY_KEY in national
        assert len(national) >= 3

    def test_are_dated_owned_and_sourced(self) -> None:
        for line in packaged_crisis_lines():
            assert line.owner
            assert line.source_url.startswith("http")
            assert date(2026, 1, 1) < line.last_checked_on <= line.next_check_on
            assert line.phone or line.website

    def test_are_whole_in_both_languages(self) -> None:
        for line in packaged_crisis_lines():
            line.clean_fields(exclude=["id"])

    def test_have_keys_of_their_own(self) -> None:
        keys = [line.key for line in packaged_crisis_lines()]

        assert len(keys) == len(set(keys))

    def test_answer_every_topic_that_a_search_can_smell_of(self) -> None:
        smelled = {phrase.topic for phrases in _rules().crisis._by_word.values() for phrase in phrases}

        assert smelled <= set(Topic.values)
