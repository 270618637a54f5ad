"""HSDS objects as rows of the standard's tables, with the standard's own description as the judge."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest

from brobygger.exchange.register.flattening import Flattening, Seen, as_uuid
from brobygger.exchange.register.tables import TABLES, schema_of
from brobygger.exchange.tests.hsds_objects import OFFICIAL, an_id, location, organization, service, term

#: Where the official description of the tables cannot be right, by its own schemas (standards/hsds/README.md).
_NO_COLUMNS = {"unit"}
_TOO_FEW_COLUMNS = {"service_capacity"}
_EMPTY_BEFORE = {("metadata", "previous_value"), ("metadata", "replacement_value")}
_ONE_PROGRAM_ONLY = {("program", "organization_id")}


@pytest.fixture(scope="module")
def official() -> dict[str, Any]:
    package = json.loads((OFFICIAL / "datapackage.json").read_text(encoding="utf-8"))
    return {resource["name"]: resource for resource in package["resources"]}


@pytest.fixture
def made() -> Iterator["Made"]:
    made = Made()
    yield made
    made.seen.close()


class Made:
    """Rows as they were written, by table."""

    def __init__(self) -> None:
        self.rows: dict[str, list[dict[str, str]]] = {name: [] for name in TABLES}
        self.seen = Seen()
        self.flattening = Flattening(write=self._keep, seen=self.seen)

    def _keep(self, name: str, cells: list[str]) -> None:
        names = [column.name for column in TABLES[name].columns]
        self.rows[name].append(dict(zip(names, cells, strict=True)))

    def add(self, kind: str, *things: dict[str, Any]) -> "Made":
        self.flattening.add_all(kind, things)
        return self


class TestTables:
    def test_are_those_of_the_standard(self, official: dict[str, Any]) -> None:
        assert [(t.name, t.path) for t in TABLES.values()] == [(name, r["path"]) for name, r in official.items()]

    def test_have_the_columns_of_the_standard_in_its_order(self, official: dict[str, Any]) -> None:
        for name in official.keys() - _NO_COLUMNS - _TOO_FEW_COLUMNS:
            theirs = [field["name"] for field in official[name]["schema"]["fields"]]

            assert [column.name for column in TABLES[name].columns] == theirs, name

    @pytest.mark.parametrize("name", sorted(_NO_COLUMNS | _TOO_FEW_COLUMNS))
    def test_have_the_columns_of_the_schemas_where_the_standard_forgot_them(self, name: str) -> None:
        schema = json.loads((OFFICIAL / "schema" / f"{name}.json").read_text(encoding="utf-8"))
        plain = {key for key, value in schema["properties"].items() if value.get("type") in {"string", "number"}}

        assert {column.name for column in TABLES[name].columns} == plain

    def test_ask_for_what_the_standard_asks_for(self, official: dict[str, Any]) -> None:
        for name in official.keys() - _NO_COLUMNS - _TOO_FEW_COLUMNS:
            ours = {c.name for c in TABLES[name].columns if c.is_required}
            theirs = {f["name"] for f in official[name]["schema"]["fields"] if f.get("constraints", {}).get("required")}

            assert {(name, column) for column in ours ^ theirs} <= _EMPTY_BEFORE, name

    def test_name_the_rows_the_standard_names(self, official: dict[str, Any]) -> None:
        for name, resource in official.items():
            theirs = {(k["fields"], k["reference"]["resource"]) for k in resource["schema"].get("foreignKeys", [])}

            assert {(c.name, c.names) for c in TABLES[name].columns if c.names} == theirs, name

    def test_have_the_types_of_the_standard(self, official: dict[str, Any]) -> None:
        for name in official.keys() - _NO_COLUMNS - _TOO_FEW_COLUMNS:
            fields: Any = schema_of(TABLES[name])["fields"]
            ours = {f["name"]: (f["type"], f.get("format", "default")) for f in fields}
            theirs = {f["name"]: (f["type"], f.get("format", "default")) for f in official[name]["schema"]["fields"]}

            assert {k: v for k, v in ours.items() if theirs[k] != v} == {}, name


class TestFlattening:
    def test_gives_each_part_a_row_that_names_what_it_belongs_to(self, made: Made) -> None:
        made.add("service", service())

        assert made.rows["service"][0]["organization_id"] == an_id("organization", "Håbet")
        assert made.rows["service_at_location"][0]["location_id"] == made.rows["location"][0]["id"]
        assert made.rows["address"][0]["location_id"] == an_id("location", "Huset")
        assert made.rows["attribute"][0]["link_id"] == an_id("service", "Café")
        assert made.rows["attribute"][0]["taxonomy_term_id"] == an_id("term", "Ensomhed")
        assert made.rows["taxonomy_term"][0]["taxonomy_id"] == an_id("taxonomy")
        assert made.rows["service_capacity"][0]["unit_id"] == an_id("unit")
        assert made.rows["organization_identifier"][0]["identifier"] == "12345674"
        assert made.rows["schedule"][0]["opens_at"] == "10:00:00"
        assert not made.flattening.left_out

    def test_gives_what_is_told_twice_of_one_thing_one_row(self, made: Made) -> None:
        made.add("service", service())

        (phone,) = made.rows["phone"]
        assert phone["service_id"] == an_id("service", "Café")
        assert phone["contact_id"] == an_id("contact", "Café")

    def test_gives_what_many_share_one_row(self, made: Made) -> None:
        made.add("organization", organization()).add("service", service("Café"), service("Kor"))

        assert [len(made.rows[name]) for name in ("organization", "location", "taxonomy_term", "unit")] == [1, 1, 1, 1]
        assert made.flattening.rows["service"] == 2

    def test_gives_a_part_another_id_when_its_own_is_somebody_elses(self, made: Made) -> None:
        taken = {"id": an_id("taken"), "number": "11 11 11 11"}
        made.add("service", service("Café", phones=[taken], contacts=[]), service("Kor", phones=[taken], contacts=[]))

        first, second = made.rows["phone"]
        assert first["id"] == an_id("taken")
        assert second["id"] not in {"", first["id"]}
        assert second["service_id"] == an_id("service", "Kor")

    def test_gives_two_parts_with_one_id_that_disagree_a_row_each(self, made: Made) -> None:
        phones = [{"id": an_id("taken"), "number": "11 11 11 11"}, {"id": an_id("taken"), "number": "22 22 22 22"}]
        made.add("service", service(phones=phones, contacts=[]))

        assert {row["number"] for row in made.rows["phone"]} == {"11 11 11 11", "22 22 22 22"}
        assert len({row["id"] for row in made.rows["phone"]}) == 2

    def test_leaves_out_cells_that_a_column_does_not_allow(self, made: Made) -> None:
        made.add("service", service(url="ikke en adresse", email="hej", minimum_age="mange", assured_date="i går"))

        row = made.rows["service"][0]
        assert [row[name] for name in ("url", "email", "minimum_age", "assured_date")] == ["", "", "", ""]
        assert made.flattening.left_out["service.url"] == 1

    def test_leaves_out_names_of_rows_that_are_not_there(self, made: Made) -> None:
        made.add("service", service(program_id=an_id("gone")))

        assert made.rows["service"][0]["program_id"] == ""
        assert made.flattening.left_out == {"service.program_id": 1}

    def test_leaves_out_rows_without_what_they_must_have_and_all_in_them(self, made: Made) -> None:
        alone = service()
        del alone["organization"]
        made.add("service", alone)

        assert not any(made.rows[name] for name in ("service", "phone", "address", "service_at_location"))
        assert made.flattening.left_out == {"service.organization_id": 1}

    def test_leaves_out_what_hangs_on_a_row_that_could_not_be_kept(self, made: Made) -> None:
        made.add("service", service(attributes=[{"id": an_id("a"), "taxonomy_term": {**term(), "name": ""}}]))

        assert not made.rows["attribute"]
        assert made.flattening.left_out["taxonomy_term.name"] == 1

    def test_gives_a_program_to_the_organisation_of_its_service(self, made: Made) -> None:
        program = {"id": an_id("program"), "name": "Vinter", "description": "Varme stuer."}
        made.add("service", service(program=program))

        assert made.rows["program"][0]["organization_id"] == an_id("organization", "Håbet")
        assert made.rows["service"][0]["program_id"] == an_id("program")

    def test_makes_ids_of_other_registers_into_uuids_that_stay_the_same(self, made: Made) -> None:
        made.add("service", service(service_at_locations=[{"id": "77", "location": location(id="sted 9")}]))

        assert made.rows["service_at_location"][0]["location_id"] == as_uuid("sted 9")
        assert UUID(as_uuid("77")).version == 5

    def test_keeps_lists_of_days_as_the_standard_writes_them(self, made: Made) -> None:
        made.add(
            "service", service(schedules=[{"id": an_id("s"), "byday": ["MO", "TU"], "closes_at": "09:30:00+01:00"}])
        )

        assert made.rows["schedule"][0]["byday"] == "MO,TU"
        assert made.rows["schedule"][0]["closes_at"] == "09:30:00"
