"""Other registers' APIs, as the standard has them and as they are met."""

import itertools
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from brobygger.sources.reading import FeedRefused, Fetcher, Format, Found, Limits, Reason, RemarkKind, Report, open_feed
from brobygger.sources.tests.feed_server import Asked, FeedServer, Reply, as_json, serving
from brobygger.sources.tests.reading import kinds, uid


@pytest.fixture(scope="module")
def running() -> Iterator[FeedServer]:
    with serving() as server:
        yield server


@pytest.fixture
def server(running: FeedServer) -> FeedServer:
    running.clear()
    return running


def service(number: int, **said: Any) -> dict[str, Any]:
    return {
        "id": uid(number), "name": f"Tilbud {number}", "status": "active",
        "organization": {"id": uid(9000), "name": "En forening", "description": "Noget"}, **said,
    }  # fmt: skip


def brief(number: int) -> dict[str, Any]:
    return {"id": uid(number), "name": f"Tilbud {number}", "status": "active"}


def page(items: list[Any], number: int, pages: int, total: int) -> dict[str, Any]:
    return {
        "total_items": total, "total_pages": pages, "page_number": number, "size": len(items),
        "first_page": number == 1, "last_page": number == pages, "empty": not items, "contents": items,
    }  # fmt: skip


def paged(items: list[Any], size: int = 2) -> Callable[[Asked], Reply]:
    """Answer with the page that is asked for, as the standard says."""
    pages = -(-len(items) // size)

    def answer(asked: Asked) -> Reply:
        number = int(asked.get("page", "1"))
        return as_json(page(items[(number - 1) * size : number * size], number, pages, len(items)))

    return answer


def read(address: str, *, kind: Format | None = None, etag: str = "", **limits: Any) -> tuple[list[Found], Report]:
    limit = Limits(**{"pause_seconds": 0.0, "piece_seconds": 2.0, **limits})
    fetcher = Fetcher(limits=limit, may_be_local=True, sleep=[].append)
    with open_feed(address, kind=kind, known_etag=etag, fetcher=fetcher) as feed:
        return list(feed.things()), feed.report


def refused(address: str, **options: Any) -> Reason:
    with pytest.raises(FeedRefused) as error:
        read(address, **options)
    assert error.value.message
    assert "%" not in error.value.message
    return error.value.reason


class TestPages:
    def test_are_read_to_the_last(self, server: FeedServer) -> None:
        server.at("/hsds", as_json({"version": "3.1", "profile": "https://x.dk/p", "openapi_url": "https://x.dk/o"}))
        server.at("/hsds/services", paged([service(number) for number in range(5)]))

        found, report = read(server.url + "/hsds")

        assert [one.thing for one in found] == [service(number) for number in range(5)]
        assert (report.format, report.version, report.services, report.pages) == (Format.HSDS_API, "3.1", 5, 3)
        assert report.is_whole
        assert not report.remarks

    def test_are_found_from_the_list_itself_too(self, server: FeedServer) -> None:
        address = server.at("/hsds/services", paged([service(number) for number in range(3)]))

        assert read(address)[1].services == 3
        assert read(address + "?page=2")[1].services == 3

    def test_are_asked_for_in_full_with_pauses_between(self, server: FeedServer) -> None:
        address = server.at("/services", paged([service(number) for number in range(5)]))
        pauses: list[float] = []
        fetcher = Fetcher(limits=Limits(), may_be_local=True, sleep=pauses.append)

        with open_feed(address, kind=Format.HSDS_API, fetcher=fetcher) as feed:
            assert len(list(feed.things())) == 5

        assert pauses == [0.2, 0.2]
        assert "per_page=100&full=true&page=1" in server.asked[0][0]

    def test_may_be_asked_for_with_less(self, server: FeedServer) -> None:
        """A server that answers 400 to what it does not know is asked for less."""
        items = paged([service(1), service(2), service(3)])
        address = server.at("/services", lambda asked: Reply(status=400) if "full" in asked else items(asked))

        assert read(address, kind=Format.HSDS_API)[1].services == 3

    def test_without_any_numbers_end_with_an_empty_one(self, server: FeedServer) -> None:
        parts = [[service(1), service(2)], [service(3)], []]
        address = server.at("/services", lambda asked: as_json({"items": parts[int(asked["page"]) - 1]}))

        found, report = read(address, kind=Format.HSDS_API)

        assert (len(found), report.is_whole) == (3, True)

    def test_counted_from_zero_are_all_read(self, server: FeedServer) -> None:
        """Spring counts from 0: what is asked for as the first is the second."""
        items = [service(number) for number in range(5)]

        def answer(asked: Asked) -> Reply:
            number = int(asked["page"])
            part = items[number * 2 : number * 2 + 2]
            said = {"totalElements": 5, "totalPages": 3, "number": number, "first": number == 0, "last": number == 2}
            return as_json({**said, "content": part})

        found, report = read(server.at("/services", answer), kind=Format.HSDS_API)

        assert sorted(one.thing["id"] for one in found) == [uid(number) for number in range(5)]
        assert RemarkKind.ODD_PAGE in kinds(report)

    def test_that_are_fewer_than_said_make_it_not_whole(self, server: FeedServer) -> None:
        address = server.at("/services", as_json(page([service(1)], 1, 1, 10)))

        found, report = read(address, kind=Format.HSDS_API)

        assert (len(found), report.is_whole) == (1, False)

    def test_are_a_bare_list_when_that_is_all_there_is(self, server: FeedServer) -> None:
        address = server.at("/services", as_json([service(1), service(2)]))

        assert read(address)[1].services == 2

    def test_that_ignore_their_number_and_say_nothing_are_the_only_one(self, server: FeedServer) -> None:
        address = server.at("/services", as_json({"contents": [service(1), service(2)]}))

        found, report = read(address, kind=Format.HSDS_API)

        assert (len(found), report.is_whole) == (2, True)

    def test_with_wrong_types_are_read(self, server: FeedServer) -> None:
        said = {"total_items": "2", "total_pages": "1", "page_number": None, "first_page": "true", "last_page": "false"}
        address = server.at("/services", as_json({**said, "contents": [service(1), service(2)]}))

        assert read(address, kind=Format.HSDS_API)[1].services == 2


class TestHostilePages:
    def test_the_same_for_ever_are_stopped(self, server: FeedServer) -> None:
        address = server.at("/services", as_json(page([service(1)], 1, 1000, 1000)))

        assert refused(address, kind=Format.HSDS_API) == Reason.SAME_PAGE
        assert len(server.asked) == 2

    def test_without_end_are_stopped(self, server: FeedServer) -> None:
        numbers = itertools.count()
        address = server.at("/services", lambda _asked: as_json({"contents": [service(next(numbers))]}))

        assert refused(address, kind=Format.HSDS_API, most_pages=20) == Reason.TOO_MANY_PAGES
        assert len(server.asked) == 20

    def test_that_say_there_are_millions_are_not_begun(self, server: FeedServer) -> None:
        address = server.at("/services", lambda _asked: as_json(page([service(1)], 1, 10**7, 10**9)))

        assert refused(address, kind=Format.HSDS_API) == Reason.TOO_MANY_PAGES
        assert len(server.asked) == 1

    def test_with_things_without_end_are_stopped(self, server: FeedServer) -> None:
        numbers = itertools.count()
        address = server.at("/services", lambda _asked: as_json([service(next(numbers)) for _turn in range(100)]))

        assert refused(address, most_things=50) == Reason.TOO_MANY_THINGS

    def test_with_things_in_things_in_things_are_read_or_stopped(self, server: FeedServer) -> None:
        deep: Any = {"name": "x"}
        entry: Any = service(1)
        for _layer in range(450):
            deep, entry = {"a": deep}, {"sequence": 1, "kind": "service", "data": entry}

        for odd in (deep, entry, {**service(2), "x": deep}):
            address = server.at("/services", as_json([odd, service(3)]))
            assert read(address)[1].services in {1, 2}
            assert read(address, kind=Format.HSDS_API)[1].services in {1, 2}

    def test_of_nothing_we_can_use_are_stopped(self, server: FeedServer) -> None:
        address = server.at("/services", as_json({"contents": [{"x": 1}, 7, None, "hej"]}))

        assert refused(address, kind=Format.HSDS_API) == Reason.NO_SERVICES

    @pytest.mark.parametrize(
        ("body", "content_type", "reason"),
        [
            (b"<!DOCTYPE html><html><title>Log ind</title>", "text/html", Reason.WEB_PAGE),
            (b"<!DOCTYPE html><html><title>Log ind</title>", "application/json", Reason.WEB_PAGE),
            (b"<?xml version='1.0'?><services/>", "application/xml", Reason.XML),
            (b'{"contents": [', "application/json", Reason.BROKEN_OFF),
            (b'{"contents": [1,, 2]}', "application/json", Reason.NOT_JSON),
            (b"[" * 100_000, "application/json", Reason.TOO_DEEP),
            (b'{"a":' * 100_000, "application/json", Reason.TOO_DEEP),
            (b"[" + b"9" * 100_000 + b"]", "application/json", Reason.NOT_JSON),
            (b"", "application/json", Reason.EMPTY),
            (b"%PDF-1.7 ...", "application/pdf", Reason.UNKNOWN),
            (b"\x00\x01\x02\x03", "application/octet-stream", Reason.UNKNOWN),
            (b'"hej"', "application/json", Reason.UNKNOWN),
        ],
    )  # fmt: skip
    def test_of_something_else_are_stopped_with_a_word_for_it(
        self, server: FeedServer, body: bytes, content_type: str, reason: Reason
    ) -> None:
        address = server.at("/data", Reply(body, headers={"Content-Type": content_type}))

        assert refused(address) == reason
        if body.startswith((b"<", b"[", b"{")):
            server.at("/services", Reply(body))
            assert refused(server.url + "/services", kind=Format.HSDS_API) in {reason, Reason.NO_SERVICES}

    @pytest.mark.parametrize("status", [401, 403, 404, 410, 500, 502])
    def test_that_are_errors_are_told(self, server: FeedServer, status: int) -> None:
        address = server.at("/services", Reply(b"<html>nope</html>", status=status))

        assert refused(address) == Reason.STATUS
        assert refused(address, kind=Format.HSDS_API) == Reason.STATUS

    def test_that_come_later_as_an_error_stop_it(self, server: FeedServer) -> None:
        first = paged([service(number) for number in range(5)])
        address = server.at("/services", lambda asked: first(asked) if asked["page"] == "1" else Reply(status=500))

        with pytest.raises(FeedRefused):
            read(address, kind=Format.HSDS_API)

    def test_with_too_much_on_each_are_stopped(self, server: FeedServer) -> None:
        address = server.at("/services", as_json([service(1, description="x" * 1_000_000)]))

        assert refused(address, kind=Format.HSDS_API, most_page_bytes=500_000) == Reason.TOO_LARGE

    def test_report_what_stopped_them(self, server: FeedServer) -> None:
        address = server.at("/services", Reply(b"<html>"))
        feed = open_feed(address, fetcher=Fetcher(may_be_local=True))

        with pytest.raises(FeedRefused), feed:
            list(feed.things())

        assert feed.report.stopped_reason == Reason.WEB_PAGE
        assert "hjemmeside" in feed.report.stopped_by
        assert not feed.report.is_whole
        assert feed.report.requests


class TestWholeThings:
    def test_are_fetched_one_by_one_when_the_list_is_short(self, server: FeedServer) -> None:
        address = server.at("/services", paged([brief(1), brief(2), brief(3)]))
        for number in (1, 2, 3):
            server.at(f"/services/{uid(number)}", as_json(service(number, fees="Gratis")))

        found, report = read(address, kind=Format.HSDS_API)

        assert [one.thing["fees"] for one in found] == ["Gratis"] * 3
        assert not report.etag

    def test_may_be_wrapped(self, server: FeedServer) -> None:
        address = server.at("/services", paged([brief(1), brief(2)]))
        server.at(f"/services/{uid(1)}", as_json([service(1, fees="1")]))
        server.at(f"/services/{uid(2)}", as_json({"contents": [service(2, fees="2")]}))

        assert [one.thing["fees"] for one in read(address, kind=Format.HSDS_API)[0]] == ["1", "2"]

    def test_that_are_not_to_be_had_are_taken_from_the_list(self, server: FeedServer) -> None:
        address = server.at("/services", paged([brief(1), brief(2)]))
        server.at(f"/services/{uid(1)}", as_json(service(1)))

        found, report = read(address, kind=Format.HSDS_API)

        assert [one.thing["name"] for one in found] == ["Tilbud 1", "Tilbud 2"]
        assert RemarkKind.NOT_FOUND in kinds(report)

    def test_that_are_never_to_be_had_stop_it(self, server: FeedServer) -> None:
        address = server.at("/services", paged([brief(number) for number in range(30)], size=50))

        assert refused(address, kind=Format.HSDS_API) == Reason.STATUS
        assert len(server.asked) < 25

    def test_get_their_organisation_once(self, server: FeedServer) -> None:
        items = [service(number, organization=None, organization_id=uid(7)) for number in range(3)]
        whole = [{**item, "phones": [{"id": uid(1), "number": "12345678"}]} for item in items]
        address = server.at("/hsds/services", paged(whole))
        server.at(f"/hsds/organizations/{uid(7)}", as_json({"id": uid(7), "name": "Hjælperne", "description": "x"}))

        found, _report = read(address, kind=Format.HSDS_API)

        assert {one.thing["organization"]["name"] for one in found} == {"Hjælperne"}
        assert sum("organizations/" in path for path, _headers in server.asked) == 1

    def test_cannot_lead_out_of_the_list(self, server: FeedServer) -> None:
        address = server.at("/services", as_json({"contents": [{"id": "../../admin?x=1#", "name": "Snyd"}]}))

        read(address, kind=Format.HSDS_API)

        assert [path for path, _headers in server.asked if "admin" in path] == ["/services/..%2F..%2Fadmin%3Fx%3D1%23"]


class TestOrganisations:
    def test_without_services_are_found_alone(self, server: FeedServer) -> None:
        address = server.at("/services", paged([service(1)]))
        organizations = [
            {"id": uid(9000), "name": "En forening"},
            {"id": uid(9001), "name": "En anden", "website": "x.dk"},
        ]
        server.at("/organizations", paged(organizations))

        found, report = read(address, kind=Format.HSDS_API)

        assert [(one.kind, one.thing["name"]) for one in found] == [
            ("service", "Tilbud 1"),
            ("organization", "En anden"),
        ]
        assert (report.services, report.organizations) == (1, 1)

    def test_that_are_no_list_stop_nothing(self, server: FeedServer) -> None:
        address = server.at("/services", paged([service(1)]))
        server.at("/organizations", Reply(b"<html>"))

        assert read(address, kind=Format.HSDS_API)[1].is_whole


class TestUnchanged:
    def test_costs_one_small_answer(self, server: FeedServer) -> None:
        def answer(asked: Asked) -> Reply:
            return Reply(status=304) if asked["etag"] == 'W/"a"' else as_json([service(1)], ETag='W/"a"')

        address = server.at("/file.json", answer)
        _found, report = read(address)
        server.asked.clear()

        found, again = read(address, etag=report.etag)

        assert (found, again.is_unchanged, again.is_whole, again.etag) == ([], True, True, report.etag)
        assert len(server.asked) == 1

    def test_is_asked_of_every_page(self, server: FeedServer) -> None:
        items = [service(number) for number in range(4)]
        tags = {"1": '"one"', "2": '"two"'}
        pages = paged(items)

        def answer(asked: Asked) -> Reply:
            tag = tags[asked.get("page", "1")]
            if asked["etag"] == tag:
                return Reply(status=304)
            reply = pages(asked)
            return Reply(reply.body, headers={**reply.headers, "ETag": tag})

        address = server.at("/hsds/services", answer)
        etag = read(address)[1].etag

        assert read(address, etag=etag)[1].is_unchanged
        assert read(address, etag=etag)[0] == []
        tags["2"] = '"new"'
        found, report = read(address, etag=etag)
        assert (len(found), report.is_unchanged) == (4, False)

    @pytest.mark.parametrize("etag", ["pages:", "pages:{}", 'pages:{"url":"http://x.dk/","way":0,"etags":["a"]}'])
    def test_is_not_taken_from_nonsense(self, server: FeedServer, etag: str) -> None:
        address = server.at("/services", paged([service(1), service(2)]))

        assert read(address, etag=etag)[1].services == 2


class TestAddresses:
    def test_of_the_api_may_be_a_web_page(self, server: FeedServer) -> None:
        server.at("/api", Reply(b"<!doctype html><p>Velkommen"))
        server.at("/api/services", paged([service(1), service(2), service(3)]))

        assert read(server.url + "/api")[1].services == 3

    def test_of_the_api_may_be_nothing(self, server: FeedServer) -> None:
        server.at("/api/services", paged([service(1)]))

        assert read(server.url + "/api/")[1].services == 1

    def test_of_a_file_are_read_as_one(self, server: FeedServer) -> None:
        lines = b"\n".join(json.dumps(service(number)).encode() for number in range(3))
        address = server.at("/alt.ndjson", Reply(lines, headers={"ETag": '"x"'}))

        _found, report = read(address)

        assert (report.format, report.services, report.etag) == (Format.HSDS_NDJSON, 3, '"x"')

    def test_with_a_whole_page_are_a_file(self, server: FeedServer) -> None:
        address = server.at("/export.json", as_json(page([service(1), service(2)], 1, 1, 2)))

        assert read(address)[1].format == Format.HSDS_JSON
        assert len(server.asked) == 1
