"""HSDS 1 and 2 and the first Open Referral UK, as objects and as tables."""

import json
from typing import Any

import pytest

from brobygger.opendata.tests.judges import faults
from brobygger.sources.reading import Format, RemarkKind
from brobygger.sources.reading.older import kind_of_table, merge_eligibility, modern, modern_row, renamed
from brobygger.sources.tests.reading import needs_standard, package, read

#: A service as the first Open Referral UK feeds have it.
ORUK: dict[str, Any] = {
    "id": "42",
    "name": "Gåtur",
    "description": "<p>Vi går</p>",
    "status": "active",
    "attending_access": None,
    "attending_type": "venue",
    "assured_date": "22/11/2026",
    "organization": {"id": "7", "name": "Venner", "description": "Går", "url": "www.venner.dk"},
    "eligibilitys": [
        {"id": "1", "eligibility": "Voksne", "minimum_age": 18, "maximum_age": 65},
        {"id": "2", "eligibility": "Unge", "minimum_age": "16", "maximum_age": None},
    ],
    "service_at_locations": [
        {
            "id": "3",
            "location": {
                "id": "4",
                "name": "Huset",
                "latitude": "55.4",
                "longitude": "10.4",
                "physical_addresses": [
                    {"id": "5", "address_1": "Vej 1", "address_3": "Bag", "address_4": "huset", "city": "Odense",
                     "postal_code": "5000", "country": "DK", "state_province": "Syddanmark"}
                ],
                "accessibility_for_disabilities": [{"id": "6", "accessibility": "Rampe"}],
            },
            "regular_schedule": [
                {"id": "8", "weekday": 1, "opens_at": "10:00", "closes_at": "12:00"},
                {"id": "9", "freq": "DAILY", "opens_at": "14:00"},
            ],
            "holiday_schedules": [{"id": "10", "closed": "true", "start_date": "2026-12-24", "end_date": "2026-12-26"}],
        }
    ],
    "regular_schedules": [{"id": "11", "byday": "TU", "freq": "WEEKLY", "opens_at": "09:00"}],
    "contacts": [{"id": "12", "name": "Ann", "phones": [{"id": "13", "number": "12345678"}]}],
    "cost_options": [{"id": "14", "amount": "50.00", "option": "Voksen"}],
    "languages": [{"id": "15", "language": "dansk"}],
    "fundings": [{"id": "16", "source": "Puljen"}],
    "service_areas": [{"id": "17", "service_area": "Odense"}],
    "service_taxonomys": [
        {"id": "18", "taxonomy": {"id": "BCI:3", "name": "Ensomhed", "vocabulary": "esd", "parent_id": None}},
        {"id": "19", "taxonomy_id": "BCI:4", "taxonomy_detail": "mere"},
    ],
    "payments_accepted": [{"id": "20", "payment": "MobilePay"}],
}  # fmt: skip


class TestOpenReferralUk:
    def test_is_read_as_the_standard_of_today(self) -> None:
        found, report = read(json.dumps([ORUK]).encode())
        thing = found[0].thing

        assert (report.format, found[0].foreign_id) == (Format.ORUK_JSON, "42")
        assert (thing["minimum_age"], thing["maximum_age"]) == (16, 65)
        assert thing["eligibility_description"] == "Voksne; Unge"
        assert thing["organization"]["website"] == "https://www.venner.dk"
        assert thing["description"] == "Vi går"
        spot = thing["service_at_locations"][0]
        assert spot["location"]["addresses"][0]["address_2"] == "Bag, huset"
        assert spot["location"]["addresses"][0]["address_type"] == "physical"
        assert spot["location"]["accessibility"][0]["description"] == "Rampe"
        assert spot["location"]["latitude"] == 55.4
        assert [(row.get("byday"), row.get("freq")) for row in spot["schedules"]] == [
            ("MO", "WEEKLY"), ("MO,TU,WE,TH,FR,SA,SU", "WEEKLY"), (None, None)
        ]  # fmt: skip
        assert spot["schedules"][2] | {"id": ""} == {
            "id": "", "valid_from": "2026-12-24", "valid_to": "2026-12-26", "description": "Lukket"
        }  # fmt: skip
        assert thing["schedules"][0]["byday"] == "TU"
        assert thing["languages"][0]["name"] == "dansk"
        assert thing["funding"][0]["source"] == "Puljen"
        assert thing["service_areas"][0]["name"] == "Odense"
        assert [row["option"] for row in thing["cost_options"]] == ["Voksen", "MobilePay"]
        first, second = thing["attributes"]
        assert (first["taxonomy_term"]["code"], first["taxonomy_term"]["taxonomy"]) == ("BCI:3", "esd")
        assert second["value"] == "mere"
        assert second["taxonomy_term_id"] != first["taxonomy_term"]["id"]

    @needs_standard
    def test_becomes_what_the_standard_asks_for(self) -> None:
        assert not faults("service", read(json.dumps(ORUK).encode())[0][0].thing)

    def test_says_what_was_moved(self) -> None:
        found, _report = read(json.dumps(ORUK).encode())

        paths = {one.path for one in found[0].remarks if one.kind == RemarkKind.RENAMED}
        assert {"eligibilitys", "fundings", "service_at_locations.0.location.physical_addresses"} <= paths

    def test_may_have_anything_in_its_old_lists(self) -> None:
        odd = {"id": "1", "name": "x", "eligibility": "Alle", "regular_schedules": ["mandag", None, 7],
               "service_taxonomys": {"taxonomy": "Ord"}, "fundings": {"source": "x"},
               "schedules": {"id": "2", "byday": "MO"},
               "service_at_locations": [None, {"location": None}, 7], "physical_addresses": "Vej 1"}  # fmt: skip
        thing = read(json.dumps(odd).encode())[0][0].thing

        assert thing["eligibility_description"] == "Alle"
        assert [row.get("byday") or row["description"] for row in thing["schedules"]] == ["MO", "mandag", "7"]
        assert thing["attributes"][0]["taxonomy_term_id"]


class TestTables:
    def test_of_older_versions_are_put_together(self) -> None:
        found, report = read(
            package(
                organizations__csv="id,name,description,url\n7,Venner,Går,venner.dk\n",
                services__csv="id,organization_id,name,status\n42,7,Gåtur,active\n",
                services_at_location__csv="id,service_id,location_id\n3,42,4\n",
                locations__csv="id,name,latitude,longitude\n4,Huset,55.4,10.4\n",
                physical_addresses__csv=(
                    "id,location_id,address_1,city,postal_code,state_province,country\n5,4,Vej 1,Odense,5000,S,DK\n"
                ),
                eligibility__csv="id,service_id,eligibility,minimum_age\n1,42,Voksne,18\n",
                regular_schedules__csv="id,service_id,weekday,opens_at,closes_at\n8,42,2,10:00,12:00\n",
                service_taxonomy__csv="id,service_id,taxonomy_id,taxonomy_detail\n9,42,BCI:3,\n",
                taxonomy__csv="id,name,parent_name,vocabulary\nBCI:3,Ensomhed,,esd\n",
                contacts__csv="id,service_id,name\n12,42,Ann\n",
                phones__csv="id,contact_id,number\n13,12,12345678\n",
                meta_table_description__csv="id,name\n1,x\n",
            )
        )
        thing = found[0].thing

        assert (report.format, len(found)) == (Format.OLDER_TABLES, 1)
        assert thing["organization"]["website"] == "https://venner.dk"
        assert thing["service_at_locations"][0]["location"]["addresses"][0]["postal_code"] == "5000"
        assert (thing["minimum_age"], thing["eligibility_description"]) == (18, "Voksne")
        assert (thing["schedules"][0]["byday"], thing["schedules"][0]["freq"]) == ("TU", "WEEKLY")
        assert thing["attributes"][0]["taxonomy_term"]["name"] == "Ensomhed"
        assert thing["contacts"][0]["phones"][0]["number"] == "12345678"


class TestKindOfTable:
    @pytest.mark.parametrize(
        ("name", "kind"),
        [
            ("services.csv", "service"), ("data/Services.CSV", "service"), ("url.csv", "url"),
            ("service_at_location.csv", "service_at_location"), ("eligibility", "eligibility"),
            ("services_at_location", "service_at_location"), ("addresses", "address"), ("taxonomies.csv", "taxonomy"),
            ("accessibility.csv", "accessibility"), ("service_capacity.csv", "service_capacity"),
            ("metadata.csv", "metadata"), ("Physical Addresses.csv", "physical_address"),
            ("cars.csv", ""), ("", ""),
        ],
    )  # fmt: skip
    def test_is_known_by_its_name(self, name: str, kind: str) -> None:
        assert kind_of_table(name) == kind


class TestSmallThings:
    def test_a_field_may_be_written_as_programs_do(self) -> None:
        assert renamed("service", "alternateName") == "alternate_name"
        assert renamed("service", "Wait Time") == "wait_time"
        assert renamed("service", "phone") == "phones"
        assert renamed("service", "farve") == ""

    def test_rows_of_today_are_not_touched(self) -> None:
        row = {"id": "1"}

        assert modern_row("phone", row) == ("phone", row)
        assert modern("service", {"id": 1, "organization": {"id": 2}})[1] == []

    def test_ages_that_are_said_already_stay(self) -> None:
        service = {"minimum_age": 5, "eligibility_description": "Børn"}
        merge_eligibility(service, [{"minimum_age": 1, "eligibility": "x"}, {"minimum_age": "ung"}, None])

        assert service == {"minimum_age": 5, "eligibility_description": "Børn"}
