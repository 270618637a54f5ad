"""Associations in the browser: finding oneself, proving it, a new group, and the page with everything on it.

On a phone, with JavaScript and without; letters are read where a fresh ``make run`` shows them (``/demo/post/``).
"""

import re
import time
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import PHONE, NewPage
from tests.e2e.signing_in import LOCAL, sign_in
from tests.portal import Portal

BOTH_WAYS = pytest.mark.parametrize("has_javascript", [True, False], ids=["with-js", "without-js"])
NEWCOMER = "ny@brobygger.example"
ADMINISTRATOR = "forening@brobygger.example"

_MAKE = """
from django.utils import timezone
from brobygger.kernel.actors import SYSTEM
from brobygger.organisations.services import OrganisationData, save_organisation
save_organisation(actor=SYSTEM, at=timezone.now(), data=OrganisationData(
    key="{key}", name="{name}", kind="association", basis="non_profit", email="{key}@forening.example",
    phone="00 00 00 00", municipality_id="0461"))
"""
_FORGET = """
from brobygger.organisations.models import Claim
Claim.objects.filter(user__email="ny@brobygger.example").delete()
"""


@pytest.fixture
def free(portal: Portal) -> str:
    """The key of a made-up association that nobody writes for; its name is the same with a capital."""
    key = f"proeve-{uuid4().hex[:8]}"
    portal.run("shell", "-c", _FORGET)
    portal.run("shell", "-c", _MAKE.format(key=key, name=key.capitalize()))
    return key


def phone(new_page: NewPage, *, has_javascript: bool = True) -> Page:
    return new_page(viewport=PHONE, java_script_enabled=has_javascript, may_have_cookies=True)


def send(page: Page, button: str) -> None:
    """Press a button of a public form as a person does: after some time on the page."""
    time.sleep(2.2)
    page.get_by_role("button", name=button).click()


def link_in_post(page: Page, address: str) -> str:
    """Return the link in the newest letter to an address, as the demo shows its post."""
    page.goto(f"/demo/post/?til={address}")
    page.locator("main li a").first.click()
    return page.locator('main a[href*="/bekraeft/"]').first.get_attribute("href") or ""


@BOTH_WAYS
class TestClaimByMail:
    def test_from_the_front_page_to_ones_own_page(self, new_page: NewPage, free: str, has_javascript: bool) -> None:
        page = phone(new_page, has_javascript=has_javascript)
        page.goto("/")
        page.get_by_role("link", name="Find jer, og skriv selv").first.click()
        page.get_by_label("Hvem er I?").fill(free)
        page.get_by_role("button", name="Find").click()
        page.get_by_role("link", name=re.compile("Det er os")).first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Skriv for")
        send(page, "Jeg har en konto")
        expect(page).to_have_url(re.compile("/log-ind/"))

        sign_in(page, NEWCOMER)
        page.goto(f"/forening/{free}/skriv-for/")
        expect(page.get_by_text(f"{free[0]}…@forening.example")).to_be_visible()
        send(page, "Spørg")
        expect(page.get_by_text("Vi har sendt et link til foreningens adresse.")).to_be_visible()

        visitor = new_page(viewport=PHONE, java_script_enabled=has_javascript)
        link = link_in_post(visitor, f"{free}@forening.example")
        visitor.goto(link)
        expect(visitor.get_by_text("Der er ikke sket noget endnu.")).to_be_visible()
        send(visitor, "Ja, det er en af os")
        expect(visitor.get_by_text("kan nu skrive for")).to_be_visible()

        page.goto(f"/forening/{free}/")
        expect(page.get_by_role("heading", level=1)).to_have_text(free.capitalize())
        expect(page.get_by_role("button", name="Skriv jeres første tilbud")).to_be_visible()


@BOTH_WAYS
class TestSomebodyWithoutAnAccount:
    def test_makes_one_on_the_way_and_comes_back(self, new_page: NewPage, free: str, has_javascript: bool) -> None:
        page, address = phone(new_page, has_javascript=has_javascript), f"{uuid4().hex[:8]}@forening.example"
        page.goto(f"/forening/{free}/skriv-for/")
        send(page, "Lav en konto")
        page.get_by_label("E-mail").fill(address)
        page.get_by_label("Adgangskode", exact=True).fill("en lang adgangskode til en prøve 77")
        page.locator("main form button[type=submit]").first.click()
        page.goto(f"/demo/post/?til={address}")
        page.locator("main li a").first.click()
        page.locator('main a[href*="/konto/email/"]').first.click()
        page.locator("main form button").first.click()

        expect(page).to_have_url(re.compile(f"/forening/{free}/skriv-for/$"))
        page.goto("/forening/")
        expect(page.get_by_role("link", name="Fortsæt, hvor du slap")).to_be_visible()


@BOTH_WAYS
class TestVouching:
    def test_a_volunteer_centre_says_no_and_then_yes(self, new_page: NewPage, free: str, has_javascript: bool) -> None:
        anna, centre = (phone(new_page, has_javascript=has_javascript) for _ in range(2))
        sign_in(anna, NEWCOMER)
        sign_in(centre, LOCAL)
        for answer in ("Nej", "Ja"):
            anna.goto(f"/forening/{free}/skriv-for/")
            anna.get_by_label("Frivilligcentret står inde for dig").check()
            anna.get_by_label("Hvem er du i foreningen?").fill("Jeg er kasserer.")
            send(anna, "Spørg")

            centre.goto("/min-side/")
            centre.get_by_role("link", name=free.capitalize()).first.click()
            expect(centre.get_by_text("Jeg er kasserer.")).to_be_visible()
            centre.get_by_label(answer, exact=True).check()
            centre.get_by_label("Hvis nej: hvorfor?").fill("Kom forbi først." if answer == "Nej" else "")
            centre.get_by_role("button", name="Svar").click()
            expect(centre.get_by_text(re.compile("Sagt (nej|ja)")).first).to_be_visible()
            anna.goto("/forening/")
            if answer == "Nej":
                expect(anna.get_by_text("Kom forbi først.").first).to_be_visible()

        expect(anna.get_by_role("link", name=free.capitalize()).first).to_have_attribute("href", f"/forening/{free}/")


@BOTH_WAYS
class TestNewGroup:
    def test_walks_from_nothing_to_its_first_draft(
        self, new_page: NewPage, portal: Portal, has_javascript: bool
    ) -> None:
        portal.run("shell", "-c", _FORGET)
        name = f"Gågruppen {uuid4().hex[:6]}"
        page = phone(new_page, has_javascript=has_javascript)
        sign_in(page, NEWCOMER)
        page.goto("/forening/")
        page.get_by_role("link", name="Opret jer").click()
        page.get_by_role("link", name="En uformel gruppe").click()
        page.get_by_label("Hvad hedder I?").fill(name)
        page.get_by_role("button", name="Opret").click()
        expect(page.get_by_text("Vælg jeres kommune.").first).to_be_visible()
        expect(page.get_by_label("Hvad hedder I?")).to_have_value(name)
        page.get_by_label("Hvor holder I til?").select_option("0461")
        page.get_by_label("Hvem er I, og hvor mødes I?").fill("Vi går fra søen om tirsdagen.")
        page.get_by_role("button", name=re.compile("Opret")).click()
        page.wait_for_load_state()
        if page.get_by_text("Er det en af dem her?").count():
            page.get_by_role("button", name="Det er ikke nogen af dem. Opret os").click()

        expect(page.get_by_text("Vi venter på frivilligcentret")).to_be_visible()
        expect(page.get_by_text("I er med. I bliver vist, når jeres første tilbud er godkendt.")).to_be_visible()
        page.get_by_role("button", name="Skriv jeres første tilbud").click()
        expect(page).to_have_url(re.compile(r"/skriv/[0-9a-f-]+/hvad/"))


@BOTH_WAYS
class TestOnesOwnPage:
    def test_keeps_an_offer_true_with_one_tap(self, new_page: NewPage, has_javascript: bool) -> None:
        page = phone(new_page, has_javascript=has_javascript)
        sign_in(page, ADMINISTRATOR)
        page.get_by_role("link", name="Selvhjælp Odense").first.click()
        first = page.locator("article.own-offer").first

        first.get_by_role("button", name=re.compile("Det passer stadig")).click()
        expect(page.locator("article.own-offer").first.get_by_text(re.compile("Bekræftet"))).to_be_visible()
        first.locator("summary").click()
        first.get_by_role("button", name="Få pladser").click()

        expect(page.locator("article.own-offer").first.get_by_text(re.compile("Få pladser til"))).to_be_visible()

    def test_can_be_walked_with_the_keyboard(self, new_page: NewPage, has_javascript: bool) -> None:
        page = phone(new_page, has_javascript=has_javascript)
        sign_in(page, ADMINISTRATOR)
        page.goto("/forening/selvhjaelp-odense/")
        button = page.get_by_role("button", name=re.compile("Det passer stadig")).first

        for _ in range(40):
            page.keyboard.press("Tab")
            if button.evaluate("it => it === document.activeElement"):
                break
        page.keyboard.press("Enter")

        expect(page.locator("article.own-offer").first.get_by_text(re.compile("Bekræftet"))).to_be_visible()


class TestMembers:
    def test_are_invited_by_mail(self, new_page: NewPage) -> None:
        page = phone(new_page)
        sign_in(page, ADMINISTRATOR)
        page.goto("/forening/selvhjaelp-odense/medlemmer/")
        address = f"{uuid4().hex[:8]}@forening.example"
        page.get_by_label("E-mail").fill(address)
        page.get_by_role("button", name="Send invitation").click()

        expect(page.get_by_text(address)).to_be_visible()
        page.goto(f"/demo/post/?til={address}")
        expect(page.locator("main li a")).to_have_count(1)

    def test_of_another_association_are_nobodys_business(self, new_page: NewPage) -> None:
        page = phone(new_page)
        sign_in(page, ADMINISTRATOR)

        for address in ("", "medlemmer/", "om/"):
            answer = page.goto(f"/forening/ventilen/{address}")
            assert answer is not None
            assert answer.status == 404
