"""Many new offers at once: as if each had been saved and shown by itself, and all of them or none."""

from datetime import time
from uuid import uuid4

import pytest

from brobygger.directory.documents import fresh_document
from brobygger.directory.models import Offer, Status
from brobygger.directory.services.rules import OfferInvalid
from brobygger.directory.services.taking_in import take_in_offers
from brobygger.directory.tests.factories import NOON, offer_data, published
from brobygger.directory.values import CapacityData, CriterionData, LocationData, OfferData, ScheduleData
from brobygger.kernel.actors import SYSTEM, VISITOR
from brobygger.kernel.errors import NotAllowed
from brobygger.places.tests.factories import PostcodeFactory
from brobygger.search.keeping.codec import encode
from brobygger.search.models import IndexedDocument
from brobygger.taxonomy.tests.factories import ConceptFactory

pytestmark = pytest.mark.django_db


class TestTakeInOffers:
    def test_makes_what_saving_and_showing_makes(self) -> None:
        concept = ConceptFactory.create()
        data = offer_data(key="mange", concepts=frozenset({concept.key}))

        made = take_in_offers(actor=SYSTEM, offers=[data], at=NOON)["mange"]

        one_by_one = published(key="en", organisation_id=data.organisation_id, concepts=frozenset({concept.key}))
        row = Offer.objects.for_page().get(id=made.id)
        assert (row.status, list(row.concepts.all())) == (Status.PUBLISHED, list(one_by_one.concepts.all()))
        assert IndexedDocument.objects.with_ids([row.id, one_by_one.id]).count() == 2

    def test_tells_the_search_what_the_rows_say(self) -> None:
        """The columns it is told are those at hand, not those of the database."""
        concept, postcode = ConceptFactory.create(), PostcodeFactory.create()
        town = postcode.municipality_id
        whole = offer_data(
            concepts=frozenset({concept.key}),
            municipality_codes=frozenset({town}),
            locations=(
                LocationData(name="Huset", address="Torvet 1", postcode_id=postcode.code, municipality_id=town),
            ),
            schedules=(ScheduleData(starts_on=NOON.date(), starts_at=time(14), rrule="FREQ=WEEKLY", place=0),),
            criteria=(CriterionData(text="Er du over 60?"),),
            capacity=CapacityData(status="waiting", wait_weeks=3),
            tags=("hygge",),
        )

        made = take_in_offers(actor=SYSTEM, offers=[whole, offer_data(key="bar")], at=NOON)

        for row in made.values():
            told = IndexedDocument.objects.get(id=row.id).content
            assert told == encode(fresh_document(offer_id=row.id, at=NOON))

    def test_is_not_for_everybody(self) -> None:
        with pytest.raises(NotAllowed):
            take_in_offers(actor=VISITOR, offers=[offer_data()], at=NOON)

    @pytest.mark.parametrize("what", ["twice", "taken", "nowhere", "no concept"])
    def test_puts_in_none_when_one_cannot_be(self, what: str) -> None:
        taken = published(key="cafe")
        good = offer_data(key="ny")
        bad: dict[str, OfferData] = {
            "twice": good,
            "taken": offer_data(key=taken.key),
            "nowhere": offer_data(key="sted", locations=(LocationData(postcode_id="0001", municipality_id="9999"),)),
            "no concept": offer_data(key="begreb", concepts=frozenset({f"ukendt-{uuid4().hex[:8]}"})),
        }

        with pytest.raises(OfferInvalid):
            take_in_offers(actor=SYSTEM, offers=[good, bad[what]], at=NOON)

        assert list(Offer.objects.values_list("key", flat=True)) == ["cafe"]
