"""What was put together with another is found at its old address."""

import pytest
from django.test import Client

from brobygger.directory.models import Offer
from brobygger.directory.services.offers import remove_offer
from brobygger.directory.tests.factories import NOON, published
from brobygger.duplicates.tests.factories import merge_of, pair_of
from brobygger.kernel.actors import SYSTEM
from brobygger.organisations.tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db
HOME = "http://localhost:8000"


@pytest.fixture
def kept() -> Offer:
    """The offer that "en" became."""
    dropped, kept = published(key="en"), published(key="to", name="To")
    remove_offer(actor=SYSTEM, offer_id=dropped.id, at=NOON)
    merge_of(pair_of(kept, dropped))
    return kept


class TestMergedOffers:
    @pytest.mark.parametrize(
        ("old", "new", "status"),
        [
            ("/kalender/tilbud/en.ics", "/kalender/tilbud/to.ics", 301),
            ("/widget/tilbud/en/", "/widget/tilbud/to/", 302),
        ],
    )
    def test_lead_on(self, client: Client, kept: Offer, old: str, new: str, status: int) -> None:
        response = client.get(old)

        assert (response.status_code, response["Location"]) == (status, new)

    def test_are_embedded_as_what_they_became(self, client: Client, kept: Offer) -> None:
        assert client.get("/oembed", {"url": f"{HOME}/tilbud/en/"}).json()["title"] == kept.name


class TestMergedOrganisations:
    def test_lead_on(self, client: Client) -> None:
        kept, dropped = OrganisationFactory.create(key="to"), OrganisationFactory.create(key="x")
        merge_of(pair_of(kept, dropped))

        assert client.get("/kalender/forening/en.ics")["Location"] == "/kalender/forening/to.ics"
