"""Suggestions by keyboard, touch and screen reader; searches kept on the device; and all of it without JavaScript."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import DESKTOP, PHONE, NewPage
from tests.e2e.test_accessibility import violations


def field(page: Page, name: str = "Hvad har du brug for?") -> Locator:
    return page.get_by_role("combobox", name=name).first


def typed(page: Page, text: str, name: str = "Hvad har du brug for?") -> Locator:
    """Type as a person does, and wait for the list."""
    combobox = field(page, name)
    combobox.click()
    page.keyboard.type(text, delay=15)
    expect(combobox).to_have_attribute("aria-expanded", "true")
    return combobox


class TestSuggestionsByKeyboard:
    def test_walk_down_and_up_and_round(self, new_page: NewPage) -> None:
        page = new_page(viewport=DESKTOP)
        page.goto("/")
        combobox = typed(page, "ensom")
        options = page.get_by_role("option")
        count = options.count()
        assert count > 1

        page.keyboard.press("ArrowDown")
        expect(options.first).to_have_attribute("aria-selected", "true")
        assert combobox.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
        page.keyboard.press("ArrowUp")
        assert combobox.get_attribute("aria-activedescendant") is None
        page.keyboard.press("ArrowUp")
        expect(options.last).to_have_attribute("aria-selected", "true")
        page.keyboard.press("Home")
        assert combobox.get_attribute("aria-activedescendant") is None
        assert page.evaluate("document.activeElement.selectionStart") == 0
        expect(combobox).to_be_focused()

    def test_a_topic_is_searched_for_as_a_filter_where_one_is(self, new_page: NewPage) -> None:
        page = new_page(viewport=DESKTOP)
        page.goto("/")
        page.get_by_label("Hvor?").first.fill("Odense")
        typed(page, "ensom")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")

        expect(page).to_have_url(re.compile(r"behov=ensomhed"))
        expect(page).to_have_url(re.compile(r"hvor=Odense"))
        expect(page.get_by_role("heading", level=1)).to_be_visible()

    def test_a_place_is_written_under_where(self, new_page: NewPage) -> None:
        page = new_page(viewport=DESKTOP)
        page.goto("/")
        typed(page, "nyborg")
        page.get_by_role("group", name="Steder").get_by_role("option").first.click()

        expect(page.get_by_label("Hvor?").first).to_have_value("Nyborg")
        expect(field(page)).to_have_value("")
        expect(page.get_by_text("Nyborg står nu i feltet Hvor.")).to_be_attached()

        page.get_by_label("Hvor?").first.fill("")
        where = typed(page, "5000", name="Hvor?")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(where).to_have_value("5000 Odense C")
        expect(page).to_have_url(re.compile(r"/$"))

    def test_an_offer_is_a_page_to_go_to(self, new_page: NewPage) -> None:
        page = new_page(viewport=DESKTOP)
        page.goto("/")
        typed(page, "ventilen odense")
        page.get_by_role("option", name=re.compile("Ventilen Odense")).click()

        expect(page).to_have_url(re.compile("/tilbud/"))

    def test_escape_closes_and_keeps_what_was_typed(self, new_page: NewPage) -> None:
        page = new_page(viewport=DESKTOP)
        page.goto("/")
        combobox = typed(page, "ensom")
        page.keyboard.press("Escape")

        expect(combobox).to_have_attribute("aria-expanded", "false")
        expect(combobox).to_have_value("ensom")
        page.keyboard.press("Alt+ArrowDown")
        expect(combobox).to_have_attribute("aria-expanded", "true")
        page.keyboard.press("Tab")
        expect(combobox).to_have_attribute("aria-expanded", "false")

    def test_enter_without_a_choice_searches_for_the_words(self, new_page: NewPage) -> None:
        page = new_page(viewport=DESKTOP)
        page.goto("/")
        typed(page, "ensom")
        page.keyboard.press("Enter")

        expect(page).to_have_url(re.compile(r"q=ensom"))


class TestSuggestionsForEverybody:
    @pytest.mark.parametrize(("path", "label", "said"), [
        ("/", "Hvad har du brug for?", re.compile(r"\d+ forslag\. Gå til dem med pil ned\.")),
        ("/soeg/?q=sorg", "Hvad har du brug for?", re.compile(r"\d+ forslag\. Gå til dem med pil ned\.")),
    ])  # fmt: skip
    def test_are_told_to_a_screen_reader(self, new_page: NewPage, path: str, label: str, said: re.Pattern[str]) -> None:
        page = new_page(viewport=DESKTOP)
        page.goto(path)
        field(page, label).fill("")
        typed(page, "ensom", name=label)

        expect(page.get_by_text(said)).to_be_attached()

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desk"])
    def test_are_accessible_when_open(
        self, new_page: NewPage, axe_source: str, viewport: dict[str, int], scheme: str
    ) -> None:
        page = new_page(viewport=viewport, color_scheme=scheme, reduced_motion="reduce")
        page.goto("/")
        typed(page, "sorg")
        page.keyboard.press("ArrowDown")
        page.evaluate(axe_source)

        assert not violations(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    def test_can_be_touched(self, new_page: NewPage) -> None:
        page = new_page(viewport=PHONE, has_touch=True, is_mobile=True)
        page.goto("/")
        field(page).tap()
        page.keyboard.type("ensom", delay=15)
        option = page.get_by_role("option").first
        box = option.bounding_box()
        assert box is not None
        assert box["height"] >= 40
        option.tap()

        expect(page).to_have_url(re.compile("behov=ensomhed"))

    def test_are_never_asked_for_in_a_private_search(self, new_page: NewPage) -> None:
        page = new_page(viewport=PHONE)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url) if "/forslag/" in request.url else None)
        page.goto("/")
        page.locator(".private-choice > summary").click()
        page.get_by_label("Hvad har du brug for?").first.click()
        page.keyboard.type("min mand slår mig", delay=10)
        page.wait_for_timeout(500)
        page.get_by_role("button", name="Søg privat").click()
        page.get_by_label("Hvad har du brug for?").first.fill("")
        page.keyboard.type("vold", delay=10)
        page.wait_for_timeout(500)

        assert not asked


class TestKeptSearches:
    def test_are_kept_only_when_asked_and_can_be_deleted(self, new_page: NewPage) -> None:
        page = new_page(viewport=PHONE)
        page.goto("/soeg/?q=sorg&hvor=Odense")
        assert page.evaluate("localStorage.length") == 0
        page.locator("#gem-eller-del > summary").click()
        page.get_by_role("button", name="Gem på denne enhed").click()
        expect(page.get_by_text("Søgningen er gemt på denne enhed.")).to_be_visible()

        page.goto("/")
        kept = page.get_by_role("region", name="Gemt på denne enhed")
        expect(kept.get_by_role("link")).to_have_attribute("href", "/soeg/?q=sorg&hvor=Odense")
        kept.get_by_role("button", name=re.compile("^Slet Tilbud")).click()
        expect(page.get_by_text("Søgningen er slettet fra denne enhed.")).to_be_visible()
        assert page.evaluate("localStorage.length") == 0

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_the_box_is_accessible_when_open(self, new_page: NewPage, axe_source: str, scheme: str) -> None:
        page = new_page(viewport=PHONE, color_scheme=scheme, reduced_motion="reduce")
        page.goto("/soeg/?q=min+kone+er+d%C3%B8d&hvor=Odense")
        page.locator("#gem-eller-del > summary").click()
        page.get_by_role("button", name="Gem på denne enhed").click()
        page.evaluate(axe_source)

        assert not violations(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    def test_survive_new_filters(self, new_page: NewPage) -> None:
        page = new_page(viewport=DESKTOP)
        page.goto("/soeg/?q=sorg&hvor=Odense")
        with page.expect_response(re.compile("/soeg/")):
            page.locator("#filtre input[type=checkbox]").first.check(force=True)
        expect(page).to_have_url(re.compile("&"))
        page.locator("#gem-eller-del > summary").click()
        page.get_by_role("button", name="Gem på denne enhed").click()

        expect(page.get_by_role("heading", name="Gemt på denne enhed")).to_be_visible()


class TestTags:
    def test_leave_the_keyboard_with_the_next_one_when_taken_away(self, new_page: NewPage) -> None:
        page = new_page(viewport=DESKTOP)
        page.goto("/soeg/?behov=sorg&behov=ensomhed")
        tags = page.locator(".results-main .tag-icon")
        count = tags.count()
        for left in range(count - 1, -1, -1):
            tags.first.focus()
            page.keyboard.press("Enter")
            expect(tags).to_have_count(left)
            expect(tags.first if left else page.locator("#antal")).to_be_focused()


class TestWithoutJavaScript:
    def test_the_search_is_a_plain_form_and_links_still_work(self, new_page: NewPage) -> None:
        page = new_page(viewport=PHONE, java_script_enabled=False)
        page.goto("/soeg/?q=min+kone+er+d%C3%B8d&hvor=Odense")
        page.locator("#gem-eller-del > summary").click()

        expect(page.get_by_role("link", name="Send som e-mail").first).to_be_visible()
        expect(page.get_by_role("link", name="QR-kode")).to_be_visible()
        expect(page.get_by_role("button", name="Gem på denne enhed")).to_be_hidden()
        page.get_by_role("link", name="Se søgningen uden dine ord").click()
        expect(page).to_have_url(re.compile("behov="))
        expect(page).not_to_have_url(re.compile("q="))
