"""An offer that is gone, or hidden, is gone everywhere at once."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from brobygger.directory.models import Offer
from brobygger.directory.services import hide_offer, publish_offer, remove_offer
from brobygger.kernel.actors import SYSTEM

pytestmark = pytest.mark.django_db

KEY = "rk-odense-besoegsven"
ADDRESS = f"/tilbud/{KEY}/"
Act = Callable[..., Offer]


@pytest.fixture
def offer(register: None) -> Offer:
    return Offer.objects.select_related("organisation").get(key=KEY)


def pages_that_name_it(client: Client, offer: Offer) -> list[str]:
    """Return the addresses of lists that lead to an offer."""
    lists = (
        "/sitemap.xml", "/soeg/?q=besøgsven&hvor=Odense", "/soeg/?q=besøgsven&hvor=Odense&vis=kort", "/odense/",
        f"/organisation/{offer.organisation.key}/", "/udfordringer/ensomhed/", "/tilbud/aeldresagen-odense-besoegsven/",
        "/tilbud/ventilen-odense/", "/en/soeg/?q=visiting+friend&hvor=Odense",
    )  # fmt: skip
    return [path for path in lists if ADDRESS in client.get(path).content.decode()]


class TestGone:
    @pytest.mark.parametrize("act", [remove_offer, hide_offer])
    def test_is_in_no_list_and_not_in_the_site_map(
        self, client: Client, offer: Offer, noon: datetime, act: Act
    ) -> None:
        assert len(pages_that_name_it(client, offer)) >= 4

        act(actor=SYSTEM, offer_id=offer.id, at=noon)

        assert pages_that_name_it(client, offer) == []

    def test_is_410_when_removed_and_404_when_only_hidden(self, client: Client, offer: Offer, noon: datetime) -> None:
        hide_offer(actor=SYSTEM, offer_id=offer.id, at=noon)
        assert client.get(ADDRESS).status_code == 404

        publish_offer(actor=SYSTEM, offer_id=offer.id, at=noon)
        remove_offer(actor=SYSTEM, offer_id=offer.id, at=noon)
        assert client.get(ADDRESS).status_code == 410

    def test_page_is_in_both_languages_told_to_robots_and_sets_no_cookie(
        self, client: Client, offer: Offer, noon: datetime
    ) -> None:
        remove_offer(actor=SYSTEM, offer_id=offer.id, at=noon)

        for path in (ADDRESS, f"/en{ADDRESS}"):
            answer = client.get(path)

            assert answer.status_code == client.head(path).status_code == 410
            assert b"noindex" in answer.content
            assert not answer.cookies
