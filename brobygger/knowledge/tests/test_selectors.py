"""Somebody is always there to turn to."""

from datetime import datetime

import pytest

from brobygger.kernel.actors import SYSTEM
from brobygger.knowledge.models import EMERGENCY_KEY, CrisisLine, Topic
from brobygger.knowledge.selectors import MOST_WAYS, crisis_help, crisis_page
from brobygger.knowledge.services import load_crisis_lines
from brobygger.knowledge.tests.factories import CrisisLineFactory
from brobygger.places.services import load_places

pytestmark = pytest.mark.django_db


class TestCrisisHelp:
    @pytest.mark.parametrize("topic", Topic.values)
    @pytest.mark.parametrize("is_loaded", [True, False])
    def test_is_always_112_and_at_least_two_ways(self, topic: str, is_loaded: bool, noon: datetime) -> None:
        if is_loaded:
            load_crisis_lines(actor=SYSTEM, at=noon)

        help_now = crisis_help(topics={topic}, language="da")

        assert help_now.emergency.digits == "112"
        assert 2 <= len(help_now.ways) <= MOST_WAYS
        assert EMERGENCY_KEY not in {way.key for way in help_now.ways}
        assert help_now.opening

    def test_fills_up_from_the_package_when_rows_are_missing(self) -> None:
        CrisisLineFactory(key="den-eneste", topics=["poisoning"])

        help_now = crisis_help(topics={"poisoning"}, language="da")

        assert [way.key for way in help_now.ways][:2] == ["den-eneste", "giftlinjen"]
        assert help_now.emergency.digits == "112"

    def test_puts_the_line_first_that_fits_most(self) -> None:
        help_now = crisis_help(topics={"suicide", "child"}, language="da")

        assert help_now.ways[0].key == "boernetelefonen"

    @pytest.mark.parametrize("topics", [set(), {"noget-andet"}])
    def test_gives_the_general_help_when_it_does_not_know(self, topics: set[str]) -> None:
        assert crisis_help(topics=topics, language="da").topics == {"general"}

    def test_speaks_the_readers_language(self) -> None:
        danish, english = (crisis_help(topics={"violence"}, language=language) for language in ("da", "en"))

        assert danish.ways[0].key == english.ways[0].key == "lev-uden-vold-1888"
        assert danish.ways[0].expect != english.ways[0].expect

    def test_offers_a_quick_exit_where_somebody_may_be_watching(self) -> None:
        assert crisis_help(topics={"violence"}, language="da").needs_quick_exit
        assert not crisis_help(topics={"suicide"}, language="da").needs_quick_exit

    def test_knows_the_line_of_a_municipality_and_its_region(self, noon: datetime) -> None:
        load_places(actor=SYSTEM, at=noon)
        load_crisis_lines(actor=SYSTEM, at=noon)

        syddjurs = {
            way.key for way in crisis_help(topics={"psychiatric"}, municipality_code="0706", language="da").ways
        }
        odense = [way.key for way in crisis_help(topics={"poisoning"}, municipality_code="0461", language="da").ways]

        assert "syddjurs-akuttelefon" in syddjurs
        assert odense[:2] == ["giftlinjen", "laegevagt-syddanmark"]

    def test_shows_no_line_from_elsewhere(self, noon: datetime) -> None:
        load_crisis_lines(actor=SYSTEM, at=noon)

        keys = {way.key for way in crisis_help(topics={"psychiatric"}, municipality_code="9999", language="da").ways}

        assert "syddjurs-akuttelefon" not in keys

    def test_leaves_out_what_an_editor_has_hidden(self, noon: datetime) -> None:
        load_crisis_lines(actor=SYSTEM, at=noon)
        CrisisLine.objects.with_key("lev-uden-vold-1888").update(is_shown=False)

        assert "lev-uden-vold-1888" not in {way.key for way in crisis_help(topics={"violence"}, language="da").ways}

    def test_asks_the_database_once(self, noon: datetime, django_assert_num_queries: pytest.FixtureRequest) -> None:
        load_crisis_lines(actor=SYSTEM, at=noon)

        with django_assert_num_queries(1):  # type: ignore[operator]
            crisis_help(topics={"violence"}, language="da")


class TestCrisisPage:
    def test_shows_every_topic_with_at_least_two_ways(self) -> None:
        page = crisis_page(language="da")

        assert {situation.topic for situation in page.situations} == set(Topic.values)
        assert all(len(situation.ways) >= 2 for situation in page.situations)

    def test_keeps_local_lines_apart(self, noon: datetime) -> None:
        load_crisis_lines(actor=SYSTEM, at=noon)

        page = crisis_page(language="en")

        assert "laegevagt-nordjylland" in {way.key for way in page.local}
        assert all(way.key != "laegevagt-nordjylland" for situation in page.situations for way in situation.ways)
