"""Files of every kind: the standard's own examples without loss, older versions, tables, and what is no feed at all."""

import gzip
import io
import json
import os
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from brobygger.sources.reading import FeedRefused, Format, Found, Limits, Reason, RemarkKind, Report, open_feed

SHARED = Path(os.environ.get("BROBYGGER_SHARED", Path(__file__).resolve().parents[4] / "shared"))
STANDARD = SHARED / "standards" / "hsds"
VERSIONS = ("3.0", "3.1", "uk-3.0")
needs_standard = pytest.mark.skipif(
    not STANDARD.exists() and not os.environ.get("CI"), reason="BROBYGGER_SHARED holds no standards"
)


def uid(number: int) -> str:
    return str(UUID(int=number + 2**100))


def service(number: int, **said: Any) -> dict[str, Any]:
    return {"id": uid(number), "name": f"Tilbud {number}", "status": "active", **said}


def read(origin: Any, **limits: Any) -> tuple[list[Found], Report]:
    with open_feed(origin, namespace="test", limits=Limits(**limits)) as feed:
        return list(feed.things()), feed.report


def refused(origin: Any, **limits: Any) -> Reason:
    with pytest.raises(FeedRefused) as error:
        read(origin, **limits)
    assert error.value.message
    return error.value.reason


def kinds(report: Report) -> set[RemarkKind]:
    return {tally.kind for tally in report.remarks}


def package(**files: str | bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, content in files.items():
            whole.writestr(name.replace("__", "."), content)
    return packed.getvalue()


@needs_standard
class TestTheStandardsOwnExamples:
    @pytest.mark.parametrize("version", VERSIONS)
    @pytest.mark.parametrize("name", ["service_full", "service_list", "organization_list"])
    def test_come_through_as_they_are(self, version: str, name: str) -> None:
        path = STANDARD / version / "examples" / f"{name}.json"
        said = json.loads(path.read_text())

        found, report = read(path)

        assert [one.thing for one in found] == said.get("contents", [said])
        assert not report.remarks
        assert report.is_whole

    @pytest.mark.parametrize("version", VERSIONS)
    def test_of_an_organisation_give_its_services_with_it_inside(self, version: str) -> None:
        said = json.loads((STANDARD / version / "examples" / "organization_full.json").read_text())
        services = said.pop("services")

        found, report = read(STANDARD / version / "examples" / "organization_full.json")

        assert [one.thing for one in found] == [{**one, "organization": said} for one in services]
        assert not report.remarks

    @pytest.mark.parametrize("version", VERSIONS)
    def test_as_tables_lose_no_column(self, version: str) -> None:
        folder = STANDARD / version / "examples" / "csv"
        found, report = read(package(**{path.name: path.read_bytes() for path in folder.iterdir()}))
        whole = json.loads((STANDARD / version / "examples" / "service_full.json").read_text())

        thing = found[0].thing
        assert (len(found), report.format) == (1, Format.HSDS_TABLES)
        assert kinds(report) == {RemarkKind.NOT_FOUND}, "the examples' own foreign keys are broken, nothing else is"
        for name in ("schedules", "cost_options", "funding", "service_areas", "required_documents", "languages"):
            told = {key: value for key, value in whole.get(name, [{}])[0].items() if not isinstance(value, list)}
            assert told.items() <= thing[name][0].items()
        assert {name for name, value in whole.items() if not isinstance(value, list | dict)} <= thing.keys()
        assert thing["organization"]["name"] == whole["organization"]["name"]
        assert thing["service_at_locations"][0]["location"]["addresses"]

    @pytest.mark.parametrize("version", ["3.0", "3.1"])
    def test_as_tables_in_json_are_put_together(self, version: str) -> None:
        found, report = read(STANDARD / version / "examples" / "tabular.json")

        assert report.format == Format.HSDS_TABLES
        assert found[0].thing["organization"]["organization_identifiers"][0]["identifier"] == "1234567"

    @pytest.mark.parametrize("name", ["base", "taxonomy", "taxonomy_term", "taxonomy_term_list", "location"])
    def test_of_other_things_are_no_services(self, name: str) -> None:
        assert refused(STANDARD / "3.1" / "examples" / f"{name}.json") == Reason.NO_SERVICES


class TestJson:
    def test_may_be_a_list_a_page_lines_or_one(self) -> None:
        things = [service(1), service(2)]
        lines = b"\n\n".join(json.dumps(one).encode() for one in things) + b"\n"

        for origin in (things, {"contents": things}, {"services": things}, {"data": things, "count": 2}):
            found, _report = read(json.dumps(origin).encode())
            assert [one.thing for one in found] == things
        assert [one.thing for one in read(lines)[0]] == things
        assert read(json.dumps(things[0]).encode())[1].services == 1

    def test_may_be_written_in_other_ways(self) -> None:
        text = json.dumps([service(1, description="Grød på øen")], ensure_ascii=False)

        for content in (text.encode("utf-8-sig"), text.encode("utf-16"), gzip.compress(text.encode())):
            assert read(content)[0][0].thing["description"] == "Grød på øen"
        found, report = read(text.encode("latin-1"))
        assert found[0].thing["description"] == "Grød på øen"
        assert kinds(report) == {RemarkKind.OLD_ENCODING}

    def test_may_say_what_json_does_not(self) -> None:
        odd = '"name": "A\\ud800B", "maximum_age": NaN, "minimum_age": Infinity, "x": 1e999'
        text = f'[{{"id": "{uid(1)}", {odd}}}]'

        assert read(text.encode())[0][0].thing == {"id": uid(1), "name": "AB", "status": "active"}

    def test_lines_that_are_broken_do_not_stop_the_others(self) -> None:
        lines = [
            b'{"id": ',
            json.dumps(service(1)).encode(),
            b"[1]",
            b"\xff\xfe",
            b'"x"',
            json.dumps(service(2)).encode(),
        ]

        found, report = read(b"\n".join(lines))

        assert [one.thing["name"] for one in found] == ["Tilbud 1", "Tilbud 2"]
        assert report.left_out == 4
        assert RemarkKind.LINE_BROKEN in kinds(report)

    def test_lines_that_are_too_long_are_left_out(self) -> None:
        lines = [json.dumps(service(1)), json.dumps(service(2, description="x" * 9000)), json.dumps(service(3))]

        found, report = read("\n".join(lines).encode(), most_object_bytes=2000)

        assert [one.thing["name"] for one in found] == ["Tilbud 1", "Tilbud 3"]
        assert report.left_out == 1

    def test_that_breaks_off_is_told_after_what_came(self) -> None:
        content = json.dumps({"contents": [service(number) for number in range(50)]}).encode()[:-40]
        feed = open_feed(content, limits=Limits(most_page_bytes=100))
        found = []

        with pytest.raises(FeedRefused) as error:
            found.extend(feed.things())

        assert error.value.reason == Reason.BROKEN_OFF
        assert not feed.report.is_whole

    def test_that_is_large_is_read_as_the_small(self) -> None:
        things = [service(number, schedules=[{"id": uid(number), "interval": 2, "x": [1, 2.5, True, None]}])
                  for number in range(20)]  # fmt: skip
        for value in (things, {"a": 1, "contents": things, "b": {"c": []}}, {"services": things}, things[0]):
            content = json.dumps(value).encode()
            assert [one.thing for one in read(content)[0]] == [
                one.thing for one in read(content, most_page_bytes=10)[0]
            ]  # fmt: skip

    def test_that_is_large_takes_little_memory(self) -> None:
        things = ",".join(json.dumps(service(number, description="x" * 5000)) for number in range(4_000))
        content = io.BytesIO(f"[{things}]".encode())
        del things
        tracemalloc.start()
        with open_feed(content, limits=Limits(most_page_bytes=1000)) as feed:
            count = sum(1 for _found in feed.things())
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()

        assert count == 4_000
        assert most < 12_000_000

    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            (b'[{"id": "1", "name": "' + b"x" * 1_000_000, Reason.TOO_LARGE),
            (b'[{"id": "1", "a": [' + b"1," * 100_000, Reason.TOO_LARGE),
            (b'{"a": "' + b"x" * 1_000_000, Reason.TOO_LARGE),
            (b"[" + b"9" * 100_000 + b"]", Reason.NOT_JSON),
            (b"[" + b"9" * 1_000_000, Reason.TOO_LARGE),
            (b"[" * 5_000, Reason.TOO_DEEP),
            (b'[{"a":' * 5_000, Reason.TOO_DEEP),
            (b'[{"id": 1}, {"id": ]', Reason.NOT_JSON),
            (b'[{"id": 1}', Reason.BROKEN_OFF),
            (b'"a text"' + b" " * 100, Reason.UNKNOWN),
            (b"[1][2]" + b" " * 100, Reason.NOT_JSON),
        ],
    )  # fmt: skip
    def test_that_is_large_and_hostile_is_stopped(self, content: bytes, reason: Reason) -> None:
        assert refused(content, most_page_bytes=10, most_object_bytes=20_000) == reason

    def test_the_same_id_twice_counts_once(self) -> None:
        found, report = read(json.dumps([service(1), service(1, name="En anden")]).encode())

        assert [one.thing["name"] for one in found] == ["Tilbud 1"]
        assert (report.left_out, kinds(report)) == (1, {RemarkKind.SEEN_BEFORE})

    def test_an_unknown_table_is_nothing(self) -> None:
        assert refused(json.dumps({"cars.csv": [{"id": 1}]}).encode()) == Reason.NO_SERVICES


class TestOwnLines:
    def test_of_the_demo_are_all_read(self) -> None:
        path = Path(__file__).parents[2] / "directory" / "data" / "real_offers.jsonl"
        found, report = read(path)
        first = found[0]

        assert (report.format, report.services, report.left_out) == (Format.OWN_LINES, 384, 0)
        assert first.foreign_id == "aeldresagen-odense-besoegsven"
        assert first.thing["organization"]["name"] == "Ældre Sagen Odense"
        assert first.thing["service_areas"][0]["extent"] == "0461"
        assert {one["taxonomy_term"]["taxonomy"] for one in first.thing["attributes"]} == {
            "Aktiviteter", "Udfordringer", "Målgrupper"
        }  # fmt: skip
        assert len({one.thing["organization"]["id"] for one in found}) == 247

    def test_of_an_owner_come_back_as_services(self) -> None:
        line = {
            "key": "gaatur", "status": "hidden", "organisation": {"key": "ven", "name": "Ven", "cvr": "12345678"},
            "name": "Gåtur", "summary": "Vi går.", "description": "Langt.", "municipality_codes": ["0461"],
            "region_codes": [], "is_national": False, "languages": ["da"], "concepts": ["ensomhed"],
            "locations": [{"kind": "physical", "address": "Vej 1", "postcode_id": "5000", "lat": 55.4, "lon": 10.4}],
            "contacts": [{"function": "Leder", "phone": "12345678", "email": "a@b.dk", "hours": "10-12"}],
            "links": [{"label": "Læs", "url": "https://x.dk"}], "schedule_note": "Mandage", "signup": "unknown",
        }  # fmt: skip
        found, report = read(json.dumps(line).encode())
        thing = found[0].thing

        assert report.format == Format.OWN_LINES
        assert (thing["status"], thing["description"]) == ("inactive", "Vi går.\n\nLangt.")
        assert thing["organization"]["organization_identifiers"][0]["identifier"] == "12345678"
        assert thing["service_at_locations"][0]["location"]["addresses"][0]["postal_code"] == "5000"
        assert thing["contacts"][0]["phones"][0]["number"] == "12345678"
        assert thing["additional_urls"][0]["url"] == "https://x.dk"
        assert "dk_signup" not in thing
        national = json.dumps({**line, "is_national": True, "locations": [{}], "organisation": "Ven"}).encode()
        assert read(national)[0][0].thing["service_areas"][0]["name"] == "Hele Danmark"


class TestTables:
    def test_of_one_list_are_services(self) -> None:
        text = (
            "Id;Forening;CVR;Navn;Kort fortalt;Beskrivelse;Fra alder;Kommuner;Adresse;Postnummer;Telefon;Mail;Hvornår;"
            "Udfordringer;Sprog;Farve\r\n"
            "7;Venner;12345678;Gåtur;Vi går;Langt ud;18;Odense; Vej 1;5000;12345678;a@b.dk;Mandag kl. 10;"
            "Ensomhed; dansk; blå\r\n"
            "\r\n8;;;Suppe;;;;;;;;;;;;\r\n"
        )
        found, report = read(text.encode("cp1252"))
        thing = found[0].thing

        assert (report.format, [one.foreign_id for one in found]) == (Format.CSV, ["7", "8"])
        assert (thing["minimum_age"], thing["description"]) == (18, "Vi går\n\nLangt ud")
        assert thing["organization"]["organization_identifiers"][0]["identifier"] == "12345678"
        assert thing["service_at_locations"][0]["location"]["addresses"][0]["postal_code"] == "5000"
        assert thing["phones"][0]["number"] == "12345678"
        assert thing["service_areas"][0]["name"] == "Odense"
        assert thing["schedules"][0]["description"] == "Mandag kl. 10"
        assert thing["dk_column_farve"] == "blå"
        assert kinds(report) <= {RemarkKind.OLD_ENCODING, RemarkKind.MADE_ID, RemarkKind.FILLED_IN}

    def test_of_the_standard_alone_are_services(self) -> None:
        text = f"id,organization_id,name,status,minimum_age\n{uid(1)},{uid(2)},Gåtur,active,12\n"

        found, report = read(text.encode())

        assert found[0].thing == {
            "id": uid(1), "organization_id": uid(2), "name": "Gåtur", "status": "active", "minimum_age": 12
        }  # fmt: skip
        assert not report.remarks

    def test_of_organisations_are_organisations(self, tmp_path: Path) -> None:
        path = tmp_path / "organizations.csv"
        path.write_text(f"id,name,description\n{uid(1)},Venner,NULL\n")

        found, _report = read(path)

        assert [(one.kind, one.thing) for one in found] == [
            ("organization", {"id": uid(1), "name": "Venner", "description": ""})
        ]

    def test_may_leave_the_organisations_alone_that_no_service_has(self) -> None:
        content = package(
            services__csv=f"id,organization_id,name,status\n{uid(1)},{uid(2)},Gåtur,active\n",
            organizations__csv=f"id,name,description\n{uid(2)},Venner,x\n{uid(3)},Andre,x\n",
        )
        found, _report = read(content)

        assert [(one.kind, one.thing["name"]) for one in found] == [("service", "Gåtur"), ("organization", "Andre")]

    def test_point_to_what_is_not_there(self) -> None:
        content = package(
            services__csv=f"id,organization_id,program_id,name,status\n{uid(1)},{uid(2)},{uid(9)},Gåtur,active\n",
            phones__csv=f"id,service_id,number\n{uid(4)},{uid(1)},1\n{uid(4)},{uid(1)},2\n{uid(5)},{uid(8)},3\n",
        )
        found, report = read(content)

        assert [phone["number"] for phone in found[0].thing["phones"]] == ["1"]
        assert {(tally.kind, tally.path) for tally in report.remarks} == {
            (RemarkKind.NOT_FOUND, "organization"), (RemarkKind.NOT_FOUND, "program"),
            (RemarkKind.NOT_FOUND, "phone.service_id"), (RemarkKind.NOT_FOUND, "service.organization_id"),
        }  # fmt: skip

    def test_may_be_named_by_the_package(self) -> None:
        content = package(
            **{
                "data/a.csv": f"id,name,status\n{uid(1)},Gåtur,active\n",
                "datapackage.json": json.dumps({"resources": [{"name": "services", "path": "data/a.csv"}, 7]}),
                "__MACOSX/x": "junk",
            }
        )
        assert read(content)[1].services == 1
        assert (
            refused(package(**{"a.csv": "x,y\n1,2\n", "datapackage.json": "nonsense", "b.csv": "x"}))
            == Reason.NO_SERVICES
        )

    def test_with_too_many_parts_are_cut(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("brobygger.sources.reading.shelves.MOST_PARTS", 5)
        rows = "".join(f"{uid(number)},{uid(1)},{number}\n" for number in range(10))
        content = package(
            services__csv=f"id,name,status\n{uid(1)},Gåtur,active\n", phones__csv=f"id,service_id,number\n{rows}"
        )
        found, report = read(content)

        assert "phones" not in found[0].thing
        assert RemarkKind.CUT_SHORT in kinds(report)

    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("navn\nx\n", Reason.UNKNOWN),
            ("a,b\n1,2\n", Reason.NO_SERVICES),
            ('navn,id\n"aldrig lukket' + "x" * 200_000, Reason.TABLE_BROKEN),
            ("navn,id\n" + "x" * 1_100_000, Reason.TABLE_BROKEN),
            ("navn,id," + ",".join(f"c{number}" for number in range(400)) + "\nx,1\n", Reason.TABLE_BROKEN),
            ("navn,id\n", Reason.NO_SERVICES),
        ],
    )
    def test_that_are_none_are_refused(self, text: str, reason: Reason) -> None:
        assert refused(text.encode()) == reason


class TestPackages:
    @pytest.mark.parametrize(
        "name", ["../../etc/passwd.csv", "/etc/services.csv", "C:/services.csv", "..\\services.csv"]
    )
    def test_with_names_that_lead_out_are_refused(self, name: str) -> None:
        assert refused(package(**{name: "id,name\n1,x\n"})) == Reason.BAD_PACKAGE

    def test_that_burst_are_refused(self) -> None:
        bomb = package(services__csv=b"id,name\n" + b"1,x\n" * 20_000_000)

        assert len(bomb) < 1_000_000
        assert refused(bomb) == Reason.TOO_LARGE

    def test_in_packages_are_refused(self) -> None:
        inner = package(services__csv="id,name\n1,x\n")

        assert refused(package(**{"a.json": inner})) == Reason.BAD_PACKAGE
        assert refused(package(**{"a.txt": "x"})) == Reason.NO_SERVICES
        assert refused(package(**{f"{number}.csv": "x" for number in range(600)})) == Reason.BAD_PACKAGE

    def test_that_are_broken_are_refused(self) -> None:
        whole = package(services__csv="id,name\n" + "1,x\n" * 1000)

        assert refused(whole[:-30]) == Reason.BAD_PACKAGE
        assert refused(whole[:60] + b"\xff" * 20 + whole[80:]) == Reason.BAD_PACKAGE

    def test_of_lines_are_read(self) -> None:
        content = package(**{"alt/tilbud.jsonl": json.dumps(service(1)), "LAES-MIG.txt": "hej"})

        assert read(content)[1].services == 1

    def test_of_one_list_are_read(self) -> None:
        assert read(package(**{"tilbud.csv": "Id;Navn\n1;Gåtur\n"}))[1].services == 1


class TestNothing:
    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            (b"", Reason.EMPTY),
            (b"  \n ", Reason.EMPTY),
            (b"[]", Reason.NO_SERVICES),
            (b"{}", Reason.NO_SERVICES),
            (b"\x1f\x8bnot gzip", Reason.BROKEN_OFF),
            (b"PK\x03\x04 not a zip", Reason.BAD_PACKAGE),
            (b"just words", Reason.UNKNOWN),
        ],
    )
    def test_is_no_feed(self, content: bytes, reason: Reason) -> None:
        assert refused(content) == reason

    def test_is_read_from_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        assert refused(tmp_path / "findes-ikke.json") == Reason.NO_ANSWER

    def test_is_kept_of_a_file_that_is_too_large(self) -> None:
        assert refused(b"[" + b" " * 10_000 + b"]", most_bytes=5_000) == Reason.TOO_LARGE
        assert refused(gzip.compress(b"[" + b" " * 10_000 + b"]"), most_bytes=5_000) == Reason.TOO_LARGE
