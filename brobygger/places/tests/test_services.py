"""The country is loaded whole, and an operator's borders are kept whole or not at all."""

from datetime import datetime
from typing import Any

import pytest

from brobygger.audit.models import Entry
from brobygger.kernel.actors import SYSTEM, VISITOR
from brobygger.kernel.errors import NotAllowed
from brobygger.places.borders import BordersUnreadable
from brobygger.places.models import Municipality, Postcode, Region
from brobygger.places.services import import_borders, load_places
from brobygger.places.tests.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db


def square(code: str, *, west: float = 10.0, south: float = 55.0) -> dict[str, Any]:
    east, north = west + 0.2, south + 0.2
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {
        "type": "Feature",
        "properties": {"kommunekode": code},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def collection(*features: dict[str, Any]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}


class TestLoadPlaces:
    def test_makes_the_whole_country(self, denmark: None) -> None:
        assert Region.objects.count() == 5
        assert Municipality.objects.count() == 98
        assert Postcode.objects.count() == 1089

    def test_does_the_same_when_run_again(self, denmark: None, noon: datetime) -> None:
        before = load_places(actor=SYSTEM, at=noon)

        assert load_places(actor=SYSTEM, at=noon) == before
        assert Municipality.objects.count() == 98

    def test_gives_every_municipality_an_ascii_address_of_its_own(self, denmark: None) -> None:
        slugs = set(Municipality.objects.values_list("slug", flat=True))

        assert {"odense", "aeroe", "hoeje-taastrup", "aarhus", "laesoe"} <= slugs
        assert len(slugs) == 98

    def test_puts_the_middle_in_the_town_the_municipality_is_named_after(self, denmark: None) -> None:
        odense, town = Municipality.objects.get(code="0461"), Postcode.objects.get(code="5000")

        assert (odense.lat, odense.lon) == (town.lat, town.lon)

    def test_makes_neighbours_of_each_other(self, denmark: None) -> None:
        odense = Municipality.objects.get(code="0461")

        assert odense.neighbours.get(code="0420").neighbours.contains(odense)

    def test_leaves_nobody_without_a_neighbour(self, denmark: None) -> None:
        assert not Municipality.objects.filter(neighbours=None).exists()

    def test_leaves_imported_borders_alone(self, denmark: None, noon: datetime) -> None:
        Municipality.objects.filter(code="0461").update(border=[[[[10.0, 55.0]]]], border_source="DAGI")

        load_places(actor=SYSTEM, at=noon)

        assert Municipality.objects.get(code="0461").border_source == "DAGI"

    def test_writes_one_line_in_the_book(self, denmark: None) -> None:
        assert Entry.objects.filter(act="places.places.loaded").count() == 1

    def test_is_the_operators_alone(self, noon: datetime) -> None:
        with pytest.raises(NotAllowed):
            load_places(actor=VISITOR, at=noon)

        assert not Region.objects.exists()


class TestImportBorders:
    def test_keeps_borders_with_their_source(self, noon: datetime) -> None:
        MunicipalityFactory(code="0461")

        done = import_borders(actor=SYSTEM, at=noon, collection=collection(square("0461")), source="DAGI 2026")

        row = Municipality.objects.get(code="0461")
        assert row.border is not None
        assert row.border[0][0][0] == row.border[0][0][-1]
        assert (row.border_source, row.border_imported_at, done.municipalities) == ("DAGI 2026", noon, 1)

    def test_tells_which_areas_are_no_municipality(self, noon: datetime) -> None:
        MunicipalityFactory(code="0461")

        done = import_borders(
            actor=SYSTEM, at=noon, collection=collection(square("0461"), square("0411", west=11.0)), source="DAGI 2026"
        )

        assert done.unknown_codes == ("0411",)

    def test_writes_nothing_when_a_municipality_is_missing(self, noon: datetime) -> None:
        MunicipalityFactory(code="0461")
        MunicipalityFactory(code="0492", name="Ærø")

        with pytest.raises(BordersUnreadable, match="Ærø"):
            import_borders(actor=SYSTEM, at=noon, collection=collection(square("0461")), source="DAGI 2026")

        assert not Municipality.objects.with_border().exists()
        assert not Entry.objects.exists()

    def test_wants_to_know_where_they_are_from(self, noon: datetime) -> None:
        with pytest.raises(BordersUnreadable, match="kilde"):
            import_borders(actor=SYSTEM, at=noon, collection=collection(square("0461")), source="  ")

    def test_is_the_operators_alone(self, noon: datetime) -> None:
        with pytest.raises(NotAllowed):
            import_borders(actor=VISITOR, at=noon, collection=collection(square("0461")), source="DAGI 2026")
