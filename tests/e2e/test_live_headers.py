"""What the running portal says beside the page: what browsers may do with it, keep, and how it is packed."""

import gzip
import http.client
import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

import brotli
import pytest
import zstandard

from tests.e2e.live import Answer, ask, ask_on
from tests.e2e.pages import PAGES, SEEN_BY, STATUS, WITH_COOKIES
from tests.portal import Portal

#: Answers of every kind a visitor can meet that are not pages.
OTHERS: dict[str, tuple[str, int]] = {
    "robots": ("/robots.txt", 200),
    "sitemap": ("/sitemap.xml", 200),
    "security": ("/.well-known/security.txt", 200),
    "healthz": ("/healthz", 200),
    "readyz": ("/readyz", 200),
    "favicon": ("/favicon.ico", 302),
    "was": ("/was", 302),
    "omdirigering": ("/om", 301),
    "kalenderfil": ("/tilbud/aeldresagen-odense-besoegsven/kalender.ics", 200),
    "qr": ("/tilbud/aeldresagen-odense-besoegsven/qr.svg", 200),
    "kort-uden-graenser": ("/kort/danmark.svg", 404),
    "turtle": ("/begreber/begreber.ttl", 200),
    "lukket": ("/min-side/", 302),
    "bagkontor": ("/teknik/", 302),
    "forkert-bytes": ("/%ff%fe/", 404),
}
#: Nobody has signed in here, so the doors that are closed lead to where one does.
CLOSED = SEEN_BY.keys() - {"forening-spoerg"}  # Public too, and looked at by somebody signed in for its form.
ADDRESSES = {name: (path, 302 if name in CLOSED else STATUS.get(name, 200)) for name, path in PAGES.items()} | OTHERS


class Inline(HTMLParser):
    """Notes what a strict policy forbids: scripts and styles written into the page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        is_data = (names.get("type") or "").endswith("json")
        if tag == "style" or (tag == "script" and "src" not in names and not is_data):
            self.found.append(f"<{tag}>")
        self.found += [name for name in names if name == "style" or name.startswith("on")]
        self.found += [value for value in names.values() if value and value.lower().startswith("javascript:")]


def hashed_file(portal: Portal, ending: str) -> str:
    """Return the address of one of the front page's own static files."""
    found = re.search(rf'/static/[^"]+\.[0-9a-f]{{12}}\.{ending}', ask(portal.url, "/").text)
    assert found, ending
    return found[0]


class TestEveryAnswer:
    @pytest.mark.parametrize("name", ADDRESSES)
    def test_carries_the_safe_headers_and_no_cookie(self, portal: Portal, name: str) -> None:
        path, status = ADDRESSES[name]

        answer = ask(portal.url, path)

        assert answer.status == status
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["referrer-policy"] in {"same-origin", "no-referrer"}
        assert answer.headers["cross-origin-opener-policy"] == "same-origin"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert "camera=()" in answer.headers["permissions-policy"]
        assert answer.headers["cache-control"]
        assert answer.headers["x-request-id"]
        assert_is_strict(answer.headers["content-security-policy"])
        assert "set-cookie" not in answer.headers or name in WITH_COOKIES

    @pytest.mark.parametrize("name", PAGES)
    def test_has_no_script_and_no_style_of_its_own(self, portal: Portal, name: str) -> None:
        page = Inline()

        page.feed(ask(portal.url, PAGES[name]).text)

        assert not page.found

    def test_of_a_static_file_is_as_safe(self, portal: Portal) -> None:
        answer = ask(portal.url, hashed_file(portal, "css"))

        assert answer.headers["x-content-type-options"] == "nosniff"
        assert_is_strict(answer.headers["content-security-policy"])
        assert "set-cookie" not in answer.headers


def assert_is_strict(policy: str) -> None:
    directives = {name: values for name, *values in (part.split() for part in policy.split(";") if part.strip())}
    assert directives["default-src"] == ["'none'"]
    assert directives["script-src"] == directives["style-src"] == ["'self'"]
    assert directives["frame-ancestors"] == directives["base-uri"] == directives["object-src"] == ["'none'"]
    assert directives["form-action"] == ["'self'"]
    assert "unsafe" not in policy
    assert "http" not in policy


class TestHead:
    def test_answers_as_get_does_without_the_page(self, portal: Portal) -> None:
        parts = urlsplit(portal.url)
        connection = http.client.HTTPConnection(parts.netloc, timeout=30)
        different: list[str] = []
        for name, (path, status) in ADDRESSES.items():
            head = ask_on(connection, path, method="HEAD")
            get = ask_on(connection, path)
            same = all(
                head.headers.get(key) == get.headers.get(key)
                for key in ("cache-control", "vary", "etag", "content-length")
            )
            if (head.status, get.status, head.body) != (status, status, b"") or not same:
                different.append(name)
        connection.close()

        assert not different

    def test_can_be_asked_whether_a_page_changed(self, portal: Portal) -> None:
        mark = ask(portal.url, "/om/").headers["etag"]

        assert ask(portal.url, "/om/", method="HEAD", headers={"If-None-Match": mark}).status == 304


class TestKeeping:
    @pytest.mark.parametrize("encoding", ["identity", "gzip", "br"])
    @pytest.mark.parametrize("path", ["/om/", "/en/om/", "/sitemap.xml", "/begreber/begreber.ttl", "/robots.txt"])
    def test_a_page_that_is_the_same_is_not_sent_twice(self, portal: Portal, path: str, encoding: str) -> None:
        first = ask(portal.url, path, headers={"Accept-Encoding": encoding})

        again = ask(portal.url, path, headers={"Accept-Encoding": encoding, "If-None-Match": first.headers["etag"]})

        assert (again.status, again.body) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
        assert again.headers["cache-control"] == first.headers["cache-control"]
        assert "Accept-Encoding" in again.headers["vary"]

    def test_marks_are_weak_and_compared_weakly(self, portal: Portal) -> None:
        mark = ask(portal.url, "/om/").headers["etag"]

        assert mark.startswith('W/"')
        for wanted in (mark, mark.removeprefix("W/"), f'"another", {mark}', "*"):
            assert ask(portal.url, "/om/", headers={"If-None-Match": wanted}).status == 304
        assert ask(portal.url, "/om/", headers={"If-None-Match": '"another"'}).status == 200

    def test_public_pages_may_be_kept_but_are_asked_about(self, portal: Portal) -> None:
        for path in ("/", "/om/", "/odense/", "/tilbud/aeldresagen-odense-besoegsven/", "/soeg/?q=ensom"):
            assert ask(portal.url, path).headers["cache-control"] == "public, max-age=0, must-revalidate"

    def test_nobody_keeps_what_is_sensitive(self, portal: Portal) -> None:
        for path in ("/tilbud/rk-odense-qnet/", "/soeg/?q=min+mand+sl%C3%A5r+mig"):
            answer = ask(portal.url, path)

            assert answer.headers["cache-control"] == "no-store"
            assert answer.headers["referrer-policy"] == "no-referrer"
            assert "etag" not in answer.headers
        assert "no-store" in ask(portal.url, "/soeg/", method="POST", body=b"q=ensom").headers["cache-control"]

    def test_no_page_is_different_for_those_who_bring_a_cookie(self, portal: Portal) -> None:
        for path in ("/", "/om/", "/soeg/?q=ensom", "/odense/"):
            assert "cookie" not in ask(portal.url, path).headers.get("vary", "").lower()


class TestPacking:
    @pytest.mark.parametrize(
        ("accepted", "expected"),
        [
            ("br, gzip", "br"),
            ("gzip, deflate, br, zstd", "br"),
            ("gzip", "gzip"),
            ("gzip;q=1.0, br;q=0.5", "gzip"),
            ("br;q=0, gzip", "gzip"),
            ("br; q=0 , gzip; q=0", ""),
            ("*", "br"),
            ("*;q=0", ""),
            ("identity", ""),
            ("identity;q=1, gzip;q=0.5", ""),
            ("zstd", "zstd"),
            ("compress, broken;;q=, br-like", ""),
            ("BR", "br"),
            ("", ""),
        ],
    )
    def test_is_what_the_browser_prefers(self, portal: Portal, accepted: str, expected: str) -> None:
        plain = ask(portal.url, "/om/")

        answer = ask(portal.url, "/om/", headers={"Accept-Encoding": accepted})

        assert answer.headers.get("content-encoding", "") == expected
        assert "Accept-Encoding" in answer.headers["vary"]
        assert unpacked(answer) == plain.body
        assert int(answer.headers["content-length"]) == len(answer.body)


def unpacked(answer: Answer) -> bytes:
    encoding = answer.headers.get("content-encoding", "")
    if encoding == "br":
        return bytes(brotli.decompress(answer.body))
    if encoding == "zstd":
        return zstandard.ZstdDecompressor().decompressobj().decompress(answer.body)
    return gzip.decompress(answer.body) if encoding == "gzip" else answer.body


class TestStaticFiles:
    @pytest.mark.parametrize("ending", ["css", "js"])
    def test_are_named_by_content_packed_and_kept_for_ever(self, portal: Portal, ending: str) -> None:
        path = hashed_file(portal, ending)
        plain = ask(portal.url, path)
        for encoding in ("br", "gzip"):
            answer = ask(portal.url, path, headers={"Accept-Encoding": encoding})

            assert answer.headers["content-encoding"] == encoding
            assert answer.headers["cache-control"] == "max-age=315360000, public, immutable"
            assert "Accept-Encoding" in answer.headers["vary"]
            assert unpacked(answer) == plain.body
            assert len(answer.body) < len(plain.body)

    def test_that_do_not_exist_are_not_found_and_lead_nowhere(self, portal: Portal) -> None:
        for path in ("/static/ui/none.css", "/static/../../../etc/passwd", "/static/%2e%2e/brobygger.sqlite3"):
            assert ask(portal.url, path).status == 404


class TestMachineDoors:
    def test_security_txt_has_what_the_standard_asks(self, portal: Portal) -> None:
        answer = ask(portal.url, "/.well-known/security.txt")

        fields = dict(line.split(": ", 1) for line in answer.text.splitlines())
        assert answer.headers["content-type"] == "text/plain; charset=utf-8"
        assert fields["Contact"].startswith("mailto:")
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|\+00:00)", fields["Expires"])
        assert fields["Canonical"] == f"{portal.url}/.well-known/security.txt"
        assert fields["Preferred-Languages"] == "da, en"

    def test_robots_are_told_of_the_site_map_and_kept_from_endless_searches(self, portal: Portal) -> None:
        text = ask(portal.url, "/robots.txt").text

        assert f"Sitemap: {portal.url}/sitemap.xml" in text
        assert "Disallow: /*side=" in text
        assert "Disallow: /*q=" not in text
        assert "Disallow: /\n" not in text
