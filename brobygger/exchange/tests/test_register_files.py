"""The files of the whole register, read by other people's readers."""

import csv
import gzip
import io
import json
import zipfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import frictionless
import pytest
from django.core.management import call_command
from python_calamine import CalamineWorkbook

from brobygger.exchange.register.about import About
from brobygger.exchange.register.manifest import FILES, Manifest, measure, read_manifest
from brobygger.exchange.register.people import HEADER, rows_for_people
from brobygger.exchange.register.points import geojson_lines
from brobygger.exchange.selectors.register import (
    are_files_behind,
    current_files,
    current_folder,
    folder_of_files,
    sequence_now,
)
from brobygger.exchange.services.register import make_files, write_files
from brobygger.exchange.tasks import are_register_files_behind
from brobygger.exchange.tests.hsds_objects import an_id, location, organization, publish, service
from brobygger.kernel.actors import SYSTEM
from brobygger.opendata.licence import LICENCE_URL
from brobygger.opendata.models import Head

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path / "data"
    settings.OPERATOR_NAME, settings.BASE_URL = "Portalen", "https://portal.example"


@pytest.fixture
def about(noon: datetime) -> About:
    return About(operator="Portalen", base_url="https://portal.example", sequence=7, made_at=noon)


@pytest.fixture
def written(tmp_path: Path, noon: datetime) -> Path:
    publish(service("Café"), service("Kor", organization=organization("Koret"), description='=HYPERLINK("http://x")'))
    write_files(actor=SYSTEM, folder=tmp_path / "out", at=noon)
    return tmp_path / "out"


class TestWriteFiles:
    def test_writes_every_file_and_tells_of_each(self, written: Path) -> None:
        manifest = read_manifest(written)

        assert manifest
        assert manifest.files.keys() == FILES.keys()
        assert all(measure(written / name) == file for name, file in manifest.files.items())
        assert manifest.things == {"organization": 2, "service": 2, "taxonomy": 1, "taxonomy_term": 1}
        assert manifest.sequence == sequence_now() > 0
        assert not manifest.left_out
        assert not [path for path in written.iterdir() if path.is_dir()]

    def test_writes_nothing_but_headers_when_nothing_is_published(self, tmp_path: Path, noon: datetime) -> None:
        manifest = write_files(actor=SYSTEM, folder=tmp_path, at=noon)

        assert (manifest.things, manifest.sequence) == ({}, 0)
        assert frictionless.validate(str(tmp_path / "hsds.zip")).valid
        assert json.loads((tmp_path / "steder.geojson").read_text())["features"] == []

    def test_packs_the_large_ones_beside_themselves(self, written: Path) -> None:
        for name in ("tilbud.csv", "tilbud.ndjson", "register.ndjson", "steder.geojson"):
            assert gzip.decompress((written / f"{name}.gz").read_bytes()) == (written / name).read_bytes()

    def test_says_the_licence_and_whom_to_name_in_each(self, written: Path) -> None:
        with zipfile.ZipFile(written / "hsds.zip") as package:
            told = [package.read("LICENSE.txt").decode(), package.read("datapackage.json").decode()]
        told += [(written / f"{name}.license").read_text() for name in ("tilbud.csv", "tilbud.ndjson")]
        told += [(written / "register.ndjson").read_text().splitlines()[0], (written / "steder.geojson").read_text()]
        told += [
            json.dumps(CalamineWorkbook.from_path(written / "tilbud.xlsx").get_sheet_by_name("Om filen").to_python())
        ]

        assert all(LICENCE_URL in text and "https://portal.example" in text and "Portalen" in text for text in told)


class TestPackageOfTables:
    def test_is_valid_to_frictionless_with_every_foreign_key(self, written: Path) -> None:
        report = frictionless.validate(str(written / "hsds.zip"))

        assert report.valid, report.flatten(["type", "message"])
        assert report.stats["tasks"] == 24

    def test_holds_every_offer_and_organisation(self, written: Path) -> None:
        with zipfile.ZipFile(written / "hsds.zip") as package:
            rows = {name: list(csv.DictReader(io.StringIO(package.read(f"{name}.csv").decode()))) for name in
                    ("services", "organizations", "locations")}  # fmt: skip
            description = json.loads(package.read("datapackage.json"))

        assert [row["name"] for row in rows["services"]] == ["Café", "Kor"]
        assert {row["name"] for row in rows["organizations"]} == {"Håbet", "Koret"}
        assert len(rows["locations"]) == 1
        assert description["licenses"][0]["path"] == LICENCE_URL
        assert {r["name"]: r["rows"] for r in description["resources"]}["service"] == 2


class TestLines:
    def test_are_the_offers_as_they_are_published(self, written: Path) -> None:
        said = [json.loads(line) for line in (written / "tilbud.ndjson").read_text().splitlines()]

        assert said[0] == service("Café")
        assert [one["name"] for one in said] == ["Café", "Kor"]

    def test_tell_everything_with_its_place_in_the_feed(self, written: Path) -> None:
        first, *entries = map(json.loads, (written / "register.ndjson").read_text().splitlines())

        assert first["about"]["sequence"] == sequence_now()
        assert first["about"]["changes"] == f"https://portal.example/hsds/3/changes?after={sequence_now()}"
        assert len(entries) == 6
        assert all(entry["action"] == "upsert" and entry["data"]["id"] == entry["id"] for entry in entries)


class TestRowsForPeople:
    def row(self, thing: dict[str, Any], about: About) -> dict[str, str]:
        header, row = rows_for_people([thing], about)
        assert header == HEADER
        return dict(zip(header, row, strict=True))

    def test_say_what_an_offer_is_in_danish(self, about: About) -> None:
        row = self.row(service(), about)

        said = {
            "Tilbud": "Café", "Organisation": "Håbet", "CVR": "12345674", "Udfordringer": "Ensomhed", "Målgrupper": "",
            "Sted": "Huset", "Adresse": "Storegade 1", "Postnummer": "5000", "By": "Odense C",
            "Kommune": "Odense Kommune", "Dækker": "Odense Kommune", "Hvornår": "MO,TH 10:00-12:30", "Pris": "Gratis.",
            "Plads": "Der er plads.", "Telefon": "+45 12 34 56 78", "Fra alder": "18", "Til alder": "",
            "Status": "åbent", "Sidst bekræftet": "2026-11-01", "Sidst ændret": "2026-11-21", "Licens": "CC-BY-4.0",
        }  # fmt: skip
        assert {name: row[name] for name in said} == said

    def test_say_little_of_an_offer_that_says_little(self, about: About) -> None:
        row = self.row({"id": an_id("s"), "name": "Kor", "status": "ukendt"}, about)

        assert {name: text for name, text in row.items() if text}.keys() == {"Tilbud", "Id", "Som åbne data", "Licens"}

    def test_say_the_price_from_the_options_when_nothing_else_says_it(self, about: About) -> None:
        thing = service(fees_description="", cost_options=[{"id": an_id("c"), "option": "50 kr."}])

        assert self.row(thing, about)["Pris"] == "50 kr."

    def test_cannot_be_run_by_a_spreadsheet(self, written: Path) -> None:
        rows = list(csv.DictReader(io.StringIO((written / "tilbud.csv").read_text("utf-8-sig")), delimiter=";"))
        sheet = CalamineWorkbook.from_path(written / "tilbud.xlsx").get_sheet_by_name("Tilbud").to_python()
        with zipfile.ZipFile(written / "tilbud.xlsx") as book:
            formulas = [name for name in book.namelist() if b"<f>" in book.read(name)]

        assert rows[1]["Beskrivelse"] == '\'=HYPERLINK("http://x")'
        assert rows[0]["Telefon"] == "'+45 12 34 56 78"
        assert sheet[2][HEADER.index("Beskrivelse")] == '=HYPERLINK("http://x")'
        assert sheet[1][HEADER.index("Fra alder")] == 18
        assert not formulas


class TestGeojson:
    def read(self, about: About, *services: dict[str, Any]) -> dict[str, Any]:
        read: dict[str, Any] = json.loads(b"".join(geojson_lines(services, about)))
        return read

    def test_gives_a_point_for_each_place_of_an_offer(self, about: About) -> None:
        read = self.read(about, service("Café"), service("Kor"))

        feature = read["features"][0]
        assert (read["type"], read["license"]) == ("FeatureCollection", LICENCE_URL)
        assert feature["geometry"] == {"type": "Point", "coordinates": [10.38832, 55.39594]}
        assert feature["properties"]["precision"] == "address"
        assert feature["properties"]["name"] == "Café"
        assert [one["id"] for one in read["features"]] == [an_id("here", "Café"), an_id("here", "Kor")]

    def test_leaves_out_places_without_a_point(self, about: About) -> None:
        nowhere = location()
        del nowhere["latitude"]
        here = [{"id": an_id("here"), "location": nowhere}, {"id": an_id("there")}]

        assert self.read(about, service(service_at_locations=here))["features"] == []


class TestMakeFiles:
    def test_serves_the_newest_whole_making_and_keeps_the_one_before(self, noon: datetime) -> None:
        for minutes in range(3):
            manifest = make_files(actor=SYSTEM, at=noon + timedelta(minutes=minutes))

        assert current_files() == manifest
        assert current_folder().name == "20261122T110200000000"
        assert len([path for path in folder_of_files().iterdir() if path.is_dir()]) == 2


class TestAreFilesBehind:
    def test_when_there_are_none(self, noon: datetime) -> None:
        assert are_files_behind(at=noon)
        assert are_register_files_behind()

    def test_an_hour_after_they_were_made_when_something_has_changed(self, noon: datetime) -> None:
        made: Manifest = make_files(actor=SYSTEM, at=noon)
        later = noon + timedelta(hours=1, seconds=1)

        assert not are_files_behind(at=later)
        Head.objects.create(sequence=made.sequence + 1)
        assert not are_files_behind(at=noon + timedelta(minutes=59))
        assert are_files_behind(at=later)


class TestExportRegister:
    def test_writes_into_a_folder_and_tells_what(self, tmp_path: Path) -> None:
        publish(service())
        out = io.StringIO()

        call_command("export-register", tmp_path / "out", "--json", stdout=out)

        told = json.loads(out.getvalue())
        assert told["things"]["service"] == 1
        assert {file["name"] for file in told["files"]} == FILES.keys()
        assert (tmp_path / "out" / "hsds.zip").exists()
        assert current_files() is None

    def test_makes_what_the_portal_serves_and_says_what_did_not_fit(self) -> None:
        publish(service(url="ikke en adresse"))
        out = io.StringIO()

        call_command("export-register", stdout=out)

        assert "service.url (1)" in out.getvalue()
        assert current_files() is not None
