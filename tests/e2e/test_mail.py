"""Mail: a fresh portal's worker sends it, a demo shows it, and whoever got it decides what comes next."""

import json
import time

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import PHONE, NewPage
from tests.portal import Portal

RECEIVER = "forening@brobygger.example"
#: To those who decide, that somebody writes for them; other tests on the same portal cause other letters.
SUBJECT = "Hvem der skriver for"


@pytest.mark.parametrize("has_javascript", [True, False], ids=["with JavaScript", "without"])
class TestWhoeverGetsAMail:
    def test_chooses_what_comes_next_without_signing_in(self, new_page: NewPage, has_javascript: bool) -> None:
        page = new_page(java_script_enabled=has_javascript, viewport=PHONE)
        page.goto(f"/demo/post/?til={RECEIVER}")
        page.locator("main h2 a").filter(has_text=SUBJECT).first.click()
        choices = page.locator("main a[href*='/beskeder/']")

        choices.click()
        page.get_by_label("Om der er plads").select_option(label="samlet én gang om ugen")
        page.wait_for_timeout(2_100)  # A form that is sent sooner was sent by a robot.
        page.get_by_role("button", name="Gem").click()

        expect(page.get_by_text("Det er gemt")).to_be_visible()
        expect(page.get_by_label("Om der er plads")).to_have_value("weekly")

    def test_stops_one_kind_and_regrets_it(self, new_page: NewPage, has_javascript: bool) -> None:
        page = new_page(java_script_enabled=has_javascript, viewport=PHONE)
        page.goto(f"/demo/post/?til={RECEIVER}")
        page.locator("main h2 a").filter(has_text=SUBJECT).first.click()
        address = page.locator("main a[href*='/beskeder/']").get_attribute("href") or ""

        page.goto(address.replace("/beskeder/", "/afmeld/"))
        page.get_by_role("button", name="Stop de mails").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Det er stoppet")

        page.get_by_role("link", name="Fortryd").click()
        choice = page.get_by_label("Hvem der skriver for en forening")
        expect(choice).to_have_value("never")
        choice.select_option("at_once")
        page.wait_for_timeout(2_100)
        page.get_by_role("button", name="Gem").click()
        expect(page.get_by_text("Det er gemt")).to_be_visible()


class TestTheWorkerInside:
    def test_sends_what_lies_in_the_outbox(self, portal: Portal) -> None:
        """A demo's mails go no further than the house, but the worker that takes them is the real one."""
        deadline = time.monotonic() + 60
        while (how := json.loads(portal.run("outbox", "status", "--json")))["oldest_due_at"]:
            assert time.monotonic() < deadline, how
            time.sleep(1)

        assert how["workers"] >= 1
        assert how["by_state"]["sent"] > 0
