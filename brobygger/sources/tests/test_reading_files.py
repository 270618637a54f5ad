"""Files of every kind: the standard's own examples without loss, JSON of any size, our own lines, and no feed."""

import gzip
import io
import json
import tracemalloc
from pathlib import Path

import pytest

from brobygger.sources.reading import FeedRefused, Format, Found, Limits, Reason, RemarkKind, open_feed
from brobygger.sources.tests.reading import (
    STANDARD,
    VERSIONS,
    kinds,
    needs_standard,
    package,
    read,
    refused,
    service,
    uid,
)


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
        found: list[Found] = []

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
