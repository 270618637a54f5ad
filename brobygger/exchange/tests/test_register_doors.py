"""The doors to the files: whole, in part, packed, or not again when one has them."""

import gzip
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from brobygger.exchange.selectors.register import current_files, current_folder
from brobygger.exchange.services.register import make_files
from brobygger.exchange.tests.hsds_objects import publish, service
from brobygger.kernel.actors import SYSTEM
from brobygger.opendata.licence import LICENCE_URL

pytestmark = pytest.mark.django_db
LINES = "/aabne-data/filer/tilbud.ndjson"


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path / "data"


@pytest.fixture
def body(noon: datetime) -> bytes:
    """What the file of lines holds, when it is made."""
    publish(service("Café"), service("Kor"))
    make_files(actor=SYSTEM, at=noon)
    return (current_folder() / "tilbud.ndjson").read_bytes()


def content(response: Any) -> bytes:
    return response.getvalue() if not response.streaming else b"".join(response.streaming_content)


class TestFiles:
    def test_shows_what_there_is_and_how_new_it_is(self, client: Client, body: bytes) -> None:
        page = client.get("/aabne-data/filer/").content.decode()

        assert "har 2 tilbud" in page
        assert "22. november 2026" in page
        for name in ("tilbud.xlsx", "tilbud.csv", "steder.geojson", "hsds.zip", "tilbud.ndjson", "register.ndjson"):
            assert f"/aabne-data/filer/{name}" in page
        assert LICENCE_URL in page

    def test_says_when_nothing_is_made_yet(self, client: Client) -> None:
        assert "ved at blive lavet" in client.get("/aabne-data/filer/").content.decode()

    def test_speaks_english_too(self, client: Client, body: bytes) -> None:
        assert client.get("/en/aabne-data/filer/").status_code == 200


class TestFile:
    def test_is_sent_whole_with_what_it_is(self, client: Client, body: bytes) -> None:
        response = client.get(LINES)

        assert content(response) == body
        assert response["Content-Type"] == "application/x-ndjson"
        assert response["Content-Length"] == str(len(body))
        assert response["Link"] == f'<{LICENCE_URL}>; rel="license"'
        assert response["Access-Control-Allow-Origin"] == "*"
        assert response["Accept-Ranges"] == "bytes"
        assert "Cookie" not in response.get("Vary", "")

    def test_is_sent_packed_to_whoever_takes_it(self, client: Client, body: bytes) -> None:
        response = client.get(LINES, headers={"Accept-Encoding": "br, gzip;q=0.5"})

        assert response["Content-Encoding"] == "gzip"
        assert "Accept-Encoding" in response["Vary"]
        assert gzip.decompress(content(response)) == body
        assert response["ETag"] != client.get(LINES)["ETag"]

    @pytest.mark.parametrize("accepted", ["", "br", "gzip;q=0", "gzip; q=0.0, br", "xgzip"])
    def test_is_not_packed_for_others(self, client: Client, body: bytes, accepted: str) -> None:
        response = client.get(LINES, headers={"Accept-Encoding": accepted})

        assert "Content-Encoding" not in response
        assert content(response) == body

    @pytest.mark.parametrize("name", ["If-None-Match", "If-Modified-Since"])
    def test_is_not_sent_again(self, client: Client, body: bytes, name: str) -> None:
        first = client.get(LINES)
        again = client.get(LINES, headers={name: first["ETag"] if name == "If-None-Match" else first["Last-Modified"]})

        assert again.status_code == 304
        assert not content(again)
        assert again["ETag"] == first["ETag"]

    def test_has_one_mark_whatever_is_answered(self, client: Client, body: bytes) -> None:
        other = client.get(LINES, headers={"If-Match": '"en anden"'})

        assert other.status_code == 412
        assert other["ETag"] == client.get(LINES)["ETag"]

    def test_is_sent_in_part(self, client: Client, body: bytes) -> None:
        for asked, part in (("0-9", body[:10]), (f"{len(body) - 5}-", body[-5:]), ("-7", body[-7:]), ("3-", body[3:]),
                            (f"5-{len(body) + 9}", body[5:]), (f"-{len(body) * 2}", body)):  # fmt: skip
            response = client.get(LINES, headers={"Range": f"bytes={asked}", "Accept-Encoding": "gzip"})

            assert (response.status_code, content(response)) == (206, part), asked
            assert response["Content-Length"] == str(len(part))
            assert response["Content-Range"].endswith(f"/{len(body)}")

    @pytest.mark.parametrize(
        "asked",
        [
            "bytes=0-1,3-4",
            "bytes=-",
            "lines=1-2",
            "bytes=a-b",
            f"bytes={'9' * 5000}-",
            f"bytes=-{'9' * 5000}",
            "bytes=٣-",
        ],
    )
    def test_is_sent_whole_when_no_part_can_be_made_out(self, client: Client, body: bytes, asked: str) -> None:
        response = client.get(LINES, headers={"Range": asked})

        assert (response.status_code, content(response)) == (200, body)

    @pytest.mark.parametrize("asked", ["999999999-", "-0", "9-3"])
    def test_has_no_part_beyond_its_end(self, client: Client, body: bytes, asked: str) -> None:
        response = client.get(LINES, headers={"Range": f"bytes={asked}"})

        assert response.status_code == 416
        assert response["Content-Range"] == f"bytes */{len(body)}"
        assert response["ETag"] == client.get(LINES)["ETag"]

    def test_is_sent_whole_to_whoever_has_a_part_of_another(self, client: Client, body: bytes) -> None:
        response = client.get(LINES, headers={"Range": "bytes=4-", "If-Range": '"en anden"'})

        assert (response.status_code, content(response)) == (200, body)

    def test_tells_its_length_without_being_sent(self, client: Client, body: bytes) -> None:
        response = client.head(LINES)

        assert response["Content-Length"] == str(len(body))

    def test_has_no_parts_where_nothing_is_sent(self, client: Client, body: bytes) -> None:
        response = client.head(LINES, headers={"Range": "bytes=0-9"})

        assert (response.status_code, response["Content-Length"]) == (200, str(len(body)))
        assert "Content-Range" not in response

    def test_waits_until_it_is_made(self, client: Client) -> None:
        assert client.get(LINES).status_code == 503

    def test_is_one_of_ours(self, client: Client, body: bytes) -> None:
        for name in ("findes-ikke.csv", "..%2f..%2fbrobygger.sqlite3", "tilbud.csv.gz"):
            assert client.get(f"/aabne-data/filer/{name}").status_code == 404

    def test_is_fetched_a_sensible_number_of_times(
        self, client: Client, body: bytes, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("brobygger.exchange.views.register._MOST_FILES", 1)
        monkeypatch.setattr(timezone, "now", lambda: datetime(2030, 1, 1, tzinfo=timezone.get_default_timezone()))

        assert [client.get(LINES).status_code for _ in range(2)] == [200, 429]


class TestManifest:
    def test_tells_programs_of_every_file(self, client: Client, body: bytes) -> None:
        told = json.loads(content(client.get("/aabne-data/filer/filer.json")))

        manifest = current_files()
        assert manifest
        assert told["sequence"] == manifest.sequence
        assert {file["name"]: file["bytes"] for file in told["files"]}["tilbud.ndjson"] == len(body)


class TestRecord:
    def test_is_served_as_turtle_and_as_json_ld(self, client: Client, body: bytes) -> None:
        turtle, json_ld = client.get("/aabne-data/katalog.ttl"), client.get("/aabne-data/katalog.jsonld")

        assert turtle["Content-Type"].startswith("text/turtle")
        assert json_ld["Content-Type"] == "application/ld+json"
        assert json.loads(content(json_ld))["@context"]
        assert client.get("/aabne-data/katalog.xml").status_code == 404
