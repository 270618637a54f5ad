"""Addresses are looked at politely, as they are, and never inside our own walls: against a real server of our own."""

import socket
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import ClassVar

import pytest

from brobygger.directory import link_fetching
from brobygger.directory.link_fetching import Answer, Fetcher, is_public

UA = "Brobygger-linktjek/1.0 (+https://brobygger.example/om/; kontakt@brobygger.example)"
LOCAL = Fetcher(user_agent=UA, may_be_local=True, timeout=1.0)


class Site(BaseHTTPRequestHandler):
    """Answers as its addresses say."""

    seen: ClassVar[list[tuple[str, str, str]]] = []

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        self.seen.append((self.command, self.path, self.headers["User-Agent"]))
        word = self.path.strip("/").split("/")[0]
        if word == "no-head" and self.command == "HEAD":
            return self._say(405)
        if word == "slow":
            return None  # The socket is closed without a word.
        if word in {"301", "302"}:
            return self._say(int(word), "/" + "/".join(self.path.split("/")[2:]))
        if word == "inside":
            return self._say(302, "http://127.0.0.1:1/")
        if word == "large":
            return self._say(200, body=b"x" * 1_000_000)
        return self._say(int(word) if word.isdigit() else 200)

    def _say(self, code: int, location: str = "", body: bytes = b"") -> None:
        self.send_response(code)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if body and self.command == "GET":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


class TestLook:
    @pytest.mark.parametrize(
        ("path", "answer"),
        [
            ("/", Answer(code=200)),
            ("/å ø?q=æ", Answer(code=200)),
            ("/404/", Answer(code=404)),
            ("/503/", Answer(code=503)),
            ("/no-head/", Answer(code=200)),
            ("/302/her/", Answer(code=200)),
            ("/301/404/", Answer(code=404)),
            ("/301/301/301/301/her/", Answer(problem="too_many_redirects")),
            ("/slow/", Answer(problem="no_answer")),
        ],
    )
    def test_says_what_is_there(self, site: str, path: str, answer: Answer) -> None:
        assert LOCAL.look(f"{site}{path}") == answer

    def test_tells_where_it_has_moved_for_good(self, site: str) -> None:
        assert LOCAL.look(f"{site}/301/301/her/").moved_to == f"{site}/her/"
        assert LOCAL.look(f"{site}/301/302/her/").moved_to == f"{site}/302/her/"

    def test_asks_for_no_more_than_the_head_of_a_good_page_and_says_who_it_is(self, site: str) -> None:
        Site.seen.clear()

        LOCAL.look(f"{site}/large/")

        assert Site.seen == [("HEAD", "/large/", UA)]

    def test_reads_no_more_than_a_little_of_a_large_page(self, site: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(Fetcher, "_ask", lambda fetcher, url: fetcher._request("GET", url))

        assert LOCAL.look(f"{site}/large/").code == 200

    @pytest.mark.parametrize(
        "url",
        [
            "javascript:alert(1)",
            "ftp://x.dk/",
            "http://",
            "http://[",
            "http://a:b@x.dk/",
            "http://x.dk:0/",
            "file:///etc/passwd",
        ],
    )
    def test_refuses_what_is_no_page(self, url: str) -> None:
        assert LOCAL.look(url) == Answer(problem="not_an_address")

    def test_tells_when_nobody_is_there(self, site: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            assert LOCAL.look(f"http://127.0.0.1:{free.getsockname()[1]}/") == Answer(problem="no_answer")
        assert LOCAL.look("http://findes-ikke.invalid/") == Answer(problem="unknown_name")
        assert LOCAL.look(site.replace("http:", "https:")) == Answer(problem="certificate")

    def test_does_not_wait_for_ever(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as silent:
            url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
            fetcher = Fetcher(user_agent=UA, may_be_local=True, timeout=0.2)

            assert fetcher.look(url) == Answer(problem="timeout")
            assert fetcher.look(url.replace("http:", "https:")) == Answer(problem="timeout")


class TestOurOwnWalls:
    STRICT = Fetcher(user_agent=UA, timeout=1.0)

    @pytest.mark.parametrize(
        "url",
        [
            "http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://10.0.0.1/", "http://169.254.169.254/latest/",
            "http://192.168.1.1/", "http://0.0.0.0/", "http://[::ffff:127.0.0.1]/", "http://2130706433/", "http://127.1/",
        ],
    )  # fmt: skip
    def test_are_not_looked_behind(self, url: str) -> None:
        assert self.STRICT.look(url).problem in {"not_allowed", "unknown_name"}

    def test_are_not_looked_behind_on_other_ports(self) -> None:
        assert self.STRICT.look("http://example.org:8080/") == Answer(problem="not_allowed")

    def test_are_not_looked_behind_after_a_redirect(self, site: str, monkeypatch: pytest.MonkeyPatch) -> None:
        real, asked = link_fetching.is_public, []

        def first_is_outside(address: str) -> bool:
            asked.append(address)
            return len(asked) == 1 or real(address)

        monkeypatch.setattr(link_fetching, "is_public", first_is_outside)
        port = int(site.rpartition(":")[2])
        monkeypatch.setattr(link_fetching, "_PORTS", {"http": port})

        assert self.STRICT.look(f"{site}/302/her/") == Answer(problem="not_allowed")

    @pytest.mark.parametrize(
        ("address", "expected"),
        [
            ("93.184.216.34", True), ("2606:2800:220:1:248:1893:25c8:1946", True), ("127.0.0.1", False),
            ("fe80::1%eth0", False), ("::ffff:10.0.0.1", False), ("2002:7f00:1::", False), ("64:ff9b::7f00:1", False),
            ("224.0.0.1", False), ("100.64.0.1", False), ("fd00::1", False),
            ("::7f00:1", False), ("::1", False), ("64:ff9b:1::7f00:1", False), ("::ffff:0:7f00:1", False),
            ("fec0::1", False), ("3fff::1", False), ("5f00::1", False),
            ("192.0.0.192", False), ("168.63.129.16", False), ("192.88.99.1", False),
        ],
    )  # fmt: skip
    def test_are_known_in_every_disguise(self, address: str, expected: bool) -> None:
        assert is_public(address) is expected
