"""axe finds nothing to complain of (WCAG 2.2 A and AA) on any page, on phone and desk, light and dark."""

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import DESKTOP, PHONE, NewPage
from tests.e2e.pages import PAGES, SEEN_BY, STATUS, WITH_COOKIES
from tests.e2e.signing_in import sign_in

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})"


def violations(page: Page) -> list[str]:
    """Return what axe complains of, one line for each rule."""
    found = page.evaluate(RUN_AXE, RULES)["violations"]
    return [f"{item['id']}: {item['help']} {[node['html'][:140] for node in item['nodes'][:3]]}" for item in found]


@pytest.mark.parametrize("name", PAGES)
class TestEveryPage:
    def test_is_accessible_and_fits_on_phone_and_desk_in_light_and_dark(
        self, new_page: NewPage, axe_source: str, name: str
    ) -> None:
        page = new_page(viewport=PHONE, reduced_motion="reduce", may_have_cookies=name in WITH_COOKIES)
        if name in SEEN_BY:
            sign_in(page, SEEN_BY[name])
        response = page.goto(PAGES[name])
        assert response is not None
        assert response.status == STATUS.get(name, 200)

        found = {}
        page.evaluate(axe_source)
        for scheme in ("light", "dark"):
            for viewport in (PHONE, DESKTOP):
                page.set_viewport_size(viewport)
                page.emulate_media(color_scheme=scheme)
                if complaints := violations(page):
                    found[f"{viewport['width']} {scheme}"] = complaints
        assert not found

        too_wide = [width for width in (320, 360, 1280, 2560) if scrolls_sideways(page, width)]
        assert not too_wide


def scrolls_sideways(page: Page, width: int) -> bool:
    """Test whether anything sticks out of a window this wide."""
    page.set_viewport_size({"width": width, "height": 800})
    return bool(page.evaluate("document.documentElement.scrollWidth") > width)
