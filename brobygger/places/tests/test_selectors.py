"""What people write in "Hvor?" is understood; what is not a place in Denmark is not made into one."""

from datetime import datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from brobygger.kernel.actors import SYSTEM
from brobygger.places.models import Municipality
from brobygger.places.selectors import (
    Place,
    drawn_borders,
    get_municipality,
    map_base,
    municipalities_within,
    municipality_slugs,
    nearby_municipalities,
    place_at,
    points_of,
    resolve_place,
    suggest_places,
)
from brobygger.places.services import import_borders
from brobygger.places.tests.factories import MunicipalityFactory
from brobygger.places.tests.test_services import collection, square

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("denmark")
class TestResolvePlace:
    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("Odense", "0461"),
            ("  odense kommune ", "0461"),
            ("Kommune Odense", "0461"),
            ("ODENSE", "0461"),
            ("0461", "0461"),
            ("5000", "5000"),
            ("5000 Odense C", "5000"),
            ("DK-5000", "5000"),
            ("Odense C", "5000"),
            ("Århus", "0751"),
            ("aarhus", "0751"),
            ("kbh", "0101"),
            ("Copenhagen", "0101"),
            ("Koge", "0259"),
            ("Helsingor", "0217"),
            ("Høje Taastrup", "0169"),
            ("Bornholms Regionskommune", "0400"),
            ("Nordfyn", "0480"),
            ("Hobro", "9500"),
            ("København K", "1050"),
        ],
    )
    def test_understands_what_people_write(self, text: str, code: str) -> None:
        place = resolve_place(text=text)

        assert place is not None
        assert place.code == code

    def test_knows_the_municipality_of_a_postcode(self) -> None:
        assert resolve_place(text="5000") == Place(
            kind="postcode", code="5000", name="5000 Odense C", municipality_code="0461", lat=55.42176, lon=10.39888
        )

    @pytest.mark.parametrize(
        "text",
        ["", "   ", "9999", "0000", "50000", "Odnese", "Atlantis", "123", "\x00\x07", "🏠🏠", "مرحبا", "'; drop--"],
    )
    def test_answers_nothing_for_what_is_no_place(self, text: str) -> None:
        assert resolve_place(text=text) is None

    def test_bears_ten_thousand_characters(self) -> None:
        assert resolve_place(text="å" * 10_000) is None

    def test_asks_once_for_a_postcode(self, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        with django_assert_num_queries(1):
            resolve_place(text="5000")


@pytest.mark.usefixtures("denmark")
class TestSuggestPlaces:
    @pytest.mark.parametrize(
        ("text", "name"),
        [("Odnese", "Odense"), ("Ahrus", "Aarhus"), ("Svenborg", "Svendborg"), ("frederikhavn", "Frederikshavn")],
    )
    def test_puts_the_likeliest_name_first(self, text: str, name: str) -> None:
        assert suggest_places(text=text)[0].name == name

    @pytest.mark.parametrize("text", ["", "12345", "🏠", "مرحبا", "\x00", "qqqqqq"])
    def test_suggests_nothing_for_what_is_like_nothing(self, text: str) -> None:
        assert suggest_places(text=text) == []

    def test_suggests_no_more_than_asked_for(self) -> None:
        assert len(suggest_places(text="Odense", limit=2)) == 2


class TestPlaceAt:
    @pytest.mark.usefixtures("denmark")
    def test_finds_the_municipality_of_a_position(self) -> None:
        place = place_at(lat=55.40, lon=10.39)

        assert place is not None
        assert (place.kind, place.municipality_code) == ("point", "0461")

    @pytest.mark.parametrize(("lat", "lon"), [(59.33, 18.07), (0.0, 0.0), (float("nan"), 10.0), (55.0, float("inf"))])
    def test_answers_nothing_outside_denmark(self, lat: float, lon: float) -> None:
        assert place_at(lat=lat, lon=lon) is None

    def test_answers_nothing_before_places_are_loaded(self) -> None:
        assert place_at(lat=55.40, lon=10.39) is None


@pytest.mark.usefixtures("denmark")
class TestNearbyMunicipalities:
    def test_puts_neighbours_first_and_the_nearest_of_them_at_the_top(self) -> None:
        nearby = nearby_municipalities(code="0461", limit=20)

        kinds = [row.is_neighbour for row in nearby]
        distances = [row.distance_km for row in nearby if row.is_neighbour]
        assert kinds == sorted(kinds, reverse=True)
        assert distances == sorted(distances)
        assert {"Assens", "Nordfyns", "Kerteminde", "Faaborg-Midtfyn"} <= {row.name for row in nearby[:6]}

    def test_reaches_islands_across_the_water(self) -> None:
        assert nearby_municipalities(code="0825", limit=1)[0].name == "Frederikshavn"
        assert nearby_municipalities(code="0563", limit=1)[0].name == "Esbjerg"

    def test_answers_nothing_for_an_unknown_code(self) -> None:
        assert nearby_municipalities(code="9999") == []


class TestMunicipalitiesWithin:
    @pytest.mark.usefixtures("denmark")
    def test_lists_the_nearest_first(self) -> None:
        place = resolve_place(text="Odense")
        assert place is not None

        assert municipalities_within(place=place, radius_km=15)[0] == "0461"

    def test_lists_nothing_before_places_are_loaded(self) -> None:
        nowhere = Place(kind="point", code="", name="", municipality_code="", lat=55.4, lon=10.4)

        assert municipalities_within(place=nowhere, radius_km=15) == []


class TestGetMunicipality:
    def test_finds_by_address(self) -> None:
        row = MunicipalityFactory(name="Ærø")

        assert get_municipality(slug="aeroe") == row
        assert get_municipality(slug="atlantis") is None


class TestMunicipalitySlugs:
    def test_lists_every_address_in_order(self) -> None:
        MunicipalityFactory(name="Odense")
        MunicipalityFactory(name="Ærø")

        assert municipality_slugs() == ("aeroe", "odense")


@pytest.mark.usefixtures("denmark")
class TestPointsOf:
    def test_gives_the_postcode_points(self) -> None:
        assert len(points_of(municipality_codes=["0825"])) == 1


class TestMapBase:
    def test_is_the_packages_own_without_imported_borders(self) -> None:
        assert map_base().url.endswith("ui/map/denmark.svg")
        assert drawn_borders() == {}

    def test_is_the_operators_after_an_import(self, noon: datetime) -> None:
        MunicipalityFactory(code="0461")
        import_borders(actor=SYSTEM, at=noon, collection=collection(square("0461")), source="DAGI 2026")

        base = map_base()

        assert base.url == "/kort/danmark.svg?v=20261122110000"
        assert base.borders_source == "DAGI 2026"
        assert list(drawn_borders()) == ["0461"]

    def test_asks_the_database_once_a_minute(self, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        with django_assert_num_queries(1):
            map_base()
            map_base()


class TestMunicipality:
    def test_writes_its_name(self) -> None:
        row = MunicipalityFactory(code="0492", name="Ærø")

        assert str(row) == "Ærø"
        assert list(Municipality.objects.with_codes({"0492"}).largest_first().by_name()) == [row]
