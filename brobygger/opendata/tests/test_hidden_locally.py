"""What a municipality does not show is not found from there, and is published as it was."""

from typing import Any

import pytest

from brobygger.directory.models import Offer
from brobygger.directory.services.visibility import set_local_visibility
from brobygger.kernel.actors import SYSTEM
from brobygger.opendata.models import Area, Head, Kind, Record
from brobygger.opendata.selectors.listing import Wanted, page_of, revision
from brobygger.opendata.services import rebuild
from brobygger.opendata.tests.rich import LATER, NOON, shown
from brobygger.places.models import Municipality
from brobygger.places.tests.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db
ODENSE, ASSENS, NYBORG = "0461", "0420", "0450"


@pytest.fixture(autouse=True)
def neighbours() -> None:
    odense = MunicipalityFactory.create(code=ODENSE)
    for code in (ASSENS, NYBORG):
        MunicipalityFactory.create(code=code, region=odense.region)


def hide(offer: Offer, code: str, *, is_shown: bool = False) -> None:
    reason = "" if is_shown else "Nej"
    set_local_visibility(
        actor=SYSTEM, offer_id=offer.id, municipality_code=code, is_shown=is_shown, reason=reason, at=LATER
    )


def found_from(code: str, kind: Kind = Kind.SERVICE) -> int:
    return page_of(wanted=Wanted(kind=kind, municipality_code=code), number=1, size=9, at=LATER).total_items


def region_code() -> str:
    return Municipality.objects.get(code=ODENSE).region_id


def for_everybody() -> dict[str, Any]:
    return {"is_national": True, "municipality_codes": frozenset()}


def for_the_region() -> dict[str, Any]:
    return {"region_codes": frozenset({region_code()}), "municipality_codes": frozenset()}


def for_two() -> dict[str, Any]:
    return {"municipality_codes": frozenset({ODENSE, NYBORG})}


class TestWhatAMunicipalityDoesNotShow:
    @pytest.mark.parametrize("whom", [for_everybody, for_the_region, for_two])
    def test_is_not_found_from_there_until_it_is_shown_again(self, whom: Any) -> None:
        offer = shown(**whom())
        areas = sorted(Area.objects.values_list("record_id", "municipality_code"))
        assert (found_from(ODENSE), found_from(NYBORG)) == (1, 1)

        hide(offer, ODENSE)
        assert (found_from(ODENSE), found_from(NYBORG), found_from("")) == (0, 1, 1)

        hide(offer, ODENSE, is_shown=True)
        assert (found_from(ODENSE), found_from(NYBORG)) == (1, 1)
        assert sorted(Area.objects.values_list("record_id", "municipality_code")) == areas

    def test_is_not_found_there_at_its_places_either(self) -> None:
        offer = shown(**for_everybody())

        hide(offer, ODENSE)

        kind = Kind.SERVICE_AT_LOCATION
        assert (found_from(ODENSE, kind), found_from(ASSENS, kind), found_from("", kind)) == (0, 2, 2)

    def test_is_found_from_nowhere_when_none_of_them_shows_it(self) -> None:
        """A region is more than its municipalities, so that the offer itself is still in sight."""
        offer = shown(**for_the_region())

        for code in Municipality.objects.values_list("code", flat=True):
            hide(offer, code)

        assert (found_from(ODENSE), found_from(""), Record.objects.here().count()) == (0, 1, 4)

    def test_is_published_as_it_was(self) -> None:
        offer = shown(**for_everybody())
        records, come_to = list(Record.objects.order_by("number").values()), revision()

        hide(offer, ODENSE)

        assert list(Record.objects.order_by("number").values()) == records, "nobody has to fetch it again"
        assert revision().sequence > come_to.sequence, "but lists are new"
        assert revision().changed_at == come_to.changed_at

    def test_is_put_right_by_every_round(self) -> None:
        offer = shown(**for_everybody())
        hide(offer, ODENSE)
        Area.objects.all().delete()
        Area.objects.bulk_create(Area(record=record, municipality_code="") for record in Record.objects.all())

        assert rebuild(actor=SYSTEM, at=LATER).written == 0
        assert (found_from(ODENSE), found_from(NYBORG)) == (0, 1)

        head = Head.objects.get().sequence
        assert rebuild(actor=SYSTEM, at=NOON).written == 0
        assert Head.objects.get().sequence == head
