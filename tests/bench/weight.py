"""What a first visit fetches over the wire, counted by the browser itself."""

from playwright.sync_api import Browser, sync_playwright

from tests.bench.figures import Figure
from tests.e2e.conftest import CHROMIUM_FLAGS, PHONE, chromium
from tests.portal import Portal

PAGES = (("front page", "/", 90.0), ("results page", "/soeg/?q=ensom&hvor=Odense", 140.0))


def measure(portal: Portal) -> list[Figure]:
    """Return the weight of a first visit on a phone, in kB (1,000 bytes), headers and fonts included, map closed."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
        figures = [
            Figure(
                name=f"{name}, first visit",
                value=_wire_bytes(browser, portal.url + path) / 1000,
                unit="kB",
                at_most=limit,
            )
            for name, path, limit in PAGES
        ]
        browser.close()
    return figures


def _wire_bytes(browser: Browser, url: str) -> float:
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    received: list[float] = []
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    page.goto(url)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)
    context.close()
    return sum(received)
