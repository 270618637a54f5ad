"""A municipality's team, an editor and a national administrator walk their desks, with and without JavaScript."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import DESKTOP, PHONE, NewPage
from tests.e2e.signing_in import EDITOR, LOCAL, NATIONAL, sign_in

HERE = "/min-kommune/0461/"
WALKS = pytest.mark.parametrize(
    ("with_script", "viewport"), [(True, DESKTOP), (False, PHONE)], ids=["desktop", "phone-without-javascript"]
)


@WALKS
class TestLocalAdministration:
    def test_changes_the_front_page_after_seeing_it(
        self, new_page: NewPage, with_script: bool, viewport: dict[str, int]
    ) -> None:
        page = new_page(may_have_cookies=True, java_script_enabled=with_script, viewport=viewport)
        sign_in(page, LOCAL)
        page.get_by_role("link", name="Odense", exact=True).first.click()
        page.get_by_role("link", name="Jeres forside", exact=True).click()
        welcome = f"Velkommen indenfor, siger en prøve ({'med' if with_script else 'uden'})."
        page.get_by_label("velkomst", exact=False).first.fill(welcome)
        page.get_by_role("button", name="Vis først").click()
        expect(page.locator(".preview-frame").get_by_text(welcome)).to_be_visible()

        page.get_by_role("button", name="Gem", exact=True).click()

        expect(page.get_by_text("Forsiden er gemt.")).to_be_visible()
        page.goto("/odense/")
        expect(page.get_by_text(welcome)).to_be_visible()

    def test_chooses_what_is_shown_first(self, new_page: NewPage, with_script: bool, viewport: dict[str, int]) -> None:
        page = new_page(may_have_cookies=True, java_script_enabled=with_script, viewport=viewport)
        sign_in(page, LOCAL)
        page.goto(f"{HERE}udvalgte/?q=besøgsven")
        page.get_by_role("button", name="Vis først").first.click()
        first = page.locator(".order-line strong").first.inner_text()

        page.goto("/odense/")
        expect(page.get_by_role("heading", name="Udvalgt i Odense")).to_be_visible()
        expect(page.get_by_role("heading", name=first).first).to_be_visible()

        page.goto(f"{HERE}udvalgte/")
        page.get_by_role("button", name="Fjern").first.click()
        expect(page.get_by_text("I har ikke valgt nogen endnu.")).to_be_visible()

    def test_hides_an_offer_and_shows_it_again(
        self, new_page: NewPage, with_script: bool, viewport: dict[str, int]
    ) -> None:
        page = new_page(may_have_cookies=True, java_script_enabled=with_script, viewport=viewport)
        sign_in(page, LOCAL)
        page.goto(f"{HERE}skjulte/?q=selvhjælp")
        line = page.locator(".order-line").filter(has=page.get_by_role("button", name="Vis ikke hos os")).first
        name = line.get_by_role("link").inner_text()
        line.get_by_role("button", name="Vis ikke hos os").click()
        expect(page.get_by_text("Skriv kort, hvorfor tilbuddet ikke skal vises.").first).to_be_visible()

        page.get_by_label("Hvorfor skal det ikke vises?").first.fill("Holder pause hos os.")
        page.get_by_role("button", name="Vis ikke hos os").first.click()
        hidden = page.locator(".order-line").filter(has_text="Holder pause hos os.")
        expect(hidden).to_contain_text(name)

        hidden.get_by_role("button", name="Vis igen").click()
        expect(page.get_by_text("I skjuler ingen tilbud.")).to_be_visible()

    def test_reads_in_the_book_what_was_done(
        self, new_page: NewPage, with_script: bool, viewport: dict[str, int]
    ) -> None:
        page = new_page(may_have_cookies=True, java_script_enabled=with_script, viewport=viewport)
        sign_in(page, LOCAL)
        page.goto(HERE)
        page.get_by_role("link", name="Bogen", exact=True).click()
        page.get_by_label("Ved hvad?").select_option(label="et tilbud")
        page.get_by_role("button", name="Vis", exact=True).click()
        expect(page.locator(".book-line").first).to_be_visible()

        page.locator(".book-line a").first.click()
        expect(page.get_by_role("link", name="Vis alt igen")).to_be_visible()

    def test_ends_at_the_own_border(self, new_page: NewPage, with_script: bool, viewport: dict[str, int]) -> None:
        page = new_page(may_have_cookies=True, java_script_enabled=with_script, viewport=viewport)
        sign_in(page, LOCAL)
        for path in ("", "forside/", "udvalgte/", "skjulte/", "soegt-forgaeves/", "ringeliste/"):
            answer = page.goto(f"/min-kommune/0851/{path}")
            assert answer is not None
            assert answer.status == 404


@WALKS
class TestNationalAdministrator:
    def test_chooses_a_municipality(self, new_page: NewPage, with_script: bool, viewport: dict[str, int]) -> None:
        page = new_page(may_have_cookies=True, java_script_enabled=with_script, viewport=viewport)
        sign_in(page, NATIONAL)
        page.get_by_role("link", name="Kommunernes sider").click()
        page.get_by_role("link", name="Aalborg", exact=True).click()

        expect(page.get_by_role("heading", name="Aalborg", level=1)).to_be_visible()


@WALKS
class TestEditor:
    def test_puts_an_everyday_word_on_a_concept(
        self, new_page: NewPage, with_script: bool, viewport: dict[str, int]
    ) -> None:
        page = new_page(may_have_cookies=True, java_script_enabled=with_script, viewport=viewport)
        sign_in(page, EDITOR)
        page.get_by_role("link", name="Hverdagsord").click()
        page.locator("main").get_by_role("link", name="Ensomhed", exact=True).first.click()
        page.get_by_label("Sådan siger folk det").fill("sidder mest for mig selv")
        page.get_by_role("button", name="Sæt ordet på").click()
        expect(page.get_by_text("Ordet er sat på.")).to_be_visible()

        page.get_by_role("button", name="sidder mest for mig selv").click()
        expect(page.get_by_text("Ordet er taget af.")).to_be_visible()

    def test_keeps_what_is_typed_when_a_crisis_line_lacks_something(
        self, new_page: NewPage, with_script: bool, viewport: dict[str, int]
    ) -> None:
        page = new_page(may_have_cookies=True, java_script_enabled=with_script, viewport=viewport)
        sign_in(page, EDITOR)
        page.get_by_role("link", name="Hjælpelinjer").click()
        page.get_by_role("link", name="Livslinien", exact=False).first.click()
        page.get_by_label("Hvornår", exact=True).fill("Hele døgnet, siger en prøve")
        page.get_by_label("Kilde", exact=True).fill("")
        page.get_by_role("button", name="Gem", exact=True).click()

        expect(page.locator("[aria-invalid=true]").first).to_be_visible()
        expect(page.get_by_label("Hvornår", exact=True)).to_have_value("Hele døgnet, siger en prøve")
