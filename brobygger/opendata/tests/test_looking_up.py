"""Some rows by their ids are looked up, however many others the public sees."""

from datetime import datetime
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import QuerySet

from brobygger.directory.models import Offer, Status
from brobygger.directory.tests.factories import OfferFactory
from brobygger.opendata.models import Kind, Record
from brobygger.opendata.tests.published import put, take_away

pytestmark = pytest.mark.django_db


def way_to(rows: QuerySet[Offer] | QuerySet[Record]) -> str:
    """Return how the database finds some rows; PostgreSQL decides by its statistics, which a test has none of."""
    return rows.explain() if connection.vendor == "sqlite" else ""


class TestThingsHere:
    def test_are_those_that_are_not_gone(self, noon: datetime) -> None:
        here, gone = put(), put()
        take_away(gone, at=noon)

        found = Record.objects.things_here(Kind.SERVICE, [here.thing_id, gone.thing_id, uuid4()])

        assert [record.number for record in found] == [here.number]

    def test_are_found_by_their_ids(self) -> None:
        way = way_to(Record.objects.things_here(Kind.SERVICE, [uuid4() for _ in range(250)]))

        assert "kind=? AND thing_id=?" in way or not way


class TestShownAmong:
    def test_are_those_the_public_sees(self) -> None:
        shown, _other, hidden = OfferFactory.create(), OfferFactory.create(), OfferFactory.create(status=Status.HIDDEN)

        assert [offer.id for offer in Offer.objects.shown_among([shown.id, hidden.id, uuid4()])] == [shown.id]

    def test_are_found_by_their_ids(self) -> None:
        way = way_to(Offer.objects.shown_among([uuid4() for _ in range(250)]))

        assert "(id=?)" in way or not way
