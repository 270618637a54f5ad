"""Signing in, from a new account to a lost phone, as people do it; with and without JavaScript where it can be done."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from brobygger.web.demo_people import DEMO_PASSWORD
from tests.e2e.conftest import PHONE, NewPage
from tests.e2e.signing_in import EDITOR, FRONTLINE, LOCAL, MEMBER, give_code, mailed_link, sign_in, sign_in_anew
from tests.e2e.test_accessibility import violations

PASSWORD = "fire heste på en bro"
NEW_PASSWORD = "fem køer under en bro"


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def page(request: pytest.FixtureRequest, new_page: NewPage) -> Page:
    return new_page(viewport=PHONE, may_have_cookies=True, java_script_enabled=request.param)


def send(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()
    page.wait_for_load_state()


def make_account(page: Page, email: str) -> None:
    page.goto("/konto/ny/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Adgangskode").fill(PASSWORD)
    send(page, "Lav konto")
    expect(page.get_by_role("heading", level=1)).to_have_text("Vi har sendt dig en mail")
    page.goto(mailed_link(page, email))
    send(page, "Ja, det er min")
    assert address(page) == "/min-side/"
    page.context.clear_cookies()


def type_password(page: Page, email: str, password: str) -> None:
    page.goto("/log-ind/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Adgangskode", exact=True).fill(password)
    send(page, "Log ind")


def address(page: Page) -> str:
    return urlsplit(page.url).path


class TestNewAccount:
    def test_is_made_confirmed_and_used(self, page: Page, request: pytest.FixtureRequest) -> None:
        email = f"ny-{request.node.callspec.id.split()[0]}@brobygger.example"
        make_account(page, email)

        type_password(page, email, PASSWORD)

        assert address(page) == "/min-side/"


class TestTwoSteps:
    def test_are_a_password_and_a_code(self, page: Page) -> None:
        sign_in_anew(page, LOCAL)

        assert "Otto Odense" in page.inner_text("main")

    def test_say_kindly_when_the_code_is_wrong(self, page: Page) -> None:
        type_password(page, EDITOR, DEMO_PASSWORD)
        page.get_by_label("Kode").fill("000000")
        send(page, "Log ind")

        assert "Koden passer ikke" in page.inner_text("main")
        give_code(page, EDITOR)
        assert address(page) == "/min-side/"

    def test_can_be_done_with_a_recovery_code_when_the_phone_is_lost(self, page: Page) -> None:
        sign_in(page, FRONTLINE)
        page.goto("/konto/trin-2/noedkoder/nye/")
        if address(page) == "/konto/er-det-dig/kode/":
            give_code(page, FRONTLINE, button="Fortsæt")
        send(page, "Lav nye nødkoder")
        code = page.locator(".recovery-codes code").first.inner_text()
        page.context.clear_cookies()

        type_password(page, FRONTLINE, DEMO_PASSWORD)
        page.get_by_label("Kode").fill(code)
        send(page, "Log ind")

        assert address(page) == "/min-side/"


class TestForgottenPassword:
    def test_is_replaced_by_a_link_that_works_once(self, page: Page, request: pytest.FixtureRequest) -> None:
        email = f"glemt-{request.node.callspec.id.split()[0]}@brobygger.example"
        make_account(page, email)
        page.goto("/log-ind/")
        page.get_by_role("link", name="Jeg har glemt min adgangskode").click()
        page.get_by_label("E-mail").fill(email)
        send(page, "Send mig et link")
        link = mailed_link(page, email, subject="Lav en ny adgangskode")

        page.goto(link)
        page.get_by_label("Ny adgangskode").fill(NEW_PASSWORD)
        send(page, "Gem den nye adgangskode")
        page.goto(link)
        assert "Linket virker ikke længere" in page.inner_text("main")

        type_password(page, email, NEW_PASSWORD)
        assert address(page) == "/min-side/"


class TestAddress:
    def test_is_changed_when_the_new_one_is_confirmed(self, page: Page, request: pytest.FixtureRequest) -> None:
        kind = request.node.callspec.id.split()[0]
        old, new = f"gammel-{kind}@brobygger.example", f"flyttet-{kind}@brobygger.example"
        make_account(page, old)
        type_password(page, old, PASSWORD)

        page.goto("/konto/email/")
        page.get_by_label("Adgangskode").fill(PASSWORD)
        send(page, "Fortsæt")
        page.get_by_label("Ny e-mail").fill(new)
        send(page, "Skift e-mail")
        assert "En ny adresse venter" in page.inner_text("main")
        page.goto(mailed_link(page, new))
        send(page, "Ja, det er min")

        page.goto("/konto/")
        assert new in page.inner_text("main")
        assert mailed_link(page, old, subject="ændret") == "/konto/glemt/"


class TestDevices:
    def test_are_signed_out_from_here(self, page: Page, new_page: NewPage) -> None:
        phone = new_page(may_have_cookies=True)
        sign_in_anew(phone, MEMBER)
        sign_in_anew(page, MEMBER)

        page.goto("/konto/enheder/")
        send(page, "Log ud alle andre steder")

        phone.goto("/min-side/")
        assert address(phone) == "/log-ind/"
        page.goto("/min-side/")
        assert address(page) == "/min-side/"


class TestPasskey:
    """Needs JavaScript, and a device; the browser's own stand-in for one plays it."""

    @pytest.fixture
    def device(self, new_page: NewPage) -> Iterator[Page]:
        page = new_page(viewport=PHONE, may_have_cookies=True)
        session = page.context.new_cdp_session(page)
        session.send("WebAuthn.enable")
        kind = {
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
            "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
        }  # fmt: skip
        session.send("WebAuthn.addVirtualAuthenticator", {"options": kind})
        return page

    def make_passkey(self, page: Page, email: str) -> None:
        make_account(page, email)
        type_password(page, email, PASSWORD)
        page.goto("/konto/trin-2/noegle/")
        page.get_by_label("Hvad skal nøglen hedde?").fill("Min telefon")
        page.get_by_role("button", name="Lav adgangsnøglen").click()
        page.wait_for_url("**/noedkoder/")

    def test_is_made_and_is_enough_to_sign_in(self, device: Page) -> None:
        self.make_passkey(device, "noegle@brobygger.example")
        device.context.clear_cookies()

        device.goto("/log-ind/?next=/konto/trin-2/")
        device.get_by_role("button", name="Log ind med adgangsnøgle").click()
        device.wait_for_url(lambda url: urlsplit(url).path == "/konto/trin-2/")

        assert "Min telefon" in device.inner_text("main")

    def test_is_the_second_step_after_a_password(self, device: Page) -> None:
        self.make_passkey(device, "noegle-to@brobygger.example")
        device.context.clear_cookies()

        type_password(device, "noegle-to@brobygger.example", PASSWORD)
        device.get_by_role("button", name="Brug din adgangsnøgle").click()

        device.wait_for_url("**/min-side/")

    def test_answers_when_the_page_asks_again(self, device: Page) -> None:
        self.make_passkey(device, "noegle-tre@brobygger.example")
        device.context.clear_cookies()
        type_password(device, "noegle-tre@brobygger.example", PASSWORD)
        device.get_by_role("button", name="Brug din adgangsnøgle").click()
        device.wait_for_url("**/min-side/")

        device.goto("/konto/adgangskode/")
        device.get_by_role("link", name="Brug din adgangsnøgle i stedet").click()
        device.get_by_role("button", name="Brug din adgangsnøgle").click()

        device.wait_for_url("**/konto/adgangskode/")

    def test_says_so_on_the_page_when_there_is_no_javascript(self, new_page: NewPage) -> None:
        page = new_page(may_have_cookies=True, java_script_enabled=False)
        make_account(page, "uden-script@brobygger.example")
        type_password(page, "uden-script@brobygger.example", PASSWORD)

        page.goto("/konto/trin-2/noegle/")

        expect(page.get_by_text("En adgangsnøgle kræver, at JavaScript er slået til")).to_be_visible()
        expect(page.get_by_role("button", name="Lav adgangsnøglen")).to_be_hidden()


class TestPagesInBetween:
    def test_are_accessible(self, new_page: NewPage, axe_source: str) -> None:
        page = new_page(viewport=PHONE, may_have_cookies=True, reduced_motion="reduce")
        found = {}
        make_account(page, "paene-sider@brobygger.example")
        type_password(page, "paene-sider@brobygger.example", PASSWORD)
        for path in (
            "/konto/trin-2/app/", "/konto/trin-2/noegle/", "/konto/adgangskode/", "/konto/email/", "/konto/enheder/",
        ):  # fmt: skip
            page.goto(path)
            page.evaluate(axe_source)
            found[path] = violations(page)
        page.context.clear_cookies()
        type_password(page, LOCAL, DEMO_PASSWORD)
        page.evaluate(axe_source)
        found["trin-2"] = violations(page)

        assert not {path: complaints for path, complaints in found.items() if complaints}
