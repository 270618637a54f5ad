"""The league of freshness counts what anybody can count again, and ranks nobody on too little."""

from datetime import timedelta
from typing import Any

import pytest

from brobygger.directory.models import Offer
from brobygger.directory.selectors.league import Standing, league
from brobygger.directory.services import confirm_offer
from brobygger.directory.tests.factories import NOON, OfferFactory
from brobygger.kernel.actors import SYSTEM
from brobygger.places.models import Municipality
from brobygger.places.tests.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db


def offers(place: Municipality, count: int, **values: Any) -> list[Offer]:
    made = OfferFactory.create_batch(count, is_national=False, **values)
    for offer in made:
        offer.served_municipalities.add(place)
    return made


def confirm(offer: Offer, *, days_ago: int) -> None:
    confirm_offer(actor=SYSTEM, offer_id=offer.id, at=NOON - timedelta(days=days_ago), by_label="foreningen")


def standings() -> dict[str, Standing]:
    return {row.code: row for row in league(at=NOON)}


class TestLeague:
    def test_counts_the_part_that_somebody_has_confirmed(self) -> None:
        place = MunicipalityFactory(code="0461", name="Odense", slug="odense")
        for number, offer in enumerate(offers(place, 8)):
            if number < 3:
                confirm(offer, days_ago=10 * (number + 1))
        confirm(offers(place, 1, status="hidden")[0], days_ago=1)

        row = standings()["0461"]

        assert (row.offers, row.confirmed, row.median_days, row.rank) == (8, 3, 20, 1)
        assert row.share == 0.375

    def test_a_confirmation_that_is_too_old_does_not_count(self) -> None:
        place = MunicipalityFactory(code="0461", name="Odense", slug="odense")
        confirm(offers(place, 1)[0], days_ago=300)

        assert standings()["0461"].confirmed == 0

    def test_those_alike_share_a_rank_and_the_small_have_none(self) -> None:
        places = [MunicipalityFactory(code=f"010{n}", name=f"By {n}", slug=f"by-{'abcde'[n]}") for n in range(4)]
        for place, count in zip(places, (5, 5, 6, 4), strict=True):
            made = offers(place, count)
            if count == 6:
                confirm(made[0], days_ago=1)

        found = league(at=NOON)

        assert [(row.slug, row.rank) for row in found] == [("by-c", 1), ("by-a", 2), ("by-b", 2), ("by-d", None)]

    def test_tells_what_moved_in_three_months(self) -> None:
        place = MunicipalityFactory(code="0461", name="Odense", slug="odense")
        made = offers(place, 5, created_at=NOON - timedelta(days=400))
        confirm(made[0], days_ago=100)
        for offer in made[1:4]:
            confirm(offer, days_ago=5)

        assert standings()["0461"].trend == pytest.approx(0.6)

    def test_has_no_trend_where_there_was_nothing_to_compare_with(self) -> None:
        offers(MunicipalityFactory(code="0461", name="Odense", slug="odense"), 5)

        assert standings()["0461"].trend is None

    def test_a_municipality_without_offers_is_there_too(self) -> None:
        MunicipalityFactory(code="0825", name="Læsø", slug="laesoe")

        row = standings()["0825"]

        assert (row.offers, row.share, row.median_days, row.trend) == (0, 0.0, None, None)

    def test_counts_through_the_region_and_never_what_is_for_the_whole_country(self) -> None:
        place = MunicipalityFactory(code="0461", name="Odense", slug="odense")
        OfferFactory.create(is_national=False).served_regions.add(place.region)
        OfferFactory.create(is_national=True).served_municipalities.add(place)

        assert standings()["0461"].offers == 1
