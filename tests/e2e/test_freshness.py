"""Keeping an offer true from a mail, on a phone: it is still right, something is wrong, there is room; and a reader's
word that finds its way to somebody who answers. With and without JavaScript, and never with a cookie but for desks."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import PHONE, NewPage
from tests.e2e.signing_in import LOCAL, NATIONAL, mailed_link, sign_in
from tests.e2e.test_accessibility import scrolls_sideways, violations
from tests.portal import Portal

KEY = "sorgcenter-odense"
#: Lets an offer be due today, with an address that nobody else has, and says its links.
_DUE = """
from datetime import timedelta
from django.utils import timezone
from brobygger.directory.mail_links import Purpose, make_token
from brobygger.directory.models import Check, Draft, Offer
from brobygger.directory.services.rounds import plan_for
from brobygger.organisations.models import Membership, Organisation
at = timezone.now()
offer = Offer.objects.get(key={key!r})
Draft.objects.of_offer(offer.id).delete()
Membership.objects.filter(organisation=offer.organisation).delete()
Organisation.objects.filter(id=offer.organisation_id).update(email={email!r})
row, _ = Check.objects.update_or_create(offer=offer, defaults=dict(
    due_on=timezone.localdate() - timedelta(days={ago}), stage="waiting", stage_on=None, asked_of=""))
for purpose in Purpose:
    print(purpose.name, make_token(purpose=purpose, offer_id=offer.id, due_on=row.due_on, at=at))
"""

_times = iter(range(1, 100))


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def page(request: pytest.FixtureRequest, new_page: NewPage) -> Page:
    """A phone that is signed in nowhere."""
    return new_page(viewport=PHONE, reduced_motion="reduce", java_script_enabled=request.param)


@pytest.fixture
def email() -> str:
    return f"sorg{next(_times)}@forening.example"


@pytest.fixture
def links(portal: Portal, email: str) -> dict[str, str]:
    """The addresses of three links about an offer that is due today."""
    said = portal.run("shell", "--no-imports", "-c", _DUE.format(key=KEY, email=email, ago=next(_times)))
    tokens = dict(line.split(" ", 1) for line in said.splitlines() if re.match(r"(CONFIRM|CHANGE|ROOM) ", line))
    doors = {"CONFIRM": "stadig-rigtigt", "CHANGE": "ret-tilbud", "ROOM": "plads"}
    return {name: f"/{doors[name]}/{token}/" for name, token in tokens.items()}


class TestStillRight:
    def test_is_said_from_the_mail(
        self, page: Page, new_page: NewPage, portal: Portal, email: str, links: dict[str, str]
    ) -> None:
        portal.run("nightly", "--only", "freshness")
        portal.run("worker", "--once")
        reader = new_page(may_have_cookies=True)
        reader.goto("/")
        mailed = mailed_link(reader, email)
        assert mailed.startswith("/stadig-rigtigt/")

        page.goto(mailed)
        expect(page.get_by_role("heading", level=1)).to_have_text("Passer det stadig?")
        page.get_by_role("button", name="Ja, det passer stadig").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Tak, det er bekræftet")
        expect(page.get_by_text(re.compile("Vi spørger igen .* fordi "))).to_be_visible()
        page.get_by_role("link", name="Se tilbuddet, som andre ser det").click()
        expect(page.get_by_text("bekræftet i dag").first).to_be_visible()

    def test_by_keyboard_alone(self, page: Page, links: dict[str, str]) -> None:
        page.goto(links["CONFIRM"])
        page.get_by_role("button", name="Ja, det passer stadig").focus()
        page.keyboard.press("Enter")

        expect(page.get_by_role("heading", level=1)).to_have_text("Tak, det er bekræftet")


class TestRoom:
    def test_is_said_with_one_tap(self, page: Page, links: dict[str, str]) -> None:
        page.goto(links["ROOM"])
        page.get_by_role("button", name="Ledigt").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Tak, nu står det på siden")

        page.get_by_role("link", name="Ret svaret").click()
        page.get_by_label("Cirka hvor mange uger?").fill("6")
        page.get_by_role("button", name="Venteliste").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Tak, nu står det på siden")
        page.goto(f"/tilbud/{KEY}/")
        expect(page.get_by_text("venteliste, cirka 6 uger").first).to_be_visible()

    def test_says_what_is_missing(self, page: Page, links: dict[str, str]) -> None:
        page.goto(links["ROOM"])
        page.get_by_role("button", name="Vi holder pause").click()

        expect(page.get_by_text("Skriv, hvilken dag pausen slutter.").first).to_be_visible()


class TestChange:
    def test_is_written_on_the_phone_and_waits_for_somebody(self, page: Page, links: dict[str, str]) -> None:
        page.goto(links["CHANGE"])
        page.get_by_label("Hvornår, med jeres egne ord?").fill("Ring 010150-1234")
        page.get_by_label("Er der noget særligt lige nu?").fill("Vi holder lukket i uge 7.")
        page.get_by_role("button", name="Send rettelsen").click()
        expect(page.get_by_role("alert")).to_contain_text("Det er ikke sendt endnu")
        expect(page.get_by_label("Er der noget særligt lige nu?")).to_have_value("Vi holder lukket i uge 7.")
        assert not scrolls_sideways(page, 360)

        page.get_by_label("Hvornår, med jeres egne ord?").fill("Hver onsdag kl. 18")
        page.get_by_role("button", name="Send rettelsen").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Tak, vi har fået det")
        expect(page.get_by_text("Indtil da står der det samme som før")).to_be_visible()

        page.goto(links["CHANGE"])
        expect(page.get_by_role("heading", level=1)).to_have_text("Der er allerede en rettelse på vej")


class TestNotRight:
    def test_finds_its_way_to_somebody_who_mends_it_and_answers(
        self, page: Page, new_page: NewPage, portal: Portal, email: str, links: dict[str, str]
    ) -> None:
        page.goto(links["CHANGE"])
        page.get_by_text("Skriv det til os").click()
        page.get_by_label("Tid eller sted").check()
        page.get_by_label("Skriv, hvad der skal stå i stedet").fill(f"Nu er det onsdag kl. 18. {email}")
        page.get_by_label(re.compile("Din e-mail")).fill(email)
        page.get_by_role("button", name="Send", exact=True).last.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Tak, vi har fået det")

        desk = new_page(viewport=PHONE, may_have_cookies=True)
        sign_in(desk, LOCAL)
        desk.get_by_role("link", name=re.compile("sorg", re.IGNORECASE)).last.click()
        expect(desk.get_by_text("Fra dem, der står bag tilbuddet:")).to_be_visible()
        desk.get_by_label("rettet", exact=True).check()
        desk.get_by_label("Svar til den, der meldte fejlen").fill("Tak! Den nye tid står der nu.")
        desk.get_by_role("button", name="Luk meldingen").click()
        desk.wait_for_url("**/min-side/")
        portal.run("worker", "--once")

        assert urlsplit(mailed_link(desk, email, subject="Svar på din fejlmelding")).path.startswith("/tilbud/")


class TestPagesBehindLinks:
    def test_are_fit_for_everybody(self, new_page: NewPage, axe_source: str, links: dict[str, str]) -> None:
        page = new_page(viewport=PHONE, reduced_motion="reduce")
        for address in (*links.values(), "/plads/nonsens/", "/friskhed/", "/en/friskhed/"):
            page.goto(address)
            page.evaluate(axe_source)
            assert not violations(page), address
            assert not scrolls_sideways(page, 360), address

    def test_the_call_list_is_fit_too(self, new_page: NewPage, axe_source: str, portal: Portal) -> None:
        portal.run(
            "shell", "--no-imports", "-c",
            "from django.utils import timezone\nfrom brobygger.directory.models import Check\n"
            "Check.objects.filter(offer__key='aeldresagen-odense-besoegsven')"
            ".update(stage='greyed', stage_on=timezone.localdate())",
        )  # fmt: skip
        for account, address in ((LOCAL, "/min-kommune/0461/ringeliste/"), (NATIONAL, "/ringeliste/")):
            page = new_page(viewport=PHONE, may_have_cookies=True, reduced_motion="reduce")
            sign_in(page, account)
            page.goto(address)
            page.evaluate(axe_source)
            assert not violations(page), address
            assert not scrolls_sideways(page, 360), address
