"""The widget on somebody else's page: another host, a policy as strict as can be, with and without JavaScript."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Page, expect

from tests.e2e.conftest import DESKTOP, PHONE
from tests.e2e.live import ask
from tests.e2e.test_accessibility import RULES, RUN_AXE, scrolls_sideways
from tests.portal import Portal

pytestmark = pytest.mark.e2e
MOST_BYTES = 25_000
Show = Callable[..., Page]


class Host:
    """Somebody else's web site, on a port of its own, that lets in nothing but the portal."""

    def __init__(self, portal: Portal) -> None:
        self.portal, self.body = portal, ""
        host = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                page = host.page().encode()
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Security-Policy", host.policy())
                self.send_header("Cross-Origin-Embedder-Policy", "require-corp")
                self.end_headers()
                self.wfile.write(page)

            def log_message(self, *_args: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/"

    def policy(self) -> str:
        home = self.portal.url
        return f"default-src 'none'; script-src {home}; frame-src {home}; require-trusted-types-for 'script'"

    def page(self) -> str:
        return (
            '<!doctype html><html lang="da"><head><meta charset="utf-8"><meta name="viewport" '
            'content="width=device-width"><title>Boligforeningen</title></head><body>'
            f'<main><h1>Boligforeningen</h1><p><a href="#f">Før</a></p>{self.body}<p><a href="#e">Efter</a></p></main>'
            "</body></html>"
        )


@pytest.fixture
def host(portal: Portal) -> Iterator[Host]:
    host = Host(portal)
    thread = threading.Thread(target=host.server.serve_forever, daemon=True)
    thread.start()
    yield host
    host.server.shutdown()
    host.server.server_close()
    thread.join()


@pytest.fixture
def show(browser: Browser, host: Host) -> Iterator[Show]:
    """Open the host's page with some markup in it; afterwards nobody has complained and nobody has a cookie."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def opened(body: str, **options: object) -> Page:
        host.body = body
        context = browser.new_context(locale="da-DK", **options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
        page.goto(host.url)
        return page

    yield opened
    cookies = [cookie for context in contexts for cookie in context.cookies()]
    for context in contexts:
        context.close()
    assert not complaints
    assert not cookies


def tag(portal: Portal, attributes: str = "") -> str:
    return f'<script src="{portal.url}/widget/soeg.js" async data-kommune="0461" data-antal="3" {attributes}></script>'


def framed(page: Page) -> FrameLocator:
    return page.frame_locator("iframe")


def grown(page: Page) -> None:
    """Wait until the frame is as high as what is in it."""
    page.wait_for_function("document.querySelector('iframe')?.style.height.endsWith('px') && "
                           "document.querySelector('iframe').style.height !== '720px'")  # fmt: skip


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
class TestTheScript:
    def test_shows_offers_and_is_as_high_as_they_are(
        self, show: Show, portal: Portal, pictures: Path, viewport: dict[str, int]
    ) -> None:
        page = show(tag(portal, 'data-behov="ensomhed,sorg" data-farve="ffee00"'), viewport=viewport)

        expect(framed(page).locator("article")).to_have_count(3)
        grown(page)
        inner = page.frames[1].evaluate("document.documentElement.scrollHeight")

        assert abs(page.locator("iframe").evaluate("frame => frame.clientHeight") - inner) <= 1
        assert not scrolls_sideways(page, viewport["width"])
        page.screenshot(path=pictures / f"widget-{viewport['width']}.png", full_page=True)

    def test_is_accessible_outside_and_inside(
        self, show: Show, portal: Portal, axe_source: str, viewport: dict[str, int]
    ) -> None:
        for look in ('data-tema="lys" data-farve="ffee00"', 'data-tema="moerk" data-farve="330000"'):
            page = show(tag(portal, look), viewport=viewport, bypass_csp=True)
            expect(framed(page).locator("article")).to_have_count(3)

            for frame in page.frames:
                frame.evaluate(axe_source)
                found = frame.evaluate(RUN_AXE, RULES)["violations"]
                assert not [f"{item['id']} {[node['html'][:140] for node in item['nodes'][:3]]}" for item in found]


class TestSearching:
    def test_is_done_with_the_keyboard_and_said_aloud(self, show: Show, portal: Portal) -> None:
        page = show(tag(portal))
        inside = framed(page)
        expect(inside.locator("article")).to_have_count(3)
        before = page.frames[1].url

        page.get_by_role("link", name="Før").focus()
        page.keyboard.press("Tab")
        expect(inside.get_by_label("Hvad har du brug for?")).to_be_focused()
        page.keyboard.type("sorg")
        page.keyboard.press("Enter")

        expect(inside.get_by_role("status")).to_contain_text("tilbud")
        expect(inside.get_by_label("Hvad har du brug for?")).to_be_focused()
        assert page.frames[1].url == before  # Answered in its place.

    def test_leads_to_the_portal_in_a_window_of_its_own(self, show: Show, portal: Portal) -> None:
        page = show(tag(portal))

        with page.context.expect_page() as opened:
            framed(page).locator("article a").first.click()

        assert opened.value.url.startswith(f"{portal.url}/tilbud/")
        assert page.url.startswith("http://127.0.0.1")

    def test_shows_whom_to_call_first(self, show: Show, portal: Portal) -> None:
        page = show(tag(portal))
        inside = framed(page)

        inside.get_by_label("Hvad har du brug for?").fill("jeg vil ikke leve mere")
        inside.get_by_role("button", name="Søg").click()

        expect(inside.get_by_role("link", name="112")).to_be_visible()
        expect(inside.get_by_role("status")).to_contain_text("Du kan tale med nogen nu")

    def test_says_so_when_the_portal_does_not_answer(self, show: Show, portal: Portal) -> None:
        page = show(tag(portal))
        inside = framed(page)
        expect(inside.locator("article")).to_have_count(3)
        page.context.route("**/widget/soeg/?**q=kaffe**", lambda route: route.fulfill(status=204, body=""))

        inside.get_by_label("Hvad har du brug for?").fill("kaffe")
        inside.get_by_role("button", name="Søg").click()

        expect(inside.get_by_role("status")).to_contain_text("Det gik ikke")
        expect(inside.locator("article")).to_have_count(3)


class TestTheHost:
    def test_is_only_told_heights_by_our_frame(self, show: Show, portal: Portal) -> None:
        page = show(tag(portal), bypass_csp=True)
        grown(page)
        height = page.locator("iframe").evaluate("frame => frame.style.height")

        page.evaluate("postMessage({ type: 'brobygger:hoejde', height: 9 }, '*')")
        page.wait_for_timeout(200)

        assert page.locator("iframe").evaluate("frame => frame.style.height") == height

    def test_may_hold_several(self, show: Show, portal: Portal) -> None:
        page = show(tag(portal) + tag(portal, 'data-sprog="en" data-felt="nej"'))

        expect(page.locator("iframe")).to_have_count(2)
        expect(page.frame_locator("iframe >> nth=1").get_by_role("heading", level=1)).to_have_text(
            "Find community and help"
        )


class TestWithoutJavaScript:
    @pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
    def test_a_plain_frame_is_whole(self, show: Show, portal: Portal, viewport: dict[str, int]) -> None:
        frame = f'<iframe src="{portal.url}/widget/soeg/?hvor=0461&amp;antal=3" title="Find" width="100%" height="720">'
        page = show(f"{frame}</iframe>", java_script_enabled=False, viewport=viewport)
        inside = framed(page)

        inside.get_by_label("Hvad har du brug for?").fill("sorg")
        inside.get_by_role("button", name="Søg").click()

        expect(inside.locator("article").first).to_be_visible()
        expect(inside.get_by_label("Hvad har du brug for?")).to_have_value("sorg")


class TestComingBack:
    def test_is_shown_again_the_next_time(self, show: Show, portal: Portal) -> None:
        """The browser asks about what it has kept, and the 304 must not take the frame's permission back."""
        page = show(f'<iframe src="{portal.url}/widget/soeg/" title="Tilbud" width="400" height="700"></iframe>')
        for _ in range(2):
            expect(framed(page).get_by_role("searchbox")).to_be_visible()
            page.reload()
        expect(framed(page).get_by_role("searchbox")).to_be_visible()


class TestWeight:
    def test_is_small_with_everything_it_loads(self, browser: Browser, host: Host, portal: Portal) -> None:
        host.body = tag(portal, 'data-farve="aa0000"').replace('data-antal="3"', 'data-antal="10"')
        context = browser.new_context()
        page = context.new_page()
        sizes: dict[str, int] = {}
        page.on("response", lambda response: sizes.update({response.url: _wire_size(response.url, portal)}))
        page.goto(host.url)
        expect(framed(page).locator("article")).to_have_count(10)
        context.close()
        ours = {url: size for url, size in sizes.items() if url.startswith(portal.url)}

        assert len(ours) == 5  # The script, the page, two sheets, the page's own script.
        assert sum(ours.values()) <= MOST_BYTES


def _wire_size(url: str, portal: Portal) -> int:
    """Return how much of an answer goes over the wire, as a browser asks for it."""
    if not url.startswith(portal.url):
        return 0
    answer = ask(portal.url, url.removeprefix(portal.url), headers={"Accept-Encoding": "gzip, br"})
    return len(answer.body)


class TestBuildingAList:
    def test_follows_each_choice_and_copies_the_code(self, browser: Browser, portal: Portal) -> None:
        context = browser.new_context(base_url=portal.url, permissions=["clipboard-read", "clipboard-write"])
        page = context.new_page()
        page.goto("/byg-din-liste/")

        page.get_by_label("Kommune", exact=True).select_option("0461")
        page.get_by_label("Overskrift").fill("Hos os")
        expect(page.locator("#script")).to_have_value(
            f'<script src="{portal.url}/widget/soeg.js" async data-kommune="0461" data-overskrift="Hos os"></script>\n'
            f'<noscript><a href="{portal.url}/soeg/?hvor=0461">Hos os</a></noscript>'
        )
        expect(framed(page).get_by_role("heading", level=1)).to_have_text("Hos os")
        page.locator("[data-copy=script]").click()
        expect(page.get_by_text("Kopieret.")).to_be_visible()

        assert "hvor=0461" in page.url
        expect(page.locator("#script")).to_have_value(page.evaluate("navigator.clipboard.readText()"))
        context.close()

    def test_works_without_javascript(self, browser: Browser, portal: Portal) -> None:
        context = browser.new_context(base_url=portal.url, java_script_enabled=False)
        page = context.new_page()
        page.goto("/byg-din-liste/")

        page.get_by_label("Kommune", exact=True).select_option("0461")
        page.get_by_role("button", name="Vis listen").click()

        expect(page.locator("#script")).to_contain_text('data-kommune="0461"')
        assert not context.cookies()
        context.close()
