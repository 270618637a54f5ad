"""Answers from other registers: only from the open net, never more than we said, and polite."""

import gzip
import itertools
import socket
import zlib
from collections.abc import Iterator
from threading import Event, Thread
from typing import Any

import pytest
from django.test import override_settings

from brobygger.directory import link_fetching
from brobygger.sources.reading import FeedRefused, Fetcher, Limits, Reason, fetching
from brobygger.sources.tests.feed_server import FeedServer, Reply, serving

KB = 1024


@pytest.fixture(scope="module")
def running() -> Iterator[FeedServer]:
    with serving() as server:
        yield server


@pytest.fixture
def server(running: FeedServer) -> FeedServer:
    running.clear()
    return running


def fetcher(**limits: Any) -> Fetcher:
    """Return one that may look at this machine, and does not really wait."""
    return Fetcher(
        limits=Limits(**{"piece_seconds": 1.0, "pause_seconds": 0.0, **limits}), may_be_local=True, sleep=[].append
    )


def body(made: Fetcher, url: str, **options: Any) -> bytes:
    with made.get(url, **options) as answer:
        return answer.whole(made.limits.most_page_bytes)


def refusal(made: Fetcher, url: str) -> Reason:
    with pytest.raises(FeedRefused) as refused:
        body(made, url)
    assert refused.value.message
    return refused.value.reason


class TestGet:
    def test_says_who_asks(self, server: FeedServer) -> None:
        url = server.at("/x", Reply(b"ok"))

        assert body(fetcher(), url) == b"ok"
        assert "Brobygger" in server.asked[0][1]["User-Agent"]
        assert "@" in server.asked[0][1]["User-Agent"] or "http" in server.asked[0][1]["User-Agent"]

    def test_follows_redirects_but_not_for_ever(self, server: FeedServer) -> None:
        url = server.at("/a", Reply(status=302, headers={"Location": "/b?x=1"}))
        server.at("/b", Reply(b"there"))
        loop = server.at("/loop", Reply(status=307, headers={"Location": "/loop"}))

        with fetcher().get(url) as answer:
            assert (answer.url, answer.whole(10)) == (server.url + "/b?x=1", b"there")
        assert refusal(fetcher(), loop) == Reason.TOO_MANY_REDIRECTS
        assert len(server.asked) == 2 + 6

    @pytest.mark.parametrize("target", ["ftp://x.dk/", "javascript:alert(1)", "file:///etc/passwd", "http://["])
    def test_goes_nowhere_but_the_web(self, server: FeedServer, target: str) -> None:
        url = server.at("/a", Reply(status=302, headers={"Location": target}))

        assert refusal(fetcher(), url) == Reason.NOT_AN_ADDRESS
        assert refusal(fetcher(), target) == Reason.NOT_AN_ADDRESS

    def test_is_told_when_nothing_has_changed(self, server: FeedServer) -> None:
        def page(asked: dict[str, str]) -> Reply:
            same = asked["etag"] == '"v1"' or asked["since"] == "Sun, 22 Nov 2026 10:00:00 GMT"
            return Reply(status=304) if same else Reply(b"new", headers={"ETag": '"v1"'})

        url = server.at("/x", page)
        with fetcher().get(url) as answer:
            etag = answer.etag
        with fetcher().get(url, etag=etag) as answer:
            assert answer.is_unchanged
        with fetcher().get(url, etag="modified:Sun, 22 Nov 2026 10:00:00 GMT") as answer:
            assert answer.is_unchanged

    def test_knows_a_day_when_there_is_no_tag(self, server: FeedServer) -> None:
        url = server.at("/x", Reply(b"", headers={"Last-Modified": "Sun, 22 Nov 2026 10:00:00 GMT"}))

        with fetcher().get(url) as answer:
            assert answer.etag == "modified:Sun, 22 Nov 2026 10:00:00 GMT"

    def test_waits_when_it_is_asked_to(self, server: FeedServer) -> None:
        answers = iter([Reply(status=429, headers={"Retry-After": "7"}), Reply(status=503), Reply(b"now")])
        url = server.at("/busy", lambda _asked: next(answers))
        waits: list[float] = []
        made = Fetcher(limits=Limits(), may_be_local=True, sleep=waits.append)

        assert body(made, url) == b"now"
        assert waits == [7.0, 2.0]

    @pytest.mark.parametrize("wait", ["100000", "Sun, 22 Nov 2026 10:00:00 GMT", "9" * 50])
    def test_does_not_wait_for_days(self, server: FeedServer, wait: str) -> None:
        url = server.at("/busy", Reply(status=429, headers={"Retry-After": wait}))

        assert refusal(fetcher(), url) == Reason.BUSY
        assert len(server.asked) == 1

    def test_gives_up_on_a_server_that_is_always_busy(self, server: FeedServer) -> None:
        assert refusal(fetcher(), server.at("/busy", Reply(status=503))) == Reason.BUSY
        assert len(server.asked) == 4


class TestHowMuch:
    def test_stops_when_it_is_too_much(self, server: FeedServer) -> None:
        url = server.at("/endless", lambda _asked: Reply(itertools.repeat(b"x" * 64 * KB)))

        assert refusal(fetcher(most_page_bytes=300 * KB), url) == Reason.TOO_LARGE
        assert refusal(fetcher(most_bytes=300 * KB, most_page_bytes=10**9), url) == Reason.TOO_LARGE

    def test_counts_what_is_packed_as_it_is_unpacked(self, server: FeedServer) -> None:
        bomb = gzip.compress(b"\0" * 50_000_000)
        url = server.at("/bomb", Reply(bomb, headers={"Content-Encoding": "gzip"}))
        made = fetcher(most_bytes=1_000_000)

        assert len(bomb) < 100_000
        assert refusal(made, url) == Reason.TOO_LARGE
        assert made.size < 1_500_000

    @pytest.mark.parametrize(
        ("packing", "pack"),
        [
            ("gzip", gzip.compress),
            ("deflate", zlib.compress),
            ("gzip", lambda body: gzip.compress(body[:9]) + gzip.compress(body[9:])),
        ],
    )
    def test_unpacks(self, server: FeedServer, packing: str, pack: Any) -> None:
        url = server.at("/x", Reply(pack(b"hej" * 100_000), headers={"Content-Encoding": packing}))

        assert body(fetcher(), url) == b"hej" * 100_000

    def test_says_when_a_package_is_broken_or_unknown(self, server: FeedServer) -> None:
        broken = server.at("/broken", Reply(b"no gzip at all", headers={"Content-Encoding": "gzip"}))
        half = server.at("/half", Reply(gzip.compress(b"x" * 9999)[:-9], headers={"Content-Encoding": "gzip"}))
        odd = server.at("/odd", Reply(b"...", headers={"Content-Encoding": "br"}))

        assert refusal(fetcher(), broken) == Reason.BROKEN_OFF
        assert refusal(fetcher(), half) == Reason.BROKEN_OFF
        assert refusal(fetcher(), odd) == Reason.ENCODING

    def test_sees_that_an_answer_breaks_off(self, server: FeedServer) -> None:
        assert refusal(fetcher(), server.at("/short", Reply(b"abc", too_long=10))) == Reason.BROKEN_OFF


class TestHowLong:
    def test_stops_a_slow_drip(self, server: FeedServer) -> None:
        url = server.at("/drip", lambda _asked: Reply(itertools.repeat(b"x"), drip=0.01))

        assert refusal(fetcher(answer_seconds=0.2), url) == Reason.TOO_SLOW

    def test_stops_a_head_that_drips(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listening:

            def drip() -> None:
                asked, _address = listening.accept()
                with asked:
                    for sign in itertools.cycle(b"HTTP/1.1 200 OK\r\nX: y"):
                        try:
                            asked.send(bytes([sign]))
                        except OSError:
                            return
                        stop.wait(0.02)

            stop = Event()
            thread = Thread(target=drip, daemon=True)
            thread.start()
            url = f"http://127.0.0.1:{listening.getsockname()[1]}/"

            assert refusal(fetcher(answer_seconds=0.3), url) == Reason.TIMEOUT
            thread.join(2)

    def test_does_not_wait_for_silence(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as silent:
            url = f"http://127.0.0.1:{silent.getsockname()[1]}/"

            assert refusal(fetcher(piece_seconds=0.2), url) == Reason.TIMEOUT

    def test_has_a_time_for_all_of_it(self, server: FeedServer) -> None:
        url = server.at("/x", Reply(b"x"))
        times = iter([0.0, 0.0, 0.0, 0.0])
        made = Fetcher(limits=Limits(most_seconds=10), may_be_local=True, clock=lambda: next(times, 50.0))

        assert body(made, url) == b"x"
        assert refusal(made, url) == Reason.TOO_LONG

    def test_tells_when_nobody_answers(self, server: FeedServer) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            assert refusal(fetcher(), f"http://127.0.0.1:{free.getsockname()[1]}/") == Reason.NO_ANSWER
        assert refusal(fetcher(), "http://findes-ikke.invalid/") == Reason.UNKNOWN_NAME
        assert refusal(fetcher(), server.url.replace("http:", "https:")) == Reason.CERTIFICATE

    def test_takes_no_nonsense_for_an_answer(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listening:

            def babble() -> None:
                asked, _address = listening.accept()
                with asked:
                    asked.recv(1000)
                    asked.sendall(b"\x00\x01 not http at all\r\n\r\n")

            Thread(target=babble, daemon=True).start()

            assert refusal(fetcher(), f"http://127.0.0.1:{listening.getsockname()[1]}/") == Reason.NO_ANSWER


class TestOurOwnWalls:
    """Without the tests' own permission nothing inside is reached, whatever it is called."""

    @pytest.mark.parametrize(
        "url",
        [
            "http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://10.0.0.1/", "http://172.16.0.1/",
            "http://192.168.1.1/", "http://169.254.169.254/latest/meta-data/", "http://0.0.0.0/", "http://100.64.0.1/",
            "http://224.0.0.1/", "http://[fe80::1]/", "http://[fd00::1]/", "http://[::ffff:127.0.0.1]/",
            "http://[64:ff9b::7f00:1]/", "http://[::7f00:1]/", "http://2130706433/", "http://0x7f000001/",
            "http://0177.0.0.1/", "http://127.1/", "https://127.0.0.1/", "http://example.org:22/",
        ],
    )  # fmt: skip
    def test_are_not_looked_behind(self, url: str) -> None:
        assert refusal(Fetcher(), url) in {Reason.NOT_ALLOWED, Reason.UNKNOWN_NAME}

    def test_are_not_looked_behind_after_a_redirect(self, server: FeedServer, monkeypatch: pytest.MonkeyPatch) -> None:
        real, asked = link_fetching.is_public, []

        def first_is_outside(address: str) -> bool:
            asked.append(address)
            return len(asked) == 1 or real(address)

        monkeypatch.setattr(link_fetching, "is_public", first_is_outside)
        monkeypatch.setattr(link_fetching, "_PORTS", {"http": int(server.url.rpartition(":")[2])})
        url = server.at("/a", Reply(status=302, headers={"Location": server.url + "/inside"}))

        assert refusal(Fetcher(), url) == Reason.NOT_ALLOWED
        assert [path for path, _headers in server.asked] == ["/a"]

    def test_are_not_reached_by_a_name_that_changes_its_mind(
        self, server: FeedServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The name is asked for once; what is connected to is what was looked at."""
        asked = []

        def rebinding(host: str, port: int, **_options: Any) -> list[Any]:
            asked.append(host)
            address = "93.184.216.34" if len(asked) == 1 else "127.0.0.1"
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

        connected: list[str] = []

        def connect(address: tuple[str, int], **_options: Any) -> socket.socket:
            connected.append(address[0])
            raise ConnectionRefusedError

        monkeypatch.setattr(socket, "getaddrinfo", rebinding)
        monkeypatch.setattr(socket, "create_connection", connect)

        assert refusal(Fetcher(), "http://rebinding.example/") == Reason.NO_ANSWER
        assert (asked, connected) == (["rebinding.example"], ["93.184.216.34"])

    def test_open_only_by_a_setting(self) -> None:
        assert not Fetcher().may_be_local
        with override_settings(SOURCES_MAY_BE_LOCAL=True):
            assert Fetcher().may_be_local

    def test_do_not_let_a_seal_be_broken(self) -> None:
        with pytest.raises(FeedRefused) as refused:
            fetching._next_address("https://a.dk/x", "http://a.dk/y")

        assert refused.value.reason == Reason.UNSEALED
        assert fetching._next_address("http://a.dk/x", "https://a.dk/y") == "https://a.dk/y"
