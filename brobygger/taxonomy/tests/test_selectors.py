"""Concepts as values: complete, in order, cheap to ask for again."""

from datetime import datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from brobygger.kernel.actors import SYSTEM
from brobygger.taxonomy import selectors
from brobygger.taxonomy.models import Facet
from brobygger.taxonomy.services import load_concepts
from brobygger.taxonomy.tests.factories import ConceptFactory

pytestmark = pytest.mark.django_db


class TestAllConcepts:
    def test_gives_every_word_of_a_concept(self) -> None:
        sorg = ConceptFactory.create(
            key="sorg", pref_da="Sorg", pref_en="Grief", alt_da=["tab"], alt_en=["loss"],
            expressions_da=["jeg er i sorg"], expressions_en=["i grieve"], note_da="Om tab.", note_en="On loss.",
            codes=[{"scheme": "FFB", "system": "urn:x", "code": "1", "display": "Sorg", "verified": False}],
        )  # fmt: skip
        below = ConceptFactory.create(key="mistet-barn")
        below.broader.add(sorg)
        near = ConceptFactory.create(key="krise")
        sorg.related.add(near)

        value = selectors.all_concepts()[0]

        assert (value.label("da"), value.label("en"), value.label("kl")) == ("Sorg", "Grief", "Sorg")
        assert (value.other_labels("da"), value.other_labels("en")) == (("tab",), ("loss",))
        assert (value.expressions("da"), value.expressions("en")) == (("jeg er i sorg",), ("i grieve",))
        assert (value.note("da"), value.note("en")) == ("Om tab.", "On loss.")
        assert (value.narrower, value.related, value.codes[0].code) == (("mistet-barn",), ("krise",), "1")

    def test_leaves_out_the_retired(self, noon: datetime) -> None:
        kept = ConceptFactory.create()
        kept.related.add(ConceptFactory.create(retired_at=noon))

        [value] = selectors.all_concepts()

        assert (value.key, value.related) == (kept.key, ())

    def test_costs_one_query_when_nothing_has_changed(
        self, noon: datetime, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        load_concepts(actor=SYSTEM, at=noon)
        selectors.all_concepts()

        with django_assert_num_queries(1):
            selectors.all_concepts()


class TestGetConcept:
    def test_finds_it(self) -> None:
        ConceptFactory.create(key="angst")

        assert selectors.get_concept("angst").key == "angst"

    def test_refuses_what_is_not_there(self) -> None:
        with pytest.raises(selectors.ConceptNotFound):
            selectors.get_concept("angst")


class TestConceptLabels:
    def test_lets_an_unknown_key_speak_for_itself(self) -> None:
        ConceptFactory.create(key="angst", pref_da="Angst")

        assert selectors.concept_labels(keys=["angst", "uro"], language="da") == {"angst": "Angst", "uro": "uro"}


class TestWithNarrower:
    def test_goes_all_the_way_down(self) -> None:
        top, middle, bottom = (
            ConceptFactory.create(key="a"),
            ConceptFactory.create(key="b"),
            ConceptFactory.create(key="c"),
        )
        middle.broader.add(top)
        bottom.broader.add(middle)

        assert selectors.with_narrower(keys=["a", "unknown"]) == {"a", "b", "c", "unknown"}


class TestNeedsQuickExit:
    def test_is_asked_of_any_of_them(self) -> None:
        ConceptFactory.create(key="vold", needs_quick_exit=True)
        ConceptFactory.create(key="sorg")

        assert selectors.needs_quick_exit(keys=["sorg", "vold"])
        assert not selectors.needs_quick_exit(keys=["sorg", "unknown"])


class TestConceptTree:
    def test_puts_the_narrower_below_the_broader(self) -> None:
        top = ConceptFactory.create(key="angst", pref_en="Anxiety")
        ConceptFactory.create(key="socialangst").broader.add(top)
        ConceptFactory.create(key="samtale", facet=Facet.ACTIVITY)

        [node] = selectors.concept_tree(facet=Facet.NEED, language="en")

        assert (node.key, node.label) == ("angst", "Anxiety")
        assert [below.key for below in node.narrower] == ["socialangst"]


class TestFacets:
    def test_start_with_needs(self) -> None:
        assert selectors.facets()[0] == ("need", "udfordringer")
