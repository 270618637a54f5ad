"""Single objects: what can be understood is, what cannot is left out with a word for it, and what is right stays."""

import time
from typing import Any
from uuid import UUID

import pytest

from brobygger.opendata.tests.judges import faults
from brobygger.sources.reading import RemarkKind, values
from brobygger.sources.reading.reports import Report, remark
from brobygger.sources.reading.tidying import LeftOut, Tidier
from brobygger.sources.tests.reading import needs_standard

ID = "ac148810-d857-441c-9679-408f346de14b"


def tidy(kind: str = "service", **said: Any) -> tuple[dict[str, Any], dict[str, RemarkKind]]:
    tidier = Tidier("test")
    thing = tidier.tidy(kind, {"id": ID, "name": "Gåtur", "status": "active", **said})
    return thing, {one.path: one.kind for one in tidier.remarks}


class TestTexts:
    @pytest.mark.parametrize(
        ("said", "expected", "kind"),
        [
            ("Hej  med dig ", "Hej  med dig ", None),
            ("a < b og 3 > 2 & c", "a < b og 3 > 2 & c", None),
            ("<p>Hej <b>du</b></p><p>der</p>", "Hej du\nder", RemarkKind.HTML_TAKEN_OUT),
            ("Suppe<br/>og brød", "Suppe\nog brød", RemarkKind.HTML_TAKEN_OUT),
            ("<script>alert(1)</script>Hej", "Hej", RemarkKind.HTML_TAKEN_OUT),
            ("Kaffe &amp; kage &oslash;", "Kaffe & kage ø", RemarkKind.HTML_TAKEN_OUT),
            ("A\x00B\u202eC", "ABC", RemarkKind.SIGNS_TAKEN_OUT),
            ("\ud800<b>x</b>", "x", RemarkKind.SIGNS_TAKEN_OUT),
            (7, "7", RemarkKind.MADE_TEXT),
            (7.5, "7.5", RemarkKind.MADE_TEXT),
            (True, "true", RemarkKind.MADE_TEXT),
            (False, "false", RemarkKind.MADE_TEXT),
            (["a", 2, None], "a; 2", RemarkKind.MADE_TEXT),
        ],
    )
    def test_are_read(self, said: Any, expected: str, kind: RemarkKind | None) -> None:
        thing, remarks = tidy(description=said)

        assert thing["description"] == expected
        assert remarks.get("description") == kind

    @pytest.mark.parametrize("said", [{"a": 1}, [{"a": 1}], [["a"]], 10**400, float("nan"), float("inf")])
    def test_that_are_none_are_left_out(self, said: Any) -> None:
        thing, remarks = tidy(description=said)

        assert "description" not in thing
        assert remarks == {"description": RemarkKind.VALUE_LEFT_OUT}

    @pytest.mark.parametrize("said", [None, "", "   ", [], {}])
    def test_that_say_nothing_are_gone_quietly(self, said: Any) -> None:
        assert tidy(description=said)[1] == {}
        assert "description" not in tidy(description=said)[0]

    def test_without_end_are_cut(self) -> None:
        thing, remarks = tidy(description="x" * 200_000)

        assert len(thing["description"]) == 100_000
        assert remarks == {"description": RemarkKind.CUT_SHORT}

    def test_made_to_hang_do_not(self) -> None:
        began = time.monotonic()
        for said in (
            "<" * 100_000,
            "<p " * 50_000,
            "&" * 100_000,
            "<p>" * 50_000,
            "<!--" * 30_000,
            "\n " * 50_000 + "<b>",
        ):
            values.text(said)
        for reader in values.READERS.values():
            for said in ("1" * 100_000, "a@" * 50_000, "http://" + "a." * 50_000, "MO," * 30_000, "1:" * 50_000):
                try:
                    reader(said)
                except values.Unusable:
                    continue

        assert time.monotonic() - began < 5


class TestNumbers:
    @pytest.mark.parametrize(
        ("said", "expected"),
        [
            (12, 12),
            (12.5, 12.5),
            (0, 0),
            (-1, -1),
            ("12", 12),
            (" 12,5 ", 12.5),
            ("18 år", 18),
            ("100 kr.", 100),
            ("5 years", 5),
        ],
    )
    def test_are_read(self, said: Any, expected: float) -> None:
        thing, remarks = tidy(minimum_age=said)

        assert thing["minimum_age"] == expected
        assert bool(remarks) == isinstance(said, str)

    @pytest.mark.parametrize(
        "said", ["tolv", True, [1], {"a": 1}, "1e5", "NaN", float("inf"), 10**20, "12-18", "1" * 99]
    )
    def test_that_are_none_are_left_out(self, said: Any) -> None:
        thing, remarks = tidy(minimum_age=said)

        assert "minimum_age" not in thing
        assert remarks == {"minimum_age": RemarkKind.VALUE_LEFT_OUT}

    def test_are_text_in_tables_and_no_fault(self) -> None:
        tidier = Tidier("x")
        tidier.is_table = True

        assert (
            tidier.tidy("service", {"id": ID, "name": "x", "status": "active", "minimum_age": "12"})["minimum_age"]
            == 12
        )
        assert not tidier.remarks


class TestDates:
    @pytest.mark.parametrize(
        ("said", "expected"),
        [
            ("2026-11-22", "2026-11-22"), ("2026-11-22T10:00:00Z", "2026-11-22T10:00:00Z"),
            ("22/11/2026", "2026-11-22"), ("22-11-2026", "2026-11-22"), ("22.11.2026 10:00", "2026-11-22"),
            ("11/22/2026", "2026-11-22"), ("03/04/2026", "2026-04-03"), ("20261122", "2026-11-22"),
            ("2026/11/22", "2026-11-22"), ("2026-11-22 10:00:00", "2026-11-22"), (1795305600, "2026-11-22"),
            (1795305600000, "2026-11-22"), ("1795305600", "2026-11-22"), (1795305600.5, "2026-11-22"),
        ],
    )  # fmt: skip
    def test_are_read(self, said: Any, expected: str) -> None:
        thing, remarks = tidy(assured_date=said)

        assert thing["assured_date"] == expected
        assert bool(remarks) == (said != expected)

    @pytest.mark.parametrize(
        "said", ["snart", "2026-13-45", "99/99/2026", 5, True, "0000-00-00", [], "31/02/2026", 10**30, -1]
    )
    def test_that_are_none_are_left_out(self, said: Any) -> None:
        assert "assured_date" not in tidy(assured_date=said)[0]

    @pytest.mark.parametrize(
        ("said", "expected"),
        [
            ("2026-11-22T10:00:00.123Z", "2026-11-22T10:00:00.123Z"), ("2026-11-22T10:00:00", "2026-11-22T10:00:00Z"),
            ("2026-11-22", "2026-11-22T00:00:00Z"), ("2026-11-22 12:00:00+02:00", "2026-11-22T10:00:00Z"),
            ("22/11/2026", "2026-11-22T00:00:00Z"), (1795305600, "2026-11-22T00:00:00Z"),
        ],
    )  # fmt: skip
    def test_with_times_are_read(self, said: Any, expected: str) -> None:
        assert tidy(last_modified=said)[0]["last_modified"] == expected

    @pytest.mark.parametrize("said", ["0001-01-01 00:00:00+23:59", "2026-11-22T99:00:00Z", "i går", None])
    def test_with_times_that_cannot_be_are_left_out(self, said: Any) -> None:
        assert "last_modified" not in tidy(last_modified=said)[0]


class TestTimes:
    @pytest.mark.parametrize(
        ("said", "expected"),
        [
            ("10:00:00", "10:00:00"), ("10:00", "10:00"), ("10:00Z", "10:00Z"), ("10.30", "10:30"), ("9", "09:00"),
            (9, "09:00"), ("0930", "09:30"), ("9 am", "09:00"), ("12:15 AM", "00:15"), ("1:05pm", "13:05"),
            ("24:00", "00:00"), ("2026-11-22T10:30:00Z", "10:30"),
        ],
    )  # fmt: skip
    def test_are_read(self, said: Any, expected: str) -> None:
        thing, _remarks = tidy(schedules=[{"id": ID, "opens_at": said}])

        assert thing["schedules"][0]["opens_at"] == expected

    @pytest.mark.parametrize("said", ["middag", "25:00", "10:75", True, {}, "10:00 - 12:00"])
    def test_that_are_none_are_left_out(self, said: Any) -> None:
        assert "opens_at" not in tidy(schedules=[{"id": ID, "opens_at": said}])[0]["schedules"][0]

    @pytest.mark.parametrize(
        ("said", "expected"),
        [
            ("MO,TH", "MO,TH"), ("1MO", "1MO"), ("Monday, Thursday", "MO,TH"), (["mandag", "onsdag"], "MO,WE"),
            (1, "MO"), ("7", "SU"), ("hver uge", "hver uge"),
        ],
    )  # fmt: skip
    def test_have_days(self, said: Any, expected: str) -> None:
        assert tidy(schedules=[{"id": ID, "byday": said}])[0]["schedules"][0]["byday"] == expected

    def test_have_numbers_of_days(self) -> None:
        thing, _remarks = tidy(schedules=[{"id": ID, "bymonthday": [1, "15"], "byweekno": "41,42"}])

        assert thing["schedules"][0] == {"id": ID, "bymonthday": "1,15", "byweekno": "41,42"}


class TestWords:
    @pytest.mark.parametrize(
        ("said", "expected"),
        [("active", "active"), ("ACTIVE", "active"), ("temporarily_closed", "temporarily closed"),
         ("Closed", "defunct"), ("hvad?", "inactive"), (1, "inactive")],
    )  # fmt: skip
    def test_are_the_nearest(self, said: Any, expected: str) -> None:
        assert tidy(status=said)[0]["status"] == expected

    def test_that_are_no_word_are_left_out_or_filled_in(self) -> None:
        thing, remarks = tidy(schedules=[{"id": ID, "freq": "yearly"}], service_at_locations=[
            {"id": ID, "location": {"id": ID, "location_type": "månen"}}
        ])  # fmt: skip

        assert "freq" not in thing["schedules"][0]
        assert thing["service_at_locations"][0]["location"]["location_type"] == "physical"
        assert remarks["service_at_locations.0.location.location_type"] == RemarkKind.FILLED_IN


class TestAddresses:
    @pytest.mark.parametrize(
        ("said", "expected"),
        [
            ("https://x.dk/a?b=c", "https://x.dk/a?b=c"), ("www.x.dk", "https://www.x.dk"), (" http://x.dk ", "http://x.dk"),
            ("https://x.dk/blåbær", "https://x.dk/bl%C3%A5b%C3%A6r"), ("x.dk/side", "https://x.dk/side"),
        ],
    )  # fmt: skip
    def test_of_pages_are_made_whole(self, said: str, expected: str) -> None:
        assert tidy(url=said)[0]["url"] == expected

    @pytest.mark.parametrize("said", ["javascript:alert(1)", "data:text/html,x", "ingen", "http://", "http://[", 7,
                                      "x" * 3000, "ftp://x.dk", "http:// x.dk"])  # fmt: skip
    def test_of_something_else_are_left_out(self, said: Any) -> None:
        assert "url" not in tidy(url=said)[0]

    def test_of_words_may_be_other_than_pages(self) -> None:
        assert tidy("organization", uri="urn:uuid:1")[0]["uri"] == "urn:uuid:1"
        assert "uri" not in tidy("organization", uri="javascript:x")[0]

    @pytest.mark.parametrize("said", ["javascript:alert(1)", " JavaScript:alert(1)", "vbscript:x", "data:text/html,x"])
    def test_that_a_browser_would_run_go_no_further(self, said: str) -> None:
        told = tidy("organization", logo=said, x_link=said, x_more={"link": said, "word": "ord"})[0]
        assert told.keys().isdisjoint({"logo", "x_link"})
        assert told["x_more"] == {"word": "ord"}
        assert "uri" not in tidy(service_areas=[{"id": "1", "uri": said}])[0]["service_areas"][0]

    @pytest.mark.parametrize(
        ("said", "expected"), [("a@b.dk", "a@b.dk"), ("mailto:a@b.dk", "a@b.dk"), ("Ann <a@b.dk>", "a@b.dk")]
    )
    def test_of_mail_are_read(self, said: str, expected: str) -> None:
        assert tidy(email=said)[0]["email"] == expected

    @pytest.mark.parametrize("said", ["ingen", 7, "a@b", "@", "x" * 400])
    def test_of_no_mail_are_left_out(self, said: Any) -> None:
        assert "email" not in tidy(email=said)[0]


class TestIds:
    def test_that_are_none_become_one_that_lasts(self) -> None:
        first, again, elsewhere = Tidier("a"), Tidier("a"), Tidier("b")

        assert first.key("service", 12) == again.key("service", "12") != elsewhere.key("service", "12")
        assert first.key("service", "12") != first.key("organization", "12")
        assert UUID(first.key("service", "12")).version == 5

    def test_of_the_same_thing_are_the_same_wherever_they_stand(self) -> None:
        thing, remarks = tidy(organization_id="7", organization={"id": 7, "name": "Venner", "description": "x"})

        assert thing["organization_id"] == thing["organization"]["id"]
        assert set(remarks.values()) == {RemarkKind.MADE_ID}

    def test_may_be_written_in_other_ways(self) -> None:
        for said in (ID.upper(), ID.replace("-", ""), f"{{{ID}}}", f"urn:uuid:{ID}"):
            assert tidy(id=said)[0]["id"] == ID

    @pytest.mark.parametrize("said", [None, "", True, {}, [], 1.5, "x" * 36])
    def test_that_are_missing_are_made_of_what_the_thing_is_called(self, said: Any) -> None:
        one, two = tidy(id=said, description="a")[0], tidy(id=said, description="b")[0]

        assert one["id"] == two["id"]

    def test_of_parts_are_made_of_what_they_say(self) -> None:
        thing, _remarks = tidy(phones=[{"number": "1"}, {"number": "2"}, "3"])
        again, _remarks = tidy(phones=[{"number": "2"}, {"number": "1"}])

        assert {phone["id"] for phone in again["phones"]} < {phone["id"] for phone in thing["phones"]}
        assert [phone["number"] for phone in thing["phones"]] == ["1", "2", "3"]


class TestParts:
    def test_may_be_alone_where_a_list_should_be(self) -> None:
        thing, remarks = tidy(
            phones={"id": ID, "number": "12345678"}, organization=[{"id": ID, "name": "V", "description": "x"}]
        )

        assert thing["phones"] == [{"id": ID, "number": "12345678"}]
        assert thing["organization"]["name"] == "V"
        assert remarks == {"phones": RemarkKind.MADE_LIST, "organization": RemarkKind.MADE_OBJECT}

    def test_without_what_they_cannot_do_without_are_left_out(self) -> None:
        thing, remarks = tidy(
            phones=[{"id": ID, "type": "voice"}, None], capacities=[{"id": ID, "available": 1}], program={"id": ID},
            organization=True, languages=[7.5, [[]], True],
        )  # fmt: skip

        assert not thing.keys() & {"phones", "capacities", "program", "organization"}
        assert remarks["phones.0.number"] == RemarkKind.PART_LEFT_OUT
        assert remarks["organization"] == RemarkKind.VALUE_LEFT_OUT

    def test_with_old_names_are_understood(self) -> None:
        thing, remarks = tidy(
            languages=[{"id": ID, "language": "da"}], minimumAge=12, **{"Maximum Age": "20"}, service_area="Fyn"
        )

        assert thing["languages"] == [{"id": ID, "name": "da"}]
        assert (thing["minimum_age"], thing["maximum_age"]) == (12, 20)
        assert thing["service_areas"][0]["name"] == "Fyn"
        assert RemarkKind.RENAMED in remarks.values()

    def test_that_are_far_too_many_are_cut(self) -> None:
        thing, remarks = tidy(phones=[{"id": ID, "number": "1"}] * 3000)

        assert len(thing["phones"]) == 1000
        assert remarks["phones"] == RemarkKind.CUT_SHORT

    def test_we_do_not_know_are_kept_as_long_as_they_are_sane(self) -> None:
        deep: Any = "x"
        for _layer in range(100):
            deep = [deep]
        odd = {
            "x": {"y": [1, None, float("nan"), 2**70, "a\x00", {"z": None, "w": 1.5}]},
            "deep": deep,
            "\x00": 1,
            "k" * 200: 1,
        }

        thing, _remarks = tidy(**odd)

        assert thing["x"] == {"y": [1, "a", {"w": 1.5}]}
        assert str(thing["deep"]).count("[") == 12
        assert len(thing) == 5

    def test_we_do_not_know_are_no_more_than_there_is_room_for(self) -> None:
        assert len(tidy(**{f"x{number}": 1 for number in range(1000)})[0]) == 3 + 200


class TestThings:
    @pytest.mark.parametrize("said", [{"id": ID}, {"id": ID, "name": None}, {"id": ID, "name": {}}, [], "x", None, {}])
    def test_without_a_name_are_left_out(self, said: Any) -> None:
        tidier = Tidier("x")

        with pytest.raises(LeftOut):
            tidier.tidy("service", said)

        assert tidier.remarks[-1].kind == RemarkKind.THING_LEFT_OUT

    @needs_standard
    def test_are_what_the_standard_asks_for(self) -> None:
        thing, _remarks = tidy(
            organization={"name": "Venner"},
            service_at_locations=[{"location": {"addresses": [{"address1": "Vej 1"}]}}],
            attributes=[{"taxonomy_term": "Ensomhed"}], metadata=[{"last_action_date": "01/02/2026"}],
            capacities=[{"unit": "plads", "available": "3", "updated": "2026-11-22"}],
        )  # fmt: skip

        assert not faults("service", thing)
        assert thing["capacities"][0]["unit"]["name"] == "plads"


class TestRemarks:
    def test_tell_nothing_personal(self) -> None:
        assert remark(RemarkKind.MADE_TEXT, "contacts.0.name", "Ann Persona").value == ""
        assert remark(RemarkKind.MADE_TEXT, "phones.0.number", "12345678").value == ""
        assert remark(RemarkKind.MADE_DATE, "valid_from", "ring 12 34 56 78 eller a@b.dk").value == "ring … eller …"
        assert remark(RemarkKind.MADE_TEXT, "x", {"a": 1}).value == "dict"
        assert len(remark(RemarkKind.MADE_TEXT, "x", "lang tekst " * 20).value) == 40
        assert remark(RemarkKind.MADE_TEXT, "x", "a\x00\nb").value == "a  b"

    def test_say_what_was_wrong_and_what_we_did(self) -> None:
        for kind in RemarkKind:
            assert remark(kind, "x").text.endswith(".")

    def test_are_summed_up_by_kind_and_place(self) -> None:
        report = Report()
        for number in range(3):
            report.note([remark(RemarkKind.MADE_NUMBER, f"phones.{number}.extension", "x12")], f"id{number}")
        report.note([remark(RemarkKind.MADE_ID, "id")])

        first, second = report.remarks
        assert (first.path, first.count, first.example_id) == ("phones.extension", 3, "id0")
        assert first.text == "Skal være et tal; vi har læst det som et."
        assert second.kind == RemarkKind.MADE_ID

    def test_of_very_many_kinds_are_counted_together(self) -> None:
        report = Report()
        report.note([remark(RemarkKind.MADE_ID, f"x{number}") for number in range(1000)])

        assert len(report.tallies) == 201
        assert report.remarks[0].kind == RemarkKind.MANY_KINDS
