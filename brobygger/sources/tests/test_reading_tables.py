"""Tables: one list, the standard's packages, and packages that mean us harm."""

import json
from pathlib import Path

import pytest

from brobygger.sources.reading import Format, Reason, RemarkKind, open_feed
from brobygger.sources.tests.reading import kinds, package, read, refused, service, uid


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

    @pytest.mark.parametrize("column", ["organization", "Organization", "organisation", "organization_name"])
    def test_with_an_organisation_in_a_cell_have_it_by_its_name(self, column: str) -> None:
        found, _report = read(f"id,{column},name,description\n{uid(1)},Håbet,Gåtur,Vi går.\n".encode())

        assert found[0].thing["organization"]["name"] == "Håbet"

    def test_of_organisations_are_organisations(self, tmp_path: Path) -> None:
        path = tmp_path / "organizations.csv"
        path.write_text(f"id,name,description\n{uid(1)},Venner,NULL\n")

        found, _report = read(path)
        with open_feed(path.read_bytes(), namespace="test", name="organizations.csv") as feed:
            assert [one.thing for one in feed.things()] == [one.thing for one in found]

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

    def test_with_very_many_files_are_refused_before_they_are_listed(self) -> None:
        crowd = b"PK\x03\x04" + b"PK\x01\x02" * 200_000

        assert refused(crowd) == Reason.BAD_PACKAGE

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
