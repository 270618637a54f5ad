"""axe finds nothing to complain of (WCAG 2.2 A and AA) on any page, on phone and desk, light and dark."""

from typing import Any

import pytest

from tests.e2e.conftest import DESKTOP, PHONE, NewPage
from tests.e2e.pages import PAGES, STATUS, WITH_COOKIES

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})"


def violations(page: Any, axe_source: str) -> list[str]:
    page.evaluate(axe_source)
    found = page.evaluate(RUN_AXE, RULES)["violations"]
    return [f"{item['id']}: {item['help']} {[node['html'][:140] for node in item['nodes'][:3]]}" for item in found]


@pytest.mark.parametrize("name", PAGES)
class TestEveryPage:
    def test_has_no_violation_on_phone_and_desk_in_light_and_dark(
        self, new_page: NewPage, axe_source: str, name: str
    ) -> None:
        found = {}
        for viewport, scheme in ((PHONE, "light"), (DESKTOP, "light"), (PHONE, "dark"), (DESKTOP, "dark")):
            page = new_page(
                viewport=viewport, color_scheme=scheme, reduced_motion="reduce", may_have_cookies=name in WITH_COOKIES
            )
            response = page.goto(PAGES[name])
            assert response is not None
            assert response.status == STATUS.get(name, 200)
            if complaints := violations(page, axe_source):
                found[f"{viewport['width']} {scheme}"] = complaints
            page.context.close()

        assert not found

    def test_never_scrolls_sideways(self, new_page: NewPage, name: str) -> None:
        for width in (320, 360, 1280, 2560):
            page = new_page(viewport={"width": width, "height": 800}, may_have_cookies=name in WITH_COOKIES)
            page.goto(PAGES[name])

            assert page.evaluate("document.documentElement.scrollWidth") <= width, width
            page.context.close()
