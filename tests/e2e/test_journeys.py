"""Journeys, each walked by mouse with JavaScript and again without: the portal is whole either way."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import DESKTOP, PHONE, NewPage
from tests.e2e.signing_in import NATIONAL, sign_in_anew

BOTH_WAYS = pytest.mark.parametrize("has_javascript", [True, False], ids=["with-js", "without-js"])


@BOTH_WAYS
class TestAWidowerInOdense:
    def test_finds_a_group_and_everything_needed_to_go_there(self, new_page: NewPage, has_javascript: bool) -> None:
        page = new_page(viewport=PHONE, java_script_enabled=has_javascript)
        page.goto("/")
        page.get_by_label("Hvad har du brug for?").first.fill("min kone er død, og jeg er meget alene")
        page.get_by_label("Hvor?").first.fill("5000")
        page.get_by_role("button", name=re.compile("Søg|Find")).first.click()

        expect(page.get_by_role("heading", level=1)).to_be_visible()
        first = page.locator("main article a").first
        name = first.inner_text()
        first.click()

        expect(page.get_by_role("heading", level=1)).to_contain_text(name.strip()[:20])
        expect(page.get_by_text(re.compile("ikke bekræftet endnu", re.IGNORECASE)).first).to_be_visible()
        expect(page.get_by_text(re.compile("Kilde", re.IGNORECASE)).first).to_be_visible()

    def test_a_misspelt_town_is_met_with_a_suggestion(self, new_page: NewPage, has_javascript: bool) -> None:
        page = new_page(viewport=PHONE, java_script_enabled=has_javascript)
        page.goto("/soeg/?q=ensom&hvor=Odnese")

        page.get_by_role("link", name=re.compile("Odense")).first.click()

        expect(page).to_have_url(re.compile("hvor=Odense"))


@BOTH_WAYS
class TestSomebodyInDanger:
    def test_sees_help_before_anything_else(self, new_page: NewPage, has_javascript: bool) -> None:
        page = new_page(viewport=PHONE, java_script_enabled=has_javascript)
        page.goto("/soeg/?q=jeg+vil+ikke+leve+mere")

        expect(page.locator('main a[href="tel:112"]').first).to_be_visible()
        assert page.locator('main a[href^="tel:"]').count() >= 3
        crisis = page.locator('main a[href="tel:112"]').first.bounding_box()
        article = page.locator("main article").first
        if article.count() and crisis is not None:
            box = article.bounding_box()
            assert box is None or crisis["y"] < box["y"]

    def test_can_leave_quickly_on_a_page_about_violence(self, new_page: NewPage, has_javascript: bool) -> None:
        page = new_page(viewport=PHONE, java_script_enabled=has_javascript)
        page.goto("/tilbud/rk-odense-qnet/")

        leave = page.get_by_role("link", name=re.compile("Forlad|Luk", re.IGNORECASE)).first

        expect(leave).to_be_visible()
        assert "noreferrer" in (leave.get_attribute("rel") or "")


@BOTH_WAYS
class TestAPrivateSearch:
    def test_keeps_the_words_out_of_the_address(self, new_page: NewPage, has_javascript: bool) -> None:
        page = new_page(viewport=DESKTOP, java_script_enabled=has_javascript)
        page.goto("/")
        page.get_by_label("Hvad har du brug for?").first.fill("min mand drikker")
        page.locator("summary", has_text="Søg privat").click()
        page.get_by_role("button", name="Søg privat").click()

        expect(page.locator("main article").first).to_be_visible()
        assert "drikker" not in page.url


@BOTH_WAYS
class TestThreeQuestionsAboutLoneliness:
    def test_end_in_offers_and_store_nothing(self, new_page: NewPage, has_javascript: bool) -> None:
        page = new_page(viewport=PHONE, java_script_enabled=has_javascript)
        page.goto("/er-jeg-ensom/")
        for group in page.locator("fieldset").all():
            group.get_by_label("Ofte").check()
        posts: list[str] = []
        page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
        page.locator("form[data-tils] button[type=submit]").click()

        expect(page.locator('main a[href*="ensomhed"]').first).to_be_visible()
        assert bool(posts) is not has_javascript


@BOTH_WAYS
class TestReportingAnError:
    def test_thanks_and_keeps_what_was_typed_until_then(self, new_page: NewPage, has_javascript: bool) -> None:
        page = new_page(viewport=PHONE, java_script_enabled=has_javascript)
        page.goto("/tilbud/aeldresagen-odense-besoegsven/fejl/")
        page.wait_for_timeout(2100)
        page.get_by_label(re.compile("Tid eller sted")).check()
        box = page.locator("main textarea").first
        box.fill("Skriv til 010203-1234")
        page.locator('main form[method="post"] button[type=submit]').first.click()

        expect(page.get_by_text(re.compile("CPR")).first).to_be_visible()
        expect(page.locator("main textarea").first).to_have_value("Skriv til 010203-1234")

        page.wait_for_timeout(2100)
        page.locator("main textarea").first.fill("De mødes om onsdagen nu")
        page.locator('main form[method="post"] button[type=submit]').first.click()

        expect(page.get_by_text(re.compile("Tak")).first).to_be_visible()


class TestAnEditor:
    def test_signs_in_and_out(self, new_page: NewPage) -> None:
        page = new_page(viewport=DESKTOP, may_have_cookies=True)
        sign_in_anew(page, NATIONAL)

        expect(page).to_have_url(re.compile("/min-side/"))
        page.get_by_role("button", name=re.compile("Log ud")).click()

        expect(page).not_to_have_url(re.compile("/min-side/"))
