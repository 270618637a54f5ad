"""What the register can tell somebody who writes: what it is about, and whether it stands there already."""

from unittest.mock import patch

import pytest

from brobygger.directory.selectors.alike import similar_offers
from brobygger.directory.selectors.suggested import suggest_concepts
from brobygger.directory.tests.factories import OfferFactory, offer_data, published
from brobygger.directory.values import ContactData, LinkData, LocationData, OfferData
from brobygger.organisations.tests.factories import OrganisationFactory
from brobygger.places.tests.factories import MunicipalityFactory, PostcodeFactory
from brobygger.search.selectors import Told
from brobygger.taxonomy.tests.factories import ConceptFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def towns() -> None:
    odense = MunicipalityFactory(code="0461", name="Odense", slug="odense")
    PostcodeFactory(code="5000", name="Odense C", municipality=odense)
    MunicipalityFactory(code="0751", name="Aarhus", slug="aarhus")


def written(**values: object) -> OfferData:
    """What somebody writes about an offer of their own in Odense."""
    place = LocationData(address="Ågade 3", postcode_id="5000", municipality_id="0461")
    given = {
        "key": "nyt-tilbud", "name": "Café Håb", "is_national": False, "municipality_codes": frozenset({"0461"}),
        "locations": (place,), "contacts": (ContactData(function="Kontoret", phone="12 34 56 78", email="a@haab.dk"),),
        "links": (LinkData(label="Mere", url="https://www.haab.dk/mere"),),
    }  # fmt: skip
    return offer_data(**(given | values))


class TestSimilarOffers:
    def test_finds_the_same_offer_of_somebody_else(self) -> None:
        organisation = OrganisationFactory.create(name="Håbet")
        mine = written()
        offer = published(
            key="cafe-haab", name="Cafe Haab", is_national=False, organisation_id=organisation.id,
            locations=mine.locations, contacts=mine.contacts, links=mine.links,
            municipality_codes=mine.municipality_codes,
        )  # fmt: skip

        (found,) = similar_offers(data=written(), limit=3)

        assert (found.id, found.organisation_name, found.is_shown) == (offer.id, "Håbet", True)
        assert found.shared == ("name", "phone", "email", "link", "place")

    def test_leaves_out_the_offer_itself(self) -> None:
        offer = published(key="cafe-haab", name="Café Håb", is_national=False, municipality_codes=frozenset({"0461"}))

        assert similar_offers(data=written(), limit=3, offer_id=offer.id) == ()

    def test_does_not_confuse_branches_in_two_towns(self) -> None:
        published(key="cafe-haab", name="Café Håb", is_national=False, municipality_codes=frozenset({"0751"}))

        assert similar_offers(data=written(), limit=3) == ()

    def test_compares_national_offers_with_each_other(self) -> None:
        published(key="linjen", name="Samtalelinjen")
        published(key="torsdag", name="Torsdagsklubben")

        found = similar_offers(data=offer_data(key="ny", name="Samtalelinjen"), limit=3)

        assert [one.key for one in found] == ["linjen"]
        assert [one.key for one in similar_offers(data=offer_data(key="ny", name="Samtalelinjen"), limit=3)] == [
            "linjen"
        ]

    def test_does_not_tell_of_others_hidden_offers(self) -> None:
        hidden = OfferFactory.create(name="Samtalelinjen", status="hidden")

        assert similar_offers(data=offer_data(key="ny", name="Samtalelinjen"), limit=3) == ()
        own = offer_data(key="ny", name="Samtalelinjen", organisation_id=hidden.organisation_id)
        assert [one.is_shown for one in similar_offers(data=own, limit=3)] == [False]

    def test_needs_a_name(self) -> None:
        assert similar_offers(data=written(name=" "), limit=3) == ()

    def test_needs_something_more_than_half_a_name(self) -> None:
        published(key="a", name="Café Håb og Trøst", is_national=False, municipality_codes=frozenset({"0461"}))

        assert similar_offers(data=written(name="Café Håb og Uro i haven"), limit=3) == ()

    def test_takes_a_name_that_is_only_near_for_another(self) -> None:
        published(key="a", name="Café Håb i haven", is_national=False, municipality_codes=frozenset({"0461"}))

        assert similar_offers(data=written(), limit=3) == ()


class TestSuggestConcepts:
    def test_tells_which_words_say_so(self) -> None:
        ConceptFactory(key="sorg", facet="need", pref_da="Sorg", pref_en="Grief")

        (found,) = suggest_concepts(texts={"name": "Café", "summary": "For dig med sorg."}, facet="need", limit=3)

        assert (found.key, found.label, found.words) == ("sorg", "Sorg", "sorg")

    def test_says_it_in_english_too(self) -> None:
        ConceptFactory(key="sorg", facet="need", pref_da="Sorg", pref_en="Grief")

        (found,) = suggest_concepts(texts={"name": "Sorg"}, facet="need", limit=3, language="en")

        assert found.label == "Grief"

    def test_keeps_to_a_facet_and_a_limit_and_leaves_out_what_is_unsure(self) -> None:
        ConceptFactory(key="sorg", facet="need", pref_da="Sorg")
        ConceptFactory(key="angst", facet="need", pref_da="Angst")
        ConceptFactory(key="musik", facet="activity", pref_da="Musik")
        told = (
            Told(key="sorg", weight=0.9, words=("sorg",)), Told(key="angst", weight=0.8, words=("angst",)),
            Told(key="musik", weight=0.1, words=("musik",)), Told(key="ukendt", weight=0.9, words=("?",)),
        )  # fmt: skip
        with patch("brobygger.directory.selectors.suggested.concepts_told", return_value=told):
            assert [s.key for s in suggest_concepts(texts={"name": "Sorg."}, facet="need", limit=1)] == ["sorg"]
            assert suggest_concepts(texts={"name": "Sorg."}, facet="activity", limit=3) == ()

    def test_of_nothing_suggests_nothing(self) -> None:
        assert suggest_concepts(texts={}, facet="need", limit=3) == ()
