"""When something is not as it should be, the running portal says so kindly, and its log tells where but never what."""

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.e2e.live import ask, send_bytes
from tests.portal import Portal, free_port, serving

OFFER = "/tilbud/aeldresagen-odense-besoegsven/"
READ_ONLY = ("/", "/om/", "/odense/", OFFER, "/sitemap.xml", "/robots.txt", "/healthz", "/akut-hjaelp/", "/soeg/kort/")
FORMS = ("/soeg/", "/er-jeg-ensom/", f"{OFFER}fejl/", "/log-ind/", "/soeg/savnet/")


@pytest.fixture(scope="module")
def without_database(portal: Portal, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """The same portal, with a database that nobody answers at."""
    port, log = free_port(), tmp_path_factory.mktemp("gone") / "serve.log"
    env = portal.env | {
        "BROBYGGER_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
        "BROBYGGER_BASE_URL": f"http://localhost:{port}",
    }
    with serving(env, log=log, port=port, until="/healthz") as running:
        yield running


@pytest.fixture
def pause(portal: Portal) -> Iterator[None]:
    """A planned pause."""
    file = Path(portal.env["BROBYGGER_DATA"]) / "maintenance"
    file.touch()
    yield
    file.unlink()


class TestWrongMethod:
    @pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
    def test_is_told_kindly_what_works(self, portal: Portal, method: str) -> None:
        for path in READ_ONLY:
            answer = ask(portal.url, path, method=method, body=b"q=ensom")

            assert answer.status == 405, path
            assert answer.headers["allow"] == "GET, HEAD"
            assert "Det kan man ikke her" in answer.text
            assert "set-cookie" not in answer.headers

    def test_on_a_form_is_no_different(self, portal: Portal) -> None:
        for path in FORMS[:4]:
            assert ask(portal.url, path, method="DELETE").status in {403, 405}, path

    @pytest.mark.parametrize("method", ["OPTIONS", "TRACE", "BREW"])
    def test_asking_what_works_is_harmless(self, portal: Portal, method: str) -> None:
        for path in (*READ_ONLY, *FORMS):
            answer = ask(portal.url, path, method=method)

            assert answer.status in {200, 403, 405}, path
            assert "set-cookie" not in answer.headers
            assert "access-control-allow-origin" not in answer.headers


class TestForeignHost:
    @pytest.mark.parametrize(
        "host", ["evil.example", "localhost.evil.example", "evil.example:80@localhost", "[::1", "ø.dk"]
    )
    def test_gets_a_kind_400_and_never_its_own_name_back(self, portal: Portal, host: str) -> None:
        answer = ask(portal.url, "/", headers={"Host": host.encode().decode("latin-1")})

        assert answer.status == 400
        assert "Det kunne vi ikke læse" in answer.text
        assert "evil" not in answer.text
        assert "evil" not in "".join(answer.headers.values())

    def test_cannot_be_slipped_in_by_a_proxy_header(self, portal: Portal) -> None:
        answer = ask(portal.url, "/sitemap.xml", headers={"X-Forwarded-Host": "evil.example"})

        assert "evil.example" not in answer.text

    def test_a_machine_that_watches_may_ask_by_address(self, portal: Portal) -> None:
        for path in ("/healthz", "/readyz"):
            assert ask(portal.url, path, headers={"Host": "10.0.0.7:8000"}).status == 200


class TestOpenRedirect:
    @pytest.mark.parametrize(
        "wanted",
        ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "%09//evil.example"],
    )
    def test_sign_in_leads_nowhere_else(self, portal: Portal, wanted: str) -> None:
        page = ask(portal.url, f"/log-ind/?next={wanted}").text
        back_office = ask(portal.url, f"/teknik/login/?next={wanted}")

        assert re.search(r'name="next"\s+value="[^"]', page) is None
        assert back_office.headers["location"].startswith("/log-ind/")

    @pytest.mark.parametrize(
        "path", ["//evil.example/om", "/%2f%2fevil.example", "/\\evil.example", "/en//evil.example/x"]
    )
    def test_an_address_leads_nowhere_else(self, portal: Portal, path: str) -> None:
        location = ask(portal.url, path).headers.get("location", "")

        assert urlsplit(location).netloc in {"", urlsplit(portal.url).netloc}


class TestTooMuch:
    def test_is_refused_kindly(self, portal: Portal) -> None:
        for path in ("/soeg/", f"{OFFER}fejl/"):
            answer = ask(portal.url, path, method="POST", body=b"q=" + b"x" * 300_000)

            assert answer.status == 413, path
            assert "Det var for meget" in answer.text

    def test_of_many_fields_is_refused_kindly(self, portal: Portal) -> None:
        answer = ask(portal.url, "/soeg/", method="POST", body=b"&".join(b"q%d=1" % n for n in range(300)))

        assert answer.status == 400
        assert "Det kunne vi ikke læse" in answer.text


class TestPause:
    def test_shows_a_calm_page_with_the_crisis_numbers(self, portal: Portal, pause: None) -> None:
        answer = ask(portal.url, "/")

        assert answer.status == 503
        assert answer.headers["retry-after"] == "300"
        assert "no-store" in answer.headers["cache-control"]
        assert "112" in answer.text
        assert "70 201 201" in answer.text

    def test_is_told_to_machines(self, portal: Portal, pause: None) -> None:
        assert ask(portal.url, "/healthz").status == 200
        assert (ask(portal.url, "/readyz").status, json.loads(ask(portal.url, "/readyz").text)["ready"]) == (503, False)

    def test_ends(self, portal: Portal) -> None:
        assert ask(portal.url, "/").status == 200
        assert json.loads(ask(portal.url, "/readyz").text)["documents"] > 300


class TestNoDatabase:
    def test_every_page_says_so_kindly(self, without_database: Portal) -> None:
        for path in ("/", "/soeg/?q=hemmeligtord", "/odense/", OFFER, "/en/", "/min-side/"):
            answer = ask(without_database.url, path, headers={"Cookie": "sessionid=abc"})

            assert answer.status in {302, 503}, path
            if answer.status == 503:
                assert "112" in answer.text
                assert answer.headers["retry-after"] == "300"

    def test_is_told_to_machines(self, without_database: Portal) -> None:
        assert ask(without_database.url, "/healthz").status == 200
        assert ask(without_database.url, "/readyz").status == 503

    def test_is_in_the_log_without_the_words(self, without_database: Portal) -> None:
        ask(without_database.url, "/soeg/?q=hemmeligtord")

        log = without_database.log.read_text(encoding="utf-8")
        assert "database_unavailable" in log
        assert "hemmeligtord" not in log
        assert "127.0.0.1:5" not in log


class TestLog:
    def test_is_structured_and_holds_no_words_addresses_or_people(self, portal: Portal) -> None:
        secret = "hemmeligtord"
        ask(
            portal.url,
            f"/soeg/?q={secret}&hvor=5000",
            headers={"Referer": f"{portal.url}/{secret}", "User-Agent": secret},
        )
        ask(portal.url, "/soeg/", method="POST", body=f"q={secret}".encode())
        ask(portal.url, f"/{secret}/", headers={"Host": f"{secret}.example"})
        ask(portal.url, f"/tilbud/{secret}/", method="POST", body=b"x=1")
        ask(portal.url, "/log-ind/", method="POST", body=f"username={secret}&password={secret}".encode())
        ask(portal.url, "/healthz", method=f"{secret.upper()}")
        send_bytes(portal.url, f"GET /soeg/?q={secret} HTTP/9.9\r\n\r\n".encode())
        send_bytes(portal.url, f"{secret} \x00\r\n\r\n".encode())
        send_bytes(portal.url, f"GET / HTTP/1.1\r\nHost: localhost\r\nBad Header {secret}\r\n\r\n".encode())

        log = portal.log.read_text(encoding="utf-8")

        assert '"route": "web:search"' in log
        assert secret not in log.lower()
        assert "127.0.0.1" not in log
        for line in log.splitlines():
            assert {"event", "level", "timestamp"} <= set(json.loads(line))


class TestSiteMap:
    def test_is_valid_and_leads_to_pages_that_exist(self, portal: Portal) -> None:
        names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
        addresses = [
            loc.text or "" for loc in ET.fromstring(ask(portal.url, "/sitemap.xml").body).findall(".//s:loc", names)
        ]

        assert 900 < len(addresses) < 50_000
        assert len(set(addresses)) == len(addresses)
        assert all(address.startswith(f"{portal.url}/") for address in addresses)
        for address in addresses[:: len(addresses) // 40]:
            assert ask(portal.url, address.removeprefix(portal.url), method="HEAD").status == 200, address
