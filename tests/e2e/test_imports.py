"""A file of offers in the browser: sent, its columns seen to, every row looked at, put in, and undone.

On a phone, with JavaScript and without.
"""

from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import PHONE, NewPage
from tests.e2e.signing_in import LOCAL, MEMBER, sign_in

BOTH_WAYS = pytest.mark.parametrize("has_javascript", [True, False], ids=["with-js", "without-js"])


def phone(new_page: NewPage, email: str, *, has_javascript: bool) -> Page:
    page = new_page(viewport=PHONE, java_script_enabled=has_javascript, may_have_cookies=True)
    sign_in(page, email)
    return page


def send_file(page: Page, content: str, *, encoding: str = "utf-8") -> None:
    file = {"name": "vores tilbud.csv", "mimeType": "text/csv", "buffer": content.encode(encoding)}
    page.get_by_label("Vælg filen").set_input_files(files=[file])  # type: ignore[list-item]
    page.get_by_role("button", name="Send filen").click()


@BOTH_WAYS
class TestAnAssociation:
    def test_sends_its_offers_sees_what_is_wrong_and_undoes(self, new_page: NewPage, has_javascript: bool) -> None:
        word = uuid4().hex[:6]
        page = phone(new_page, MEMBER, has_javascript=has_javascript)
        page.goto("/forening/selvhjaelp-odense/")
        page.get_by_role("link", name="Læg mange tilbud ind fra et regneark").click()
        send_file(
            page,
            f"Titel;Resumé;Vej;Postnr;Telefonnummer\nCafé {word};Kaffe og snak på torvet.;Torvet 1;5000;12345678\n"
            f"Gåtur {word};;Skovvej 2;99;\n",
            encoding="cp1252",
        )
        expect(page.get_by_role("heading", level=1)).to_have_text("Hvad er hvad i filen?")
        expect(page.get_by_label("Titel")).to_have_value("name")
        expect(page.get_by_text(f"»Café {word}«")).to_be_visible()
        page.get_by_role("button", name="Se, hvad hver række bliver til").click()

        expect(page.get_by_text("Én række skal rettes.")).to_be_visible()
        expect(page.get_by_text("Kolonne »Postnr«:")).to_be_visible()
        with page.expect_download() as download:
            page.get_by_role("link", name="Hent fejlene som fil").click()
        assert "Postnr" in download.value.path().read_text(encoding="utf-8-sig")
        page.get_by_role("button", name="Læg én række ind").click()

        expect(page.get_by_text("Ét tilbud er sendt til godkendelse.")).to_be_visible()
        page.get_by_role("button", name="Fortryd det hele").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Det er fortrudt")

    def test_is_told_kindly_of_a_file_that_is_none(self, new_page: NewPage, has_javascript: bool) -> None:
        page = phone(new_page, MEMBER, has_javascript=has_javascript)
        page.goto("/import/forening/selvhjaelp-odense/")

        send_file(page, "PK\x03\x04 det er ikke et regneark")

        expect(page.get_by_text("Filen blev ikke sendt")).to_be_visible()


@BOTH_WAYS
class TestAMunicipality:
    def test_puts_in_for_its_associations_and_the_offer_is_found(self, new_page: NewPage, has_javascript: bool) -> None:
        word = f"Brætspil {uuid4().hex[:6]}"
        page = phone(new_page, LOCAL, has_javascript=has_javascript)
        page.goto("/min-kommune/0461/")
        page.get_by_role("link", name="Mange tilbud på én gang").click()
        send_file(page, f"Forening,Navn,Kort fortalt,Adresse,Postnummer\nSelvhjælp Odense,{word},Spil.,Torvet 1,5000\n")
        page.get_by_role("button", name="Se, hvad hver række bliver til").click()
        page.get_by_role("button", name="Læg én række ind").click()

        expect(page.get_by_text("Ét tilbud vises nu.")).to_be_visible()
        page.goto(f"/soeg/?q={word}&hvor=Odense")
        expect(page.get_by_role("link", name=word).first).to_be_visible()
