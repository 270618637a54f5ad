"""The offer editor in a browser: a tired volunteer on a phone, with and without JavaScript; nothing is ever lost."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import PHONE, NewPage
from tests.e2e.signing_in import MEMBER, sign_in
from tests.e2e.test_accessibility import scrolls_sideways, violations

SAVED = re.compile(r"Gemt kl\.")


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def page(request: pytest.FixtureRequest, new_page: NewPage) -> Page:
    """A phone, signed in as somebody who writes for an association."""
    return signed_in(new_page, java_script_enabled=request.param)


@pytest.fixture
def scripted(new_page: NewPage) -> Page:
    """A phone where scripts run."""
    return signed_in(new_page)


def signed_in(new_page: NewPage, **options: object) -> Page:
    page = new_page(viewport=PHONE, may_have_cookies=True, reduced_motion="reduce", **options)
    sign_in(page, MEMBER)
    return page


def begin(page: Page) -> str:
    """Begin something new; return the draft's address."""
    page.goto("/skriv/")
    page.get_by_role("button", name=re.compile("^Nyt tilbud")).first.click()
    page.wait_for_url("**/hvad/")
    return page.url.removesuffix("hvad/")


def go_on(page: Page, to: str) -> None:
    page.get_by_role("button", name="Gem og fortsæt").click()
    page.wait_for_url(f"**/{to}/")


class TestSomethingNew:
    def test_is_written_and_sent_on_a_phone(self, page: Page) -> None:
        begin(page)
        page.get_by_label("Hvad hedder tilbuddet?").fill("Torsdagscaféen på hjørnet")
        page.get_by_label("Kort fortalt").fill("Kaffe og snak for alle, der gerne vil møde nogen.")
        go_on(page, "hvem")
        page.locator("summary", has_text="Hvad kan tilbuddet hjælpe med?").click()
        page.get_by_label("Ensomhed", exact=True).check()
        page.get_by_label("Fra alder").fill("18")
        go_on(page, "hvor")
        page.get_by_label("Vej og nummer").fill("Nørregade 1")
        page.get_by_label("Postnummer").fill("5000 Odense C")
        go_on(page, "hvornaar")
        page.get_by_label("Hvor tit?").select_option(label="hver uge")
        page.get_by_label("torsdag").check()
        page.get_by_label("Fra kl.").fill("14:00")
        page.get_by_label("Til kl.").fill("16:30")
        page.get_by_role("button", name="Tilføj et tidspunkt mere").click()
        page.wait_for_url("**/?flere=times#times-1")
        second = page.locator("#times-1")
        second.get_by_label("Hvor tit?").select_option(label="en gang om måneden")
        second.get_by_label("søndag").check()
        second.get_by_label("Hvilken uge i måneden?").select_option(label="den første i måneden")
        go_on(page, "komme")
        page.get_by_label("Nej, mød bare op").check()
        page.get_by_label("Hvem er det?").fill("Værten")
        page.get_by_label("Telefon").fill("12 34 56 78")
        go_on(page, "billede")
        go_on(page, "send")
        page.get_by_role("link", name="Se det, som andre vil se det").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Torsdagscaféen på hjørnet")
        expect(page.get_by_text("Sådan vil andre se det")).to_be_visible()
        expect(page.get_by_text("Nørregade 1").first).to_be_visible()
        page.go_back()
        page.get_by_role("button", name="Send", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Tak. Det er sendt")
        page.get_by_role("button", name="Tag det tilbage og ret").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Passer det?")

    def test_keeps_everything_when_something_is_wrong(self, page: Page) -> None:
        begin(page)
        page.get_by_label("Fortæl lidt mere").fill("Vi sidder om et langt bord.")
        page.get_by_role("button", name="Gem og fortsæt").click()

        expect(page.get_by_role("alert")).to_contain_text("Skriv, hvad tilbuddet hedder")
        expect(page.get_by_label("Fortæl lidt mere")).to_have_value("Vi sidder om et langt bord.")
        page.get_by_role("link", name="Skriv, hvad tilbuddet hedder").click()
        expect(page.get_by_label("Hvad hedder tilbuddet?")).to_be_focused()
        page.get_by_role("button", name="Gå videre, og ret det senere").click()
        page.wait_for_url("**/hvem/")

    def test_is_found_again_after_a_pause(self, page: Page) -> None:
        begin(page)
        page.get_by_label("Hvad hedder tilbuddet?").fill("Kortklubben, der holdt pause")
        page.get_by_role("button", name="Gem og luk").click()

        page.get_by_role("link", name="Kortklubben, der holdt pause").first.click()
        expect(page.get_by_label("Hvad hedder tilbuddet?")).to_have_value("Kortklubben, der holdt pause")


class TestEveryStep:
    def test_is_accessible_and_fits(self, scripted: Page, axe_source: str) -> None:
        draft = begin(scripted)
        found = {}
        for step in ("hvad", "hvem", "hvor", "hvornaar", "komme", "billede", "send", "vis", "smid-vaek"):
            scripted.goto(f"{draft}{step}/?ret=1")
            for details in scripted.locator("main details:not([open]) > summary").all():
                if details.is_visible():
                    details.click()
            scripted.evaluate(axe_source)
            if complaints := violations(scripted):
                found[step] = complaints
            if any(scrolls_sideways(scripted, width) for width in (320, 360, 1280)):
                found[f"{step} wide"] = ["scrolls sideways"]
            scripted.set_viewport_size(PHONE)

        assert not found

    def test_is_walked_with_the_keyboard(self, scripted: Page) -> None:
        begin(scripted)
        scripted.get_by_label("Hvad hedder tilbuddet?").focus()
        scripted.keyboard.type("Tasterne")
        scripted.keyboard.press("Tab")
        scripted.keyboard.type("Kort fortalt")
        scripted.get_by_label("Hvad hedder tilbuddet?").focus()
        scripted.keyboard.press("Enter")
        scripted.wait_for_url("**/hvem/")
        scripted.locator("summary", has_text="Hvad laver man?").focus()
        scripted.keyboard.press("Enter")
        scripted.keyboard.press("Tab")
        scripted.keyboard.press("Space")

        expect(scripted.locator("[name=activities]:checked")).to_have_count(1)


class TestWhileWriting:
    def test_is_saved_without_a_button(self, scripted: Page) -> None:
        draft = begin(scripted)
        scripted.get_by_label("Hvad hedder tilbuddet?").fill("Gemmes af sig selv")
        expect(scripted.locator("[data-saved-text].is-kept")).to_have_text(SAVED)

        scripted.goto(f"{draft}hvad/")
        expect(scripted.get_by_label("Hvad hedder tilbuddet?")).to_have_value("Gemmes af sig selv")

    def test_is_told_kindly_how_it_reads(self, scripted: Page) -> None:
        begin(scripted)
        heavy = "Der tilbydes rådgivning til borgere med komplekse problemstillinger. "
        scripted.get_by_label("Fortæl lidt mere").fill(heavy * 5)

        expect(scripted.get_by_role("region", name="Sådan læses teksten")).to_contain_text("Lixtal")

    def test_is_kept_on_the_device_until_the_net_is_back(self, scripted: Page) -> None:
        draft = begin(scripted)
        scripted.context.set_offline(True)
        scripted.get_by_label("Hvad hedder tilbuddet?").fill("Skrevet i en kælder")
        expect(scripted.locator("[data-saved-text]")).to_contain_text("Ingen forbindelse")
        scripted.get_by_role("button", name="Gem og fortsæt").click()
        expect(scripted.get_by_label("Hvad hedder tilbuddet?")).to_have_value("Skrevet i en kælder")
        scripted.context.set_offline(False)
        expect(scripted.locator("[data-saved-text].is-kept")).to_have_text(SAVED)

        scripted.goto(f"{draft}hvad/")
        expect(scripted.get_by_label("Hvad hedder tilbuddet?")).to_have_value("Skrevet i en kælder")

    def test_survives_a_closed_window_without_a_net(self, scripted: Page) -> None:
        draft = begin(scripted)
        scripted.context.set_offline(True)
        scripted.get_by_label("Hvad hedder tilbuddet?").fill("Telefonen gik ud")
        expect(scripted.locator("[data-saved-text]")).to_contain_text("Ingen forbindelse")
        scripted.goto("about:blank")
        scripted.context.set_offline(False)

        scripted.goto(f"{draft}hvad/")
        expect(scripted.get_by_label("Hvad hedder tilbuddet?")).to_have_value("Telefonen gik ud")
        # Sent as the window closed, or now from the device: either way it ends on the server.
        expect(scripted.locator("[data-saved-text]")).to_have_text(SAVED)


class TestSignedOut:
    def test_loses_nothing(self, page: Page) -> None:
        begin(page)
        page.context.clear_cookies()
        page.get_by_label("Hvad hedder tilbuddet?").fill("Skrevet efter kaffen")
        page.get_by_label("Kort fortalt").fill("Kaffe og snak.")
        page.get_by_role("button", name="Gem og fortsæt").click()
        page.wait_for_url("**/log-ind/**")
        back = page.url.split("next=", 1)[1]
        sign_in(page, MEMBER)
        page.goto(_decoded(back))

        expect(page.get_by_text("Her er det, du skrev, før du blev logget ud")).to_be_visible()
        expect(page.get_by_label("Hvad hedder tilbuddet?")).to_have_value("Skrevet efter kaffen")
        go_on(page, "hvem")


class TestTwoPeople:
    def test_choose_between_what_each_of_them_wrote(self, new_page: NewPage, page: Page) -> None:
        draft = begin(page)
        other = signed_in(new_page)
        other.goto(f"{draft}hvad/")
        other.get_by_label("Hvad hedder tilbuddet?").fill("Den andens navn")
        other.get_by_label("Kort fortalt").fill("Den andens tekst")
        go_on(other, "hvem")

        page.get_by_label("Hvad hedder tilbuddet?").fill("Mit navn")
        page.get_by_role("button", name="Gem og fortsæt").click()
        page.wait_for_url("**/forskel/**")

        expect(page.get_by_role("heading", level=1)).to_have_text("To har rettet det samme")
        expect(page.get_by_text("Den andens navn")).to_be_visible()
        page.get_by_label("Det, du skrev").check()
        page.get_by_role("button", name="Brug det, jeg har valgt").click()
        page.wait_for_url("**/hvad/")
        expect(page.get_by_label("Hvad hedder tilbuddet?")).to_have_value("Mit navn")
        expect(page.get_by_label("Kort fortalt")).to_have_value("Den andens tekst")


class TestLastSeason:
    def test_is_copied(self, page: Page) -> None:
        page.goto("/skriv/")
        page.get_by_role("button", name=re.compile("^Kopier til en ny sæson")).first.click()
        page.wait_for_url("**/hvad/")

        expect(page.get_by_label("Kort fortalt")).not_to_have_value("")
        page.get_by_role("link", name=re.compile("Se efter og send")).click()
        page.get_by_role("link", name="Smid kladden væk").click()
        page.get_by_role("button", name="Ja, smid den væk").click()
        page.wait_for_url("**/skriv/")


def _decoded(address: str) -> str:
    return address.replace("%3F", "?").replace("%3D", "=").replace("%2F", "/")
