"""A picture in the editor, in a browser on a phone: put in, described, seen by others, taken out again."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import FilePayload, Page, expect

from tests.e2e.conftest import PHONE, NewPage
from tests.e2e.signing_in import MEMBER, sign_in
from tests.e2e.test_accessibility import scrolls_sideways, violations
from tests.e2e.test_editor import begin

ALT = "En rød cirkel på en grøn eng"


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def page(request: pytest.FixtureRequest, new_page: NewPage) -> Page:
    page = new_page(viewport=PHONE, may_have_cookies=True, reduced_motion="reduce", java_script_enabled=request.param)
    sign_in(page, MEMBER)
    return page


def photo() -> FilePayload:
    image = Image.new("RGB", (1200, 800), "green")
    ImageDraw.Draw(image).ellipse((400, 200, 800, 600), fill="red")
    out = BytesIO()
    image.save(out, "JPEG")
    return {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


class TestPicture:
    def test_is_put_in_described_seen_and_taken_out(self, page: Page, pictures: Path) -> None:
        draft = begin(page)
        page.get_by_label("Hvad hedder tilbuddet?").fill("Torsdagscaféen på hjørnet")
        page.get_by_role("button", name="Gem og luk").click()
        page.goto(f"{draft}billede/")

        page.get_by_label("Vælg et billede").set_input_files([photo()])
        page.get_by_role("button", name="Læg billedet op").click()
        expect(page.get_by_text("Nu mangler kun ordene")).to_be_visible()
        page.screenshot(path=pictures / "editor-picture-words.png", full_page=True)
        assert not scrolls_sideways(page, 360)

        page.get_by_label("Hvad ser man på billedet?").fill(ALT)
        page.get_by_label("Vi må bruge billedet").check()
        page.get_by_role("button", name="Læg billedet op").click()
        seen = page.get_by_role("img", name=ALT)
        expect(seen).to_be_visible()
        assert seen.bounding_box()["width"] > 200  # type: ignore[index]
        page.screenshot(path=pictures / "editor-picture.png", full_page=True)

        page.goto(f"{draft}vis/")
        shown = page.get_by_role("img", name=ALT)
        shown.scroll_into_view_if_needed()
        expect(shown).to_be_visible()
        page.screenshot(path=pictures / "editor-picture-preview.png", full_page=True)

        page.goto(f"{draft}billede/")
        page.get_by_role("button", name="Fjern billedet").click()
        expect(page.get_by_role("img", name=ALT)).to_have_count(0)

    def test_is_refused_kindly_when_it_is_none(self, page: Page) -> None:
        page.goto(f"{begin(page)}billede/")
        ugly: FilePayload = {"name": "ond.jpg", "mimeType": "image/jpeg", "buffer": b"<svg onload=alert(1)>"}

        page.get_by_label("Vælg et billede").set_input_files([ugly])
        page.get_by_label("Hvad ser man på billedet?").fill(ALT)
        page.get_by_role("button", name="Læg billedet op").click()

        expect(page.get_by_role("alert")).to_contain_text("kan ikke læse filen som et billede")
        expect(page.get_by_label("Hvad ser man på billedet?")).to_have_value(ALT)

    def test_is_put_in_by_keyboard(self, page: Page) -> None:
        self.put_in_by_keyboard(page)

    def test_hurts_nobody(self, new_page: NewPage, axe_source: str) -> None:
        page = new_page(viewport=PHONE, may_have_cookies=True, reduced_motion="reduce")
        sign_in(page, MEMBER)
        self.put_in_by_keyboard(page)

        page.evaluate(axe_source)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            assert violations(page) == []

    @staticmethod
    def put_in_by_keyboard(page: Page) -> None:
        page.goto(f"{begin(page)}billede/")
        page.get_by_label("Vælg et billede").set_input_files([photo()])
        page.get_by_label("Hvad ser man på billedet?").focus()
        page.keyboard.type(ALT)
        for key in ("Tab", "Tab", "Space", "Tab", "Enter"):
            page.keyboard.press(key)
        expect(page.get_by_role("img", name=ALT)).to_be_visible()
