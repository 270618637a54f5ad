"""What may be asked: values that are read, values that are refused, and searches that are nobody else's business."""

from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.cache import caches
from django.test import Client

from brobygger.opendata.tests.published import put
from brobygger.places.tests.factories import PostcodeFactory

pytestmark = pytest.mark.django_db

SERVICES = "/hsds/3/services"


@pytest.fixture(autouse=True)
def at_noon(noon: datetime) -> Any:
    caches["opendata"].clear()
    with time_machine.travel(noon, tick=False):
        yield


def ask(path: str = SERVICES, **parameters: Any) -> Any:
    return Client().get(path, parameters)


class TestBadValues:
    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("search", "x" * 201), ("page", "0"), ("page", "-1"), ("page", "to"), ("page", "²"), ("per_page", "1001"),
            ("per_page", "0"), ("per_page", "9" * 30), ("format", "xml"), ("taxonomy_term_id", "ensomhed"),
            ("taxonomy_id", "1"), ("organization_id", "1"), ("modified_after", "i går"),
            ("modified_after", "2026-13-45"), ("modified_after", "0001-01-01T00:00:00+14:00"), ("minimal", "ja"),
            ("full", "2"), ("postcode", "500"), ("postcode", "0001"), ("minimum_age", "-1"), ("minimum_age", "151"),
            ("maximum_age", "nan"), ("start_time", "25:00"), ("end_time", "sent"), ("day", "XX"),
        ],
    )  # fmt: skip
    def test_are_refused_by_name(self, name: str, value: str) -> None:
        response = ask(**{name: value})

        assert response.status_code == 400
        assert response["Content-Type"] == "application/problem+json"
        problem = response.json()
        assert (problem["code"], problem["parameter"], problem["status"]) == ("bad_parameter", name, 400)
        assert problem["detail"]

    def test_proximity_is_from_a_postcode(self) -> None:
        assert ask(proximity="500").json()["parameter"] == "proximity"

    def test_speak_the_askers_language(self) -> None:
        def said(language: str) -> tuple[str, str]:
            headers = {"Accept-Language": language} if language else {}
            response = Client().get(SERVICES, {"page": "0"}, headers=headers)
            return response["Content-Language"], response.json()["detail"]

        assert said("da, en;q=0.5") == ("da", "Det skal være et helt tal fra 1 og op.")
        assert said("")[0] == said("de")[0] == said("en-GB")[0] == "en"

    def test_words_like_a_civil_registration_number_are_not_looked_for(self) -> None:
        problem = ask(search="010190-1234").json()

        assert (problem["code"], problem["parameter"]) == ("cpr", "search")


class TestGoodValues:
    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("modified_after", "2026-11-22"), ("modified_after", "2026-11-22T08:00:00Z"),
            ("modified_after", "2026-11-22T09:00:00 01:00"), ("modified_after", "2026-11-22T08:00:00"),
            ("day", "mo"), ("day", "Monday"), ("start_time", "09:00"), ("end_time", "12:00:00"), ("full", "1"),
            ("full", "False"), ("format", "JSON"), ("search", "CAFE"), ("proximity", ""), ("maximum_age", "99.5"),
        ],
    )  # fmt: skip
    def test_are_read_in_the_ways_people_write_them(self, name: str, value: str) -> None:
        put(age_max=99, times=[("MO", datetime(2026, 1, 1, 10).time(), datetime(2026, 1, 1, 11).time())])

        assert ask(**{name: value}).json()["total_items"] == 1

    def test_a_postcode_is_its_municipality_and_its_middle(self) -> None:
        odense = PostcodeFactory.create(code="5000")
        put(areas=[odense.municipality_id], places=[(odense.lat, odense.lon)])
        put(areas=[odense.municipality_id], places=[(odense.lat + 0.5, odense.lon)])
        put(areas=["0101"], places=[(odense.lat, odense.lon)])

        assert ask(postcode="DK-5000").json()["total_items"] == 2
        assert ask(postcode="5000", proximity="100").json()["total_items"] == 1

    def test_terms_add_up(self) -> None:
        one, other, taxonomy = uuid4(), uuid4(), uuid4()
        put(terms=[(one, taxonomy), (other, taxonomy)])
        put(terms=[(one, taxonomy)])

        assert ask(taxonomy_term_id=[one, other]).json()["total_items"] == 1
        assert ask(taxonomy_term_id=[one]).json()["total_items"] == 2


def post(body: Any, *, content_type: str = "application/json", query: str = "") -> Any:
    return Client(enforce_csrf_checks=True).post(f"{SERVICES}{query}", body, content_type=content_type)


class TestPrivateSearches:
    def test_are_read_from_json_a_form_and_the_address(self) -> None:
        put(name="Sorggruppe"), put(name="Krop og bevægelse")

        seen = [
            post({"search": "sorg", "page": 1, "full": True, "taxonomy_id": None}),
            post("search=sorg", content_type="application/x-www-form-urlencoded"),
            post("", query="?search=sorg"),
            post({"search": "sorg"}, query="?search=krop&per_page=1"),
        ]

        assert [response.json()["total_items"] for response in seen] == [1, 1, 1, 1]
        assert all(response["Cache-Control"] == "private, no-store" for response in seen)
        assert not any(response.has_header("ETag") for response in seen)
        assert "sorg" not in seen[3]["Link"]

    @pytest.mark.parametrize("body", ["{", "[]", '"x"', "\xff\xfe{", "[" * 100_000])
    def test_that_are_no_object_are_refused(self, body: str) -> None:
        response = post(body.encode("latin-1"))

        assert (response.status_code, response.json()["code"]) == (400, "bad_body")

    def test_lists_of_lists_are_refused_by_name(self) -> None:
        assert post({"search": [["x"]]}).json()["parameter"] == "search"
        assert post({"taxonomy_id": {"a": 1}}).json()["parameter"] == "taxonomy_id"
        assert post({"page": 1.5}).json()["parameter"] == "page"

    def test_whole_numbers_are_whole_however_they_are_written(self) -> None:
        assert post({"page": 1.0, "per_page": 5.0, "minimum_age": 1.5e1, "ukendt": {"a": []}}).status_code == 200

    def test_of_another_type_are_refused(self) -> None:
        assert (post("<x/>", content_type="text/xml").status_code, post("", content_type="text/xml").status_code) == (
            415, 200,
        )  # fmt: skip
        broken = post("x", content_type="multipart/form-data")
        assert (broken.status_code, broken.json()["code"]) == (400, "bad_body")

    def test_lists_are_several_values(self) -> None:
        one, other, taxonomy = uuid4(), uuid4(), uuid4()
        put(terms=[(one, taxonomy), (other, taxonomy)])

        assert post({"taxonomy_term_id": [str(one), str(other)]}).json()["total_items"] == 1

    def test_too_long_are_refused_as_a_problem(self) -> None:
        response = post("x" * 300_000)

        assert (response.status_code, response.json()["code"]) == (413, "too_long")
        assert response["Access-Control-Allow-Origin"] == "*"
