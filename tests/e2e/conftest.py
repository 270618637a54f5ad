"""One portal and one browser for the whole run; a new, empty browser context for each test."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Response, expect, sync_playwright

from tests.portal import ROOT, Portal, running_portal

#: Chromium keeps to itself: no accounts, no updates, no look-ups of its maker's hosts.
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}

#: A busy machine may take its time; every assertion about a page waits as long as a click does.
PATIENCE_MS = 15_000
expect.set_options(timeout=PATIENCE_MS)

NewPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything here, and skip without a browser only where that is allowed."""
    for item in items:
        if "tests/e2e" in str(item.path):
            item.add_marker("e2e")
            if chromium() is None and os.environ.get("CI") != "true":
                item.add_marker(pytest.mark.skip(reason="Chromium is not installed"))


def chromium() -> str | None:
    """Return the path of the system's Chromium, or None."""
    return shutil.which("chromium") or shutil.which("google-chrome")


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """The portal with the whole demo register."""
    assert (ROOT / "brobygger/ui/static/ui/brobygger.css").exists(), "Build the assets first: make assets"
    with running_portal(tmp_path_factory.mktemp("portal")) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium, headless."""
    path = chromium()
    assert path is not None, "Chromium is not installed"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield started
        started.close()


@pytest.fixture
def new_page(browser: Browser, portal: Portal) -> Iterator[NewPage]:
    """Make pages; afterwards assert that none of them called another host or was given a cookie."""
    complaints: list[str] = []

    def make(*, may_have_cookies: bool = False, **options: object) -> Page:
        context = browser.new_context(base_url=portal.url, locale="da-DK", **options)  # type: ignore[arg-type]
        context.on("request", lambda request: _note_foreign(request.url, portal.url, complaints))
        if not may_have_cookies:
            context.on("response", lambda response: _note_cookie(response, complaints))
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"script error: {error}"))
        return page

    yield make
    for context in list(browser.contexts):
        context.close()
    assert not complaints


def _note_foreign(url: str, own: str, complaints: list[str]) -> None:
    if not url.startswith((own, "data:", "blob:")):
        complaints.append(f"call to {url}")


def _note_cookie(response: Response, complaints: list[str]) -> None:
    if "set-cookie" in response.headers:
        complaints.append(f"cookie from {response.url}")


@pytest.fixture(scope="session")
def axe_source() -> str:
    """The accessibility judge, from npm."""
    return (ROOT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def pictures() -> Path:
    """Where screenshots go, for people to look at."""
    folder = ROOT / "tests/output"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
