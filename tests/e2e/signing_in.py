"""Signing in with a browser, for every test that walks a page behind a door.

``sign_in(page, "odense@brobygger.example")`` leaves the page on ``/min-side/`` with the second step shown where the
role needs one. The page must come from ``new_page(may_have_cookies=True)``. The form is walked once for each account
and portal; later pages are given the same session, unless it has ended meanwhile. ``sign_in_anew`` always walks it.
"""

import base64
import hmac
import time
from urllib.parse import quote, urlsplit

from playwright.sync_api import Page

from brobygger.accounts.demo_accounts import DEMO_APP_SECRET
from brobygger.web.demo_people import DEMO_PASSWORD

#: The demo's accounts by role (brobygger/web/demo_people.py), for the walks of ``tests/e2e/pages.py``.
NATIONAL = "national@brobygger.example"
LOCAL = "odense@brobygger.example"
FRONTLINE = "front@brobygger.example"
EDITOR = "redaktion@brobygger.example"
GRANT_OWNER = "pulje@brobygger.example"
MEMBER = "forening@brobygger.example"

_sessions: dict[tuple[str, str], list[dict[str, object]]] = {}
_used_codes: set[tuple[str, str]] = set()


def sign_in(page: Page, email: str, *, password: str = DEMO_PASSWORD) -> None:
    """Sign in as somebody, as quickly as possible, and end on their own page."""
    page.goto("/healthz")
    key = (_portal(page), email)
    if key in _sessions:
        page.context.add_cookies(_sessions[key])  # type: ignore[arg-type]
        page.goto("/min-side/")
        if urlsplit(page.url).path == "/min-side/":
            return
        page.context.clear_cookies()
    sign_in_anew(page, email, password=password)
    _sessions[key] = [dict(cookie) for cookie in page.context.cookies() if cookie.get("name") == "sessionid"]


def sign_in_anew(page: Page, email: str, *, password: str = DEMO_PASSWORD, secret: str = DEMO_APP_SECRET) -> None:
    """Sign in through the form, with a code where one is asked for, and end on the person's own page."""
    page.goto("/log-ind/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Adgangskode", exact=True).fill(password)
    page.get_by_role("button", name="Log ind", exact=True).click()
    page.wait_for_load_state()
    if urlsplit(page.url).path == "/log-ind/trin-2/":
        give_code(page, email, secret=secret)
    page.wait_for_url("**/min-side/")


def give_code(page: Page, email: str, *, secret: str = DEMO_APP_SECRET, button: str = "Log ind") -> None:
    """Type a code that has not been used yet, where a page asks for one, and send it."""
    page.get_by_label("Kode").fill(fresh_code(_portal(page) + email, secret))
    page.get_by_role("button", name=button, exact=True).click()
    page.wait_for_load_state()


def mailed_link(page: Page, to: str, *, subject: str = "") -> str:
    """Return the first address of this portal in the newest mail to somebody; read in a window of its own."""
    window = page.context.new_page()
    window.goto(f"{_portal(page)}/demo/post/?til={quote(to)}")
    letter = window.locator("main h2 a", has_text=subject).first
    window.goto(str(letter.get_attribute("href")))
    link = window.locator("main .card a").first.get_attribute("href")
    window.close()
    return urlsplit(str(link)).path


def fresh_code(account: str, secret: str) -> str:
    """Return a code that counts now and was not used before: each is good once, half a minute to either side."""
    for _ in range(70):
        now = int(time.time()) // 30
        for step in (now, now + 1, now - 1):
            code = _code(secret, step)
            if (account, code) not in _used_codes:
                _used_codes.add((account, code))
                return code
        time.sleep(1)
    raise TimeoutError("No fresh code within a minute")


def _code(secret: str, step: int) -> str:
    """Return what an app shows in one half minute (RFC 6238), written here so that the portal is not its own judge."""
    digest = hmac.digest(base64.b32decode(secret), step.to_bytes(8, "big"), "sha1")
    start = digest[-1] & 0x0F
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def _portal(page: Page) -> str:
    parts = urlsplit(page.url)
    return f"{parts.scheme}://{parts.netloc}"
