"""Everything can be reached and used with the keyboard alone, and says what it is to a screen reader."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import DESKTOP, PHONE, NewPage

FOCUSED = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const box = e.getBoundingClientRect();
  return {
    tag: e.tagName, name: (e.getAttribute('aria-label') || e.innerText || e.value || e.title || '').trim().slice(0, 60),
    seen: box.width > 0 && box.height > 0,
    // The ring may be drawn by the element itself or by the card or pin round it.
    outlined: [
      e, e.parentElement, e.closest('.card'), e.querySelector('.map__halo'), e.nextElementSibling,
    ].some(around => {
      if (!around) return false;
      const drawn = getComputedStyle(around), before = getComputedStyle(around, '::before');
      return [drawn, before].some(s => s.outlineStyle !== 'none')
        || (around.classList.contains('map__halo') && drawn.stroke !== 'none');
    }),
  };
}"""


def walk(page: Page, steps: int) -> list[dict[str, object]]:
    """Press Tab and note what has the focus each time."""
    stops = []
    for _ in range(steps):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop is None:
            break
        stops.append(stop)
    return stops


@pytest.mark.parametrize(
    "path", ["/", "/soeg/?q=ensom&hvor=Odense", "/tilbud/aeldresagen-odense-besoegsven/", "/odense/"]
)
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desk"])
class TestTabbing:
    def test_shows_where_it_is_at_every_stop(self, new_page: NewPage, path: str, viewport: dict[str, int]) -> None:
        page = new_page(viewport=viewport)
        page.goto(path)

        stops = walk(page, 40)

        assert len(stops) > 10
        assert not [stop for stop in stops if not stop["outlined"]]
        assert not [stop for stop in stops if not stop["seen"]]

    def test_begins_with_a_way_to_the_content(self, new_page: NewPage, path: str, viewport: dict[str, int]) -> None:
        page = new_page(viewport=viewport)
        page.goto(path)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")

        assert page.evaluate("location.hash").startswith("#")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('main') !== null")


class TestSearching:
    def test_works_from_first_key_to_an_offer(self, new_page: NewPage) -> None:
        page = new_page(viewport=DESKTOP)
        page.goto("/")
        page.get_by_label("Hvad har du brug for?").first.focus()
        page.keyboard.type("jeg er ensom")
        page.keyboard.press("Tab")
        page.keyboard.type("Odense")
        page.keyboard.press("Enter")

        expect(page).to_have_url(re.compile("q=jeg"))
        link = page.locator("main article a").first
        link.focus()
        page.keyboard.press("Enter")

        expect(page).to_have_url(re.compile("/tilbud/"))


class TestScreenReaderNames:
    @pytest.mark.parametrize("path", ["/", "/soeg/?q=sorg&hvor=Odense", "/tilbud/sorgcenter-odense/", "/akut-hjaelp/"])
    def test_every_page_has_one_main_heading_and_named_landmarks(self, new_page: NewPage, path: str) -> None:
        page = new_page(viewport=DESKTOP)
        page.goto(path)

        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        expect(page.get_by_role("main")).to_have_count(1)
        expect(page.get_by_role("contentinfo")).to_have_count(1)
        for landmark in page.get_by_role("navigation").all():
            assert landmark.get_attribute("aria-label") or landmark.get_attribute("aria-labelledby")

    def test_a_result_says_what_it_is(self, new_page: NewPage) -> None:
        page = new_page(viewport=DESKTOP)
        page.goto("/soeg/?q=sorg&hvor=Odense")

        for article in page.locator("main article").all():
            assert article.get_by_role("heading").first.inner_text().strip()

    def test_a_telephone_number_can_be_called(self, new_page: NewPage) -> None:
        page = new_page(viewport=PHONE)
        page.goto("/akut-hjaelp/")

        assert page.locator('a[href^="tel:"]').count() >= 8
