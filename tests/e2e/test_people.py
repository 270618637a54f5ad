"""Journeys of those who decide who has access, and of those they invite: with JavaScript and without, on a phone."""

import re
import time
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import PHONE, NewPage
from tests.e2e.signing_in import LOCAL, MEMBER, sign_in

BOTH_WAYS = pytest.mark.parametrize("has_javascript", [True, False], ids=["with-js", "without-js"])
PASSWORD = "tre ord og et tog"
Visit = Callable[..., Page]


@pytest.fixture
def visit(new_page: NewPage) -> Visit:
    """Open a browser of somebody's own, on a phone."""

    def make(who: str = "", *, has_javascript: bool = True) -> Page:
        page = new_page(may_have_cookies=True, viewport=PHONE, java_script_enabled=has_javascript)
        if who:
            sign_in(page, who)
        return page

    return make


def open_link_in_mail(page: Page, subject: str, *, to: str) -> None:
    """Open the newest mail to somebody where a demonstration keeps them, and follow its link."""
    letter = page.locator(".card", has_text=f"Til {to}").get_by_role("link", name=subject).first
    for _ in range(60):
        page.goto("/demo/post/")
        if letter.count():
            break
        time.sleep(0.5)
    letter.click()
    page.goto(urlsplit(page.locator(".card a").first.get_attribute("href") or "").path)


def has_no_flaws(page: Page, axe_source: str, *, has_javascript: bool) -> None:
    """Assert what the accessibility judge says (it needs JavaScript), and that nothing sticks out at the side."""
    if not has_javascript:
        return
    page.evaluate(axe_source)
    assert [flaw["id"] for flaw in page.evaluate("axe.run(document)")["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@BOTH_WAYS
class TestALocalAdministrator:
    def test_invites_somebody_who_comes_in_and_closes_the_account_again(
        self, visit: Visit, axe_source: str, has_javascript: bool
    ) -> None:
        address = f"ny-{has_javascript}@kommunen.example".lower()
        boss = visit(LOCAL, has_javascript=has_javascript)
        boss.get_by_role("link", name="Hvem har adgang", exact=True).click()
        boss.get_by_role("link", name="Inviter en person").click()
        boss.get_by_label("E-mail").fill(address)
        boss.get_by_label("frontmedarbejder").check()
        boss.get_by_role("button", name="Send invitationen").click()
        expect(boss.get_by_text("Invitationen er sendt")).to_be_visible()
        has_no_flaws(boss, axe_source, has_javascript=has_javascript)

        new = visit(has_javascript=has_javascript)
        open_link_in_mail(new, "Du er inviteret til Brobygger", to=address)
        expect(new.get_by_text("Det gælder i: Odense")).to_be_visible()
        has_no_flaws(new, axe_source, has_javascript=has_javascript)
        new.get_by_label("Dit navn").fill("Ny Nielsen")
        new.get_by_label("Vælg en adgangskode").fill(PASSWORD)
        new.get_by_role("button", name="Lav kontoen, og kom i gang").click()
        new.wait_for_url("**/konto/trin-2/**")

        boss.goto("/konto/brugere/?q=nielsen")
        boss.get_by_role("link", name="Ny Nielsen").first.click()
        has_no_flaws(boss, axe_source, has_javascript=has_javascript)
        boss.get_by_role("button", name="Luk kontoen").click()
        expect(boss.get_by_text("Kontoen er lukket")).to_be_visible()
        new.goto("/min-side/")
        new.wait_for_url("**/log-ind/**")
        boss.goto("/konto/brugere/?q=nielsen")
        boss.get_by_role("link", name="Ny Nielsen").first.click()
        boss.get_by_role("button", name="Åbn kontoen igen").click()
        boss.goto("/konto/brugere/?q=nielsen")
        boss.get_by_role("link", name="Ny Nielsen").first.click()
        boss.get_by_role("button", name="Tag rollen væk").click()
        expect(boss.get_by_text("Adgangen er taget væk")).to_be_visible()

    def test_sees_nobody_from_elsewhere_and_cannot_give_more_than_their_own(
        self, visit: Visit, has_javascript: bool
    ) -> None:
        page = visit(LOCAL, has_javascript=has_javascript)
        page.goto("/konto/brugere/")

        expect(page.get_by_text("national@brobygger.example")).to_have_count(0)
        page.goto("/konto/brugere/inviter/")
        expect(page.get_by_label("national administrator")).to_have_count(0)
        expect(page.get_by_label("Aalborg")).to_have_count(0)


@BOTH_WAYS
class TestAnAssociationThatForgotItsPassword:
    def test_comes_in_by_a_link_that_works_once(self, visit: Visit, axe_source: str, has_javascript: bool) -> None:
        page = visit(has_javascript=has_javascript)
        page.goto("/log-ind/")
        page.get_by_role("link", name=re.compile("link på mail")).click()
        page.get_by_label("E-mail").fill(MEMBER)
        page.get_by_role("button", name="Send linket").click()
        expect(page.get_by_role("heading", name="Se i din indbakke")).to_be_visible()

        open_link_in_mail(page, "Log ind på Brobygger", to=MEMBER)
        link = page.url
        has_no_flaws(page, axe_source, has_javascript=has_javascript)
        page.get_by_role("button", name="Log ind nu").click()
        page.wait_for_url("**/min-side/")

        answer = page.goto(link)
        assert answer is not None
        assert answer.status == 410
