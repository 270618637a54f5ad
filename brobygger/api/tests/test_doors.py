"""The doors, asked as programs ask: over things published by hand."""

import gzip
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import brotli
import pytest
import time_machine
import zstandard
from django.core.cache import caches
from django.test import Client, override_settings
from django.utils.http import http_date

from brobygger.opendata.models import Kind
from brobygger.opendata.tests.published import MORNING, put, take_away

pytestmark = pytest.mark.django_db

SERVICES = "/hsds/3/services"


@pytest.fixture(autouse=True)
def at_noon(noon: datetime) -> Any:
    caches["opendata"].clear()
    with time_machine.travel(noon, tick=False):
        yield


def ask(path: str = SERVICES, **parameters: Any) -> Any:
    return Client().get(path, parameters)


class TestPages:
    def test_are_the_standards_page_object(self) -> None:
        things = [put() for _ in range(3)]

        page = ask(per_page=2).json()

        assert page == {
            "total_items": 3, "total_pages": 2, "page_number": 1, "size": 2, "first_page": True, "last_page": False,
            "empty": False, "contents": [json.loads(thing.brief) for thing in things[:2]],
        }  # fmt: skip
        assert ask(per_page=2, page=2).json()["last_page"] is True

    def test_of_nothing_are_the_first_and_the_last(self) -> None:
        page = ask().json()

        assert page == {
            "total_items": 0, "total_pages": 0, "page_number": 1, "size": 0, "first_page": True, "last_page": True,
            "empty": True, "contents": [],
        }  # fmt: skip

    def test_beyond_the_end_are_empty(self) -> None:
        put()

        page = ask(page=7).json()

        assert (page["empty"], page["last_page"], page["first_page"]) == (True, True, False)
        assert (page["size"], page["total_items"], page["contents"]) == (0, 1, [])

    def test_lead_on_to_each_other(self) -> None:
        for _ in range(5):
            put()

        links = ask(per_page=2, page=2, search="café")["Link"]

        assert '</hsds/3/services?per_page=2&page=3&search=caf%C3%A9>; rel="next"' in links
        assert all(f'rel="{rel}"' in links for rel in ("first", "prev", "last", "license"))
        assert 'rel="next"' not in ask(per_page=5)["Link"]

    def test_answer_with_and_without_a_slash(self) -> None:
        assert ask(f"{SERVICES}/").json() == ask(SERVICES).json()

    def test_full_is_everything_and_minimal_next_to_nothing(self) -> None:
        thing = put()

        assert ask(full="true").json()["contents"] == [json.loads(thing.full)]
        assert ask(minimal="true", full="true").json()["contents"] == [
            {"id": str(thing.thing_id), "last_modified": "2026-11-22T08:01:00.000Z"}
        ]

    def test_minimal_is_on_one_page_unless_asked_otherwise(self) -> None:
        for _ in range(60):
            put()

        assert ask(minimal="true").json()["size"] == 60
        assert ask(minimal="true", per_page=7).json()["size"] == 7
        assert ask().json()["size"] == 50

    def test_leave_unknown_parameters_alone(self) -> None:
        assert ask(farve="blå", top_only="måske").status_code == 200

    def test_take_what_is_empty_for_not_asked(self) -> None:
        put()

        assert ask(search="", page="", taxonomy_id=" ").json()["total_items"] == 1


class TestStreams:
    def lines(self, response: Any) -> list[Any]:
        return [json.loads(line) for line in response.getvalue().decode().splitlines()]

    def test_are_everything_a_line_each(self) -> None:
        things = [put() for _ in range(5)]

        response = ask(format="ndjson", per_page=2)

        assert response["Content-Type"] == "application/x-ndjson"
        assert response.streaming
        assert self.lines(response) == [json.loads(thing.brief) for thing in things]
        assert self.lines(ask(format="ndjson", full="true")) == [json.loads(thing.full) for thing in things]

    def test_of_nothing_are_empty(self) -> None:
        assert ask(format="ndjson").getvalue() == b""

    def test_answer_head_without_reading(self) -> None:
        put()

        response = Client().head(SERVICES, {"format": "ndjson"})

        assert (response.status_code, response["Content-Type"], response.content) == (200, "application/x-ndjson", b"")
        assert response["ETag"]

    @pytest.mark.usefixtures("still_clock")
    def test_have_a_narrower_limit(self) -> None:
        with override_settings(OPEN_DATA_PER_MINUTE=60):
            seen = [ask(format="ndjson", search="for mange").status_code for _ in range(2)]
            response = ask(format="ndjson")

        assert seen == [200, 200]
        assert (response.status_code, response.json()["code"]) == (429, "too_many")
        assert response["RateLimit"].startswith('"whole-lists";r=0;t=')


class TestThings:
    def test_are_whole(self) -> None:
        thing = put()

        assert ask(f"{SERVICES}/{thing.thing_id}").json() == json.loads(thing.full)
        assert ask(f"{SERVICES}/{thing.thing_id}/").status_code == 200

    @pytest.mark.parametrize("thing_id", ["findes-ikke", str(UUID(int=1)), "æøå", "%00"])
    def test_unknown_are_not_found(self, thing_id: str) -> None:
        response = ask(f"{SERVICES}/{thing_id}")

        assert (response.status_code, response.json()["code"]) == (404, "not_found")

    def test_gone_are_gone(self, noon: datetime) -> None:
        thing = put()
        take_away(thing, at=noon)

        response = ask(f"{SERVICES}/{thing.thing_id}")

        assert (response.status_code, response.json()["code"]) == (410, "gone")

    def test_put_together_lead_on_for_good(self, noon: datetime) -> None:
        thing, kept = put(), put()
        take_away(thing, at=noon, moved_to=kept.thing_id)

        response = ask(f"{SERVICES}/{thing.thing_id}", full_service="true")

        assert response.status_code == 308
        assert response["Location"] == f"{SERVICES}/{kept.thing_id}?full_service=true"

    @pytest.mark.parametrize("written", ["{{{}}}", "urn:uuid:{}", "{}/"])
    def test_lead_on_however_the_id_is_written_and_whatever_is_asked_with_it(
        self, noon: datetime, written: str
    ) -> None:
        thing, kept = put(), put()
        take_away(thing, at=noon, moved_to=kept.thing_id)

        response = ask(f"{SERVICES}/{written.format(thing.thing_id)}", seen=str(thing.thing_id))

        assert response["Location"] == f"{SERVICES}/{kept.thing_id}?seen={thing.thing_id}"

    def test_organisations_tell_of_their_services(self) -> None:
        organisation = put(Kind.ORGANIZATION)
        service = put(organization_id=organisation.thing_id)
        path = f"/hsds/3/organizations/{organisation.thing_id}"

        assert ask(path).json()["services"] == [json.loads(service.brief)]
        assert ask(path, full_service="true").json()["services"] == [json.loads(service.full)]
        listed = ask("/hsds/3/organizations", full_service="true").json()["contents"]
        assert listed[0]["services"] == [json.loads(service.full)]
        assert "services" not in ask("/hsds/3/organizations").json()["contents"][0]

    def test_organisations_are_new_when_a_service_is(self) -> None:
        organisation = put(Kind.ORGANIZATION)
        path = f"/hsds/3/organizations/{organisation.thing_id}"
        before = ask(path)["ETag"]

        put(organization_id=organisation.thing_id)

        assert ask(path)["ETag"] != before


class TestHaveYouThisAlready:
    def test_by_mark_is_304_until_something_changes(self) -> None:
        thing = put()
        for path in (SERVICES, f"{SERVICES}/{thing.thing_id}", "/hsds/3/", "/hsds/3/openapi.json"):
            etag = Client().get(path)["ETag"]

            again = Client().get(path, headers={"If-None-Match": etag})

            assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
            assert again["Access-Control-Allow-Origin"] == "*"
            assert "Accept-Encoding" in again["Vary"]
        put()
        assert Client().get(SERVICES, headers={"If-None-Match": ask()["ETag"]}).status_code == 304

    def test_a_new_thing_makes_lists_new_and_leaves_others_alone(self) -> None:
        thing = put()
        list_mark, thing_mark = ask()["ETag"], ask(f"{SERVICES}/{thing.thing_id}")["ETag"]

        put()

        assert ask()["ETag"] != list_mark
        assert ask(f"{SERVICES}/{thing.thing_id}")["ETag"] == thing_mark

    def test_by_time(self, noon: datetime) -> None:
        path = f"{SERVICES}/{put(changed_at=noon - timedelta(hours=1)).thing_id}"
        modified = ask(path)["Last-Modified"]

        assert modified == http_date((noon - timedelta(hours=1)).timestamp())
        assert Client().get(path, headers={"If-Modified-Since": modified}).status_code == 304
        long_ago = http_date((noon - timedelta(days=1)).timestamp())
        assert Client().get(path, headers={"If-Modified-Since": long_ago}).status_code == 200

    def test_by_time_is_not_believed_of_many_things_together(self, noon: datetime) -> None:
        """What is published now may have changed before what was published already."""
        organization = put(Kind.ORGANIZATION, changed_at=noon - timedelta(hours=2))
        put(organization_id=organization.thing_id, changed_at=noon - timedelta(hours=1))
        paths = (SERVICES, f"/hsds/3/organizations/{organization.thing_id}")
        kept = {path: {"If-Modified-Since": ask(path)["Last-Modified"]} for path in paths}

        put(organization_id=organization.thing_id, changed_at=noon - timedelta(hours=3))

        assert [Client().get(path, headers=asked).status_code for path, asked in kept.items()] == [200, 200]

    def test_by_time_says_nothing_within_the_same_second(self, noon: datetime) -> None:
        put(changed_at=noon)

        assert not ask().has_header("Last-Modified")

    def test_the_turn_of_the_day_makes_lists_new(self, noon: datetime) -> None:
        put()
        before = ask()["ETag"]

        with time_machine.travel(noon + timedelta(days=1)):
            assert ask()["ETag"] != before

    def test_a_condition_that_fails_is_a_problem(self) -> None:
        response = Client().get(SERVICES, headers={"If-Match": '"en anden"'})

        assert (response.status_code, response.json()["code"]) == (412, "precondition_failed")


class TestHead:
    def test_is_get_without_the_body(self) -> None:
        put()

        got, head = Client().get(SERVICES), Client().head(SERVICES)

        assert head.content == b""
        assert (head["ETag"], head["Content-Type"]) == (got["ETag"], got["Content-Type"])
        assert int(head["Content-Length"]) == len(got.content)


class TestOtherSites:
    @pytest.mark.parametrize(
        "path", [SERVICES, f"{SERVICES}?page=0", f"{SERVICES}/{UUID(int=7)}", "/hsds/", "/hsds/9/x", "/hsds/3"]
    )
    def test_may_read_every_answer(self, path: str) -> None:
        response = Client().get(path, headers={"Origin": "https://example.org"})

        assert response["Access-Control-Allow-Origin"] == "*"
        assert "ETag" in response["Access-Control-Expose-Headers"]
        assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert response["Content-Type"].split("+")[-1].endswith("json")
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")

    def test_ask_first(self) -> None:
        response = Client().options(SERVICES, headers={"Access-Control-Request-Method": "POST"})

        assert response.status_code == 204
        assert response["Access-Control-Allow-Methods"] == "GET, HEAD, POST, OPTIONS"
        assert "If-None-Match" in response["Access-Control-Allow-Headers"]

    def test_other_methods_are_told_which_there_are(self) -> None:
        response = Client().delete(SERVICES)

        assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, POST, OPTIONS")
        assert response.json()["code"] == "wrong_method"
        assert Client().post(f"{SERVICES}/{UUID(int=7)}").status_code == 405

    def test_other_pages_of_the_house_are_as_they_were(self) -> None:
        assert not Client().get("/healthz").has_header("Access-Control-Allow-Origin")

    def test_an_error_page_of_the_house_is_a_problem_here(self) -> None:
        put()
        with override_settings(POSTS_PER_MINUTE=0):
            response = Client().post(SERVICES)

        assert (response.status_code, response.json()["code"]) == (429, "too_many")
        assert int(response["Retry-After"]) > 0


class TestTries:
    @pytest.mark.usefixtures("still_clock")
    def test_are_counted_and_told(self) -> None:
        with override_settings(OPEN_DATA_PER_MINUTE=2):
            first, second, third = ask(), ask(), ask()

        assert first["RateLimit-Policy"] == '"usual";q=2;w=60'
        assert first["RateLimit"].startswith('"usual";r=1;t=')
        assert (first.status_code, second.status_code, third.status_code) == (200, 200, 429)
        assert third.json()["code"] == "too_many"
        assert 0 < int(third["Retry-After"]) <= 60


class TestCompression:
    @pytest.fixture(autouse=True)
    def much(self) -> None:
        for _ in range(30):
            put()

    @pytest.mark.parametrize("encoding", ["gzip", "br", "zstd"])
    @pytest.mark.parametrize("form", ["json", "ndjson"])
    def test_is_as_asked(self, encoding: str, form: str) -> None:
        plain = Client().get(SERVICES, {"format": form})
        packed = Client().get(SERVICES, {"format": form}, headers={"Accept-Encoding": encoding})

        read = {"gzip": gzip.decompress, "br": brotli.decompress, "zstd": unpack_zstd}[encoding]

        assert packed["Content-Encoding"] == encoding
        assert "Accept-Encoding" in packed["Vary"]
        assert packed["ETag"] == plain["ETag"]
        sent, whole = packed.getvalue(), plain.getvalue()
        assert read(sent) == whole
        assert len(sent) < len(whole)
        assert packed["ETag"] == plain["ETag"]


def unpack_zstd(packed: bytes) -> bytes:
    return bytes(zstandard.ZstdDecompressor().decompressobj().decompress(packed))


class TestBritishProfile:
    def test_has_the_keys_of_the_british_profile_alone(self) -> None:
        area = {"id": str(uuid4()), "name": "Odense Kommune", "extent": "kommune 0461", "dk_municipality_code": "0461"}
        thing = put(
            thing={"alternate_name": "Huset", "fees_description": "Gratis.", "service_areas": [area], "dk_key": "cafe"}
        )

        seen = ask(f"/hsds/uk/3/services/{thing.thing_id}").json()

        assert seen == {
            "id": str(thing.thing_id), "name": "Café", "description": "Kom, som du er.", "status": "active",
            "fees": "Gratis.",
            "service_areas": [
                {"id": area["id"], "name": "Odense Kommune", "extent": "kommune 0461", "service_area": "Odense Kommune"}
            ],
        }  # fmt: skip
        assert ask("/hsds/uk/3/services", minimum_age="0").status_code == 200
        assert ask("/hsds/uk/3/").json()["version"] == "HSDS-UK-3.0"

    def test_gives_terms_their_british_name(self) -> None:
        put(Kind.TAXONOMY_TERM, name="Ensomhed", thing={"code": "ensomhed"})

        seen = ask("/hsds/uk/3/taxonomy_terms").json()["contents"][0]

        assert seen["term"] == seen["name"] == "Ensomhed"
        assert "code" not in seen


class TestProfile:
    def test_lists_its_files_and_sends_them(self) -> None:
        profile = ask("/hsds/dk/1.0/").json()

        assert profile["name"] == "HSDS-DK"
        for address in profile["files"]:
            assert ask(address.split("/", 3)[3].join(["/", ""])).json()["properties"]
        assert ask("/hsds/dk/1.0/findes-ikke.json").json()["code"] == "not_found"


class TestAbout:
    def test_tells_what_this_is(self) -> None:
        about = ask("/hsds/3/").json()

        assert about["version"] == "3.1"
        assert about["profile"].endswith("/hsds/dk/1.0/")
        assert about["openapi_url"].endswith("/hsds/3/openapi.json")
        assert about["publisher"]["name"]
        assert MORNING.tzinfo is UTC
